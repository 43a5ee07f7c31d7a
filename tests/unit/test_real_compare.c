#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"

#include "real_file.h"

/* --- runs made by hand --- */

static struct hr_figure_row *add_row(struct hr_figures *run, enum hr_row_kind kind,
                                     const char *name, uint64_t count, uint64_t errors)
{
	struct hr_figure_row *row = hr_figures_add(run);

	row->kind = kind;
	row->name = hr_strdup(name);
	row->count = count;
	row->errors = errors;
	row->figures[HR_FIGURE_ERROR_RATIO].value = count > 0 ? (double)errors / (double)count
	                                                      : (double)NAN;
	return row;
}

/* A run of a total and one label, which is the same: 20,000 requests. */
static struct hr_figures make_run(double mean, double p95, double throughput, uint64_t errors)
{
	static const struct {
		enum hr_row_kind kind;
		const char *name;
	} rows[] = { { HR_ROW_TOTAL, "total" }, { HR_ROW_REQUEST, "Checkout" } };
	struct hr_figures run = { .source = hr_strdup("a run"), .start_ns = HR_INSTANT_NONE };

	for (size_t i = 0; i < 2; i++) {
		struct hr_figure_row *row = add_row(&run, rows[i].kind, rows[i].name, 20000,
		                                    errors);

		row->figures[HR_FIGURE_MEAN].value = mean;
		row->figures[HR_FIGURE_P95].value = p95;
		row->figures[HR_FIGURE_THROUGHPUT].value = throughput;
		row->figures[HR_FIGURE_MEAN].error = 0.002;
	}
	hr_figures_sort(&run);
	return run;
}

struct trial {
	struct hr_compare_policy policy;
	struct hr_compare_input input;
	struct hr_comparison comparison;
};

static void compare_runs(struct trial *trial, struct hr_figures *runs, size_t run_count,
                         struct hr_figures *baselines, size_t baseline_count)
{
	trial->input.runs = runs;
	trial->input.run_count = run_count;
	trial->input.baselines = baselines;
	trial->input.baseline_count = baseline_count;
	trial->input.policy = &trial->policy;
	hr_compare(&trial->input, &trial->comparison);
}

static void start(struct trial *trial)
{
	*trial = (struct trial){ 0 };
	hr_compare_policy_init(&trial->policy);
}

static void stop(struct trial *trial)
{
	hr_comparison_release(&trial->comparison);
}

static const struct hr_change *change_of(const struct trial *trial, enum hr_row_kind kind,
                                         const char *name, enum hr_figure figure)
{
	for (size_t i = 0; i < trial->comparison.count; i++) {
		const struct hr_change *change = &trial->comparison.changes[i];

		if (change->row->kind == kind && strcmp(change->row->name, name) == 0 &&
		    change->figure == figure)
			return change;
	}
	ck_abort_msg("no change of %s", name);
	return NULL;
}

static const struct hr_change *total_of(const struct trial *trial, enum hr_figure figure)
{
	return change_of(trial, HR_ROW_TOTAL, "total", figure);
}

/* --- benchstat's own results --- */

/* ns/op of one benchmark of a Go result file. */
static size_t read_benchmark(const char *path, const char *name, double *values, size_t max)
{
	struct hr_str text = { 0 };
	size_t n = 0;
	char *line, *rest;

	real_file_need(path, &text);
	rest = text.data;
	while ((line = strsep(&rest, "\n")) != NULL && n < max) {
		char *at = strstr(line, " ns/op"), *number = at;

		if (at == NULL || strstr(line, name) == NULL)
			continue;
		*at = '\0';
		while (number > line && strchr("0123456789.", number[-1]) != NULL)
			number--;
		ck_assert(hr_parse_double(hr_slice_of(number), &values[n++]));
	}
	hr_str_release(&text);
	return n;
}

/* cmd/benchstat/testdata/csvOldNew.stdout: json -17.20 % (p=0.000 n=10), gob ~ (p=0.446 n=10). */
START_TEST(benchstat)
{
	static const struct {
		const char *name;
		double change, p;
		enum hr_change_verdict verdict;
	} cases[] = { { "format=json", -0.1720, 0.000, HR_CHANGE_IMPROVED },
		      { "format=gob", 0.0015, 0.446, HR_CHANGE_UNCHANGED } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		double a[16], b[16];
		size_t na = read_benchmark("golang-perf/old.txt", cases[i].name, a, 16);
		size_t nb = read_benchmark("golang-perf/new.txt", cases[i].name, b, 16);
		struct hr_figures old[16], now[16];
		const struct hr_change *change;
		struct trial trial;

		ck_assert_uint_eq(na, 10);
		ck_assert_uint_eq(nb, 10);
		for (size_t k = 0; k < 10; k++) {
			old[k] = make_run(a[k], NAN, NAN, 0);
			now[k] = make_run(b[k], NAN, NAN, 0);
		}
		start(&trial);
		compare_runs(&trial, now, 10, old, 10);
		change = total_of(&trial, HR_FIGURE_MEAN);
		ck_assert_double_eq_tol(change->p_value, cases[i].p, 0.0005);
		/* benchstat divides medians; ours is the Hodges-Lehmann ratio of the same runs */
		ck_assert_double_eq_tol(change->change, cases[i].change, 0.005);
		ck_assert_int_eq(change->verdict, cases[i].verdict);
		stop(&trial);
		for (size_t k = 0; k < 10; k++) {
			hr_figures_release(&old[k]);
			hr_figures_release(&now[k]);
		}
	}
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("compare/real");
	TCase *tcase = tcase_create("real");

	tcase_add_test(tcase, benchstat);
	suite_add_tcase(suite, tcase);
	return suite;
}

int main(void)
{
	return real_file_main(make_suite, "golang-perf/old.txt");
}
