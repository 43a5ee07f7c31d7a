#include <config.h>
#include "analyse/stress_part.h"

#include "analyse/criteria.h"
#include "analyse/sli_series.h"
#include "base/str.h"
#include "summarize/cut.h"

/* A second belongs to the interval that it begins in. */
static struct hr_sli_sum count_events(const struct hr_sli *sli, const struct hr_config_slo *slo,
                                      const struct hr_load_step *step, int64_t interval_ns)
{
	struct hr_sli_sum sum = { 0 };

	for (size_t i = 0; i < step->span_count; i++) {
		int64_t from_s = step->spans[i].first * interval_ns / HR_NS_PER_S;
		int64_t to_s = (step->spans[i].last + 1) * interval_ns / HR_NS_PER_S;
		struct hr_sli_series series;
		struct hr_sli_sum part;

		hr_sli_series_init(&series, sli, from_s, to_s, slo);
		part = hr_sli_series_sum(&series, from_s, to_s);
		sum.valid += part.valid;
		sum.good += part.good;
		hr_sli_series_release(&series);
	}
	return sum;
}

static char *describe(const struct hr_config_slo *slo, double ratio)
{
	char observed[HR_UNIT_TEXT_SIZE], target[HR_UNIT_TEXT_SIZE];
	struct hr_str text = { 0 };

	hr_unit_format(ratio, HR_QUANTITY_RATIO, HR_STYLE_UNICODE, observed);
	hr_unit_format(hr_fraction_value(slo->target), HR_QUANTITY_RATIO, HR_STYLE_UNICODE, target);
	hr_str_printf(&text, "%s is %s, objective %s", slo->name, observed, target);
	return hr_str_detach(&text);
}

static void check_events(const struct hr_run *run, const struct hr_load_step *step,
                         const struct hr_config_slo *slo, struct hr_checks *out)
{
	const struct hr_sli *sli = hr_slis_find(&run->slis, slo->definition);
	struct hr_check *check = hr_checks_add(out, "slo", "objective", slo->name);
	struct hr_sli_sum sum = { 0 };

	if (sli != NULL)
		sum = count_events(sli, slo, step, run->grid.step_ns);
	if (sum.valid == 0)
		return;
	check->observed = (double)sum.good / (double)sum.valid;
	check->limit = hr_fraction_value(slo->target);
	check->verdict = hr_fraction_compare(sum.good, sum.valid, slo->target) >= 0
	                         ? HR_VERDICT_PASS
	                         : HR_VERDICT_FAIL;
	check->message = describe(slo, check->observed);
}

void hr_stress_check_slos(const struct hr_run *run, const struct hr_load_step *step,
                          const struct hr_stress_options *options, const struct hr_run *part,
                          const struct hr_label *total, struct hr_checks *out)
{
	for (size_t i = 0; options->slos != NULL && i < options->slos->count; i++) {
		const struct hr_config_slo *slo = &options->slos->items[i];

		if (hr_stress_is_objective(slo) && slo->type == HR_SLI_THRESHOLD)
			hr_criteria_check(&slo->criterion, 1, part, total, options->method, out);
		else if (hr_stress_is_objective(slo))
			check_events(run, step, slo, out);
	}
}

bool hr_stress_is_objective(const struct hr_config_slo *slo)
{
	return slo->type == HR_SLI_RATIO || slo->type == HR_SLI_LATENCY ||
	       slo->type == HR_SLI_THRESHOLD;
}

char *hr_stress_uncounted(const struct hr_run *run, const struct hr_config_slos *slos)
{
	struct hr_str names = { 0 };

	for (size_t i = 0; slos != NULL && i < slos->count; i++) {
		const struct hr_config_slo *slo = &slos->items[i];

		if (!hr_stress_is_objective(slo) || slo->type == HR_SLI_THRESHOLD ||
		    hr_slis_find(&run->slis, slo->definition) != NULL)
			continue;
		hr_str_printf(&names, "%s%s", names.length > 0 ? ", " : "", slo->name);
	}
	return names.length > 0 ? hr_str_detach(&names) : NULL;
}
