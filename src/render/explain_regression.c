#include <config.h>
#include "render/explain_regression.h"

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "stats/distribution.h"

/* The numbers of a check's evidence; NaN where there is none. */
struct evidence {
	const json_t *object;
};

static double get(const struct evidence *evidence, const char *name)
{
	return hr_json_number_at(evidence->object, name);
}

static void error_step(const struct evidence *e, struct hr_str *out)
{
	double run = get(e, "error_run"), old = get(e, "error_baseline");
	double between = get(e, "error_between"), error = get(e, "error");

	if (isfinite(run) && isfinite(old))
		hr_str_printf(out,
		              "  standard error  sqrt(%.6g^2 within the run + %.6g^2 within the "
		              "baseline + %.6g^2 from run to run) = %.6g\n",
		              run, old, between, sqrt(run * run + old * old + between * between));
	else if (isfinite(between))
		hr_str_printf(out,
		              "  standard error  %.6g, from a deviation from run to run of %.6g\n",
		              error, between);
	else
		hr_str_printf(out, "  standard error  %.6g\n", error);
	if (isfinite(get(e, "run_variation")) && isfinite(run))
		hr_str_printf(out, "    run to run: %.6g x sqrt(1/%.0f + 1/%.0f)\n",
		              get(e, "run_variation"), get(e, "runs"), get(e, "baseline_runs"));
}

static void ratio_steps(const struct evidence *e, struct hr_str *out)
{
	double change = get(e, "change"), error = get(e, "error"),
	       confidence = get(e, "confidence");
	double freedom = get(e, "degrees_of_freedom");
	double t = hr_student_quantile((1 + confidence) / 2,
	                               isfinite(freedom) ? freedom : (double)INFINITY);

	hr_str_printf(out, "  change          %.6g / %.6g", get(e, "observed"), get(e, "baseline"));
	if (fabs(get(e, "control")) > 0)
		hr_str_printf(out, " / %.6g of the control", 1 + get(e, "control"));
	hr_str_printf(out, " - 1 = %.6g\n", change);
	error_step(e, out);
	hr_str_printf(out, "  interval        exp(ln(%.6g) -+ %.6g x %.6g) - 1 = %.6g to %.6g\n",
	              1 + change, t, error, get(e, "low"), get(e, "high"));
}

static void difference_steps(const struct evidence *e, struct hr_str *out)
{
	hr_str_printf(out, "  change          %.6g - %.6g = %.6g\n", get(e, "observed"),
	              get(e, "baseline"), get(e, "change"));
	hr_str_printf(out, "  interval        Newcombe, %.6g to %.6g\n", get(e, "low"),
	              get(e, "high"));
}

static void decision(const struct evidence *e, const char *verdict, struct hr_str *out)
{
	hr_str_printf(out, "  threshold       %.6g", get(e, "threshold"));
	if (get(e, "floor") > 0)
		hr_str_printf(out, ", differences up to %.6g never count", get(e, "floor"));
	hr_str_putc(out, '\n');
	if (isfinite(get(e, "limit")))
		hr_str_printf(out, "  prediction      a run of the baseline stays within %.6g\n",
		              get(e, "limit"));
	if (isfinite(get(e, "p_value")))
		hr_str_printf(out,
		              "  p-value         %.3g of no change; %s at a false discovery rate "
		              "of %.3g over all comparisons\n",
		              get(e, "p_value"),
		              get(e, "rejected") > 0 ? "kept as a finding" : "no finding",
		              get(e, "false_discovery_rate"));
	if (isfinite(get(e, "detectable")))
		hr_str_printf(out, "  power           a change of %.6g is found in 4 of 5 cases\n",
		              get(e, "detectable"));
	if (isfinite(get(e, "runs_needed")))
		hr_str_printf(out,
		              "  runs needed     %.0f on each side for a change of the threshold\n",
		              get(e, "runs_needed"));
	hr_str_printf(out, "  verdict         %s\n", verdict);
}

void hr_explain_regression(const json_t *check, struct hr_str *out)
{
	const struct evidence evidence = { json_object_get(check, "evidence") };
	const char *kind = hr_json_text_at(check, "kind"),
	           *metric = hr_json_text_at(check, "metric");
	const char *verdict = hr_json_text_at(check, "verdict");

	if (kind == NULL || strcmp(kind, "regression") != 0 || !isfinite(get(&evidence, "low")))
		return;
	hr_str_puts(out, "\narithmetic\n");
	if (metric != NULL && strcmp(metric, "error_ratio") == 0)
		difference_steps(&evidence, out);
	else
		ratio_steps(&evidence, out);
	decision(&evidence, verdict != NULL ? verdict : "", out);
}
