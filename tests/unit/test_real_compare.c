#include <config.h>
#include "analyse/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/num.h"
#include "base/str.h"

#include "compare_trial.h"
#include "real_file.h"

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
			old[k] = trial_run(a[k], NAN, NAN, 0);
			now[k] = trial_run(b[k], NAN, NAN, 0);
		}
		trial_start(&trial);
		trial_compare(&trial, now, 10, old, 10);
		change = trial_total(&trial, HR_FIGURE_MEAN);
		ck_assert_double_eq_tol(change->p_value, cases[i].p, 0.0005);
		/* benchstat divides medians; ours is the Hodges-Lehmann ratio of the same runs */
		ck_assert_double_eq_tol(change->change, cases[i].change, 0.005);
		ck_assert_int_eq(change->verdict, cases[i].verdict);
		trial_stop(&trial);
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
