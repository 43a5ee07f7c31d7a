/*
 * Recordings of Gatling runs against the js/stats.json and js/global_stats.json that Gatling itself
 * wrote of them: every request name and the whole, by number, failures, extremes, mean and
 * deviation. Its percentiles come from a sketch and are left out.
 */
#include <config.h>

#include <math.h>

#include "base/zone.h"
#include "read/reader.h"
#include "real_file.h"
#include "render_fixture.h"
#include "summarize/summarizer.h"
#include "unit.h"

#define FAMARTIN(day, run)                                                                         \
	"famartinrh-apicurio-perf-results/2021-10-" day "/End2EndSimulation/" run "-10u-600i/"
#define POLARNIK "polarnik-gatling-report-example/closemodel-incrementconcurrentusers/"

static const char *const runs[] = {
	FAMARTIN("04", "17.13.38"),
	FAMARTIN("06", "13.40.22"),
	FAMARTIN("07", "07.38.12"),
	FAMARTIN("08", "07.30.09"),
	FAMARTIN("12", "07.31.53"),
	FAMARTIN("13", "07.29.09"),
	POLARNIK,
};
/* "n", KO, min and max of data/real/SOURCES.md; where it states none, the rows counted by hand. */
static const struct {
	const char *path;
	uint64_t count, errors;
	double min_ms, max_ms;
	uint64_t users; /* the most at a time */
} logs[] = {
	{ "Blazemeter-taurus/gatling/gatling-331-000/simulation.log", 100, 0, 80, 256, 10 },
	{ "Blazemeter-taurus/gatling/gatling-351-000/simulation.log", 220, 0, 0, 1031, 10 },
	{ POLARNIK "simulation.log", 907, 443, 109, 11316, 38 },
	{ FAMARTIN("06", "13.40.22") "simulation.log", 6090, 1, 13, 11069, 10 },
	{ "gatling-gatling/known_stats/simulation.log", 105, 1, 87, 368, 11 },
	{ "nuxeo-gatling-report/simulation-small.log", 2, 0, 312, 176331, 1 },
	{ "nuxeo-gatling-report/simulation-small-v3.log", 2, 0, 311, 176330, 1 },
	{ "nuxeo-gatling-report/simulation-small-v3.2.log", 2, 0, 259, 37361, 1 },
	{ "nuxeo-gatling-report/simulation-small-v3.3.log", 2, 0, 259, 37361, 1 },
};
static bool load(const char *folder, const char *name, struct hr_str *out)
{
	struct hr_str path = { 0 };
	bool loaded;

	hr_str_printf(&path, "%s%s", folder, name);
	loaded = real_file_load(hr_str_text(&path), out);
	hr_str_release(&path);
	return loaded;
}

/* The document of a recording, read as any input is. */
static void read_recording(struct fixture *fixture, const struct hr_str *text)
{
	struct hr_read_context context = {
		.path = "recording",
		.options = { .zone = hr_zone_utc() },
		.diag = &fixture->run.diag,
	};
	struct hr_peek peek = { .head = hr_str_slice(text) };
	const struct hr_format *format = NULL;
	struct hr_error err = { 0 };
	struct hr_reader *reader;

	fixture_begin(fixture);
	context.sink = hr_summarizer_sink(fixture->summarizer);
	ck_assert_int_eq(hr_format_sniff(&peek, &format, &err), HR_OK);
	reader = format->open(&context);
	ck_assert_int_eq(format->feed(reader, hr_str_slice(text), &err), HR_OK);
	ck_assert_int_eq(format->finish(reader, &err), HR_OK);
	format->free(reader);
	ck_assert_uint_eq(context.rejected + context.degraded, 0);
	hr_str_release(&context.assumptions);
	fixture_end(fixture);
}

static double theirs_of(const json_t *stats, const char *name)
{
	const json_t *value = json_object_get(json_object_get(stats, name), "total");

	ck_assert_msg(json_is_number(value), "no %s", name);
	return json_number_value(value);
}

static double ours_of(const json_t *row, const char *name)
{
	const json_t *value = json_object_get(row, name);

	ck_assert_msg(json_is_number(value), "no %s", name);
	return json_number_value(value);
}

/* Gatling prints whole milliseconds, and the deviation of the population. */
static void compare(const char *label, const json_t *stats, const json_t *row)
{
	double n = ours_of(row, "count");
	double deviation = n > 1 ? ours_of(row, "stddev_ms") * sqrt((n - 1) / n) : 0;

	ck_assert_msg(row != NULL, "no label '%s'", label);
	ck_assert_double_eq(n, theirs_of(stats, "numberOfRequests"));
	ck_assert_double_eq(ours_of(row, "errors"),
	                    json_number_value(json_object_get(
	                            json_object_get(stats, "numberOfRequests"), "ko")));
	ck_assert_double_eq(ours_of(row, "min_ms"), theirs_of(stats, "minResponseTime"));
	ck_assert_double_eq(ours_of(row, "max_ms"), theirs_of(stats, "maxResponseTime"));
	ck_assert_double_eq_tol(ours_of(row, "mean_ms"), theirs_of(stats, "meanResponseTime"),
	                        0.5 + 1e-9);
	ck_assert_double_eq_tol(deviation, theirs_of(stats, "standardDeviation"), 0.5 + 1e-9);
}

static const json_t *find_label(const json_t *labels, const char *name)
{
	size_t index;
	json_t *row;

	json_array_foreach(labels, index, row)
	{
		if (strcmp(json_string_value(json_object_get(row, "label")), name) == 0)
			return row;
	}
	return NULL;
}

START_TEST(agrees_with_gatling)
{
	struct hr_str recording = { 0 }, stats = { 0 }, global = { 0 };
	const json_t *labels;
	json_t *theirs, *run, *total, *contents, *value;
	struct fixture fixture;
	const char *key;

	if (load(runs[_i], "simulation.log", &recording) &&
	    load(runs[_i], "js/stats.json", &stats) &&
	    load(runs[_i], "js/global_stats.json", &global)) {
		read_recording(&fixture, &recording);
		run = json_object_get(fixture.document, "run");
		labels = json_object_get(run, "labels");
		theirs = json_loadb(stats.data, stats.length, 0, NULL);
		contents = json_object_get(theirs, "contents");
		ck_assert_uint_gt(json_object_size(contents), 0);
		ck_assert_uint_eq(json_object_size(contents), json_array_size(labels));
		json_object_foreach(contents, key, value)
		{
			const char *name = json_string_value(json_object_get(value, "name"));

			compare(name, json_object_get(value, "stats"), find_label(labels, name));
		}
		total = json_loadb(global.data, global.length, 0, NULL);
		compare("total", total, json_object_get(run, "total"));
		json_decref(theirs);
		json_decref(total);
		fixture_release(&fixture);
	}
	hr_str_release(&recording);
	hr_str_release(&stats);
	hr_str_release(&global);
}
END_TEST

static uint64_t most_users(const struct hr_run *run)
{
	uint64_t most = 0;

	for (size_t i = 0; i < run->users.count; i++)
		for (size_t j = 0; j < run->users.tracks[i].count; j++)
			if (run->users.tracks[i].values[j] > most)
				most = run->users.tracks[i].values[j];
	return most;
}

START_TEST(reads_every_version)
{
	struct hr_str recording = { 0 };
	struct fixture fixture;
	const json_t *total;

	if (!real_file_load(logs[_i].path, &recording))
		return;
	read_recording(&fixture, &recording);
	total = json_object_get(json_object_get(fixture.document, "run"), "total");
	ck_assert_double_eq(ours_of(total, "count"), (double)logs[_i].count);
	ck_assert_double_eq(ours_of(total, "errors"), (double)logs[_i].errors);
	ck_assert_double_eq(ours_of(total, "min_ms"), logs[_i].min_ms);
	ck_assert_double_eq(ours_of(total, "max_ms"), logs[_i].max_ms);
	ck_assert_uint_eq(most_users(&fixture.run), logs[_i].users);
	fixture_release(&fixture);
	hr_str_release(&recording);
}
END_TEST

static Suite *real_gatling_suite(void)
{
	Suite *suite = suite_create("read/gatling, real files");
	TCase *tcase = tcase_create("real");

	HR_ADD_ROWS(tcase, agrees_with_gatling, runs);
	HR_ADD_ROWS(tcase, reads_every_version, logs);
	tcase_set_timeout(tcase, 30);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(real_gatling_suite)
