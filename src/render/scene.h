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

enum hr_err hr_scene_init(struct hr_scene *scene, const json_t *document,
                          struct hr_error *err) HR_MUST_CHECK;
void hr_scene_release(struct hr_scene *scene);

#endif
