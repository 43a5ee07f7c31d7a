#include <config.h>
#include "render/scene.h"

#include "base/instant.h"
#include "document/jsonx.h"

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

static bool instant_at(const json_t *document, const char *path, int64_t *out)
{
	const char *text = hr_json_text_at(document, path);

	return text != NULL &&
	       hr_instant_parse(hr_slice_of(text), hr_zone_utc(), out, NULL) == HR_OK;
}

bool hr_scene_steady(const struct hr_scene *scene, int64_t *from_ns, int64_t *to_ns)
{
	return instant_at(scene->document, "run.quality.steady_state.from", from_ns) &&
	       instant_at(scene->document, "run.quality.steady_state.to", to_ns);
}
