/*
 * Test validity, from the document's run.quality and run.coordinated_omission: what the rules warn
 * of, declared against observed, recorded against corrected percentiles.
 */
#include <config.h>

#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"

#define ROWS_MAX 60

bool hr_check_is_quality(const json_t *check)
{
	const char *kind = hr_json_text_at(check, "kind");

	return kind != NULL && strcmp(kind, "quality") == 0;
}

size_t hr_scene_check_count(const struct hr_scene *scene)
{
	const json_t *check;
	size_t i, n = 0;

	json_array_foreach(json_object_get(scene->document, "checks"), i, check)
	{
		n += !hr_check_is_quality(check);
	}
	return n;
}

static const json_t *findings_of(const struct hr_scene *scene)
{
	return hr_json_at(scene->document, "run.quality.findings");
}

static size_t count_state(const json_t *findings, const char *state)
{
	const json_t *finding;
	size_t i, n = 0;

	json_array_foreach(findings, i, finding)
	{
		const char *text = hr_json_text_at(finding, "state");

		n += text != NULL && strcmp(text, state) == 0;
	}
	return n;
}

void hr_put_rule_name(struct hr_str *out, const char *rule)
{
	for (; rule != NULL && *rule != '\0'; rule++)
		hr_str_putc(out, *rule == '_' ? ' ' : *rule);
}

static json_t *warnings_of(const struct hr_scene *scene)
{
	json_t *list = json_array();
	const json_t *finding;
	size_t i;

	json_array_foreach(findings_of(scene), i, finding)
	{
		const char *state = hr_json_text_at(finding, "state");
		struct hr_str rule = { 0 };
		json_t *item;

		if (state == NULL || strcmp(state, "warn") != 0)
			continue;
		item = json_object();
		hr_put_rule_name(&rule, hr_json_text_at(finding, "rule"));
		hr_object_put_text(item, "rule", hr_str_text(&rule));
		hr_object_put_text(item, "text", hr_json_text_at(finding, "message"));
		json_array_append_new(list, item);
		hr_str_release(&rule);
	}
	hr_list_finish(list);
	return list;
}

static json_t *rules_text(const json_t *findings)
{
	struct hr_str text = { 0 };
	json_t *value;

	hr_put_count(&text, count_state(findings, "ok"), "rule", "rules");
	hr_str_puts(&text, " found nothing to say, ");
	hr_str_printf(&text, "%zu did not apply", count_state(findings, "not_applicable"));
	value = json_string(hr_str_text(&text));
	hr_str_release(&text);
	return value;
}

/* --- declared against observed --- */

static json_t *declared_value(const json_t *row, const char *key)
{
	const char *unit = hr_json_text_at(row, "unit");
	double value = hr_stat(row, key);

	if (unit != NULL && strcmp(unit, "s") == 0)
		return hr_value_new(1e3 * value, HR_QUANTITY_DURATION_MS);
	if (unit != NULL && strcmp(unit, "1/s") == 0)
		return hr_value_new(value, HR_QUANTITY_PER_S);
	if (unit != NULL && strcmp(unit, "ratio") == 0)
		return hr_value_new(value, HR_QUANTITY_RATIO);
	return hr_value_new(value, HR_QUANTITY_COUNT);
}

static json_t *declared_row(const json_t *row)
{
	const char *agreement = hr_json_text_at(row, "agreement");
	const char *subject = hr_json_text_at(row, "subject");
	bool deviates = agreement != NULL && strcmp(agreement, "deviates") == 0;
	bool agrees = agreement != NULL && strcmp(agreement, "agrees") == 0;
	struct hr_str name = { 0 };
	json_t *item = json_object();

	hr_str_puts(&name, hr_word_at(row, "what"));
	if (subject != NULL && *subject != '\0') {
		hr_str_puts(&name, " ");
		hr_put_cut(&name, subject, HR_LABEL_SHOWN);
	}
	json_object_set_new(item, "name", hr_value_text(hr_str_text(&name)));
	json_object_set_new(item, "declared", declared_value(row, "declared"));
	json_object_set_new(item, "observed", declared_value(row, "observed"));
	hr_object_put_text(item, "icon", deviates ? "\xe2\x96\xb2" : agrees ? "\xe2\x9c\x94" : "");
	hr_object_put_text(item, "word", deviates ? "differs" : agrees ? "agrees" : "not compared");
	hr_object_put_text(item, "cls", deviates ? "warn" : agrees ? "good" : "neutral");
	hr_object_put_text(item, "note", hr_json_text_at(row, "note"));
	hr_str_release(&name);
	return item;
}

/* Rows that deviate first, so that a long plan does not hide them. */
static json_t *declared_of(const struct hr_scene *scene, json_t **left_out)
{
	static const char *const order[] = { "deviates", "agrees", "not_compared" };
	const json_t *rows = hr_json_at(scene->document, "run.quality.declared");
	json_t *list = json_array();
	const json_t *row;
	size_t i;

	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		json_array_foreach(rows, i, row)
		{
			const char *agreement = hr_json_text_at(row, "agreement");

			if (json_array_size(list) < ROWS_MAX && agreement != NULL &&
			    strcmp(agreement, order[k]) == 0)
				json_array_append_new(list, declared_row(row));
		}
	}
	hr_list_finish(list);
	*left_out = hr_left_out(json_array_size(rows), ROWS_MAX);
	return list;
}

/* --- coordinated omission --- */

static json_t *omission_row(const json_t *omission, const char *name, const char *key)
{
	const json_t *figures = json_object_get(omission, key);
	static const char *const keys[] = { "mean", "p50", "p90", "p95", "p99", "p999", "max" };
	json_t *item = json_object();

	hr_object_put_text(item, "name", name);
	json_object_set_new(item, "count",
	                    hr_value_new(hr_stat(figures, "count"), HR_QUANTITY_COUNT));
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct hr_str member = { 0 };

		hr_str_printf(&member, "%s_ms", keys[i]);
		json_object_set_new(item, keys[i],
		                    hr_value_new(hr_stat(figures, hr_str_text(&member)),
		                                 HR_QUANTITY_DURATION_MS));
		hr_str_release(&member);
	}
	return item;
}

void hr_omission_put_source(const json_t *omission, struct hr_str *out)
{
	static const struct {
		const char *source, *text;
	} sources[] = {
		{ "declared", "as declared" },
		{ "plan", "by the plan's timers" },
		{ "detected", "by the even pace of the requests" },
	};
	const char *source = hr_json_text_at(omission, "source");

	if (source != NULL && strcmp(source, "schedule_lag") == 0) {
		hr_str_puts(out, "times count from the scheduled start already; requests started ");
		hr_put_value(out, hr_stat(omission, "lag_mean_ms"), HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, " late on average, ");
		hr_put_value(out, hr_stat(omission, "lag_max_ms"), HR_QUANTITY_DURATION_MS);
		hr_str_puts(out, " at worst");
		return;
	}
	hr_str_puts(out, "with the requests that should have been sent while others were waited "
	                 "for, at ");
	hr_put_value(out, hr_stat(omission, "rate_per_s"), HR_QUANTITY_PER_S);
	for (size_t i = 0; source != NULL && i < sizeof(sources) / sizeof(sources[0]); i++)
		if (strcmp(sources[i].source, source) == 0)
			hr_str_printf(out, " %s", sources[i].text);
}

static json_t *omission_of(const struct hr_scene *scene)
{
	const json_t *omission = hr_json_at(scene->document, "run.coordinated_omission");
	const char *source = hr_json_text_at(omission, "source");
	struct hr_str text = { 0 };
	json_t *section, *rows;

	if (!json_is_object(omission))
		return NULL;
	section = json_object();
	rows = json_array();
	json_array_append_new(rows, omission_row(omission, "recorded", "recorded"));
	if (source == NULL || strcmp(source, "schedule_lag") != 0)
		json_array_append_new(rows, omission_row(omission, "corrected", "corrected"));
	hr_list_finish(rows);
	hr_omission_put_source(omission, &text);
	hr_object_put_text(section, "text", hr_str_text(&text));
	json_object_set_new(section, "rows", rows);
	hr_str_release(&text);
	return section;
}

json_t *hr_model_quality(const struct hr_scene *scene)
{
	const json_t *findings = findings_of(scene);
	json_t *section, *warnings, *declared, *left_out;

	if (json_array_size(findings) == 0)
		return NULL;
	section = json_object();
	warnings = warnings_of(scene);
	declared = declared_of(scene, &left_out);
	json_object_set_new(section, "has_warnings", json_boolean(json_array_size(warnings) > 0));
	json_object_set_new(section, "warnings", warnings);
	json_object_set_new(section, "rules", rules_text(findings));
	json_object_set_new(section, "has_declared", json_boolean(json_array_size(declared) > 0));
	json_object_set_new(section, "declared", declared);
	hr_object_put(section, "declared_left_out", left_out);
	hr_object_put(section, "omission", omission_of(scene));
	return section;
}
