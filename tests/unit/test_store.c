#include <config.h>
#include "base/count.h"
#include "base/instant.h"
#include "document/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "document/baseline.h"
#include "document/jsonx.h"
#include "document/document_figures.h"
#include "document/document_history.h"
#include "document/stored_run.h"

#include "sample_run.h"
#include "unit.h"

#define DIGEST "0123456789abcdef"

static char folder[64];

static void make_folder(void)
{
	snprintf(folder, sizeof(folder), "/tmp/headroom-store.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	ck_assert_int_eq(system(command), 0);
}

static json_t *sample_document(void)
{
	struct hr_document_options options = sample_options();
	struct hr_run run;
	json_t *document;

	hr_run_init(&run, 0);
	sample_run_fill(&run);
	hr_run_classify(&run);
	document = hr_document_new(&run, &options);
	hr_run_release(&run);
	return document;
}

/* @labels of them, each with the same 200 different times. */
static json_t *wide_document(size_t labels)
{
	struct hr_document_options options = sample_options();
	struct hr_run run;
	json_t *document;

	hr_run_init(&run, 0);
	for (size_t i = 0; i < labels; i++) {
		char name[64];
		struct hr_label *label;

		snprintf(name, sizeof(name), "GET /a/rather/long/path/of/an/endpoint/%04zu", i);
		label = hr_run_label(&run, hr_slice_of(name), HR_SAMPLE_REQUEST);
		for (int64_t k = 1; k <= 200; k++)
			sample_count(&run, label, SAMPLE_T0 + k * HR_NS_PER_S, k * 37 % 4000, true);
	}
	hr_run_classify(&run);
	document = hr_document_new(&run, &options);
	hr_run_release(&run);
	return document;
}

static json_t *stored(const json_t *document)
{
	struct hr_error err = { 0 };
	struct hr_str text = { 0 };
	json_t *out;

	ck_assert_msg(hr_stored_run_new(document, &text, &err) == HR_OK, "%s", err.text);
	ck_assert_uint_le(text.length, HR_STORED_RUN_BYTES_MAX);
	ck_assert_int_eq(hr_document_parse(hr_str_slice(&text), "stored", &out, &err), HR_OK);
	hr_str_release(&text);
	return out;
}

START_TEST(good_names)
{
	static const struct {
		const char *name;
		bool good;
	} cases[] = {
		{ "main", true },       { "v1.2-rc_3", true }, { "", false },    { ".", false },
		{ "..", false },        { ".hidden", false },  { "a/b", false }, { "a b", false },
		{ "../../etc", false }, { "\xc3\xa4", false },
	};
	char longest[HR_STORE_NAME_BYTES + 2];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(hr_store_is_name(cases[i].name) == cases[i].good, "%s",
		              cases[i].name);
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	ck_assert(!hr_store_is_name(longest));
	ck_assert(hr_store_is_name(longest + 1));
}
END_TEST

START_TEST(folder_that_is_not_there)
{
	struct hr_store *store = hr_store_open("/tmp/headroom-no-such-folder");
	struct hr_store_names names;
	struct hr_error err = { 0 };
	json_t *value;

	ck_assert_int_eq(hr_store_list(store, HR_STORE_RUNS, &names, &err), HR_OK);
	ck_assert_uint_eq(names.count, 0);
	ck_assert_int_eq(hr_store_load(store, HR_STORE_BASELINES, "main", &value, &err),
	                 HR_ENODATA);
	ck_assert_str_eq(err.text,
	                 "no baseline 'main' in /tmp/headroom-no-such-folder, which holds no "
	                 "baselines; 'headroom baseline save NAME FILE' makes one");
	hr_store_names_release(&names);
	hr_store_close(store);
}
END_TEST

START_TEST(files_and_suggestions)
{
	struct hr_store *store = hr_store_open(folder);
	struct hr_store_names names;
	struct hr_error err = { 0 };
	json_t *value;
	bool found;

	ck_assert_int_eq(hr_store_lock(store, &err), HR_OK);
	ck_assert_int_eq(hr_store_write(store, HR_STORE_RUNS, "b", hr_slice_of("{}"), &err), HR_OK);
	ck_assert_int_eq(hr_store_write(store, HR_STORE_RUNS, "a", hr_slice_of("[1]"), &err),
	                 HR_OK);
	ck_assert_int_eq(hr_store_write(store, HR_STORE_RUNS, "../x", hr_slice_of("{}"), &err),
	                 HR_EINVAL);
	ck_assert_int_eq(hr_store_write(store, HR_STORE_BASELINES, "main", hr_slice_of("{"), NULL),
	                 HR_OK);
	ck_assert_int_eq(hr_store_list(store, HR_STORE_RUNS, &names, NULL), HR_OK);
	ck_assert_uint_eq(names.count, 2);
	ck_assert_str_eq(names.items[0], "a");
	ck_assert_str_eq(names.items[1], "b");
	ck_assert_int_eq(hr_store_load(store, HR_STORE_RUNS, "b", &value, NULL), HR_OK);
	json_decref(value);
	ck_assert_int_eq(hr_store_load(store, HR_STORE_RUNS, "a", &value, NULL), HR_EPARSE);
	ck_assert_int_eq(hr_store_load(store, HR_STORE_BASELINES, "main", &value, NULL), HR_EPARSE);
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_store_load(store, HR_STORE_BASELINES, "mian", &value, &err),
	                 HR_ENODATA);
	ck_assert_ptr_nonnull(strstr(err.text, "did you mean main?"));
	ck_assert_int_eq(hr_store_remove(store, HR_STORE_RUNS, "a", NULL), HR_OK);
	ck_assert_int_eq(hr_store_remove(store, HR_STORE_RUNS, "a", NULL), HR_OK);
	ck_assert_int_eq(hr_store_find(store, HR_STORE_RUNS, "a", &found, NULL), HR_OK);
	ck_assert(!found);
	hr_store_names_release(&names);
	hr_store_close(store);
}
END_TEST

/* What is there and cannot be read is not taken for a history without runs. */
START_TEST(no_history)
{
	struct hr_store *store = hr_store_open("/dev/null");
	struct hr_store_names names;
	struct hr_error err = { 0 };
	json_t *value;
	bool found;

	ck_assert_int_eq(hr_store_list(store, HR_STORE_RUNS, &names, &err), HR_EIO);
	ck_assert_str_eq(err.source, "/dev/null");
	ck_assert_str_eq(err.text, "a history is a folder, and this is none: name another by "
	                           "--history");
	ck_assert_int_eq(hr_store_find(store, HR_STORE_RUNS, "a", &found, NULL), HR_EIO);
	ck_assert_int_eq(hr_store_load(store, HR_STORE_RUNS, "a", &value, NULL), HR_EIO);
	hr_store_names_release(&names);
	hr_store_close(store);
}
END_TEST

/* What a writer that was killed between creating and renaming leaves is gone after the next one,
 * and was never a run. */
START_TEST(leftovers_of_a_killed_writer)
{
	struct hr_store *store = hr_store_open(folder);
	struct hr_store_names names;
	char path[128];
	FILE *file;

	ck_assert_int_eq(hr_store_lock(store, NULL), HR_OK);
	hr_store_close(store);
	snprintf(path, sizeof(path), "%s/runs/.headroom-0123456789abcdef", folder);
	file = fopen(path, "w");
	fputs("{\"half", file);
	fclose(file);
	store = hr_store_open(folder);
	ck_assert_int_eq(hr_store_list(store, HR_STORE_RUNS, &names, NULL), HR_OK);
	ck_assert_uint_eq(names.count, 0);
	hr_store_names_release(&names);
	ck_assert_int_eq(hr_store_lock(store, NULL), HR_OK);
	ck_assert_int_ne(access(path, F_OK), 0);
	hr_store_close(store);
}
END_TEST

/* Add one member after the other to a baseline, reading and writing it each time: under the lock no
 * update may be lost. */
static void add_members(int writer)
{
	json_t *run = json_object();

	for (int i = 0; i < 25; i++) {
		struct hr_store *store = hr_store_open(folder);
		struct hr_baseline baseline = { 0 };
		char id[32];
		bool found;

		snprintf(id, sizeof(id), "run-%d-%d", writer, i);
		if (hr_store_lock(store, NULL) != HR_OK)
			_exit(2);
		if (hr_store_find(store, HR_STORE_BASELINES, "main", &found, NULL) != HR_OK)
			_exit(5);
		if (found) {
			if (hr_baseline_load(store, "main", &baseline, NULL) != HR_OK)
				_exit(3);
		} else {
			baseline.name = hr_strdup("main");
		}
		if (hr_baseline_add(&baseline, id, run, DIGEST, NULL) != HR_OK ||
		    hr_baseline_save(store, &baseline, NULL) != HR_OK)
			_exit(4);
		hr_baseline_release(&baseline);
		hr_store_close(store);
	}
	json_decref(run);
	_exit(0);
}

START_TEST(two_writers)
{
	struct hr_store *store;
	struct hr_baseline baseline;
	pid_t writers[3];
	int status;

	for (int i = 0; i < 3; i++) {
		writers[i] = fork();
		if (writers[i] == 0)
			add_members(i);
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(waitpid(writers[i], &status, 0), writers[i]);
		ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	store = hr_store_open(folder);
	ck_assert_int_eq(hr_baseline_load(store, "main", &baseline, NULL), HR_OK);
	ck_assert_uint_eq(baseline.count, 75);
	hr_baseline_release(&baseline);
	hr_store_close(store);
}
END_TEST

/* Figures of the run stay as they are, and it reads back as a run. */
START_TEST(stored_figures)
{
	static const char *const same[] = { "run.total.p95_ms",  "run.total.mean_ms",
		                            "run.total.count",   "run.total.errors",
		                            "run.total.p999_ms", "run.total.throughput_per_s",
		                            "run.samples",       "run.duration_s" };
	json_t *document = sample_document(), *small = stored(document);
	struct hr_error err = { 0 };
	struct hr_run run;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		double a = hr_json_number_at(document, same[i]);
		double b = hr_json_number_at(small, same[i]);

		ck_assert_msg(memcmp(&a, &b, sizeof(a)) == 0, "%s: %g, %g", same[i], a, b);
	}
	ck_assert(json_is_null(json_object_get(json_object_get(small, "run"), "intervals")));
	ck_assert_msg(hr_document_run(small, &run, &err) == HR_OK, "%s", err.text);
	ck_assert_uint_eq(run.sample_count, (uint64_t)hr_json_number_at(document, "run.samples"));
	hr_run_release(&run);
	json_decref(small);
	json_decref(document);
}
END_TEST

/* Inputs beyond those that are kept are counted with those that a document lacks already. Sums
 * stop at the largest number that a document may hold, so that it reads back. */
START_TEST(stored_inputs)
{
	json_t *document = sample_document(), *inputs = json_array(), *small;
	json_t *run = json_object_get(document, "run");
	const json_t *rest;
	struct hr_run read;

	for (int i = 0; i < 60; i++)
		json_array_append_new(inputs, json_pack("{s:s, s:s, s:I, s:I, s:i, s:i, s:b, s:n}",
		                                        "path", "a.jtl", "format", "jtl-csv",
		                                        "bytes", (json_int_t)HR_COUNT_MAX,
		                                        "records", (json_int_t)i, "rejected", 1,
		                                        "degraded", 0, "truncated", i % 2, "hash"));
	json_object_set_new(run, "inputs", inputs);
	json_object_set_new(run, "inputs_left_out",
	                    json_pack("{s:i, s:i, s:I, s:i, s:i, s:i}", "inputs", 7, "truncated", 2,
	                              "bytes", (json_int_t)HR_COUNT_MAX, "records", 1000,
	                              "rejected", 3, "degraded", 4));
	small = stored(document);
	ck_assert_uint_eq(json_array_size(hr_json_at(small, "run.inputs")), 50);
	rest = hr_json_at(small, "run.inputs_left_out");
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "inputs")), 17);
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "truncated")), 2 + 5);
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "bytes")), HR_COUNT_MAX);
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "records")),
	                 1000 + 50 + 51 + 52 + 53 + 54 + 55 + 56 + 57 + 58 + 59);
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "rejected")), 3 + 10);
	ck_assert_int_eq(json_integer_value(json_object_get(rest, "degraded")), 4);
	ck_assert_int_eq(hr_document_run(small, &read, NULL), HR_OK);
	ck_assert_uint_eq(hr_run_all_inputs(&read), 67);
	hr_run_release(&read);
	json_decref(small);
	json_decref(document);
}
END_TEST

/* Texts that are left out are counted in the rest, up to the most that a document may say. */
START_TEST(stored_texts)
{
	json_t *document = sample_document(), *small;
	json_t *label = json_array_get(hr_json_at(document, "run.labels"), 0);
	json_t *tally = json_pack("{s:[s, s, s, s, s], s:[i, i, i, I, I], s:i}", "texts", "a", "b",
	                          "c", "d", "e", "counts", 1, 2, 3, (json_int_t)HR_COUNT_MAX,
	                          (json_int_t)HR_COUNT_MAX, "rest", 4);
	struct hr_error err = { 0 };
	struct hr_run run;

	json_object_set_new(json_object_get(label, "exact"), "errors_exact", tally);
	small = stored(document);
	label = json_array_get(hr_json_at(small, "run.labels"), 0);
	tally = json_object_get(json_object_get(label, "exact"), "errors_exact");
	ck_assert_uint_eq(json_array_size(json_object_get(tally, "texts")), 3);
	ck_assert_int_eq(json_integer_value(json_object_get(tally, "rest")), HR_COUNT_MAX);
	ck_assert_msg(hr_document_run(small, &run, &err) == HR_OK, "%s", err.text);
	hr_run_release(&run);
	json_decref(small);
	json_decref(document);
}
END_TEST

/* The most labels a run can have still make a file of 100 kB, and every request is counted. */
START_TEST(stored_size)
{
	json_t *document = wide_document(1000), *small = stored(document);
	struct hr_run run;
	double p95 = 0;

	ck_assert_int_eq(hr_document_run(small, &run, NULL), HR_OK);
	ck_assert_uint_eq(run.sample_count, 200000);
	ck_assert_uint_lt(run.label_count, 100);
	ck_assert_ptr_nonnull(
	        hr_run_find(&run, HR_SLICE_LITERAL(HR_OTHER_LABEL), HR_SAMPLE_REQUEST));
	p95 = hr_json_number_at(document, "run.total.p95_ms");
	ck_assert_double_eq(hr_json_number_at(small, "run.total.p95_ms"), p95);
	hr_run_release(&run);
	json_decref(small);
	json_decref(document);
}
END_TEST

/* A thousand series fit: labels without room for their sums still have their figures. */
START_TEST(stored_thousand)
{
	enum { LABELS = 143 };
	json_t *document = wide_document(LABELS), *small = stored(document);
	const json_t *labels = hr_json_at(document, "run.labels"), *stats;
	struct hr_run_table history = { 0 };
	struct hr_figures figures;
	size_t i;

	ck_assert_uint_lt(json_array_size(hr_json_at(small, "run.labels")), LABELS);
	hr_document_to_history(small, "a", hr_trend_metrics, &history);
	ck_assert_uint_eq(history.series_count, (LABELS + 1) * 7);
	ck_assert_int_eq(hr_document_figures(small, "small", false, &figures, NULL), HR_OK);
	ck_assert_ptr_null(hr_figures_find(&figures, HR_ROW_REQUEST, HR_OTHER_LABEL));
	json_array_foreach(labels, i, stats)
	{
		const char *label = hr_json_text_at(stats, "label");
		const struct hr_table_series *series = hr_run_table_find(&history, label, "p95");
		const struct hr_figure_row *row = hr_figures_find(&figures, HR_ROW_REQUEST, label);
		double p95 = hr_json_number_at(stats, "p95_ms");

		ck_assert_ptr_nonnull(series);
		ck_assert_double_eq_tol(series->values[0], p95, p95 * 1e-6);
		ck_assert_double_eq(series->counts[0], 200);
		ck_assert_ptr_nonnull(row);
		ck_assert_double_eq_tol(row->figures[HR_FIGURE_P95].value, p95, p95 * 1e-6);
	}
	hr_figures_release(&figures);
	hr_run_table_release(&history);
	json_decref(small);
	json_decref(document);
}
END_TEST

/* A table made by hand: what is no row is left out. */
START_TEST(stored_table_broken)
{
	static const char *const tables[] = {
		"null",    "7",
		"[]",      "[[\"label\"]]",
		"[[],[]]", "[[\"label\",\"mean_ms\"],[7,7],[\"a\"],7,[\"b\",\"c\"],{}]",
		"[7,7]",
	};

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		json_t *document = sample_document();
		struct hr_run_table history = { 0 };
		struct hr_figures figures;

		json_object_set_new(json_object_get(document, "run"), "figures",
		                    json_loads(tables[i], JSON_DECODE_ANY, NULL));
		hr_document_to_history(document, "a", hr_trend_metrics, &history);
		ck_assert_int_eq(hr_document_figures(document, "it", false, &figures, NULL), HR_OK);
		hr_figures_release(&figures);
		hr_run_table_release(&history);
		json_decref(document);
	}
}
END_TEST

/* What is no run is refused, not stored. */
START_TEST(stored_nothing)
{
	json_t *document = sample_document();
	struct hr_error err = { 0 };
	struct hr_str text = { 0 };

	json_object_del(json_object_get(document, "run"), "total");
	ck_assert_int_eq(hr_stored_run_new(document, &text, &err), HR_EPARSE);
	ck_assert_str_eq(err.text, "/run/total: found nothing, expected an object");
	json_object_set_new(document, "run", json_string("x"));
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_stored_run_new(document, &text, &err), HR_EPARSE);
	ck_assert_str_eq(err.text, "/run: found a text, expected an object");
	hr_str_release(&text);
	json_decref(document);
}
END_TEST

/* The id is what was measured: names do not matter, and a run that comes from a store keeps it. */
START_TEST(identity)
{
	json_t *document = sample_document(), *small;
	char id[HR_STORED_RUN_ID_BYTES], again[HR_STORED_RUN_ID_BYTES];

	hr_stored_run_id(document, id);
	ck_assert_int_eq(strncmp(id, "2025112", 7), 0);
	json_object_set_new(json_object_get(document, "run"), "name", json_string("another"));
	json_object_set_new(json_object_get(document, "run"), "version", json_string("9"));
	hr_stored_run_id(document, again);
	ck_assert_str_eq(id, again);
	small = stored(document);
	hr_stored_run_id(small, again);
	ck_assert_str_eq(id, again);
	json_object_set_new(json_object_get(document, "run"), "started", json_null());
	hr_stored_run_id(document, again);
	ck_assert_int_eq(strncmp(again, "undated-", 8), 0);
	json_decref(small);
	json_decref(document);
}
END_TEST

START_TEST(add_run_once)
{
	struct hr_store *store = hr_store_open(folder);
	json_t *document = sample_document();
	char id[HR_STORED_RUN_ID_BYTES];
	struct hr_store_names names;
	bool known;

	ck_assert_int_eq(hr_stored_run_add(store, document, id, &known, NULL), HR_OK);
	ck_assert(!known);
	ck_assert_int_eq(hr_stored_run_add(store, document, id, &known, NULL), HR_OK);
	ck_assert(known);
	ck_assert_int_eq(hr_store_list(store, HR_STORE_RUNS, &names, NULL), HR_OK);
	ck_assert_uint_eq(names.count, 1);
	ck_assert_str_eq(names.items[0], id);
	hr_store_names_release(&names);
	json_decref(document);
	hr_store_close(store);
}
END_TEST

static json_t *keyed(const char *environment, const char *workload)
{
	return json_pack("{s:{s:s?,s:s?}}", "run", "environment", environment, "workload",
	                 workload);
}

START_TEST(baseline_keys)
{
	struct hr_baseline baseline = { 0 };
	json_t *ci = keyed("ci", "peak"), *prod = keyed("prod", "peak"), *idle = keyed("ci", NULL);
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_baseline_add(&baseline, "r1", ci, DIGEST, NULL), HR_OK);
	ck_assert_int_eq(hr_baseline_add(&baseline, "r1", ci, DIGEST, NULL), HR_OK);
	ck_assert_uint_eq(baseline.count, 1);
	ck_assert(hr_baseline_is_provisional(&baseline));
	ck_assert_int_eq(hr_baseline_add(&baseline, "r2", prod, DIGEST, &err), HR_EINVAL);
	ck_assert_str_eq(err.text,
	                 "the environment of run r2 is 'prod', that of the baseline 'ci': "
	                 "runs of one baseline must agree");
	err = (struct hr_error){ 0 };
	ck_assert_int_eq(hr_baseline_add(&baseline, "r2", idle, DIGEST, &err), HR_EINVAL);
	ck_assert_str_eq(err.text,
	                 "the workload of run r2 is not set, that of the baseline 'peak': "
	                 "runs of one baseline must agree");
	ck_assert_int_eq(hr_baseline_add(&baseline, "r2", ci, DIGEST, NULL), HR_OK);
	ck_assert_int_eq(hr_baseline_add(&baseline, "r3", ci, DIGEST, NULL), HR_OK);
	ck_assert(hr_baseline_is_provisional(&baseline));
	ck_assert_int_eq(hr_baseline_add(&baseline, "r4", ci, DIGEST, NULL), HR_OK);
	ck_assert(!hr_baseline_is_provisional(&baseline));
	hr_baseline_release(&baseline);
	json_decref(ci);
	json_decref(prod);
	json_decref(idle);
}
END_TEST

START_TEST(baseline_faults)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "{}", "/schema" },
		{ "{\"schema\": \"headroom/1\"}", "/schema: found \"headroom/1\"" },
		{ "{\"schema\": \"headroom-baseline/1\", \"runs\": 1}", "/runs" },
		{ "{\"schema\": \"headroom-baseline/1\", \"runs\": [1]}", "/runs/0" },
		{ "{\"schema\": \"headroom-baseline/1\", \"runs\": [{\"id\": \"../x\"}]}",
		  "/runs/0: the id of a stored run" },
		{ "{\"schema\": \"headroom-baseline/1\", \"runs\": [], \"parent\": "
		  "\"0123456789abcdef0\"}",
		  "/parent" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *value = json_loads(cases[i].text, 0, NULL);
		struct hr_error err = { 0 };
		struct hr_baseline baseline;

		ck_assert_int_eq(hr_baseline_read(value, "b.json", &baseline, &err), HR_EPARSE);
		ck_assert_msg(strncmp(err.text, cases[i].message, strlen(cases[i].message)) == 0,
		              "%s", err.text);
		json_decref(value);
	}
}
END_TEST

START_TEST(runs_that_are_no_standard)
{
	static const struct {
		const char *verdict;
		double error_ratio, ok_ms, failed_ms;
		bool good;
	} cases[] = {
		{ "pass", 0, 50, 0, true },       { "fail", 0, 50, 0, false },
		{ "pass", 0.02, 50, 900, true },  { "pass", 0.02, 50, 3, false },
		{ "pass", 0.06, 50, 900, false }, { "inconclusive", 0.005, 50, 3, true },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *document = json_pack("{s:s,s:{s:{s:f,s:{s:f},s:{s:f}}}}", "verdict",
		                             cases[i].verdict, "run", "total", "error_ratio",
		                             cases[i].error_ratio, "ok_ms", "mean", cases[i].ok_ms,
		                             "failed_ms", "mean", cases[i].failed_ms);
		struct hr_error err = { 0 };

		ck_assert_msg((hr_baseline_check_run(document, "x", &err) == HR_OK) ==
		                      cases[i].good,
		              "case %zu: %s", i, err.text);
		json_decref(document);
	}
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("store");
	TCase *files = tcase_create("files"), *values = tcase_create("values");

	tcase_add_checked_fixture(files, make_folder, remove_folder);
	tcase_add_test(files, files_and_suggestions);
	tcase_add_test(files, no_history);
	tcase_add_test(files, leftovers_of_a_killed_writer);
	tcase_add_test(files, two_writers);
	tcase_add_test(files, add_run_once);
	tcase_add_test(values, good_names);
	tcase_add_test(values, folder_that_is_not_there);
	tcase_add_test(values, stored_figures);
	tcase_add_test(values, stored_inputs);
	tcase_add_test(values, stored_texts);
	tcase_add_test(values, stored_size);
	tcase_add_test(values, stored_thousand);
	tcase_add_test(values, stored_table_broken);
	tcase_add_test(values, stored_nothing);
	tcase_add_test(values, identity);
	tcase_add_test(values, baseline_keys);
	tcase_add_test(values, baseline_faults);
	tcase_add_test(values, runs_that_are_no_standard);
	suite_add_tcase(suite, files);
	suite_add_tcase(suite, values);
	return suite;
}

HR_UNIT_MAIN(make_suite)
