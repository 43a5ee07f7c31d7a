/* What a stress test concludes, as checks. */
#include <config.h>
#include "analyse/stress.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/shown.h"
#include "base/str.h"

#define KIND "stress"

static void put_load(struct hr_str *out, double load)
{
	hr_str_printf(out, "%s users", hr_shown(load, HR_QUANTITY_NUMBER).text);
}

/* "between 60 and 70 users", "at 10 users already, the lightest step", "up to 100 users" */
static void put_border(struct hr_str *out, const struct hr_stress *stress,
                       const struct hr_stress_border *border)
{
	switch (border->state) {
	case HR_STRESS_FOUND:
		hr_str_printf(
		        out, "between %s and ",
		        hr_shown(stress->steps[border->last_good].load, HR_QUANTITY_NUMBER).text);
		put_load(out, stress->steps[border->first_bad].load);
		break;
	case HR_STRESS_BROKEN_FROM_START:
		hr_str_puts(out, "at ");
		put_load(out, stress->steps[border->first_bad].load);
		hr_str_puts(out, " already, the lightest step");
		break;
	case HR_STRESS_NONE_DETECTED:
	case HR_STRESS_NO_STEPS:
		hr_str_puts(out, "up to ");
		put_load(out, stress->max_tested);
		hr_str_puts(out, ", the most tested");
		break;
	}
}

static void add_border_evidence(struct hr_check *check, const struct hr_stress *stress,
                                const struct hr_stress_border *border)
{
	if (border->last_good != HR_STRESS_NONE)
		hr_check_add_evidence(check, "last_good_load",
		                      stress->steps[border->last_good].load);
	if (border->first_bad != HR_STRESS_NONE)
		hr_check_add_evidence(check, "first_bad_load",
		                      stress->steps[border->first_bad].load);
	if (isfinite(border->load))
		hr_check_add_evidence(check, "load", border->load);
	if (isfinite(border->throughput_per_s))
		hr_check_add_evidence(check, "throughput_per_s", border->throughput_per_s);
	hr_check_add_evidence(check, "steps", (double)stress->count);
	hr_check_add_evidence(check, "max_tested_load", stress->max_tested);
}

/* A required load judges; without one a border is worth knowing, and none found is fine. */
static enum hr_verdict judge(const struct hr_stress *stress, const struct hr_stress_border *border,
                             double required)
{
	double borne = border->last_good != HR_STRESS_NONE ? stress->steps[border->last_good].load
	                                                   : 0;

	if (isnan(required))
		return border->first_bad == HR_STRESS_NONE ? HR_VERDICT_PASS : HR_VERDICT_WARN;
	if (borne >= required)
		return HR_VERDICT_PASS;
	/* Not tested so far: neither borne nor broken. */
	return border->first_bad == HR_STRESS_NONE ? HR_VERDICT_INCONCLUSIVE : HR_VERDICT_FAIL;
}

static void add_border_check(const struct hr_stress *stress, const struct hr_stress_border *border,
                             const char *metric, const char *verb, const char *otherwise,
                             double required, struct hr_checks *out)
{
	struct hr_check *check = hr_checks_add_total(out, KIND, metric);
	struct hr_str message = { 0 };

	check->unit = hr_strdup("users");
	check->severity = hr_strdup("error");
	check->limit = required;
	if (stress->count == 0) {
		hr_str_puts(&message, "no steps of load were found: the recording tells neither of "
		                      "active users nor of phases, and none are configured");
	} else {
		check->verdict = judge(stress, border, required);
		check->observed = border->state == HR_STRESS_NONE_DETECTED ? stress->max_tested
		                                                           : border->load;
		hr_str_printf(&message, "%s ",
		              border->state == HR_STRESS_NONE_DETECTED ? otherwise : verb);
		put_border(&message, stress, border);
		if (border->limiting != NULL)
			hr_str_printf(&message, ": %s", border->limiting);
		if (!isnan(required)) {
			hr_str_puts(&message, "; required are ");
			put_load(&message, required);
		}
		add_border_evidence(check, stress, border);
	}
	check->message = hr_str_detach(&message);
}

static void add_uncounted(const struct hr_stress *stress, struct hr_check *check)
{
	struct hr_str message = { 0 };

	if (stress->has_objectives)
		hr_str_printf(&message, "%s; ", check->message);
	hr_str_printf(&message,
	              "%s: not counted in this run, summarise the recording again with -c",
	              stress->not_judged);
	free(check->message);
	check->message = hr_str_detach(&message);
}

/* Without a break found these decide nothing: they may have been met. */
static void add_unknown_rules(const struct hr_stress *stress, struct hr_check *check)
{
	struct hr_str message = { 0 };

	if (stress->unknown_rules == NULL || stress->count == 0)
		return;
	if (check->verdict == HR_VERDICT_PASS)
		check->verdict = HR_VERDICT_INCONCLUSIVE;
	hr_str_printf(&message, "%s; not judged: %s", check->message, stress->unknown_rules);
	free(check->message);
	check->message = hr_str_detach(&message);
}

void hr_stress_check(const struct hr_stress *stress, const struct hr_stress_options *options,
                     struct hr_checks *out)
{
	add_border_check(stress, &stress->broken, "breaking_load", "breaks", "no break",
	                 options->min_load, out);
	add_unknown_rules(stress, &out->items[out->count - 1]);
	if (stress->has_objectives || stress->not_judged != NULL || !isnan(options->min_load_met)) {
		struct hr_check *met;

		add_border_check(stress, &stress->met, "load_met", "objectives are missed",
		                 "objectives are met", options->min_load_met, out);
		met = &out->items[out->count - 1];
		if (stress->not_judged == NULL || stress->count == 0)
			return;
		/* Met is every objective, or it is not known. */
		if (met->verdict == HR_VERDICT_PASS || !stress->has_objectives)
			met->verdict = HR_VERDICT_INCONCLUSIVE;
		add_uncounted(stress, met);
	}
}
