#include <config.h>
#include "base/instant.h"
#include "document/document_figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analyse/precision.h"
#include "document/document.h"
#include "document/jsonx.h"
#include "document/stored_run.h"

#include "record/metric.h"
#include "sample_run.h"
#include "unit.h"

#define WINDOWS    10
#define MEAN_LOW   19.87800917130259
#define MEAN_HIGH  25.36008606679265
#define MEAN_ERROR 0.0538341175959385

/* Requests of each second, and how long each of them took. */
static const unsigned counts[WINDOWS] = { 3, 5, 4, 6, 2, 5, 4, 3, 6, 4 };
static const unsigned times_ms[WINDOWS] = { 20, 22, 19, 25, 21, 30, 18, 24, 23, 20 };

static void fill(struct hr_run *run)
{
	struct hr_label *label = hr_run_label(run, hr_slice_of("Search"), HR_SAMPLE_REQUEST);

	for (size_t i = 0; i < WINDOWS; i++)
		for (unsigned k = 0; k < counts[i]; k++)
			sample_count(run, label,
			             SAMPLE_T0 + ((int64_t)i * 1000 + 500) * HR_NS_PER_MS,
			             times_ms[i] * HR_NS_PER_MS, true);
	hr_run_classify(run);
}

static json_t *make_document(void (*fill_run)(struct hr_run *run))
{
	struct hr_document_options options = sample_options();
	struct hr_run run;
	json_t *document;

	hr_run_init(&run, 0);
	fill_run(&run);
	hr_run_classify(&run);
	document = hr_document_new(&run, &options);
	hr_run_release(&run);
	return document;
}

/* Batches of one second: ratio and error by W. G. Cochran's formula, computed apart from this
 * program; t(0.975, 9) = 2.262157 from tables. */
START_TEST(precision_of_a_mean)
{
	struct hr_precision precision;
	struct hr_run run;

	hr_run_init(&run, 0);
	fill(&run);
	hr_precision_of(run.labels[0], HR_QUANTILE_R6, &precision);
	ck_assert_uint_eq(precision.batches, WINDOWS);
	ck_assert_double_eq_tol(precision.low_ms[HR_FIGURE_MEAN], MEAN_LOW, 1e-6);
	ck_assert_double_eq_tol(precision.high_ms[HR_FIGURE_MEAN], MEAN_HIGH, 1e-6);
	ck_assert_double_eq_tol(hr_precision_error(MEAN_LOW, MEAN_HIGH, WINDOWS), MEAN_ERROR, 1e-8);
	/* 42 requests hold a median, but no 95th percentile worth an interval */
	ck_assert(precision.low_ms[HR_FIGURE_P50] <= 22 && precision.high_ms[HR_FIGURE_P50] >= 22);
	ck_assert(isnan(precision.low_ms[HR_FIGURE_P95]));
	ck_assert_double_eq(precision.error_dispersion, 1);
	hr_run_release(&run);
}
END_TEST

START_TEST(no_precision_without_windows)
{
	struct hr_precision precision;
	struct hr_label *label;
	struct hr_run run;

	hr_run_init(&run, 0);
	label = hr_run_label(&run, hr_slice_of("x"), HR_SAMPLE_REQUEST);
	sample_count(&run, label, SAMPLE_T0, HR_NS_PER_MS, true);
	hr_precision_of(label, HR_QUANTILE_R6, &precision);
	ck_assert_uint_eq(precision.batches, 0);
	ck_assert(isnan(precision.low_ms[HR_FIGURE_MEAN]));
	hr_run_release(&run);
	ck_assert(isnan(hr_precision_error(0, 1, 10)));
	ck_assert(isnan(hr_precision_error(1, 2, 0)));
}
END_TEST

static const struct hr_figure_row *total_of(const struct hr_figures *figures)
{
	const struct hr_figure_row *row = hr_figures_find(figures, HR_ROW_TOTAL, "total");

	ck_assert_ptr_nonnull(row);
	return row;
}

START_TEST(figures_are_the_document_s)
{
	json_t *document = make_document(sample_run_fill);
	const struct hr_figure_row *total;
	struct hr_error err = { 0 };
	struct hr_figures figures;

	ck_assert_msg(hr_document_figures(document, "x", true, &figures, &err) == HR_OK, "%s",
	              err.text);
	total = total_of(&figures);
	for (enum hr_figure i = 0; i < HR_FIGURES; i++) {
		char path[64];
		double shown;

		snprintf(path, sizeof(path), "run.total.%s", hr_figure_metric(i)->key);
		shown = hr_json_number_at(document, path);
		ck_assert_msg(total->figures[i].value == shown ||
		                      (isnan(shown) && isnan(total->figures[i].value)),
		              "%s", path);
	}
	ck_assert_uint_eq(hr_hist_count(total->elapsed),
	                  (uint64_t)hr_json_number_at(document, "run.total.count"));
	ck_assert_str_eq(figures.version, "1.2 \"rc\"");
	hr_figures_release(&figures);
	json_decref(document);
}
END_TEST

/* What a run is compared by survives the history: a stored run has the same values and errors. */
START_TEST(stored_runs_compare_alike)
{
	json_t *document = make_document(fill), *small;
	struct hr_figures whole, kept;
	struct hr_str text = { 0 };
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_stored_run_new(document, &text, &err), HR_OK);
	ck_assert_int_eq(hr_document_parse(hr_str_slice(&text), "stored", &small, &err), HR_OK);
	ck_assert_int_eq(hr_document_figures(document, "a", true, &whole, &err), HR_OK);
	ck_assert_int_eq(hr_document_figures(small, "b", true, &kept, &err), HR_OK);
	ck_assert_uint_eq(whole.count, kept.count);
	for (size_t i = 0; i < whole.count; i++) {
		const struct hr_figure_row *a = &whole.rows[i], *b = &kept.rows[i];

		ck_assert_str_eq(a->name, b->name);
		ck_assert_uint_eq(a->count, b->count);
		for (enum hr_figure k = 0; k < HR_FIGURES; k++) {
			ck_assert(a->figures[k].value == b->figures[k].value ||
			          isnan(a->figures[k].value));
			ck_assert(a->figures[k].error == b->figures[k].error ||
			          isnan(a->figures[k].error));
		}
	}
	ck_assert(isfinite(total_of(&kept)->figures[HR_FIGURE_MEAN].error));
	hr_figures_release(&whole);
	hr_figures_release(&kept);
	hr_str_release(&text);
	json_decref(small);
	json_decref(document);
}
END_TEST

START_TEST(faults)
{
	static const struct {
		const char *path, *value, *message;
	} cases[] = {
		{ "count", "-1", "/run/total/count" },
		{ "mean_ms", "\"x\"", "/run/total/mean_ms" },
		{ "precision", "3", "/run/total/precision" },
		{ "precision", "{\"batches\": 10, \"mean_ms\": [1]}",
		  "/run/total/precision/mean_ms" },
		{ "histogram", "{\"ok\": \"?\"}", "/run/total/histogram/ok" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *document = make_document(fill);
		json_t *total = json_object_get(json_object_get(document, "run"), "total");
		struct hr_error err = { 0 };
		struct hr_figures figures;

		json_object_set_new(total, cases[i].path,
		                    json_loads(cases[i].value, JSON_DECODE_ANY, NULL));
		ck_assert_int_eq(hr_document_figures(document, "x", true, &figures, &err),
		                 HR_EPARSE);
		ck_assert_msg(strncmp(err.text, cases[i].message, strlen(cases[i].message)) == 0,
		              "%s", err.text);
		json_decref(document);
	}
}
END_TEST

/* Until more is known, errors come one by one. */
START_TEST(rows_begin_without_figures)
{
	struct hr_figures figures = { 0 };
	const struct hr_figure_row *row = hr_figures_add(&figures);

	ck_assert_double_eq(row->dispersion, 1);
	ck_assert_double_nan(row->ok_mean_ms);
	ck_assert_double_nan(row->failed_mean_ms);
	for (size_t i = 0; i < HR_FIGURES; i++)
		ck_assert_double_nan(row->figures[i].value);
	hr_figures_release(&figures);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("figures");
	TCase *tcase = tcase_create("figures");

	tcase_add_test(tcase, rows_begin_without_figures);
	tcase_add_test(tcase, precision_of_a_mean);
	tcase_add_test(tcase, no_precision_without_windows);
	tcase_add_test(tcase, figures_are_the_document_s);
	tcase_add_test(tcase, stored_runs_compare_alike);
	tcase_add_test(tcase, faults);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
