#include <config.h>
#include "cli/plan_load_test.h"

#include <math.h>
#include <string.h>

#include "analyse/load_test.h"
#include "base/instant.h"
#include "config/criterion.h"
#include "document/jsonx.h"

#define PEAK_OF_CAPACITY (2.0 / 3)

/* What is asked of a test when the document has no objectives of its own. */
static const char *const default_objectives[] = { "p95 < 500ms", "error_rate < 1%", NULL };

/* --- rates --- */

static bool is_rate(double value)
{
	return isfinite(value) && value > 0;
}

static double first_rate(const json_t *document, const char *const *paths)
{
	for (; *paths != NULL; paths++) {
		double value = hr_json_number_at(document, *paths);

		if (is_rate(value))
			return value;
	}
	return (double)NAN;
}

static double first_scenario(const json_t *document)
{
	const json_t *scenarios = hr_json_at(document, "capacity.scenarios");

	return hr_json_number_at(json_array_get(scenarios, 0), "peak_per_s");
}

static double busiest_day(const json_t *document)
{
	const json_t *history = hr_json_at(document, "capacity.demand.history"), *point;
	const char *unit = hr_json_text_at(document, "capacity.demand.unit");
	double most = (double)NAN;
	size_t i;

	if (unit == NULL || strcmp(unit, "1/s") != 0)
		return most;
	json_array_foreach(history, i, point)
	{
		most = fmax(most, json_number_value(json_array_get(point, 1)));
	}
	return most;
}

static double capacity_of(const json_t *document)
{
	static const char *const measured[] = { "stress.objectives.throughput_per_s",
		                                "stress.break.throughput_per_s",
		                                "capacity.unit.total_per_s", NULL };
	double value = first_rate(document, measured);

	return is_rate(value) ? value : first_scenario(document);
}

static double peak_of(const json_t *document, double target_per_s)
{
	double value = busiest_day(document);

	if (!is_rate(value) && json_is_object(hr_json_at(document, "stress")))
		value = target_per_s * PEAK_OF_CAPACITY;
	if (!is_rate(value))
		value = hr_json_number_at(document, "run.total.throughput_per_s");
	return value;
}

enum hr_err hr_load_test_rates(const json_t *document, const struct hr_load_test_options *options,
                               double *peak_per_s, double *target_per_s, struct hr_error *err)
{
	*target_per_s = is_rate(options->target_per_s) ? options->target_per_s
	                                               : capacity_of(document);
	if (!is_rate(*target_per_s))
		return hr_error_set(
		        err, HR_ENODATA,
		        "the document has measured no capacity: run 'headroom stress' or "
		        "'headroom capacity' on it first, or say --target=N/s");
	*peak_per_s = is_rate(options->peak_per_s) ? options->peak_per_s
	                                           : peak_of(document, *target_per_s);
	if (!is_rate(*peak_per_s))
		return hr_error_set(err, HR_ENODATA,
		                    "the document knows no peak of today: say --peak=N/s");
	return HR_OK;
}

/* --- the configuration --- */

static json_t *duration_text(int64_t duration_ns)
{
	struct hr_str text = { 0 };
	json_t *out;

	hr_str_printf(&text, "%llds", (long long)(duration_ns / HR_NS_PER_S));
	out = json_string(hr_str_text(&text));
	hr_str_release(&text);
	return out;
}

static json_t *prefixed(const char *test, const char *name)
{
	struct hr_str text = { 0 };
	json_t *out;

	hr_str_printf(&text, "%s/%s", test, name);
	out = hr_json_text(hr_str_text(&text));
	hr_str_release(&text);
	return out;
}

/* The requests of the scenario that has some; each test has labels of its own, so that one
 * recording holds all and each is judged alone. */
static json_t *requests_of(const struct hr_load_test *test, const json_t *like)
{
	const json_t *scenario = NULL, *request;
	json_t *out = json_array();
	size_t i;

	json_array_foreach(json_object_get(like, "scenarios"), i, scenario)
	{
		if (json_array_size(json_object_get(scenario, "requests")) > 0)
			break;
	}
	json_array_foreach(json_object_get(scenario, "requests"), i, request)
	{
		json_t *copy = json_deep_copy(request);
		const char *name = hr_json_text_at(request, "name");

		if (name == NULL)
			name = hr_json_text_at(request, "path");
		hr_json_set(copy, "name", prefixed(test->name, name != NULL ? name : "request"));
		hr_json_append(out, copy);
	}
	if (json_array_size(out) == 0) {
		json_t *plain = json_object();

		hr_json_set(plain, "name", prefixed(test->name, "request"));
		hr_json_append(out, plain);
	}
	return out;
}

static json_t *spike_of(const struct hr_load_test *test)
{
	json_t *out = json_object();

	hr_json_set(out, "shape", json_string("spike"));
	hr_json_set(out, "base", hr_json_real(test->base_per_s));
	hr_json_set(out, "peak", hr_json_real(test->rate_per_s));
	hr_json_set(out, "before", duration_text(test->rest_ns));
	hr_json_set(out, "ramp", duration_text(test->ramp_ns));
	hr_json_set(out, "hold", duration_text(test->duration_ns));
	hr_json_set(out, "after", duration_text(test->rest_ns));
	return out;
}

static json_t *scenario_of(const struct hr_load_test *test, const json_t *like)
{
	json_t *out = json_object();

	hr_json_set(out, "name", json_string(test->name));
	hr_json_set(out, "expected", json_string(test->expected));
	hr_json_set(out, "start", duration_text(test->start_ns));
	if (test->rest_ns > 0) {
		hr_json_set(out, "rate", hr_json_real(test->base_per_s));
		hr_json_set(out, "load", spike_of(test));
	} else {
		hr_json_set(out, "rate", hr_json_real(test->rate_per_s));
		hr_json_set(out, "duration", duration_text(test->duration_ns));
		hr_json_set(out, "ramp_up", duration_text(test->ramp_ns));
	}
	hr_json_set(out, "requests", requests_of(test, like));
	return out;
}

/* "p95 < 1s" of a test: "p95 of baseline/... < 1s". Those about one label are left to others.
 */
static void add_check(json_t *checks, const char *test, const char *objective)
{
	struct hr_criterion criterion;
	struct hr_str text = { 0 };
	size_t metric = strcspn(objective, " <>=!");

	if (hr_criterion_parse(hr_slice_of(objective), &criterion, NULL) != HR_OK)
		return;
	hr_str_printf(&text, "%.*s of %s/*%s%s", (int)metric, objective, test,
	              objective[metric] == ' ' ? "" : " ", objective + metric);
	if (criterion.label == NULL)
		hr_json_append(checks, hr_json_text(hr_str_text(&text)));
	hr_str_release(&text);
	hr_criterion_release(&criterion);
}

static void add_checks(json_t *checks, const char *test, const json_t *document)
{
	const json_t *objectives = hr_json_at(document, "settings.stress.objectives"), *item;
	size_t i, before = json_array_size(checks);

	json_array_foreach(objectives, i, item)
	{
		if (json_is_string(item))
			add_check(checks, test, json_string_value(item));
	}
	if (json_array_size(checks) > before)
		return;
	for (i = 0; default_objectives[i] != NULL; i++)
		add_check(checks, test, default_objectives[i]);
}

static json_t *targets_of(const struct hr_load_test_options *options)
{
	json_t *out = json_deep_copy(json_object_get(options->like, "targets"));
	json_t *target;

	if (json_array_size(out) == 0 && options->url != NULL) {
		json_decref(out);
		out = json_array();
		hr_json_append(out, json_object());
	}
	target = json_array_get(out, 0);
	if (options->url != NULL) {
		if (json_object_get(target, "name") == NULL)
			hr_json_set(target, "name", json_string("target"));
		hr_json_set(target, "url", hr_json_text(options->url));
	}
	return out;
}

enum hr_err hr_load_test_config(const json_t *document, const struct hr_load_test_options *options,
                                double peak_per_s, double target_per_s, json_t **out,
                                struct hr_error *err)
{
	struct hr_load_test tests[HR_LOAD_TESTS];
	const char *name = hr_json_text_at(document, "run.name");
	json_t *targets = targets_of(options), *scenarios = json_array(), *checks = json_array();

	if (json_array_size(targets) == 0) {
		json_decref(targets);
		json_decref(scenarios);
		json_decref(checks);
		return hr_error_set(
		        err, HR_EINVAL,
		        "where do the requests go? --url=URL, or -c FILE with \"targets\"");
	}
	hr_load_tests_plan(peak_per_s, target_per_s, tests);
	for (size_t i = 0; i < HR_LOAD_TESTS; i++) {
		hr_json_append(scenarios, scenario_of(&tests[i], options->like));
		if (tests[i].meets_objectives)
			add_checks(checks, tests[i].name, document);
	}
	*out = json_object();
	hr_json_set(*out, "name", name != NULL ? hr_json_text(name) : json_string("load test"));
	hr_json_set(*out, "targets", targets);
	hr_json_set(*out, "scenarios", scenarios);
	hr_json_set(*out, "checks", checks);
	return HR_OK;
}
