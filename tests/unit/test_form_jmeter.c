#include <config.h>
#include "base/instant.h"
#include "render/form.h"

#include <string.h>

#include "render_fixture.h"
#include "stats/quantile.h"
#include "unit.h"

static json_t *rendered(const struct fixture *fixture)
{
	static const struct hr_render_options options = { 0 };
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };
	json_error_t where;
	json_t *value;

	ck_assert_int_eq(hr_form_find("jmeter")->render(&fixture->scene, &options, &out, &err),
	                 HR_OK);
	value = json_loadb(out.data, out.length, JSON_REJECT_DUPLICATES, &where);
	ck_assert_msg(value != NULL, "line %d: %s", where.line, where.text);
	hr_str_release(&out);
	return value;
}

static double number(const json_t *all, const char *row, const char *key)
{
	const json_t *value = json_object_get(json_object_get(all, row), key);

	ck_assert_msg(json_is_number(value), "%s/%s", row, key);
	return json_number_value(value);
}

START_TEST(writes_the_keys_of_jmeter)
{
	/* Keys and order of a file written by JMeter 5.6. */
	static const char *const keys[] = {
		"transaction",          "sampleCount",      "errorCount",  "errorPct",
		"meanResTime",          "medianResTime",    "minResTime",  "maxResTime",
		"pct1ResTime",          "pct2ResTime",      "pct3ResTime", "throughput",
		"receivedKBytesPerSec", "sentKBytesPerSec",
	};
	struct fixture fixture;
	json_t *all;
	const char *key;
	json_t *value;
	size_t i = 0;

	fixture_make(&fixture, FIXTURE_ONE);
	all = rendered(&fixture);
	ck_assert_uint_eq(json_object_size(all), 2);
	json_object_foreach(json_object_get(all, "GET /"), key, value)
	{
		ck_assert_uint_lt(i, sizeof(keys) / sizeof(keys[0]));
		ck_assert_str_eq(key, keys[i]);
		i++;
	}
	ck_assert_uint_eq(i, sizeof(keys) / sizeof(keys[0]));
	json_decref(all);
	fixture_release(&fixture);
}
END_TEST

START_TEST(computes_what_jmeter_computes)
{
	/* R: quantile(seq(10, 100, 10), c(.5, .9, .95, .99), type = 6) is 55 99 100 100. Ten
	 * requests of 2,048 and 256 bytes from 0 to 1 s. */
	static const struct {
		const char *key;
		double value;
	} expected[] = {
		{ "sampleCount", 10 },       { "errorCount", 3 },
		{ "errorPct", 30 },          { "meanResTime", 55 },
		{ "medianResTime", 55 },     { "minResTime", 10 },
		{ "maxResTime", 100 },       { "pct1ResTime", 99 },
		{ "pct2ResTime", 100 },      { "pct3ResTime", 100 },
		{ "throughput", 10 },        { "receivedKBytesPerSec", 20 },
		{ "sentKBytesPerSec", 2.5 },
	};
	struct fixture fixture;
	json_t *all;
	size_t i;

	fixture_begin(&fixture);
	fixture.options.method = HR_QUANTILE_NEAREST; /* of no account here */
	for (i = 0; i < 10; i++)
		fixture_add(&fixture, "a", (int64_t)i * 100, (int64_t)i * 10 + 10, i >= 3);
	fixture_end(&fixture);
	all = rendered(&fixture);
	for (i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		ck_assert_double_eq_tol(number(all, "a", expected[i].key), expected[i].value, 1e-9);
		ck_assert_double_eq_tol(number(all, "Total", expected[i].key), expected[i].value,
		                        1e-9);
	}
	json_decref(all);
	fixture_release(&fixture);
}
END_TEST

START_TEST(prints_the_error_percentage_as_a_float)
{
	static const struct hr_render_options options = { 0 };
	struct fixture fixture;
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };
	size_t i;

	/* 458 of 629 is 72.81399 in a file of JMeter 5 (Java's Float.toString of the quotient). */
	fixture_begin(&fixture);
	for (i = 0; i < 629; i++)
		fixture_add(&fixture, "a", (int64_t)i, 10, i >= 458);
	fixture_end(&fixture);
	ck_assert_int_eq(hr_form_find("jmeter")->render(&fixture.scene, &options, &out, &err),
	                 HR_OK);
	ck_assert_ptr_nonnull(strstr(hr_str_text(&out), "\"errorPct\" : 72.81399,"));
	hr_str_release(&out);
	fixture_release(&fixture);
}
END_TEST

START_TEST(counts_sub_results_but_no_controllers_in_total)
{
	struct fixture fixture;
	struct hr_sample controller = {
		.kind = HR_SAMPLE_TRANSACTION,
		.success = true,
		.start_ns = FIXTURE_START_NS,
		.elapsed_ns = 5000 * HR_NS_PER_MS,
		.latency_ns = HR_UNKNOWN,
		.connect_ns = HR_UNKNOWN,
		.received_bytes = HR_UNKNOWN,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.label = HR_SLICE_LITERAL("buy"),
	};
	json_t *all;

	fixture_begin(&fixture);
	fixture.options.sub_results_apart = true; /* of no account here */
	fixture_add(&fixture, "home", 0, 100, true);
	fixture_add(&fixture, "home-0", 0, 60, true);
	fixture_add(&fixture, "home-1", 60, 40, true);
	fixture_add_sample(&fixture, &controller);
	controller.label = HR_SLICE_LITERAL("home"); /* as a request is called */
	fixture_add_sample(&fixture, &controller);
	fixture_end(&fixture);
	all = rendered(&fixture);
	ck_assert_uint_eq(json_object_size(all), 5);
	ck_assert_double_eq(number(all, "Total", "sampleCount"), 3);
	ck_assert_double_eq(number(all, "Total", "maxResTime"), 100);
	ck_assert_double_eq(number(all, "buy", "maxResTime"), 5000);
	ck_assert_double_eq(number(all, "home", "sampleCount"), 2);
	ck_assert_double_eq(number(all, "home", "maxResTime"), 5000);
	json_decref(all);
	fixture_release(&fixture);
}
END_TEST

START_TEST(is_valid_json_for_every_run)
{
	struct fixture fixture;
	json_t *all;

	fixture_make(&fixture, (enum fixture_kind)_i);
	all = rendered(&fixture);
	ck_assert(json_is_object(all));
	json_decref(all);
	fixture_release(&fixture);
}
END_TEST

static Suite *jmeter_suite(void)
{
	Suite *suite = suite_create("render/form_jmeter");
	TCase *tcase = tcase_create("jmeter");

	tcase_add_test(tcase, writes_the_keys_of_jmeter);
	tcase_add_test(tcase, computes_what_jmeter_computes);
	tcase_add_test(tcase, prints_the_error_percentage_as_a_float);
	tcase_add_test(tcase, counts_sub_results_but_no_controllers_in_total);
	tcase_add_loop_test(tcase, is_valid_json_for_every_run, 0, FIXTURE_KINDS);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(jmeter_suite)
