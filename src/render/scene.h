/*
 * What charts and pages draw from: the document, and its run decoded once. Nothing here comes from
 * anywhere but the document.
 */
#ifndef HR_RENDER_SCENE_H
#define HR_RENDER_SCENE_H

#include <jansson.h>

#include "document/document.h"
#include "record/run.h"

struct hr_scene {
	const json_t *document; /* borrowed */
	struct hr_run run;      /* decoded, classified */
	struct hr_label *total; /* as run.total of the document; never NULL */
	struct hr_document_options options;
	struct hr_zone *zone; /* owned; times are shown in it */
};

/* Decodes the run of @document (borrowed for the life of the scene), classifies its labels and adds
 * up the total as the document's options say. On error the scene is left released. */
enum hr_err hr_scene_init(struct hr_scene *scene, const json_t *document,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_scene_release(struct hr_scene *scene);
/* The window that is told to be steady; false when there is none. */
bool hr_scene_steady(const struct hr_scene *scene, int64_t *from_ns, int64_t *to_ns);
/* The zone to show times in, UTC when the document names none; borrowed. */
const struct hr_zone *hr_scene_zone(const struct hr_scene *scene);

#endif
