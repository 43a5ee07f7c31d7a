/*
 * Alert rules for Prometheus, of the document's burn rate rules. Prometheus must compute the error
 * ratios itself: they are read from recording rules by the name that sloth gives them,
 * slo:sli_error:ratio_rate1h and so on, with the objective's name as label sloth_slo.
 */
#include <config.h>

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/num.h"
#include "document/jsonx.h"
#include "render/escape.h"
#include "render/form_part.h"
#include "render/model_part.h"

/* A double-quoted YAML scalar; PromQL quotes the same way, and OpenMetrics too. */
static void put_quoted(struct hr_str *out, const char *text)
{
	hr_str_putc(out, '"');
	hr_escape_openmetrics(hr_slice_of(text), out);
	hr_str_putc(out, '"');
}

static void put_window(struct hr_str *out, int64_t seconds)
{
	static const struct {
		int64_t length_s;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (seconds % units[i].length_s == 0) {
			hr_str_printf(out, "%" PRId64 "%c", seconds / units[i].length_s,
			              units[i].unit);
			return;
		}
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

static void put_side(struct hr_str *out, const char *slo, int64_t window_s, double limit)
{
	char number[32];

	hr_format_double(hr_round15(limit), number, sizeof(number));
	hr_str_puts(out, "slo:sli_error:ratio_rate");
	put_window(out, window_s);
	hr_str_puts(out, "{sloth_slo=");
	put_quoted(out, slo);
	hr_str_printf(out, "} > %s", number);
}

static void put_rule(struct hr_str *out, const json_t *rule, double target)
{
	const char *slo = hr_json_text_at(rule, "slo");
	int64_t long_s = json_integer_value(json_object_get(rule, "window_s"));
	int64_t short_s = json_integer_value(json_object_get(rule, "short_s"));
	int64_t for_s = json_integer_value(json_object_get(rule, "for_s"));
	double limit = hr_stat(rule, "threshold") * (1 - target);

	hr_str_puts(out, "  - alert: ErrorBudgetBurn\n    expr: |-\n      ");
	put_side(out, slo, long_s, limit);
	hr_str_puts(out, "\n      and\n      ");
	put_side(out, slo, short_s, limit);
	if (for_s > 0) {
		hr_str_puts(out, "\n    for: ");
		put_window(out, for_s);
	}
	hr_str_puts(out, "\n    labels:\n      sloth_slo: ");
	put_quoted(out, slo);
	hr_str_puts(out, "\n      severity: ");
	put_quoted(out, hr_json_text_at(rule, "severity") != NULL
	                        ? hr_json_text_at(rule, "severity")
	                        : "warning");
	hr_str_puts(out, "\n    annotations:\n      summary: ");
	put_quoted(out, "The error budget burns faster than the objective allows");
	if (hr_json_text_at(rule, "action") != NULL) {
		hr_str_puts(out, "\n      action: ");
		put_quoted(out, hr_json_text_at(rule, "action"));
	}
	hr_str_putc(out, '\n');
}

enum hr_err hr_form_prometheus_rules(const struct hr_scene *scene,
                                     const struct hr_render_options *options, struct hr_str *out,
                                     struct hr_error *err)
{
	const json_t *rules = hr_json_at(scene->document, "alerts.burn_rate"), *rule;
	size_t i;

	(void)options;
	(void)err;
	if (json_array_size(rules) == 0) {
		hr_str_puts(out, "# No burn rate rules: headroom slo -c makes them of objectives.\n"
		                 "groups: []\n");
		return HR_OK;
	}
	hr_str_puts(out, "# Needs recording rules slo:sli_error:ratio_rate5m and so on.\n"
	                 "groups:\n- name: headroom-error-budgets\n  rules:\n");
	json_array_foreach(rules, i, rule)
	{
		double target = target_of(scene->document, hr_json_text_at(rule, "slo"));

		if (isfinite(target) && isfinite(hr_stat(rule, "threshold")))
			put_rule(out, rule, target);
	}
	return HR_OK;
}
