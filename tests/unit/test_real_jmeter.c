/*
 * Recordings of JMeter runs against the statistics.json that JMeter itself wrote of them, row by
 * row and key by key. All hold fewer samples than JMeter's window of 20,000.
 */
#include <config.h>
#include "render/form.h"

#include <math.h>
#include <stdlib.h>

#include "read/formats.h"
#include "real_file.h"
#include "render_fixture.h"
#include "summarize/summarizer.h"
#include "unit.h"

static const struct {
	const char *recording, *statistics;
} runs[] = {
	{ "mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl",
	  "mohai17-ParaBank_Performance_Test_JMeter/report/statistics.json" },
	{ "ortizvillalba-api-python-php-jmeter/resultados/sumary.csv",
	  "ortizvillalba-api-python-php-jmeter/docs/statistics.json" },
	{ "mlanglet-spring-streaming-poc/jmeter/results/result.jtl",
	  "mlanglet-spring-streaming-poc/jmeter/results/statistics.json" },
	{ "cedric-ko-loadqa-homeworks-load_web/results.jtl",
	  "cedric-ko-loadqa-homeworks-load_web/report/statistics.json" },
};
static void read_recording(struct fixture *fixture, const struct hr_str *text)
{
	struct hr_read_context context = {
		.path = "recording",
		.options = { .zone = hr_zone_utc() },
		.sink = hr_summarizer_sink(fixture->summarizer),
		.diag = &fixture->run.diag,
	};
	const struct hr_format *format = &hr_format_jtl_csv;
	struct hr_error err = { 0 };
	struct hr_reader *reader = format->open(&context);

	ck_assert_int_eq(format->feed(reader, hr_str_slice(text), &err), HR_OK);
	ck_assert_int_eq(format->finish(reader, &err), HR_OK);
	format->free(reader);
	hr_str_release(&context.assumptions);
}

static void compare_row(const char *name, json_t *theirs, json_t *ours)
{
	const char *key;
	json_t *value;

	ck_assert_msg(ours != NULL, "no row '%s'", name);
	ck_assert_uint_eq(json_object_size(theirs), json_object_size(ours));
	json_object_foreach(theirs, key, value)
	{
		json_t *mine = json_object_get(ours, key);
		double x, y;

		if (!json_is_number(value)) {
			ck_assert_msg(json_equal(value, mine), "%s, %s", name, key);
			continue;
		}
		ck_assert_msg(json_is_number(mine), "%s, %s is missing", name, key);
		x = json_number_value(value);
		y = json_number_value(mine);
		ck_assert_msg(fabs(x - y) <= 1e-9 * fmax(fabs(x), 1), "%s, %s: %.17g, not %.17g",
		              name, key, y, x);
	}
}

START_TEST(agrees_with_jmeter)
{
	static const struct hr_render_options options = { 0 };
	struct hr_str recording = { 0 }, statistics = { 0 }, out = { 0 };
	struct hr_error err = { 0 };
	struct fixture fixture;
	json_t *theirs, *ours, *value;
	const char *key;

	real_file_need(runs[_i].recording, &recording);
	real_file_need(runs[_i].statistics, &statistics);
	fixture_begin(&fixture);
	read_recording(&fixture, &recording);
	fixture_end(&fixture);
	ck_assert_int_eq(hr_form_find("jmeter")->render(&fixture.scene, &options, &out, &err),
	                 HR_OK);
	theirs = json_loadb(statistics.data, statistics.length, 0, NULL);
	ours = json_loadb(out.data, out.length, 0, NULL);
	ck_assert_ptr_nonnull(theirs);
	ck_assert_ptr_nonnull(ours);
	ck_assert_uint_eq(json_object_size(theirs), json_object_size(ours));
	json_object_foreach(theirs, key, value) compare_row(key, value, json_object_get(ours, key));
	json_decref(theirs);
	json_decref(ours);
	hr_str_release(&recording);
	hr_str_release(&statistics);
	hr_str_release(&out);
	fixture_release(&fixture);
}
END_TEST

static Suite *real_jmeter_suite(void)
{
	Suite *suite = suite_create("render/form_jmeter, real files");
	TCase *tcase = tcase_create("real");

	HR_ADD_ROWS(tcase, agrees_with_jmeter, runs);
	tcase_set_timeout(tcase, 30);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	return real_file_main(real_jmeter_suite, runs[0].recording);
}
