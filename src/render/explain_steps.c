#include <config.h>
#include "render/explain_steps.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "document/jsonx.h"

#define NAME_BYTES 40
#define SAME       1e-9 /* relative difference of a figure and what its step gives */

/* --- formulas --- */

struct formula {
	const char *at;
	double (*get)(void *context, const char *name);
	void *context;
};

static double sum_of(struct formula *formula);

static void skip_blanks(struct formula *formula)
{
	while (*formula->at == ' ')
		formula->at++;
}

static bool take(struct formula *formula, char wanted)
{
	skip_blanks(formula);
	if (*formula->at != wanted)
		return false;
	formula->at++;
	return true;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

static double operand_of(struct formula *formula)
{
	char word[NAME_BYTES];
	size_t n = 0;
	double number;

	if (take(formula, '(')) {
		number = sum_of(formula);
		return take(formula, ')') ? number : (double)NAN;
	}
	while (n + 1 < sizeof(word) && is_word(*formula->at))
		word[n++] = *formula->at++;
	word[n] = '\0';
	if (hr_parse_double(hr_slice_of(word), &number))
		return number;
	return n > 0 ? formula->get(formula->context, word) : (double)NAN;
}

static double product_of(struct formula *formula)
{
	double value = operand_of(formula);

	for (;;) {
		if (take(formula, '*'))
			value *= operand_of(formula);
		else if (take(formula, '/'))
			value /= operand_of(formula);
		else
			return value;
	}
}

static double sum_of(struct formula *formula)
{
	double value = product_of(formula);

	for (;;) {
		if (take(formula, '+'))
			value += product_of(formula);
		else if (take(formula, '-'))
			value -= product_of(formula);
		else
			return value;
	}
}

double hr_explain_value(const char *formula, double (*get)(void *context, const char *name),
                        void *context)
{
	struct formula state = { formula, get, context };
	double value = sum_of(&state);

	skip_blanks(&state);
	return *state.at == '\0' ? value : (double)NAN;
}

/* --- steps --- */

/* Texts name figures in braces. NULL: any metric, no formula, nothing to be equal to, any
 * definition of percentiles. Numbers of a check itself: observed, limit, baseline, change, and low
 * and high of its interval. */
static const struct step {
	const char *kind, *metric;
	const char *name, *text, *formula, *equals, *method;
} steps[] = {
	{ "criterion", "error_ratio", "ratio", "{errors} errors / {count} requests",
	  "errors / count", "observed", NULL },
	{ "criterion", NULL, "position", "{p} x ({count} + 1) of the sorted times",
	  "p * (count + 1)", NULL, "R6" },
	{ "criterion", NULL, "position", "1 + {p} x ({count} - 1) of the sorted times",
	  "1 + p * (count - 1)", NULL, "R7" },
	{ "criterion", NULL, "position", "{p} x {count} of the sorted times, rounded up",
	  "p * count", NULL, "nearest" },
	{ "criterion", NULL, "to the limit", "{observed} - {limit}", "observed - limit", NULL,
	  NULL },
	{ "criterion", NULL, "longest miss", "{longest_s} s without a break, {allowed_s} s allowed",
	  NULL, NULL, NULL },
	{ "trend", NULL, "levels", "{observed} / {baseline} - 1, of medians",
	  "observed / baseline - 1", NULL, NULL },
	{ "trend", NULL, "change", "{change}, median of all pairs; 95 % interval {low} to {high}",
	  NULL, NULL, NULL },
	{ "trend", NULL, "newest run",
	  "{newest_run_change} off the level, {newest_run_limit} is within what runs scatter", NULL,
	  NULL, NULL },
	{ "trend", NULL, "certainty", "{p} of no step, {p_adjusted} over {series_tested} series",
	  NULL, NULL, NULL },
	{ "trend", NULL, "reference", "{reference_change} against {reference} of the pinned runs",
	  NULL, NULL, NULL },
	{ "trend", NULL, "halves", "{halves_ratio} times as much in the latter half of the runs",
	  NULL, NULL, NULL },
	{ "slo", NULL, "share", "{good} good / {valid} valid", "good / valid", "observed", NULL },
	{ "slo", NULL, "share", "{slices_good} good / {slices} slices of time",
	  "slices_good / slices", "observed", NULL },
	{ "slo", NULL, "interval", "{low} to {high} at a confidence of {confidence}", NULL, NULL,
	  NULL },
	{ "slo", NULL, "budget", "(1 - {target}) x {valid}", "(1 - target) * valid", "budget",
	  NULL },
	{ "slo", NULL, "budget", "(1 - {target}) x {slices}", "(1 - target) * slices", "budget",
	  NULL },
	{ "slo", NULL, "consumed", "{valid} - {good}", "valid - good", "consumed", NULL },
	{ "slo", NULL, "consumed", "{slices} - {slices_good}", "slices - slices_good", "consumed",
	  NULL },
	{ "slo", NULL, "consumed", "({valid} - {good}) / {budget}", "(valid - good) / budget",
	  "consumed", NULL },
	{ "slo", NULL, "consumed", "({slices} - {slices_good}) / {budget}",
	  "(slices - slices_good) / budget", "consumed", NULL },
	{ "slo", NULL, "remaining", "{budget} - {consumed}", "budget - consumed", "remaining",
	  NULL },
	{ "slo", NULL, "remaining", "1 - {consumed} / {budget}", "1 - consumed / budget",
	  "remaining", NULL },
	{ "slo", NULL, "remaining", "1 - {consumed}", "1 - consumed", "remaining", NULL },
	{ "slo", NULL, "burn rate", "(1 - {good} / {valid}) / (1 - {target})",
	  "(1 - good / valid) / (1 - target)", "burn_rate", NULL },
	{ "slo", NULL, "to the target", "{observed} - {limit}", "observed - limit", NULL, NULL },
	{ "slo", NULL, "within", "{share_within} of the requests", NULL, NULL, NULL },
	{ "alert", "burn_rate", "windows",
	  "{long_rate} over the long one, {short_rate} over the "
	  "short one; both must pass {threshold}",
	  NULL, NULL, NULL },
	{ "alert", NULL, "fired", "{fired} times", NULL, NULL, NULL },
	{ "gate", NULL, "budget", "{remaining} is left, {minimum_remaining} must be", NULL, NULL,
	  NULL },
	{ "gate", NULL, "alerts", "{firing} of them fire", NULL, NULL, NULL },
	{ "stress", NULL, "between", "{last_good_load} users were borne, {first_bad_load} not",
	  NULL, NULL, NULL },
	{ "stress", NULL, "load", "({last_good_load} + {first_bad_load}) / 2",
	  "(last_good_load + first_bad_load) / 2", "load", NULL },
	{ "stress", NULL, "load", "the last that was borne", "last_good_load", "load", NULL },
	{ "stress", NULL, "tested", "{steps} steps up to {max_tested_load} users", NULL, NULL,
	  NULL },
	{ "stress", NULL, "to what is required", "{observed} - {limit}", "observed - limit", NULL,
	  NULL },
	{ "capacity", "limit", "headroom", "({limit} - {observed}) / {limit}",
	  "(limit - observed) / limit", "headroom_ratio", NULL },
	{ "capacity", "limit", "headroom", "({observed} - {limit}) / {observed}",
	  "(observed - limit) / observed", "headroom_ratio", NULL },
	{ "capacity", "scenario", "use at the peak", "{observed} / {limit}", "observed / limit",
	  NULL, NULL },
	{ "capacity", "scenario", "units", "{units} are needed at the peak", NULL, NULL, NULL },
	{ "capacity", "budget", "left", "{limit} - {observed}", "limit - observed", NULL, NULL },
	{ "capacity", NULL, "date",
	  "in {days_to_expected} days; {days_to_earliest} at the "
	  "earliest, {days_to_latest} at the latest",
	  NULL, NULL, NULL },
	{ "capacity", NULL, "date",
	  "in {days_to_expected} days; {days_to_earliest} at the earliest", NULL, NULL, NULL },
	{ "capacity", NULL, "probability", "{probability} within the horizon", NULL, NULL, NULL },
	{ "chaos", NULL, "tolerance", "{longest_out_of_tolerance_s} s out of it at the longest",
	  NULL, NULL, NULL },
	{ "reliability", "mttr", "availability", "{mtbf_s} / ({mtbf_s} + {observed})",
	  "mtbf_s / (mtbf_s + observed)", "availability", NULL },
	{ "reliability", "mttr", "mean time", "{down_s} s down / {outages} outages",
	  "down_s / outages", "observed", NULL },
	{ "reliability", "response", "late",
	  "{answered_late} of {answered} answered late, "
	  "{resolved_late} of {resolved} resolved late",
	  NULL, NULL, NULL },
	{ "stress", "spike_recovery", "spike", "{load_before} to {load_peak} users", NULL, NULL,
	  NULL },
	{ "quality", NULL, "share", "({rejected} + {degraded}) / {records}",
	  "(rejected + degraded) / records", NULL, NULL },
};

static double figure_of(void *context, const char *name)
{
	static const char *const own[] = { "observed", "limit", "baseline", "change" };
	const json_t *check = context;
	double value = hr_json_number_at(json_object_get(check, "evidence"), name);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strcmp(name, own[i]) == 0)
			return hr_json_number_at(check, name);
	if (strcmp(name, "low") == 0 && !isfinite(value))
		return json_number_value(json_array_get(json_object_get(check, "interval"), 0));
	if (strcmp(name, "high") == 0 && !isfinite(value))
		return json_number_value(json_array_get(json_object_get(check, "interval"), 1));
	return value;
}

/* The text with its figures; false when one is not known. */
static bool put_text(const json_t *check, const char *text, struct hr_str *out)
{
	while (*text != '\0') {
		char name[NAME_BYTES] = "";
		size_t n = strcspn(text, "{"), length;
		double value;

		hr_str_add(out, text, n);
		text += n;
		if (*text == '\0')
			break;
		length = strcspn(++text, "}");
		if (length >= sizeof(name) || text[length] == '\0')
			return false;
		memcpy(name, text, length);
		text += length + 1;
		value = figure_of((void *)(uintptr_t)check, name);
		if (!isfinite(value))
			return false;
		hr_str_printf(out, "%.6g", value);
	}
	return true;
}

static bool is_about(const struct step *step, const json_t *check, const char *method)
{
	const char *kind = hr_json_text_at(check, "kind"),
	           *metric = hr_json_text_at(check, "metric");

	return kind != NULL && strcmp(kind, step->kind) == 0 &&
	       (step->metric == NULL || (metric != NULL && strcmp(metric, step->metric) == 0)) &&
	       (step->method == NULL || (method != NULL && strcmp(method, step->method) == 0));
}

static bool put_step(const struct step *step, const json_t *check, struct hr_str *out)
{
	void *context = (void *)(uintptr_t)check; /* only read */
	struct hr_str text = { 0 };
	double value = (double)NAN, wanted = (double)NAN;
	bool shown = put_text(check, step->text, &text);

	if (step->formula != NULL)
		value = hr_explain_value(step->formula, figure_of, context);
	if (step->equals != NULL)
		wanted = figure_of(context, step->equals);
	if (step->formula != NULL && !isfinite(value))
		shown = false;
	if (step->equals != NULL && !(fabs(value - wanted) <= SAME * fmax(fabs(wanted), 1e-300)))
		shown = false;
	if (shown)
		hr_str_printf(out, "  %-15s %s", step->name, hr_str_text(&text));
	if (shown && step->formula != NULL)
		hr_str_printf(out, " = %.6g", value);
	if (shown)
		hr_str_putc(out, '\n');
	hr_str_release(&text);
	return shown;
}

void hr_explain_steps(const json_t *check, const char *method, struct hr_str *out)
{
	const char *last = NULL; /* of several ways to a figure the first that holds is shown */
	const char *verdict = hr_json_text_at(check, "verdict");
	struct hr_str lines = { 0 };

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		if (!is_about(&steps[i], check, method) ||
		    (last != NULL && strcmp(last, steps[i].name) == 0))
			continue;
		if (put_step(&steps[i], check, &lines))
			last = steps[i].name;
	}
	if (lines.length > 0) {
		hr_str_puts(out, "\narithmetic\n");
		hr_str_add_slice(out, hr_str_slice(&lines));
		if (verdict != NULL)
			hr_str_printf(out, "  %-15s %s\n", "verdict", verdict);
	}
	hr_str_release(&lines);
}
