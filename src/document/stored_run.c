#include <config.h>
#include "document/stored_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/digest.h"
#include "base/instant.h"
#include "base/mem.h"
#include "document/document.h"
#include "document/document_part.h"
#include "document/folded_figures.h"
#include "document/jsonx.h"
#include "document/small_stats.h"
#include "record/series.h"

#define LABEL_BYTES_MIN 700 /* of the statistics of a label with next to nothing in them */
#define RUN_ERRORS_MAX  5
#define CHECKS_MAX      20
#define EVENTS_MAX      50
#define INPUTS_MAX      50
#define NOTES_MAX       20

/* How much is kept: tried one after the other until the text fits. */
static const struct level {
	unsigned bits; /* significant binary digits of the values in histograms */
	size_t series, points;
	size_t labels;
	size_t rows; /* of the table of the other labels' figures */
} levels[] = {
	{ 8, 100, 16, SIZE_MAX, 0 }, { 7, 100, 8, SIZE_MAX, 0 }, { 6, 50, 4, SIZE_MAX, 0 },
	{ 5, 25, 1, SIZE_MAX, 0 },   { 4, 25, 1, SIZE_MAX, 0 },  { 4, 25, 1, 40, SIZE_MAX },
	{ 4, 10, 1, 20, SIZE_MAX },  { 4, 10, 1, 10, SIZE_MAX }, { 4, 5, 1, 5, 400 },
	{ 4, 0, 0, 0, 200 },         { 4, 0, 0, 0, 0 },
};

/* --- identity --- */

static int add_bytes(const char *bytes, size_t length, void *digest)
{
	hr_digest_update(digest, bytes, length);
	return 0;
}

/* What a label measured, without what is derived from it. */
static void add_stats(const json_t *stats, struct hr_digest *digest)
{
	static const char *const keys[] = { "label", "exact", "histogram" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		json_dump_callback(json_object_get(stats, keys[i]), add_bytes, digest,
		                   JSON_COMPACT | JSON_ENCODE_ANY);
}

static uint64_t digest_of(const json_t *run)
{
	static const char *const lists[] = { "labels", "transactions" };
	static const char *const others[] = { "started", "ended", "resources" };
	struct hr_digest *digest = hr_digest_new();
	const json_t *stats;
	uint64_t value;
	size_t k;

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_array_foreach(json_object_get(run, lists[i]), k, stats)
		{
			add_stats(stats, digest);
		}
	json_dump_callback(hr_json_at(run, "total.exact"), add_bytes, digest,
	                   JSON_COMPACT | JSON_ENCODE_ANY);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		json_dump_callback(json_object_get(run, others[i]), add_bytes, digest,
		                   JSON_COMPACT | JSON_ENCODE_ANY);
	value = hr_digest_value(digest);
	hr_digest_free(digest);
	return value;
}

void hr_stored_run_id(const json_t *document, char out[HR_STORED_RUN_ID_BYTES])
{
	const json_t *run = json_object_get(document, "run");
	const char *started = json_string_value(json_object_get(run, "started"));
	const char *id = json_string_value(json_object_get(run, "id"));
	int64_t start_ns;
	char date[HR_STORED_RUN_ID_BYTES - 17] = "undated"; /* what a dash and the digest leave */

	/* A run that comes out of a store is known there by what it was when it was whole. */
	if (id != NULL && hr_store_is_name(id) && strlen(id) < HR_STORED_RUN_ID_BYTES) {
		memcpy(out, id, strlen(id) + 1);
		return;
	}

	if (started != NULL &&
	    hr_instant_parse(hr_slice_of(started), hr_zone_utc(), &start_ns, NULL) == HR_OK) {
		struct hr_civil civil;

		hr_instant_civil(start_ns, hr_zone_utc(), &civil);
		snprintf(date, sizeof(date), "%04" PRId32 "%02d%02dT%02d%02d%02dZ", civil.year,
		         civil.month, civil.day, civil.hour, civil.minute, civil.second);
	}
	snprintf(out, HR_STORED_RUN_ID_BYTES, "%s-%016" PRIx64, date, digest_of(run));
}

/* --- parts made smaller --- */

/* A series with at most @points points. */
static void small_series(struct hr_series *series, size_t points)
{
	struct hr_series small;

	hr_series_init(&small, hr_slice_of(series->name), hr_slice_of(series->host),
	               hr_slice_of(series->unit), series->kind);
	small.hash = series->hash;
	small.step_ns = series->step_ns;
	do {
		small.count = 0;
		hr_series_merge(&small, series);
		if (small.count > points)
			small.step_ns *= 2;
	} while (small.count > points && small.step_ns < INT64_MAX / 4);
	hr_series_release(series);
	*series = small;
}

static json_t *small_resources(const json_t *document, const struct level *level)
{
	struct hr_json_read read = { 0 };
	struct hr_json_place place = hr_place_root(&read, hr_json_at(document, "run.resources"));
	struct hr_run run;
	json_t *out;

	hr_run_init(&run, 0);
	hr_document_read_resources(&place, &run);
	for (size_t i = level->series; i < run.series_count; i++)
		hr_series_release(&run.series[i]);
	if (run.series_count > level->series)
		run.series_count = level->series;
	for (size_t i = 0; i < run.series_count; i++)
		small_series(&run.series[i], level->points);
	out = hr_document_write_resources(&run);
	hr_run_release(&run);
	return out;
}

static json_t *small_diagnostics(const json_t *run)
{
	json_t *out = json_deep_copy(json_object_get(run, "diagnostics")), *entry;
	size_t i;

	if (out == NULL)
		return json_array();
	hr_small_array(out, NOTES_MAX);
	json_array_foreach(out, i, entry)
	{
		hr_json_set(entry, "first", json_array());
		hr_json_set(entry, "line", json_null());
	}
	return out;
}

/* Those that failed: they say why the run may not be a baseline. */
static json_t *small_checks(const json_t *document)
{
	json_t *out = json_array(), *check;
	size_t i;

	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		const char *verdict = json_string_value(json_object_get(check, "verdict"));
		json_t *copy;

		if (verdict == NULL || strcmp(verdict, "fail") != 0 ||
		    json_array_size(out) == CHECKS_MAX)
			continue;
		copy = json_copy(check);
		hr_json_set(copy, "evidence", json_object());
		hr_json_append(out, copy);
	}
	return out;
}

/* --- labels that do not fit --- */

static int most_requests_first(const void *a, const void *b)
{
	const struct hr_label *x = *(const struct hr_label *const *)a;
	const struct hr_label *y = *(const struct hr_label *const *)b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return hr_label_order(a, b);
}

/* Fold all but the @most labels with the most requests; those of aggregates cannot be added up and
 * are dropped. */
static void fold_labels(struct hr_run *run, size_t most)
{
	size_t n = run->label_count;
	struct hr_label **labels = hr_alloc_array(n, sizeof(*labels));
	size_t kept = 0;

	memcpy(labels, run->labels, n * sizeof(*labels));
	qsort(labels, n, sizeof(*labels), most_requests_first);
	for (size_t i = 0; i < n; i++) {
		struct hr_label *label = labels[i];
		struct hr_label *other;

		hr_cells_release(&label->cells);
		if (hr_slice_is((struct hr_slice){ label->name, label->length }, HR_OTHER_LABEL) ||
		    label == hr_run_total_row(run) || kept++ < most)
			continue;
		if (label->source != HR_SOURCE_AGGREGATE) {
			other = hr_run_label(run, HR_SLICE_LITERAL(HR_OTHER_LABEL), label->kind);
			if (label->source == HR_SOURCE_HISTOGRAM)
				other->source = HR_SOURCE_HISTOGRAM;
			hr_label_merge(other, label);
			run->labels_folded += label->count;
		}
		hr_run_drop_label(run, label);
	}
	free(labels);
}

static const json_t *find_stats(const json_t *list, const char *name)
{
	const json_t *stats;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		const char *label = json_string_value(json_object_get(stats, "label"));

		if (label != NULL && strcmp(label, name) == 0)
			return stats;
	}
	return NULL;
}

/* The labels of one list after folding: figures of those that stay are the document's own. */
static json_t *folded_list(const json_t *list, const struct hr_run *run, enum hr_sample_kind kind,
                           const struct hr_document_options *options, unsigned bits)
{
	json_t *out = json_array();

	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];
		const json_t *known;

		if (label->kind != kind || label == hr_run_total_row(run))
			continue;
		known = strcmp(label->name, HR_OTHER_LABEL) != 0 ? find_stats(list, label->name)
		                                                 : NULL;
		if (known != NULL) {
			hr_json_append(out, hr_small_stats(known, bits));
		} else {
			json_t *stats = hr_document_stats(label, options, true);

			hr_json_set(stats, "exact", hr_document_exact(label));
			hr_json_append(out, hr_small_stats(stats, bits));
			json_decref(stats);
		}
	}
	return out;
}

static enum hr_err fold(const json_t *document, json_t *out, const struct level *level,
                        struct hr_error *err)
{
	static const struct {
		const char *key;
		enum hr_sample_kind kind;
	} lists[] = { { "labels", HR_SAMPLE_REQUEST }, { "transactions", HR_SAMPLE_TRANSACTION } };
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_zone *zone = NULL;
	struct hr_run run;
	enum hr_err code = hr_document_run(document, &run, err);

	if (code != HR_OK)
		return code;
	code = hr_document_options(document, &options, &zone, err);
	if (code == HR_OK) {
		fold_labels(&run, level->labels);
		hr_run_classify(&run);
		for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
			hr_json_set(out, lists[i].key,
			            folded_list(hr_json_at(document, i == 0 ? "run.labels"
			                                                    : "run.transactions"),
			                        &run, lists[i].kind, &options, level->bits));
		hr_json_set(out, "labels_folded", hr_json_u64(run.labels_folded));
		hr_json_set(out, "figures", hr_folded_write(document, &run, level->rows));
	}
	hr_document_options_release(&options);
	hr_zone_free(zone);
	hr_run_release(&run);
	return code;
}

/* --- the whole --- */

static json_t *small_list(const json_t *list, unsigned bits)
{
	json_t *out = json_array();
	const json_t *stats;
	size_t i;

	json_array_foreach(list, i, stats)
	{
		hr_json_append(out, hr_small_stats(stats, bits));
	}
	return out;
}

/* The first @max of a list of @run, which stays as it is; a document may lack it. */
static void copy_array(const json_t *run, const char *key, size_t max, json_t *out)
{
	json_t *list = json_object_get(run, key);

	if (!json_is_array(list))
		return;
	hr_json_set(out, key, json_copy(list));
	hr_small_array(json_object_get(out, key), max);
}

/* A number of an input, or of those left out; what is true counts as one of them. Documents are
 * stored as they came: what is no such number is none. */
static uint64_t figure_of(const json_t *inputs, const char *key)
{
	const json_t *value = json_object_get(inputs, key);
	json_int_t figure = json_is_true(value) ? 1 : json_integer_value(value);

	return figure > 0 ? (uint64_t)figure : 0;
}

/* Those beyond the list are counted as beyond that of a run. */
static void copy_inputs(const json_t *run, json_t *out)
{
	static const char *const figures[] = { "truncated", "bytes", "records", "rejected",
		                               "degraded" };
	const json_t *list = json_object_get(run, "inputs");
	const json_t *before = json_object_get(run, "inputs_left_out");
	size_t count = json_array_size(list);
	json_t *rest;

	copy_array(run, "inputs", INPUTS_MAX, out);
	if (count <= INPUTS_MAX)
		return;
	rest = json_object();
	hr_json_set(rest, "inputs",
	            hr_json_u64(hr_count_add(figure_of(before, "inputs"), count - INPUTS_MAX)));
	for (size_t f = 0; f < sizeof(figures) / sizeof(figures[0]); f++) {
		uint64_t sum = figure_of(before, figures[f]);

		for (size_t i = INPUTS_MAX; i < count; i++)
			sum = hr_count_add(sum, figure_of(json_array_get(list, i), figures[f]));
		hr_json_set(rest, figures[f], hr_json_u64(sum));
	}
	hr_json_set(out, "inputs_left_out", rest);
}

static enum hr_err small_run(const json_t *document, const struct level *level, json_t *out,
                             struct hr_error *err)
{
	json_t *run = json_object_get(document, "run");
	size_t labels = json_array_size(json_object_get(run, "labels")) +
	                json_array_size(json_object_get(run, "transactions"));

	char id[HR_STORED_RUN_ID_BYTES];

	hr_stored_run_id(document, id);
	json_object_update(out, run);
	hr_json_set(out, "id", json_string(id));
	hr_json_set(out, "total", hr_small_stats(json_object_get(run, "total"), level->bits));
	if (labels > level->labels) {
		enum hr_err code = fold(document, out, level, err);

		if (code != HR_OK)
			return code;
	} else {
		hr_json_set(out, "labels", small_list(json_object_get(run, "labels"), level->bits));
		hr_json_set(out, "transactions",
		            small_list(json_object_get(run, "transactions"), level->bits));
	}
	copy_inputs(run, out);
	copy_array(run, "errors", RUN_ERRORS_MAX, out);
	copy_array(run, "events", EVENTS_MAX, out);
	hr_json_set(out, "diagnostics", small_diagnostics(run));
	hr_json_set(out, "resources", small_resources(document, level));
	hr_json_set(out, "intervals", json_null());
	hr_json_set(out, "sli", json_null());
	return HR_OK;
}

/* What a document lacks, what is stored of it lacks, too. */
static void copy_member(const json_t *from, const char *key, json_t *out)
{
	json_t *value = json_object_get(from, key);

	if (value != NULL)
		hr_json_set(out, key, json_incref(value));
}

static enum hr_err small_document(const json_t *document, const struct level *level, json_t **out,
                                  struct hr_error *err)
{
	static const char *const copied[] = { "schema", "tool", "generated", "seed" };
	json_t *small = json_object(), *run = json_object(), *settings = json_object();
	enum hr_err code = small_run(document, level, run, err);

	for (size_t i = 0; i < sizeof(copied) / sizeof(copied[0]); i++)
		copy_member(document, copied[i], small);
	if (hr_json_at(document, "settings.summarize") != NULL)
		hr_json_set(settings, "summarize",
		            json_deep_copy(hr_json_at(document, "settings.summarize")));
	hr_json_set(small, "settings", settings);
	hr_json_set(small, "run", run);
	hr_json_set(small, "checks", small_checks(document));
	copy_member(document, "verdict", small);
	copy_member(document, "exit", small);
	*out = small;
	return code;
}

/* With more labels than can ever fit the levels that keep them all need not be tried. */
static bool is_hopeless(const json_t *document, const struct level *level)
{
	return level->labels == SIZE_MAX && json_array_size(hr_json_at(document, "run.labels")) >
	                                            HR_STORED_RUN_BYTES_MAX / LABEL_BYTES_MIN;
}

enum hr_err hr_stored_run_new(const json_t *document, struct hr_str *text, struct hr_error *err)
{
	struct hr_run run;
	enum hr_err whole = hr_document_run(document, &run, err);

	if (whole != HR_OK)
		return whole;
	hr_run_release(&run);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		json_t *small;
		enum hr_err code;

		if (is_hopeless(document, &levels[i]))
			continue;
		code = small_document(document, &levels[i], &small, err);
		hr_str_truncate(text, 0);
		if (code == HR_OK)
			hr_document_dump_rows(small, text);
		json_decref(small);
		if (code != HR_OK || text->length <= HR_STORED_RUN_BYTES_MAX)
			return code;
	}
	return hr_error_set(err, HR_ELIMIT, "a run to be stored still has %zu bytes, at most %zu",
	                    text->length, HR_STORED_RUN_BYTES_MAX);
}

enum hr_err hr_stored_run_add(struct hr_store *store, const json_t *document,
                              char id[HR_STORED_RUN_ID_BYTES], bool *known, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	*known = false;
	hr_stored_run_id(document, id);
	if (!hr_document_has_data(document))
		return hr_error_set(err, HR_ENODATA,
		                    "it holds neither a request nor a resource value: "
		                    "there is nothing to keep");
	code = hr_store_lock(store, err);
	if (code == HR_OK)
		code = hr_store_find(store, HR_STORE_RUNS, id, known, err);
	if (code != HR_OK || *known)
		return code;
	code = hr_stored_run_new(document, &text, err);
	if (code == HR_OK)
		code = hr_store_write(store, HR_STORE_RUNS, id, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}
