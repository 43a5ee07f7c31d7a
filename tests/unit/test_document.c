#include <config.h>
#include "base/count.h"
#include "base/instant.h"
#include "document/document.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/jsonx.h"
#include "record/metric.h"

#include "record/series.h"
#include "sample_run.h"
#include "unit.h"

static json_t *parse(const char *text)
{
	struct hr_error err = { 0 };
	json_t *document;

	ck_assert_msg(hr_document_parse(hr_slice_of(text), "test", &document, &err) == HR_OK, "%s",
	              err.text);
	return document;
}

static void same_moments(const struct hr_moments *a, const struct hr_moments *b)
{
	ck_assert_uint_eq(a->count, b->count);
	ck_assert(a->sum_ns == b->sum_ns && a->sum_squares == b->sum_squares);
	if (a->count > 0) {
		ck_assert_int_eq(a->min_ns, b->min_ns);
		ck_assert_int_eq(a->max_ns, b->max_ns);
	}
}

/* Documents are too long for check's messages. */
static void same_text(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] == b[at] && a[at] != '\0')
		at++;
	ck_assert_msg(a[at] == b[at], "byte %zu: %.60s, then %.60s", at,
	              a + (at > 30 ? at - 30 : 0), b + (at > 30 ? at - 30 : 0));
}

static void same_hist(const struct hr_hist *a, const struct hr_hist *b)
{
	struct hr_str left = { 0 }, right = { 0 };

	if (a != NULL)
		hr_hist_encode(a, &left);
	if (b != NULL)
		hr_hist_encode(b, &right);
	same_text(hr_str_text(&left), hr_str_text(&right));
	hr_str_release(&left);
	hr_str_release(&right);
}

static void same_cells(const struct hr_cells *a, const struct hr_cells *b)
{
	ck_assert_uint_eq(a->count, b->count);
	if (a->count > 0)
		ck_assert_int_eq(a->first, b->first);
	for (size_t i = 0; i < a->count; i++) {
		const struct hr_cell *x = &a->cells[i], *y = &b->cells[i];

		ck_assert_uint_eq(x->count, y->count);
		ck_assert_uint_eq(x->errors, y->errors);
		ck_assert_uint_eq(x->timed, y->timed);
		ck_assert(x->sum_ns == y->sum_ns);
		ck_assert(x->timed == 0 || (x->min_ns == y->min_ns && x->max_ns == y->max_ns));
		ck_assert_uint_eq(x->latency_count, y->latency_count);
		ck_assert(x->latency_sum_ns == y->latency_sum_ns);
		ck_assert(x->connect_sum_ns == y->connect_sum_ns);
		ck_assert_uint_eq(x->received_bytes, y->received_bytes);
		ck_assert_uint_eq(x->sent_bytes, y->sent_bytes);
		ck_assert_uint_eq(hr_sketch_count(&x->sketch), hr_sketch_count(&y->sketch));
		ck_assert(hr_sketch_count(&x->sketch) == 0 ||
		          hr_sketch_quantile_ms(&x->sketch, 0.9) ==
		                  hr_sketch_quantile_ms(&y->sketch, 0.9));
	}
}

static void same_tally(const struct hr_tally *a, const struct hr_tally *b)
{
	const struct hr_tally_entry **sorted_a = hr_tally_sorted(a),
	                            **sorted_b = hr_tally_sorted(b);

	ck_assert_uint_eq(a->count, b->count);
	ck_assert_uint_eq(a->rest, b->rest);
	for (size_t i = 0; i < a->count; i++) {
		ck_assert_str_eq(sorted_a[i]->text, sorted_b[i]->text);
		ck_assert_uint_eq(sorted_a[i]->count, sorted_b[i]->count);
	}
	free(sorted_a);
	free(sorted_b);
}

/* Field by field, so that what the writer forgets is missed here. */
static void same_label(const struct hr_label *a, const struct hr_label *b)
{
	ck_assert_str_eq(a->name, b->name);
	ck_assert_uint_eq(a->hash, b->hash);
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_int_eq(a->source, b->source);
	ck_assert_int_eq(a->sub_result, b->sub_result);
	ck_assert_uint_eq(a->count, b->count);
	ck_assert_uint_eq(a->errors, b->errors);
	same_moments(&a->ok.moments, &b->ok.moments);
	same_moments(&a->failed.moments, &b->failed.moments);
	same_moments(&a->latency.moments, &b->latency.moments);
	same_moments(&a->connect.moments, &b->connect.moments);
	same_hist(a->ok.hist, b->ok.hist);
	same_hist(a->failed.hist, b->failed.hist);
	same_hist(a->latency.hist, b->latency.hist);
	same_hist(a->connect.hist, b->connect.hist);
	ck_assert_uint_eq(a->received_count, b->received_count);
	ck_assert(a->received_bytes == b->received_bytes && a->sent_bytes == b->sent_bytes);
	ck_assert_int_eq(a->start_ns, b->start_ns);
	ck_assert_int_eq(a->end_ns, b->end_ns);
	same_tally(&a->codes, &b->codes);
	same_tally(&a->errors_exact, &b->errors_exact);
	same_tally(&a->error_groups, &b->error_groups);
	same_cells(&a->cells, &b->cells);
	ck_assert_int_eq(a->aggregate == NULL, b->aggregate == NULL);
	if (a->aggregate != NULL) {
		ck_assert(a->aggregate->mean_ms == b->aggregate->mean_ms);
		ck_assert(a->aggregate->max_ms == b->aggregate->max_ms);
		ck_assert(a->aggregate->p50_ms == b->aggregate->p50_ms);
		ck_assert(a->aggregate->p95_ms == b->aggregate->p95_ms);
		ck_assert(isnan(b->aggregate->stddev_ms));
		ck_assert_uint_eq(a->aggregate->count, b->aggregate->count);
	}
}

static void same_tracks(const struct hr_tracks *a, const struct hr_tracks *b)
{
	ck_assert_uint_eq(a->count, b->count);
	for (size_t i = 0; i < a->count; i++) {
		ck_assert_str_eq(a->tracks[i].text, b->tracks[i].text);
		ck_assert_uint_eq(a->tracks[i].hash, b->tracks[i].hash);
		ck_assert_uint_eq(a->tracks[i].count, b->tracks[i].count);
		for (size_t k = 0; k < a->tracks[i].count; k++)
			ck_assert_uint_eq(
			        a->tracks[i].values[k],
			        hr_track_value(&b->tracks[i], a->tracks[i].first + (int64_t)k));
	}
	ck_assert_uint_eq(a->rest.count, b->rest.count);
}

static void same_run(const struct hr_run *a, const struct hr_run *b)
{
	ck_assert_uint_eq(a->label_count, b->label_count);
	for (size_t i = 0; i < a->label_count; i++)
		same_label(a->labels[i], b->labels[i]);
	ck_assert_int_eq(a->grid.step_ns, b->grid.step_ns);
	ck_assert_int_eq(a->grid.first, b->grid.first);
	ck_assert_int_eq(a->grid.last, b->grid.last);
	ck_assert_int_eq(a->grid.forced, b->grid.forced);
	same_tracks(&a->codes, &b->codes);
	same_tracks(&a->users, &b->users);
	ck_assert_uint_eq(a->series_count, b->series_count);
	for (size_t i = 0; i < a->series_count; i++) {
		ck_assert_str_eq(a->series[i].name, b->series[i].name);
		ck_assert_str_eq(a->series[i].host, b->series[i].host);
		ck_assert_int_eq(a->series[i].step_ns, b->series[i].step_ns);
		ck_assert_uint_eq(a->series[i].count, b->series[i].count);
		for (size_t k = 0; k < a->series[i].count; k++) {
			const struct hr_point *x = &a->series[i].points[k];
			const struct hr_point *y = &b->series[i].points[k];

			ck_assert(x->interval == y->interval && x->count == y->count &&
			          x->sum_micro == y->sum_micro && x->min_micro == y->min_micro &&
			          x->max_micro == y->max_micro &&
			          x->first_micro == y->first_micro &&
			          x->last_micro == y->last_micro &&
			          x->first_time_ns == y->first_time_ns &&
			          x->last_time_ns == y->last_time_ns);
		}
	}
	ck_assert_uint_eq(a->event_count, b->event_count);
	ck_assert_uint_eq(a->input_count, b->input_count);
	ck_assert_uint_eq(a->diag.count, b->diag.count);
	for (size_t i = 0; i < a->diag.count; i++) {
		ck_assert_str_eq(a->diag.entries[i].reason, b->diag.entries[i].reason);
		ck_assert_uint_eq(a->diag.entries[i].count, b->diag.entries[i].count);
		ck_assert_uint_eq(a->diag.entries[i].n_first, b->diag.entries[i].n_first);
	}
	ck_assert_int_eq(a->start_ns, b->start_ns);
	ck_assert_int_eq(a->end_ns, b->end_ns);
	ck_assert_uint_eq(a->sample_count, b->sample_count);
	ck_assert_uint_eq(a->observation_count, b->observation_count);
	ck_assert_uint_eq(a->labels_folded, b->labels_folded);
}

/* Run -> text -> run: equal, and the text of the second is the text of the first. */
static void round_trip(const struct hr_run *run)
{
	char *text = sample_run_dump(run), *again, *reprinted;
	json_t *document = parse(text);
	struct hr_error err = { 0 };
	struct hr_run back;

	reprinted = sample_dump(document);
	same_text(reprinted, text);
	ck_assert_msg(hr_document_run(document, &back, &err) == HR_OK, "%s", err.text);
	same_run(run, &back);
	again = sample_run_dump(&back);
	same_text(again, text);
	hr_run_release(&back);
	json_decref(document);
	free(text);
	free(again);
	free(reprinted);
}

START_TEST(round_trips_a_rich_run)
{
	struct hr_run run;

	sample_run_fill(&run);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

START_TEST(round_trips_inputs_beyond_the_list)
{
	const struct hr_run_inputs_rest rest = { 7, 2, 123456789, 4000, 3, 1 };
	struct hr_run run;

	sample_run_fill(&run);
	hr_run_add_inputs_rest(&run, &rest);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

START_TEST(round_trips_an_empty_run)
{
	struct hr_run run;
	json_t *document;
	struct hr_document_options options = sample_options();

	hr_run_init(&run, 0);
	round_trip(&run);
	document = hr_document_new(&run, &options);
	ck_assert_int_eq(hr_document_exit(document), 3);
	ck_assert_str_eq(hr_document_verdict(document), "inconclusive");
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

START_TEST(round_trips_a_forced_interval)
{
	struct hr_run run;

	hr_run_init(&run, 10 * HR_NS_PER_S);
	sample_count(&run, hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST), SAMPLE_T0,
	             1500001, true);
	sample_count(&run, hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST),
	             SAMPLE_T0 + 1000 * HR_NS_PER_S, 0, false);
	hr_run_classify(&run);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

/* Labels without any usable time: totals, no intervals. */
START_TEST(round_trips_without_time)
{
	struct hr_run run;
	struct hr_label *label;

	hr_run_init(&run, 0);
	label = hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
	label->count = 3;
	label->errors = 1;
	hr_timing_add(&label->ok, 5 * HR_NS_PER_MS, 2);
	run.sample_count = 3;
	hr_run_classify(&run);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

START_TEST(keeps_128_bit_sums)
{
	struct hr_run run;
	struct hr_label *label;
	const uint64_t each = HR_COUNT_MAX / 8;
	const hr_u128 longest_ns = (uint64_t)HR_DURATION_MAX_NS;
	char *text;

	hr_run_init(&run, 0);
	label = hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
	for (int i = 0; i < 6; i++)
		sample_count(&run, label, SAMPLE_T0 + i * HR_NS_PER_S, HR_DURATION_MAX_NS, true);
	/* as many as a run may have, all as long and large as they may be */
	hr_timing_add(&label->ok, HR_DURATION_MAX_NS, HR_COUNT_MAX - 6);
	label->count = label->received_count = run.sample_count = HR_COUNT_MAX;
	label->received_bytes = HR_COUNT_MAX * (hr_u128)INT64_MAX;
	/* long ones at the ends, beside each other and among short ones, of a sum without extremes
	 */
	for (int i = 0; i < 6; i++) {
		if (i == 2 || i == 3)
			continue;
		label->cells.cells[i].count = label->cells.cells[i].latency_count = each;
		label->cells.cells[i].latency_sum_ns = each * longest_ns - (unsigned)i;
	}
	hr_run_classify(&run);
	text = sample_run_dump(&run);
	/* 2^53 1e14, 2^53 (2^63 - 1), 2^128 - 1 */
	ck_assert_ptr_nonnull(strstr(text, "\"900719925474099200000000000000\""));
	ck_assert_ptr_nonnull(strstr(text, "\"83076749736557242047480742012780544\""));
	ck_assert_ptr_nonnull(strstr(text, "\"340282366920938463463374607431768211455\""));
	free(text);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

START_TEST(keeps_caps_exact)
{
	struct hr_run run;
	struct hr_label *label;
	char text[32];

	hr_run_init(&run, 0);
	label = hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST);
	for (int i = 0; i < 2 * HR_ERRORS_MAX; i++) {
		snprintf(text, sizeof(text), "error %d", i);
		hr_tally_add(&label->errors_exact, hr_slice_of(text), HR_ERROR_BYTES, 1 + i % 3);
		hr_tracks_add(&run.codes, hr_slice_of(text), SAMPLE_T0 / HR_NS_PER_S, 1 + i % 5);
	}
	hr_run_interval(&run, SAMPLE_T0, 1);
	ck_assert_uint_gt(label->errors_exact.rest, 0);
	ck_assert_uint_gt(run.codes.rest.count, 0);
	for (int i = 0; i < HR_LABELS_MAX + 50; i++) {
		snprintf(text, sizeof(text), "label %d", i);
		hr_run_label(&run, hr_slice_of(text), HR_SAMPLE_REQUEST)->count++;
		run.sample_count++;
	}
	hr_run_classify(&run);
	round_trip(&run);
	hr_run_release(&run);
}
END_TEST

/* merge(read(write(a)), read(write(b))) is merge(a, b). */
START_TEST(merges_after_reading)
{
	struct hr_document_options options = sample_options();
	struct hr_run a, b, read_a, read_b;
	json_t *document;
	char *direct, *stored;

	sample_run_fill(&a);
	hr_run_init(&b, 0);
	sample_count(&b, hr_run_label(&b, HR_SLICE_LITERAL("total"), HR_SAMPLE_REQUEST),
	             SAMPLE_T0 + 9999 * HR_NS_PER_S, 123456789, false);
	hr_run_classify(&b);
	document = hr_document_new(&a, &options);
	ck_assert_int_eq(hr_document_run(document, &read_a, NULL), HR_OK);
	json_decref(document);
	document = hr_document_new(&b, &options);
	ck_assert_int_eq(hr_document_run(document, &read_b, NULL), HR_OK);
	json_decref(document);
	ck_assert_int_eq(hr_run_merge(&a, &b, NULL), HR_OK);
	ck_assert_int_eq(hr_run_merge(&read_a, &read_b, NULL), HR_OK);
	hr_run_classify(&a);
	hr_run_classify(&read_a);
	direct = sample_run_dump(&a);
	stored = sample_run_dump(&read_a);
	same_text(direct, stored);
	free(direct);
	free(stored);
	hr_run_release(&a);
	hr_run_release(&b);
	hr_run_release(&read_a);
	hr_run_release(&read_b);
}
END_TEST

/* The document and the metric table say the same. */
START_TEST(agrees_with_the_metric_table)
{
	struct hr_document_options options = sample_options();
	const json_t *labels;
	json_t *document;
	struct hr_run run;
	size_t compared = 0;

	sample_run_fill(&run);
	document = hr_document_new(&run, &options);
	labels = hr_json_at(document, "run.labels");
	for (size_t i = 0; i < json_array_size(labels); i++) {
		const json_t *stats = json_array_get(labels, i);
		const char *name = hr_json_text_at(stats, "label");
		const struct hr_label *label = hr_run_find(&run, hr_slice_of(name),
		                                           HR_SAMPLE_REQUEST);

		for (size_t k = 0; k < hr_metric_count; k++) {
			const struct hr_metric *metric = &hr_metrics[k];
			double want = metric->value(label, metric, options.method);
			const json_t *got = json_object_get(stats, metric->key);

			if (got == NULL || strcmp(metric->key, "apdex") == 0)
				continue;
			compared++;
			if (!isfinite(want))
				ck_assert_msg(json_is_null(got), "%s of %s", metric->key, name);
			else
				ck_assert_msg(fabs(json_number_value(got) - want) <=
				                      1e-14 * fabs(want),
				              "%s of %s", metric->key, name);
		}
	}
	ck_assert_uint_ge(compared, 15 * json_array_size(labels));
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

/* Of successes alone, 1 to 100 ms once each: R6 lies at 101 p (Hyndman and Fan 1996). */
START_TEST(writes_parts_of_times)
{
	static const struct {
		const char *key;
		double want_ms;
	} figures[] = { { "p50", 50.5 },  { "p90", 90.9 }, { "p95", 95.95 },
		        { "p99", 99.99 }, { "min", 1 },    { "max", 100 } };
	struct hr_document_options options = sample_options();
	struct hr_run run;
	json_t *document;
	const json_t *part;

	hr_run_init(&run, 0);
	for (int i = 1; i <= 100; i++)
		sample_count(&run, hr_run_label(&run, HR_SLICE_LITERAL("a"), HR_SAMPLE_REQUEST),
		             SAMPLE_T0, i * HR_NS_PER_MS, true);
	options.method = HR_QUANTILE_R6;
	document = hr_document_new(&run, &options);
	part = hr_json_at(json_array_get(hr_json_at(document, "run.labels"), 0), "ok_ms");
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++)
		ck_assert_double_eq_tol(json_number_value(json_object_get(part, figures[i].key)),
		                        figures[i].want_ms, 1e-9);
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

START_TEST(merges_labels_that_masking_makes_equal)
{
	struct hr_document_options options = sample_options();
	const json_t *labels;
	struct hr_run run;
	json_t *document;
	char *text;

	hr_run_init(&run, 0);
	sample_count(&run, hr_run_label(&run, HR_SLICE_LITERAL("/a?token=one"), HR_SAMPLE_REQUEST),
	             SAMPLE_T0, HR_NS_PER_MS, true);
	sample_count(&run, hr_run_label(&run, HR_SLICE_LITERAL("/a?token=two"), HR_SAMPLE_REQUEST),
	             SAMPLE_T0 + HR_NS_PER_S, 3 * HR_NS_PER_MS, false);
	hr_tally_add(&run.labels[0]->errors_exact, HR_SLICE_LITERAL("503 at /b?key=one"),
	             HR_ERROR_BYTES, 1);
	hr_diag_add(&run.diag, HR_DIAG_REJECTED, "x.jtl", "bad row", 3,
	            HR_SLICE_LITERAL("1,2,/a?token=two"));
	hr_run_classify(&run);
	document = hr_document_new(&run, &options);
	labels = hr_json_at(document, "run.labels");
	ck_assert_uint_eq(json_array_size(labels), 1);
	ck_assert_str_eq(hr_json_text_at(json_array_get(labels, 0), "label"), "/a?token=***");
	ck_assert_int_eq((int)hr_json_number_at(json_array_get(labels, 0), "count"), 2);
	ck_assert_double_eq_tol(hr_json_number_at(json_array_get(labels, 0), "mean_ms"), 2, 1e-12);
	text = sample_dump(document);
	ck_assert_ptr_null(strstr(text, "=one"));
	ck_assert_ptr_null(strstr(text, "=two"));
	free(text);
	json_decref(document);
	options.mask_queries = true;
	document = hr_document_new(&run, &options);
	labels = hr_json_at(document, "run.labels");
	ck_assert_str_eq(hr_json_text_at(json_array_get(labels, 0), "label"), "/a");
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

/* JSON allows DEL, C1 and bidirectional controls raw (RFC 8259, section 7); a terminal obeys them.
 */
START_TEST(the_text_holds_no_control_characters)
{
	json_t *document = json_pack("{s:s}", "a\x7f",
	                             "\xc2\x9b"
	                             "31m \xe2\x80\xae \xc3\xa9");
	struct hr_str text = { 0 };

	hr_document_dump(document, &text);
	ck_assert_str_eq(hr_str_text(&text),
	                 "{\n  \"a\\u007F\": \"\\u009B31m \\u202E \xc3\xa9\"\n}\n");
	hr_str_release(&text);
	json_decref(document);
}
END_TEST

/* 50 labels with 1,000 intervals each, a plausible spread of times: the promise is 5 MB. */
START_TEST(stays_small)
{
	struct hr_run run;
	uint64_t state = 3;
	char name[64], *text;

	hr_run_init(&run, 0);
	for (int l = 0; l < 50; l++) {
		snprintf(name, sizeof(name), "GET /api/v1/resource-%d", l);
		for (int i = 0; i < 1000; i++)
			for (int k = 0; k < 12; k++) {
				double spread = exp((double)(sample_next(&state) % 1000) / 200.0);

				sample_count(
				        &run,
				        hr_run_label(&run, hr_slice_of(name), HR_SAMPLE_REQUEST),
				        SAMPLE_T0 + i * HR_NS_PER_S,
				        (int64_t)(20 * spread) * HR_NS_PER_MS,
				        sample_next(&state) % 50 != 0);
			}
	}
	hr_run_classify(&run);
	ck_assert_int_eq(run.grid.last - run.grid.first, 999);
	text = sample_run_dump(&run);
	ck_assert_uint_le(strlen(text), 5000000);
	free(text);
	hr_run_release(&run);
}
END_TEST

START_TEST(honours_source_date_epoch)
{
	struct hr_document_options options = sample_options();
	struct hr_run run;
	json_t *document;

	hr_run_init(&run, 0);
	document = hr_document_new(&run, &options);
	ck_assert_str_eq(hr_json_text_at(document, "generated"), "2025-11-20T00:53:20Z");
	json_decref(document);
	hr_run_release(&run);
}
END_TEST

/* The schema lists every key that a document has; both are walked together. */
static const json_t *resolve(const json_t *schema, const json_t *root)
{
	const char *ref;

	while ((ref = json_string_value(json_object_get(schema, "$ref"))) != NULL)
		schema = json_object_get(json_object_get(root, "$defs"), ref + strlen("#/$defs/"));
	ck_assert_ptr_nonnull(schema);
	return schema;
}

static void walk(const json_t *value, const json_t *schema, const json_t *root, size_t *keys)
{
	const json_t *one, *properties, *more;
	const char *key;
	json_t *member;

	schema = resolve(schema, root);
	one = json_object_get(schema, "oneOf");
	if (one != NULL && json_is_null(value))
		return;
	if (one != NULL)
		schema = resolve(json_array_get(one, 0), root);
	if (json_is_array(value)) {
		ck_assert_ptr_nonnull(json_object_get(schema, "items"));
		for (size_t i = 0; i < json_array_size(value); i++)
			walk(json_array_get(value, i), json_object_get(schema, "items"), root,
			     keys);
	}
	if (!json_is_object(value))
		return;
	properties = json_object_get(schema, "properties");
	more = json_object_get(schema, "additionalProperties");
	json_object_foreach((json_t *)(uintptr_t)value, key, member)
	{
		const json_t *known = json_object_get(properties, key);

		ck_assert_msg(known != NULL || json_is_object(more), "%s is not in the schema",
		              key);
		(*keys)++;
		walk(member, known != NULL ? known : more, root, keys);
	}
	/* And the other way round: whatever is required is there. */
	for (size_t i = 0; i < json_array_size(json_object_get(schema, "required")); i++) {
		key = json_string_value(json_array_get(json_object_get(schema, "required"), i));
		ck_assert_msg(json_object_get(value, key) != NULL, "%s is missing", key);
	}
}

START_TEST(is_what_the_schema_says)
{
	static const char *const kinds[] = { "criterion", NULL };
	struct hr_document_options options = sample_options();
	struct hr_checks checks = { 0 };
	const char *top = getenv("top_srcdir");
	struct hr_str path = { 0 };
	json_t *schema, *document;
	struct hr_run run;
	size_t keys = 0;

	hr_str_printf(&path, "%s/data/headroom-1.schema.json", top != NULL ? top : "..");
	schema = json_load_file(hr_str_text(&path), 0, NULL);
	ck_assert_msg(schema != NULL, "%s", hr_str_text(&path));
	hr_str_release(&path);
	options.window_from_ns = SAMPLE_T0;
	sample_run_fill(&run);
	document = hr_document_new(&run, &options);
	hr_check_add_evidence(hr_checks_add(&checks, "criterion", "p95", "a"), "n", 3);
	hr_document_set_checks(document, kinds, &checks);
	walk(document, schema, schema, &keys);
	ck_assert_uint_gt(keys, 500);
	hr_checks_release(&checks);
	hr_run_release(&run);
	json_decref(document);
	json_decref(schema);
}
END_TEST

/* Decodes by the words of headroom-document(5), not by base/vlq. */
static size_t decode(const char *text, uint64_t *numbers, size_t max)
{
	static const char digits[] =
	        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t n = 0;
	uint64_t unit = 1;

	for (; *text != '\0' && n < max; text++) {
		uint64_t digit = (uint64_t)(strchr(digits, *text) - digits);

		numbers[n] = (unit == 1 ? 0 : numbers[n]) + digit % 32 * unit;
		unit *= 32;
		if (digit < 32) {
			n++;
			unit = 1;
		}
	}
	return n;
}

static char *read_manual(void)
{
	const char *top = getenv("top_srcdir");
	struct hr_str path = { 0 }, text = { 0 };
	FILE *file;

	hr_str_printf(&path, "%s/man/headroom-document.5", top != NULL ? top : "..");
	file = fopen(hr_str_text(&path), "r");
	ck_assert_msg(file != NULL, "%s", hr_str_text(&path));
	for (int c; (c = fgetc(file)) != EOF;)
		hr_str_putc(&text, c == '\n' ? ' ' : (char)c);
	fclose(file);
	hr_str_release(&path);
	return hr_str_detach(&text);
}

/* The worked example of the manual: its text is what the program writes, its numbers are what its
 * own words make of that text. */
START_TEST(the_example_of_the_manual_holds)
{
	struct hr_hist *hist = hr_hist_new();
	struct hr_hist_cursor cursor = { 0 };
	struct hr_hist_bucket bucket = { 0 };
	struct hr_str coded = { 0 }, told = { 0 };
	uint64_t numbers[8], index;
	char *manual = read_manual();

	hr_hist_add(hist, 45 * HR_NS_PER_MS, 2);
	hr_hist_add(hist, 70001 * HR_NS_PER_MS, 1);
	hr_hist_encode(hist, &coded);
	ck_assert_msg(strstr(manual, hr_str_text(&coded)) != NULL, "%s", hr_str_text(&coded));
	ck_assert_uint_eq(decode(hr_str_text(&coded), numbers, 8), 4);
	hr_str_printf(&told, "which is %" PRIu64 ", %" PRIu64 ", %" PRIu64 ", %" PRIu64 ":",
	              numbers[0], numbers[1], numbers[2], numbers[3]);
	ck_assert_msg(strstr(manual, hr_str_text(&told)) != NULL, "%s", hr_str_text(&told));
	index = numbers[0] + numbers[2] - 65536 - 2048;
	hr_str_truncate(&told, 0);
	hr_str_printf(&told, "%" PRIu64 " ns.",
	              (1024 + index % 1024) * (UINT64_C(2) << (index / 1024)));
	ck_assert_msg(strstr(manual, hr_str_text(&told)) != NULL, "%s", hr_str_text(&told));
	while (hr_hist_next(hist, &cursor, &bucket))
		continue;
	ck_assert_int_eq(bucket.low_ns,
	                 (int64_t)((1024 + index % 1024) * (UINT64_C(2) << (index / 1024))));
	hr_hist_free(hist);
	hr_str_release(&coded);
	hr_str_release(&told);
	free(manual);
}
END_TEST

/* Documents made at different times are compared. */
static void stop_the_clock(void)
{
	setenv("SOURCE_DATE_EPOCH", "1763600000", 1);
}

static Suite *document_suite(void)
{
	Suite *suite = suite_create("document/document");
	TCase *tcase = tcase_create("document");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, stop_the_clock, NULL);
	tcase_add_test(tcase, round_trips_a_rich_run);
	tcase_add_test(tcase, round_trips_inputs_beyond_the_list);
	tcase_add_test(tcase, round_trips_an_empty_run);
	tcase_add_test(tcase, round_trips_a_forced_interval);
	tcase_add_test(tcase, round_trips_without_time);
	tcase_add_test(tcase, keeps_128_bit_sums);
	tcase_add_test(tcase, keeps_caps_exact);
	tcase_add_test(tcase, merges_after_reading);
	tcase_add_test(tcase, agrees_with_the_metric_table);
	tcase_add_test(tcase, writes_parts_of_times);
	tcase_add_test(tcase, merges_labels_that_masking_makes_equal);
	tcase_add_test(tcase, stays_small);
	tcase_add_test(tcase, the_text_holds_no_control_characters);
	tcase_add_test(tcase, honours_source_date_epoch);
	tcase_add_test(tcase, is_what_the_schema_says);
	tcase_add_test(tcase, the_example_of_the_manual_holds);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(document_suite)
