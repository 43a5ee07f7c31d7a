#include <config.h>
#include "render/model.h"

#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

static void put_title(json_t *model)
{
	const json_t *verdict = json_object_get(model, "verdict");
	const json_t *run = json_object_get(model, "run");
	const json_t *started = json_object_get(run, "started");
	struct hr_str title = { 0 };

	hr_str_printf(&title, "%s: ", hr_json_text_at(verdict, "word"));
	hr_put_cut(&title, hr_value_get_text(json_object_get(run, "name")), 80);
	if (json_is_object(started))
		hr_str_printf(&title, ", %s", hr_value_get_text(started));
	hr_object_put_text(model, "title", hr_str_text(&title));
	hr_str_release(&title);
}

/* "headroom 0.1.0" */
static void put_tool(json_t *model, const json_t *document)
{
	const char *name = hr_json_text_at(document, "tool.name");
	const char *version = hr_json_text_at(document, "tool.version");
	struct hr_str text = { 0 };

	hr_str_printf(&text, "%s %s", name != NULL ? name : PACKAGE_NAME,
	              version != NULL ? version : "");
	hr_object_put_text(model, "tool", hr_str_text(&text));
	hr_str_release(&text);
}

void hr_model_set_profile(json_t *model, const char *name)
{
	static const char *const names[] = { "nightly", "weekly", "monthly", "quarterly" };
	json_t *profile = json_object();
	size_t at = 0;

	for (size_t i = 0; i < 4; i++) {
		if (name != NULL && strcmp(name, names[i]) == 0)
			at = i;
	}
	hr_object_put_text(profile, "name", names[at]);
	for (size_t i = 0; i < 4; i++)
		json_object_set_new(profile, names[i], json_boolean(i == at));
	json_object_set_new(model, "profile", profile);
}

/* A list cannot be asked whether it is empty: @flag says so. */
static void put_list(json_t *model, const char *key, const char *flag, json_t *list)
{
	json_object_set_new(model, flag, json_boolean(list != NULL));
	hr_object_put(model, key, list);
}

json_t *hr_model_new(const struct hr_scene *scene)
{
	json_t *model = json_object();

	json_object_set_new(model, "model", json_integer(HR_MODEL_VERSION));
	json_object_set_new(model, "standalone", json_false()); /* the form knows better */
	put_list(model, "pages", "has_pages", NULL);            /* set by render/pages.h */
	json_object_set_new(model, "has_sections", json_true());
	hr_model_set_profile(model, hr_json_text_at(scene->document, "settings.page.profile"));
	put_tool(model, scene->document);
	json_object_set_new(model, "run", hr_model_run(scene));
	json_object_set_new(model, "verdict", hr_model_verdict(scene));
	put_title(model);
	put_list(model, "findings", "has_findings", hr_model_findings(scene));
	put_list(model, "tiles", "has_tiles", hr_model_tiles(scene));
	hr_object_put(model, "checks", hr_model_checks(scene));
	hr_object_put(model, "comparison", hr_model_comparison(scene));
	hr_object_put(model, "charts", hr_model_charts(scene));
	hr_object_put(model, "labels", hr_model_labels(scene));
	hr_object_put(model, "failed", hr_model_failed(scene));
	hr_object_put(model, "errors", hr_model_errors(scene));
	hr_object_put(model, "capacity", hr_model_capacity(scene));
	hr_object_put(model, "slo", hr_model_slo(scene));
	hr_object_put(model, "reliability", hr_model_reliability(scene));
	hr_object_put(model, "chaos", hr_model_chaos(scene));
	hr_object_put(model, "stability", hr_model_stability(scene));
	hr_object_put(model, "trend", hr_model_trend(scene));
	hr_object_put(model, "stress", hr_model_stress(scene));
	hr_object_put(model, "resources", hr_model_resources(scene));
	hr_object_put(model, "validity", hr_model_validity(scene));
	hr_object_put(model, "method", hr_model_method(scene));
	return model;
}
