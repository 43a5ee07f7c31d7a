#include <config.h>
#include "slo_scene.h"

#include "unit.h"

void slo_scene_open(struct slo_scene *scene, const char *slo)
{
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };

	hr_str_printf(&text, "{\"slos\": [%s]}", slo);
	ck_assert_msg(hr_config_parse(hr_str_slice(&text), "c", &scene->config, &errors, NULL) ==
	                      HR_OK,
	              "%s", errors.count > 0 ? errors.items[0].text : "");
	hr_str_release(&text);
	hr_run_init(&scene->run, 0);
	scene->label = hr_run_label(&scene->run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
	if (scene->config.slos.items[0].type != HR_SLI_THRESHOLD)
		scene->sli = hr_slis_get(&scene->run.slis, "n",
		                         scene->config.slos.items[0].definition, HR_SAMPLE_REQUEST);
}

void slo_scene_add(struct slo_scene *scene, int64_t second, uint32_t valid, uint32_t good)
{
	hr_sli_add(scene->sli, second, (struct hr_sli_second){ valid, valid, good });
	scene->label->count += valid;
	scene->label->errors += valid - good;
}

const struct hr_slo_result *slo_scene_evaluate(struct slo_scene *scene, const struct hr_zone *zone,
                                               int64_t as_of_s)
{
	struct hr_slo_options options = { .slos = &scene->config.slos,
		                          .policy = &scene->config.budget_policy,
		                          .zone = zone != NULL ? zone : hr_zone_utc(),
		                          .total = scene->label,
		                          .as_of_s = as_of_s };

	hr_slo_evaluate(&scene->run, &options, &scene->results);
	return &scene->results.items[0];
}

void slo_scene_close(struct slo_scene *scene)
{
	hr_slo_results_release(&scene->results);
	hr_run_release(&scene->run);
	hr_config_release(&scene->config);
}
