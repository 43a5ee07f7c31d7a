#include <config.h>
#include "model/usl.h"

#include <math.h>

#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* SPEC SDM91 and raytracer: measurements of N. J. Gunther's book, as in the R package usl. */
static const struct hr_usl_point specsdm91[] = { { 1, 64.9 },    { 18, 995.9 },   { 36, 1652.4 },
	                                         { 72, 1853.2 }, { 108, 1828.9 }, { 144, 1775.0 },
	                                         { 216, 1702.2 } };
static const struct hr_usl_point raytracer[] = { { 1, 20 },   { 4, 78 },   { 8, 130 },  { 12, 170 },
	                                         { 16, 190 }, { 20, 200 }, { 24, 210 }, { 28, 230 },
	                                         { 32, 260 }, { 48, 280 }, { 64, 310 } };
/* B. Schwartz, Practical Scalability Analysis with the USL: a Cisco benchmark, N = 1 .. 32. */
static const double cisco[] = { 955.16,   1878.91,  2688.01,  3548.68,  4315.54,  5130.43,
	                        5931.37,  6531.08,  7219.8,   7867.61,  8278.71,  8646.7,
	                        9047.84,  9426.55,  9645.37,  9897.24,  10097.6,  10240.5,
	                        10532.39, 10798.52, 11151.43, 11518.63, 11806,    12089.37,
	                        12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04,
	                        12140.4,  12074.39 };

static void close_to(double value, double expected, double relative)
{
	ck_assert_double_eq_tol(value, expected, fabs(expected) * relative);
}

/* R 4.2.2, nls with the gradient, and its vcov: it stops within 1e-6 of the minimum. The first
 * three are the minimum to 12 digits, by Gauss-Newton steps in decimal arithmetic of 40 digits. */
START_TEST(fits_specsdm91)
{
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(specsdm91, COUNT(specsdm91), &usl, NULL), HR_OK);
	close_to(usl.alpha.value, 0.0277284756186, 1e-9);
	close_to(usl.beta.value, 0.000104365483844, 1e-9);
	close_to(usl.gamma.value, 89.9952331043, 1e-9);
	close_to(usl.alpha.se, 0.009121731166, 1e-4);
	close_to(usl.beta.se, 1.987527005e-05, 1e-4);
	close_to(usl.gamma.se, 14.2134883852, 1e-4);
	close_to(usl.sse, 27453.71958404, 1e-8);
	close_to(usl.sigma, 82.845820027, 1e-8);
	ck_assert_uint_eq(usl.df, 4);
	close_to(hr_usl_peak(&usl), 96.51955345, 1e-6);
	close_to(hr_usl_peak_throughput(&usl), 1883.8990195, 1e-6);
	close_to(hr_usl_knee(&usl), 36.06401652, 1e-6);
	close_to(hr_usl_throughput(&usl, hr_usl_knee(&usl)), 1542.3995281, 1e-6);
	close_to(hr_usl_roof(&usl), 3245.5893451, 1e-6);
	ck_assert(!usl.alpha_at_bound && !usl.beta_at_bound);
}
END_TEST

/* The same sources (the minimum, then R); the 95 % interval of alpha with qt(0.975, 3) is -0.0023
 * .. 0.0511. */
START_TEST(intervals_have_n_minus_3_degrees_of_freedom)
{
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(raytracer, 6, &usl, NULL), HR_OK);
	close_to(usl.alpha.value, 0.0244440414219, 1e-9);
	close_to(usl.beta.value, 0.00162680928041, 1e-9);
	close_to(usl.gamma.value, 20.8560453030, 1e-9);
	close_to(usl.alpha.se, 0.008390654822, 1e-4);
	close_to(usl.sse, 10.09188184, 1e-6);
	ck_assert_double_eq_tol(usl.alpha.low, -0.0023, 5e-5);
	ck_assert_double_eq_tol(usl.alpha.high, 0.0511, 5e-5);
	/* R: qt(0.975, 3) = 3.182446305284263 */
	close_to(usl.alpha.high, usl.alpha.value + 3.182446305284263 * usl.alpha.se, 1e-12);
	close_to(hr_usl_peak(&usl), 24.48825059, 1e-6);
}
END_TEST

START_TEST(coherency_stops_at_its_bound)
{
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(raytracer, COUNT(raytracer), &usl, NULL), HR_OK);
	close_to(usl.alpha.value, 0.05777078033, 1e-6);
	close_to(usl.gamma.value, 21.84884277, 1e-6);
	ck_assert_double_eq(usl.beta.value, 0);
	ck_assert(usl.beta_at_bound);
	close_to(usl.alpha.se, 0.013293297627, 1e-4);
	close_to(usl.beta.se, 1.179221587e-04, 1e-4);
	close_to(usl.gamma.se, 2.1961715887, 1e-4);
	ck_assert(isinf(hr_usl_peak(&usl)));
	close_to(hr_usl_peak_throughput(&usl), 378.1988515, 1e-6);
	close_to(hr_usl_knee(&usl), 17.30978869, 1e-6);
}
END_TEST

/* The book's values, tolerance 0.02 %; then those of a fit in R. */
START_TEST(fits_cisco)
{
	struct hr_usl_point points[COUNT(cisco)];
	struct hr_usl usl;

	for (size_t i = 0; i < COUNT(cisco); i++)
		points[i] = (struct hr_usl_point){ (double)i + 1, cisco[i] };
	ck_assert_int_eq(hr_usl_fit(points, COUNT(cisco), &usl, NULL), HR_OK);
	close_to(usl.alpha.value, 0.02671591, 2e-4);
	close_to(usl.beta.value, 7.690945e-4, 2e-4);
	close_to(usl.gamma.value, 995.6486, 2e-4);
	ck_assert_double_eq(floor(hr_usl_peak(&usl)), 35);
	close_to(hr_usl_throughput(&usl, 35), 12341, 2e-4);
	close_to(usl.sse, 1023849.525, 1e-8);
	close_to(usl.alpha.se, 0.004494, 1e-3);
	/* Roots of the quadratic, from the spec's own run. */
	close_to(hr_usl_at_throughput(&usl, 11048), 19.9239, 1e-4);
	close_to(hr_usl_at_throughput(&usl, 12201), 29.5690, 1e-4);
	ck_assert_double_nan(hr_usl_at_throughput(&usl, 12400));
}
END_TEST

/* R package usl, tests/coef.R: exact points of alpha = beta = 0.02, gamma = 1, to four decimals. */
START_TEST(finds_exact_parameters)
{
	static const struct hr_usl_point exact[] = { { 1, 1 },      { 2, 1.8868 }, { 4, 3.0769 },
		                                     { 6, 3.5294 }, { 8, 3.5398 }, { 10, 3.3557 } };
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(exact, COUNT(exact), &usl, NULL), HR_OK);
	ck_assert_double_eq_tol(usl.alpha.value, 0.02, 2e-4);
	ck_assert_double_eq_tol(usl.beta.value, 0.02, 2e-4);
	ck_assert_double_eq_tol(usl.gamma.value, 1, 2e-4);
}
END_TEST

/* Perfect scaling, a fall from the start, and what lies on one N, made by hand. */
START_TEST(borders)
{
	static const struct hr_usl_point linear[] = { { 1, 10 }, { 2, 20 }, { 4, 40 }, { 8, 80 } };
	static const struct hr_usl_point above[] = { { 1, 10 }, { 2, 22 }, { 4, 50 }, { 8, 120 } };
	static const struct hr_usl_point three[] = { { 1, 10 }, { 2, 18 }, { 4, 28 } };
	static const struct hr_usl_point falling[] = {
		{ 10, 100 }, { 20, 90 }, { 40, 70 }, { 80, 40 }
	};
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(linear, 4, &usl, NULL), HR_OK);
	close_to(usl.gamma.value, 10, 1e-9);
	ck_assert_double_eq_tol(usl.alpha.value, 0, 1e-9);
	ck_assert(isinf(hr_usl_peak(&usl)) || hr_usl_peak(&usl) > 1e3);
	ck_assert_int_eq(hr_usl_fit(above, 4, &usl, NULL), HR_OK);
	ck_assert_double_eq(usl.alpha.value, 0);
	ck_assert_double_eq(usl.beta.value, 0);
	ck_assert(isinf(hr_usl_roof(&usl)) && isinf(hr_usl_knee(&usl)));
	/* least squares through the origin: sum(N X) / sum(N^2) = (10 + 44 + 200 + 960) / 85 */
	close_to(usl.gamma.value, 1214.0 / 85, 1e-9);
	ck_assert_int_eq(hr_usl_fit(three, 3, &usl, NULL), HR_OK);
	ck_assert_double_nan(usl.alpha.low);
	close_to(hr_usl_throughput(&usl, 4), 28, 1e-6);
	ck_assert_int_eq(hr_usl_fit(falling, 4, &usl, NULL), HR_OK);
	ck_assert(usl.alpha.value >= 0 && usl.beta.value >= 0 && isfinite(usl.sse));
}
END_TEST

START_TEST(refuses_what_is_no_measurement)
{
	static const struct hr_usl_point same[] = { { 5, 1 }, { 5, 2 }, { 5, 3 }, { 6, 3 } };
	static const struct hr_usl_point nothing[] = { { 1, 0 }, { 2, 0 }, { 3, 0 } };
	static const struct hr_usl_point negative[] = { { 1, 1 }, { 2, -2 }, { 3, 3 } };
	static const struct hr_usl_point nan[] = { { 1, 1 }, { 2, NAN }, { 3, 3 } };
	struct hr_error error = { 0 };
	struct hr_usl usl;

	ck_assert_int_eq(hr_usl_fit(same, 4, &usl, &error), HR_ENODATA);
	ck_assert_str_eq(error.text, "2 different loads, at least 3 are needed to fit the "
	                             "scalability law");
	ck_assert_int_eq(hr_usl_fit(nothing, 3, &usl, NULL), HR_ENODATA);
	ck_assert_int_eq(hr_usl_fit(negative, 3, &usl, NULL), HR_EINVAL);
	ck_assert_int_eq(hr_usl_fit(nan, 3, &usl, NULL), HR_EINVAL);
	ck_assert_int_eq(hr_usl_fit(same, 0, &usl, NULL), HR_ENODATA);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("usl");
	TCase *tests = tcase_create("usl");

	tcase_add_test(tests, fits_specsdm91);
	tcase_add_test(tests, intervals_have_n_minus_3_degrees_of_freedom);
	tcase_add_test(tests, coherency_stops_at_its_bound);
	tcase_add_test(tests, fits_cisco);
	tcase_add_test(tests, finds_exact_parameters);
	tcase_add_test(tests, borders);
	tcase_add_test(tests, refuses_what_is_no_measurement);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(make_suite)
