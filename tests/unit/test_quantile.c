#include <config.h>
#include "stats/quantile.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/*
 * R: x <- c(3,14,15,92,65,35,89,79,32,38,46,26,43); quantile(x, p, type = 6), type = 7, type = 1.
 * The same by Python: statistics.quantiles(x, n=100, method="exclusive" and "inclusive").
 */
static const double pi_digits[] = { 3, 14, 15, 26, 32, 35, 38, 43, 46, 65, 79, 89, 92 };
static const struct wanted {
	double p, r6, r7, nearest;
} wanted[] = {
	{ 0.00, 3, 3, 3 },      { 0.05, 3, 9.6, 3 },    { 0.10, 7.4, 14.2, 14 },
	{ 0.25, 20.5, 26, 26 }, { 0.50, 38, 38, 38 },   { 0.75, 72, 65, 65 },
	{ 0.90, 90.8, 87, 89 }, { 0.95, 92, 90.2, 92 }, { 1.00, 92, 92, 92 },
};

START_TEST(meets_reference_values)
{
	const struct wanted *want = &wanted[_i];
	size_t n = COUNT(pi_digits);

	ck_assert_double_eq_tol(hr_quantile_sorted(pi_digits, n, want->p, HR_QUANTILE_R6), want->r6,
	                        1e-13);
	ck_assert_double_eq_tol(hr_quantile_sorted(pi_digits, n, want->p, HR_QUANTILE_R7), want->r7,
	                        1e-13);
	ck_assert_double_eq(hr_quantile_sorted(pi_digits, n, want->p, HR_QUANTILE_NEAREST),
	                    want->nearest);
}
END_TEST

/* Commons Math 3, Percentile with EstimationType.LEGACY, what JMeter's dashboard prints:
 * pos = p (n + 1) / 100, the minimum below 1, the maximum from n on, else linear. */
static double legacy(const double *sorted, size_t n, double percent)
{
	double pos = percent * (double)(n + 1) / 100, whole = floor(pos);

	if (n == 1 || pos < 1)
		return sorted[0];
	if (pos >= (double)n)
		return sorted[n - 1];
	return sorted[(size_t)whole - 1] +
	       (pos - whole) * (sorted[(size_t)whole] - sorted[(size_t)whole - 1]);
}

START_TEST(is_legacy_of_commons_math)
{
	static const double percents[] = { 1, 5, 7, 25, 50, 75, 90, 95, 99, 99.9 };
	double values[250];

	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = (double)(i * i % 97 + 10 * i);
	for (size_t n = 1; n < COUNT(values); n++)
		for (size_t i = 0; i < COUNT(percents); i++)
			ck_assert_double_eq_tol(
			        hr_quantile_sorted(values, n, percents[i] / 100, HR_QUANTILE_R6),
			        legacy(values, n, percents[i]), 1e-9);
}
END_TEST

START_TEST(takes_binary_fractions_as_meant)
{
	/* 0.07 * 100 is 7.000000000000001 and 0.57 * 100 is 56.99999999999999 in binary */
	double values[100];

	for (size_t i = 0; i < COUNT(values); i++)
		values[i] = (double)i + 1;
	for (int percent = 1; percent <= 100; percent++)
		ck_assert_double_eq(
		        hr_quantile_sorted(values, 100, percent / 100.0, HR_QUANTILE_NEAREST),
		        percent);
}
END_TEST

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static const double ps[] = { 0, 0.001, 0.1, 0.25, 0.5, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1 };

/* Random values in ns with the same in ms, ascending. */
static size_t fill(struct hr_hist *hist, double *ms, size_t n, int64_t unit_ns, int64_t range,
                   unsigned seed, int64_t *min_ns, int64_t *max_ns)
{
	uint64_t state = seed;

	for (size_t i = 0; i < n; i++) {
		int64_t value;

		state = state * UINT64_C(6364136223846793005) + 1442695040888963407u;
		value = (int64_t)(state >> 33) % range;
		value = value * value / range * unit_ns; /* skewed, with ties */
		hr_hist_add(hist, value, 1);
		ms[i] = (double)value / 1e6;
		*min_ns = i == 0 || value < *min_ns ? value : *min_ns;
		*max_ns = i == 0 || value > *max_ns ? value : *max_ns;
	}
	qsort(ms, n, sizeof(*ms), compare_doubles);
	return n;
}

START_TEST(is_exact_on_whole_milliseconds)
{
	double ms[2000], got[COUNT(ps)];
	enum hr_quantile_method method = (enum hr_quantile_method)(_i % 3);
	static const size_t sizes[] = { 1, 2, 3, 19, 20, 100, 1999, 2000 };

	for (size_t k = 0; k < COUNT(sizes); k++) {
		struct hr_hist *hist = hr_hist_new();
		int64_t min_ns = 0, max_ns = 0;
		size_t n = fill(hist, ms, sizes[k], HR_NS_PER_MS, 60000, (unsigned)_i + 1, &min_ns,
		                &max_ns);

		hr_quantiles_ms(hist, ps, got, COUNT(ps), method, min_ns, max_ns);
		for (size_t i = 0; i < COUNT(ps); i++) {
			/* rounded to 1e-9 ms */
			ck_assert_double_eq_tol(got[i], hr_quantile_sorted(ms, n, ps[i], method),
			                        5.1e-10);
			ck_assert_double_eq(got[i],
			                    hr_quantile_ms(hist, ps[i], method, min_ns, max_ns));
		}
		hr_hist_free(hist);
	}
}
END_TEST

/* A thousandth of the way between whole milliseconds is a whole microsecond. */
START_TEST(prints_without_binary_noise)
{
	const int64_t slowest_ns = 60000 * HR_NS_PER_MS;

	for (int n = 100; n <= 3000; n += 29) {
		struct hr_hist *hist = hr_hist_new();
		const char *point;
		char text[32];

		hr_hist_add(hist, 70 * HR_NS_PER_MS, (uint64_t)n - 1);
		hr_hist_add(hist, slowest_ns, 1);
		for (int p = 1; p < 1000; p++) {
			double got = hr_quantile_ms(hist, p / 1000.0, HR_QUANTILE_R6,
			                            70 * HR_NS_PER_MS, slowest_ns);

			snprintf(text, sizeof(text), "%.15g", got);
			point = strchr(text, '.');
			if (point != NULL && strlen(point) > 4)
				ck_abort_msg("p%d of %d: %s", p, n, text);
		}
		hr_hist_free(hist);
	}
}
END_TEST

/* The ninth of ten, the twelfth of thirteen and the way to the next, R6, in whole tenths of ms:
 * 2329 + 0.9 * 1469, 1055 + 0.6 * 1057, 1031 + 0.9 * 892. Plain doubles give 3651.1000000000004. */
static const struct tenths {
	uint64_t below;
	int64_t lower_ms, upper_ms;
	double p90_ms;
} tenths[] = {
	{ 8, 2329, 3798, 3651.1 },
	{ 11, 1055, 2112, 1689.2 },
	{ 8, 1031, 1923, 1833.8 },
};

START_TEST(is_the_double_nearest_to_the_decimal)
{
	const struct tenths *want = &tenths[_i];
	struct hr_hist *hist = hr_hist_new();

	hr_hist_add(hist, HR_NS_PER_MS, want->below);
	hr_hist_add(hist, want->lower_ms * HR_NS_PER_MS, 1);
	hr_hist_add(hist, want->upper_ms * HR_NS_PER_MS, 1);
	ck_assert_double_eq(hr_quantile_ms(hist, 0.9, HR_QUANTILE_R6, HR_NS_PER_MS,
	                                   want->upper_ms * HR_NS_PER_MS),
	                    want->p90_ms);
	hr_hist_free(hist);
}
END_TEST

START_TEST(keeps_the_error_bound_on_nanoseconds)
{
	double ms[2000], got[COUNT(ps)];
	enum hr_quantile_method method = (enum hr_quantile_method)(_i % 3);
	struct hr_hist *hist = hr_hist_new();
	int64_t min_ns, max_ns;
	size_t n = fill(hist, ms, COUNT(ms), 1237, 2000000000, (unsigned)_i + 1, &min_ns, &max_ns);

	hr_quantiles_ms(hist, ps, got, COUNT(ps), method, min_ns, max_ns);
	for (size_t i = 0; i < COUNT(ps); i++) {
		double want = hr_quantile_sorted(ms, n, ps[i], method);

		ck_assert_double_eq_tol(got[i], want, want * HR_HIST_RELATIVE_ERROR + 1e-12);
	}
	ck_assert_double_eq(got[0], (double)min_ns / 1e6);
	ck_assert_double_eq(got[COUNT(ps) - 1], (double)max_ns / 1e6);
	hr_hist_free(hist);
}
END_TEST

START_TEST(knows_its_methods)
{
	enum hr_quantile_method method;
	struct hr_error err = { 0 };
	struct hr_hist *hist = hr_hist_new();

	ck_assert_int_eq(hr_quantile_method_parse(hr_slice_of("R7"), &method, &err), HR_OK);
	ck_assert_int_eq(method, HR_QUANTILE_R7);
	ck_assert_int_eq(hr_quantile_method_parse(hr_slice_of("nearest"), &method, &err), HR_OK);
	ck_assert_str_eq(hr_quantile_method_name(method), "nearest");
	ck_assert_int_eq(hr_quantile_method_parse(hr_slice_of("r9"), &method, &err), HR_EINVAL);
	ck_assert_double_nan(hr_quantile_ms(hist, 0.5, HR_QUANTILE_R6, 0, 0));
	ck_assert_double_nan(hr_quantile_ms(NULL, 0.5, HR_QUANTILE_R6, 0, 0));
	hr_hist_free(hist);
}
END_TEST

static Suite *quantile_suite(void)
{
	Suite *suite = suite_create("stats/quantile");
	TCase *tcase = tcase_create("quantile");

	HR_ADD_ROWS(tcase, meets_reference_values, wanted);
	tcase_add_test(tcase, is_legacy_of_commons_math);
	tcase_add_test(tcase, takes_binary_fractions_as_meant);
	tcase_add_loop_test(tcase, is_exact_on_whole_milliseconds, 0, 9);
	tcase_add_test(tcase, prints_without_binary_noise);
	HR_ADD_ROWS(tcase, is_the_double_nearest_to_the_decimal, tenths);
	tcase_add_loop_test(tcase, keeps_the_error_bound_on_nanoseconds, 0, 9);
	tcase_add_test(tcase, knows_its_methods);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(quantile_suite)
