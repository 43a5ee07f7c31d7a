#include <config.h>
#include "render/exported.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "render/model_part.h"

const struct hr_exported_quantile hr_exported_quantiles[HR_EXPORTED_QUANTILES] = {
	{ 0.5, "p50_ms", "p50" },  { 0.9, "p90_ms", "p90" },     { 0.95, "p95_ms", "p95" },
	{ 0.99, "p99_ms", "p99" }, { 0.999, "p999_ms", "p999" },
};

struct candidate {
	const char *name;
	const json_t *stats;
	double total_ms;
};

/* Two series of one name would make the whole export invalid. */
static const char *name_of(const json_t *stats)
{
	const char *name = hr_json_text_at(stats, "label");

	if (name == NULL)
		return "";
	return strcmp(name, HR_EXPORTED_TOTAL) == 0 ? HR_EXPORTED_TOTAL " (endpoint)" : name;
}

static double sort_key(const json_t *stats)
{
	double total_ms = hr_stat(stats, "mean_ms") * hr_stat(stats, "count");

	return isnan(total_ms) ? -1 : total_ms;
}

static int by_time(const void *a, const void *b)
{
	const struct candidate *left = a, *right = b;

	if (left->total_ms != right->total_ms)
		return left->total_ms < right->total_ms ? 1 : -1;
	return strcmp(left->name, right->name);
}

static int by_name(const void *a, const void *b)
{
	const struct hr_exported_row *left = a, *right = b;

	return strcmp(left->name, right->name);
}

static void choose(struct hr_exported *exported, const json_t *labels)
{
	size_t n = json_array_size(labels), kept = n < HR_EXPORTED_LABELS ? n : HR_EXPORTED_LABELS;
	struct candidate *all = hr_alloc_array(n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		const json_t *stats = json_array_get(labels, i);

		all[i] = (struct candidate){ name_of(stats), stats, sort_key(stats) };
	}
	qsort(all, n, sizeof(*all), by_time);
	for (size_t i = 0; i < kept; i++)
		exported->rows[1 + i] = (struct hr_exported_row){ all[i].name, all[i].stats };
	qsort(exported->rows + 1, kept, sizeof(*exported->rows), by_name);
	free(all);
	exported->count = 1 + kept;
	exported->left_out = n - kept;
}

void hr_exported_init(struct hr_exported *exported, const struct hr_scene *scene)
{
	*exported = (struct hr_exported){ 0 };
	if (!hr_scene_has_samples(scene))
		return;
	exported->rows = hr_zalloc(1 + HR_EXPORTED_LABELS, sizeof(*exported->rows));
	exported->rows[0] = (struct hr_exported_row){ HR_EXPORTED_TOTAL,
		                                      hr_json_at(scene->document, "run.total") };
	choose(exported, hr_json_at(scene->document, "run.labels"));
}

void hr_exported_release(struct hr_exported *exported)
{
	free(exported->rows);
	*exported = (struct hr_exported){ 0 };
}

const char *hr_exported_suite(const struct hr_scene *scene)
{
	const char *name = hr_json_text_at(scene->document, "run.name");

	return name != NULL && name[0] != '\0' ? name : "run";
}
