#include <config.h>
#include "base/instant.h"
#include "base/pattern.h"
#include "document/document_part.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "document/jsonx.h"
#include "stats/quantile.h"

#define RULES_MAX        10000
#define ZONE_BYTES_MAX   256
#define SUB_APART        "apart"
#define SUB_COUNTED      "counted"
#define THRESHOLD_MS_MAX ((double)HR_DURATION_MAX_NS / (double)HR_NS_PER_MS)

static json_t *threshold(int64_t value_ns)
{
	return value_ns > 0 ? hr_json_real((double)value_ns / (double)HR_NS_PER_MS) : json_null();
}

json_t *hr_document_write_settings(const struct hr_document_options *options)
{
	json_t *out = json_object(), *apdex = json_object(), *rules = json_array();

	for (size_t i = 0; i < options->apdex_rule_count; i++) {
		const struct hr_apdex_rule *rule = &options->apdex_rules[i];
		json_t *entry = json_object();

		hr_json_set(entry, "pattern", hr_json_text(hr_pattern_text(rule->pattern)));
		hr_json_set(entry, "satisfied_ms", threshold(rule->satisfied_ns));
		hr_json_set(entry, "tolerated_ms", threshold(rule->tolerated_ns));
		hr_json_append(rules, entry);
	}
	hr_json_set(apdex, "satisfied_ms", threshold(options->apdex_satisfied_ns));
	hr_json_set(apdex, "tolerated_ms", threshold(options->apdex_tolerated_ns));
	hr_json_set(apdex, "labels", rules);
	hr_json_set(out, "quantile_method", json_string(hr_quantile_method_name(options->method)));
	hr_json_set(out, "sub_results",
	            json_string(options->sub_results_apart ? SUB_APART : SUB_COUNTED));
	hr_json_set(out, "apdex", apdex);
	hr_json_set(out, "zone",
	            json_string(options->zone != NULL ? hr_zone_name(options->zone) : "UTC"));
	hr_json_set(out, "mask_queries", json_boolean(options->mask_queries));
	return out;
}

static int64_t read_threshold(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);
	double value_ms = hr_place_number(&place);

	if (isnan(value_ms))
		return 0;
	if (!(value_ms > 0) || value_ms > THRESHOLD_MS_MAX) {
		hr_place_fail(&place, "a threshold is more than 0 and at most %g ms",
		              THRESHOLD_MS_MAX);
		return 0;
	}
	return (int64_t)llround(value_ms * (double)HR_NS_PER_MS);
}

static void read_rules(const struct hr_json_place *place, struct hr_document_options *out)
{
	size_t n = hr_place_array(place, RULES_MAX);

	out->apdex_rules = hr_zalloc(n, sizeof(*out->apdex_rules));
	out->owned_patterns = hr_zalloc(n, sizeof(*out->owned_patterns));
	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		struct hr_json_place pattern = hr_place_member(&item, "pattern");
		struct hr_slice text = hr_place_text(&pattern, HR_LABEL_BYTES);
		struct hr_error inner = { 0 };

		if (hr_place_failed(place))
			return;
		if (hr_pattern_compile(text, &out->owned_patterns[i], &inner) != HR_OK) {
			hr_place_fail(&pattern, "%s", inner.text);
			return;
		}
		out->apdex_rule_count = i + 1; /* now, so that a failure below frees it, too */
		out->apdex_rules[i].pattern = out->owned_patterns[i];
		out->apdex_rules[i].satisfied_ns = read_threshold(&item, "satisfied_ms");
		out->apdex_rules[i].tolerated_ns = read_threshold(&item, "tolerated_ms");
	}
}

static void read_zone(const struct hr_json_place *settings, struct hr_document_options *out,
                      struct hr_zone **zone)
{
	struct hr_json_place place = hr_place_member(settings, "zone");
	struct hr_slice name = hr_place_text(&place, ZONE_BYTES_MAX);
	struct hr_error inner = { 0 };

	if (hr_place_failed(settings))
		return;
	if (hr_zone_open(name, zone, &inner) != HR_OK) {
		hr_place_fail(&place, "%s", inner.text);
		return;
	}
	out->zone = *zone;
}

static void read_window(const struct hr_json_place *run, struct hr_document_options *out)
{
	struct hr_json_place window = hr_place_member(run, "window");
	struct hr_json_place steady;

	if (hr_place_is_null(&window))
		return;
	out->window_from_ns = hr_member_instant(&window, "from");
	out->window_to_ns = hr_member_instant(&window, "to");
	out->window_snapped = hr_member_bool(&window, "snapped");
	steady = hr_place_member(&window, "steady_state");
	out->window_steady = !hr_place_is_null(&steady) && hr_place_bool(&steady);
}

static void read_settings(const struct hr_json_place *settings, struct hr_document_options *out,
                          struct hr_zone **zone)
{
	struct hr_json_place method = hr_place_member(settings, "quantile_method");
	struct hr_json_place subs = hr_place_member(settings, "sub_results");
	struct hr_json_place apdex = hr_place_member(settings, "apdex");
	struct hr_json_place rules = hr_place_member(&apdex, "labels");
	struct hr_slice name = hr_place_text(&method, 32), sub_name = hr_place_text(&subs, 32);
	struct hr_error inner = { 0 };

	if (!hr_place_failed(settings) &&
	    hr_quantile_method_parse(name, &out->method, &inner) != HR_OK)
		hr_place_fail(&method, "%s", inner.text);
	out->sub_results_apart = hr_slice_is(sub_name, SUB_APART);
	if (!out->sub_results_apart && !hr_slice_is(sub_name, SUB_COUNTED))
		hr_place_fail(&subs, "expected " SUB_APART " or " SUB_COUNTED);
	out->apdex_satisfied_ns = read_threshold(&apdex, "satisfied_ms");
	out->apdex_tolerated_ns = read_threshold(&apdex, "tolerated_ms");
	read_rules(&rules, out);
	out->mask_queries = hr_member_bool(settings, "mask_queries");
	read_zone(settings, out, zone);
}

enum hr_err hr_document_options(const json_t *document, struct hr_document_options *out,
                                struct hr_zone **zone, struct hr_error *err)
{
	struct hr_json_read read = { .err = err };
	struct hr_json_place root = hr_place_root(&read, document);
	struct hr_json_place all = hr_place_member(&root, "settings");
	struct hr_json_place settings = hr_place_member(&all, "summarize");
	struct hr_json_place run = hr_place_member(&root, "run");

	*out = (struct hr_document_options)HR_DOCUMENT_OPTIONS_INIT;
	*zone = NULL;
	out->seed = hr_member_count(&root, "seed");
	read_settings(&settings, out, zone);
	read_window(&run, out);
	return read.status;
}

void hr_document_options_release(struct hr_document_options *options)
{
	if (options->owned_patterns == NULL)
		return;
	for (size_t i = 0; i < options->apdex_rule_count; i++)
		hr_pattern_free(options->owned_patterns[i]);
	free(options->owned_patterns);
	free(options->apdex_rules);
	options->owned_patterns = NULL;
	options->apdex_rules = NULL;
	options->apdex_rule_count = 0;
}
