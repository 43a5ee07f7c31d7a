/*
 * Alert rules for Prometheus, of the document's burn rate rules. Prometheus must compute the error
 * ratios itself: they are read from recording rules by the name that sloth gives them,
 * slo:sli_error:ratio_rate1h and so on, with the objective's name as label sloth_slo.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "base/duration.h"
#include "base/num.h"
#include "document/jsonx.h"
#include "render/escape.h"
#include "render/form_part.h"
#include "render/model_part.h"
#include "render/slo_series.h"

/* A double-quoted YAML scalar; PromQL quotes the same way, and OpenMetrics too. */
static void put_quoted(struct hr_str *out, const char *text)
{
	hr_str_putc(out, '"');
	hr_escape_openmetrics(hr_slice_of(text), out);
	hr_str_putc(out, '"');
}

static double target_of(const json_t *document, const char *name)
{
	const json_t *objective;
	size_t i;

	json_array_foreach(hr_json_at(document, "slo.objectives"), i, objective)
	{
		const char *other = hr_json_text_at(objective, "name");

		if (other != NULL && name != NULL && strcmp(other, name) == 0)
			return hr_stat(objective, "target");
	}
	return (double)NAN;
}

/* The error ratio at which a threshold of the burn rate is reached. */
struct limit {
	double threshold;
	double allowed; /* 1 - target */
};

static void put_number(struct hr_str *out, double value)
{
	char number[32];

	hr_format_double(hr_round15(value), number, sizeof(number));
	hr_str_puts(out, number);
}

static void put_side(struct hr_str *out, const char *slo, int64_t window_s, struct limit limit)
{
	hr_str_puts(out, "slo:sli_error:ratio_rate");
	hr_duration_put(out, window_s);
	hr_str_puts(out, "{sloth_slo=");
	put_quoted(out, slo);
	hr_str_puts(out, "} > (");
	put_number(out, limit.threshold);
	hr_str_puts(out, " * ");
	/* a target has at most 15 places, and 1 - 0.99995 is 5.00000000000500e-05 */
	put_number(out, rint(limit.allowed * 1e15) / 1e15);
	hr_str_putc(out, ')');
}

static void put_condition(struct hr_str *out, const json_t *rule, struct limit limit)
{
	const char *slo = hr_json_text_at(rule, "slo");
	int64_t for_s = json_integer_value(json_object_get(rule, "for_s"));

	hr_str_puts(out, "  - alert: ErrorBudgetBurn\n    expr: |-\n      ");
	put_side(out, slo, json_integer_value(json_object_get(rule, "window_s")), limit);
	hr_str_puts(out, "\n      and\n      ");
	put_side(out, slo, json_integer_value(json_object_get(rule, "short_s")), limit);
	if (for_s > 0) {
		hr_str_puts(out, "\n    for: ");
		hr_duration_put(out, for_s);
	}
}

/* Rules of an objective may share their severity: the windows tell the alerts apart. */
static void put_labels(struct hr_str *out, const json_t *rule, double threshold)
{
	const char *severity = hr_json_text_at(rule, "severity");

	hr_str_puts(out, "\n    labels:\n      sloth_slo: ");
	put_quoted(out, hr_json_text_at(rule, "slo"));
	hr_str_puts(out, "\n      severity: ");
	put_quoted(out, severity != NULL ? severity : "warning");
	hr_str_puts(out, "\n      long_window: \"");
	hr_duration_put(out, json_integer_value(json_object_get(rule, "window_s")));
	hr_str_puts(out, "\"\n      short_window: \"");
	hr_duration_put(out, json_integer_value(json_object_get(rule, "short_s")));
	hr_str_puts(out, "\"\n      burn_rate: \"");
	put_number(out, threshold);
	hr_str_putc(out, '"');
}

static void put_rule(struct hr_str *out, const json_t *rule, double target)
{
	struct limit limit = { hr_stat(rule, "threshold"), 1 - target };
	const char *action = hr_json_text_at(rule, "action");

	put_condition(out, rule, limit);
	put_labels(out, rule, limit.threshold);
	hr_str_puts(out, "\n    annotations:\n      summary: ");
	put_quoted(out, "The error budget burns faster than the objective allows");
	if (action != NULL) {
		hr_str_puts(out, "\n      action: ");
		put_quoted(out, action);
	}
	hr_str_putc(out, '\n');
}

/* What is called "p95" or "cpu" here has a name of its own in every Prometheus: a guessed one would
 * make a rule that never fires. */
static void put_left_out(struct hr_str *out, const json_t *rules)
{
	const json_t *rule;
	size_t i;

	json_array_foreach(rules, i, rule)
	{
		const char *criterion = hr_json_text_at(rule, "criterion");

		if (i == 0)
			hr_str_puts(out, "# Left out are rules on figures, "
			                 "whose series only you can name:\n");
		hr_str_puts(out, "# ");
		hr_escape_terminal(hr_slice_of(hr_name_at(rule, "name")), out);
		hr_str_puts(out, ", unless ");
		hr_escape_terminal(hr_slice_of(criterion != NULL ? criterion : "?"), out);
		if (hr_stat(rule, "for_s") > 0) {
			hr_str_puts(out, " for ");
			hr_put_seconds(out, hr_stat(rule, "for_s"));
		}
		hr_str_putc(out, '\n');
	}
}

enum hr_err hr_form_prometheus_rules(const struct hr_scene *scene,
                                     const struct hr_render_options *options, struct hr_str *out,
                                     struct hr_error *err)
{
	const json_t *rule;
	struct hr_str rules = { 0 };
	size_t i;

	(void)options;
	(void)err;
	json_array_foreach(hr_json_at(scene->document, "alerts.burn_rate"), i, rule)
	{
		double target = target_of(scene->document, hr_json_text_at(rule, "slo"));

		if (isfinite(target) && hr_burn_rule_can_fire(rule))
			put_rule(&rules, rule, target);
	}
	put_left_out(out, hr_json_at(scene->document, "alerts.rules"));
	if (rules.length == 0) {
		hr_str_puts(out, "# No burn rate rules: headroom slo -c makes them of objectives.\n"
		                 "groups: []\n");
	} else {
		hr_str_puts(out, "# Needs recording rules slo:sli_error:ratio_rate5m and so on.\n"
		                 "groups:\n- name: headroom-error-budgets\n  rules:\n");
		hr_str_add_slice(out, hr_str_slice(&rules));
	}
	hr_str_release(&rules);
	return HR_OK;
}
