#include <config.h>
#include "render/scene.h"

#include <string.h>

enum hr_err hr_scene_init(struct hr_scene *scene, const json_t *document, struct hr_error *err)
{
	enum hr_err rc;

	memset(scene, 0, sizeof(*scene));
	rc = hr_document_options(document, &scene->options, &scene->zone, err);
	if (rc == HR_OK)
		rc = hr_document_run(document, &scene->run, err);
	if (rc != HR_OK) {
		hr_scene_release(scene);
		return rc;
	}
	scene->document = document;
	hr_run_classify(&scene->run);
	scene->total = hr_run_total(&scene->run,
	                            scene->options.sub_results_apart ? HR_TOTAL_WITHOUT_SUBS
	                                                             : HR_TOTAL_REQUESTS,
	                            "all requests");
	return HR_OK;
}

void hr_scene_release(struct hr_scene *scene)
{
	/* The document is set once the run is decoded. */
	if (scene->document != NULL) {
		hr_label_free(scene->total);
		hr_run_release(&scene->run);
	}
	hr_document_options_release(&scene->options);
	hr_zone_free(scene->zone);
	memset(scene, 0, sizeof(*scene));
}

const struct hr_zone *hr_scene_zone(const struct hr_scene *scene)
{
	return scene->zone != NULL ? scene->zone : hr_zone_utc();
}
