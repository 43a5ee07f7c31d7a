/*
 * Straight lines against R 4.2.2 (lm, MASS::rlm, median of pairwise slopes) and Holt-Winters
 * against stats::HoltWinters: data/ref beside the project.
 */
#include <config.h>

#include <math.h>
#include <string.h>

#include "model/holt_winters.h"
#include "model/line.h"
#include "real_file.h"
#include "reference_series.h"
#include "unit.h"

static void near(const char *series, const char *what, double got, double expected,
                 double tolerance)
{
	ck_assert_msg(fabs(got - expected) <= tolerance, "%s: %s is %.12g, R has %.12g", series,
	              what, got, expected);
}

static size_t each_row(const char *path,
                       void (*check)(const char *header, const char *row, const char *name,
                                     struct reference_series *data))
{
	struct hr_str text = { 0 }, series = { 0 };
	const char *row;
	size_t rows = 0;

	real_file_need(path, &text);
	real_file_need("../ref/classic-series.txt", &series);
	for (row = strchr(text.data, '\n') + 1; *row != '\0'; row = strchr(row, '\n') + 1) {
		static struct reference_series data;
		char name[64];

		csv_text(text.data, row, "series", name, sizeof(name));
		reference_series_find(&series, name, &data);
		check(text.data, row, name, &data);
		rows++;
	}
	hr_str_release(&series);
	hr_str_release(&text);
	return rows;
}

static void check_line(const char *header, const char *row, const char *name,
                       struct reference_series *data)
{
	size_t n = data->history.count;
	double slope = csv_number(header, row, "slope"), mean[12], low[12], high[12];
	struct hr_trend_line line;
	struct hr_fit fit;

	ck_assert(hr_trend_line_fit(data->values, n, NULL, &line));
	near(name, "slope", line.slope, slope, 1e-9 * fabs(slope));
	near(name, "intercept", line.intercept, csv_number(header, row, "intercept"), 1e-6);
	near(name, "standard error", line.slope_se, csv_number(header, row, "se_slope"),
	     1e-9 * fabs(slope) + 1e-11);
	near(name, "R2", line.r2, csv_number(header, row, "r2"), 1e-9);
	ck_assert_int_eq(hr_fit_new(&hr_method_line, &data->history, &fit), HR_FIT_OK);
	hr_fit_mean(&fit, 12, mean);
	hr_fit_quantile(&fit, 12, 0.025, low);
	hr_fit_quantile(&fit, 12, 0.975, high);
	near(name, "forecast", mean[11], csv_number(header, row, "f12"), 1e-6);
	near(name, "lower limit", low[11], csv_number(header, row, "lo95"), 1e-5);
	near(name, "upper limit", high[11], csv_number(header, row, "hi95"), 1e-5);
	hr_fit_release(&fit);
	ck_assert(hr_trend_line_huber(data->values, n, &line));
	near(name, "Huber slope", line.slope, csv_number(header, row, "huber_slope"),
	     1e-3 * fabs(slope));
	ck_assert(hr_trend_line_bisquare(data->values, n, &line));
	near(name, "bisquare slope", line.slope, csv_number(header, row, "bisq_slope"),
	     1e-3 * fabs(slope));
	ck_assert(hr_trend_line_theil_sen(data->values, n, &line));
	near(name, "median slope", line.slope, csv_number(header, row, "theilsen_slope"),
	     1e-9 * fabs(slope));
}

START_TEST(test_lines)
{
	ck_assert_uint_eq(each_row("../ref/regression-reference.csv", check_line), 10);
}
END_TEST

static size_t seasonal_rows;

static void check_holt_winters(const char *header, const char *row, const char *name,
                               struct reference_series *data)
{
	double sse = csv_number(header, row, "sse"), alpha, beta, gamma, mean[12], low[12],
	       high[12];
	struct hr_fit fit;
	char kind[32];
	bool additive;

	csv_text(header, row, "kind", kind, sizeof(kind));
	additive = strcmp(kind, "additive") == 0;
	if (!additive && strcmp(kind, "multiplicative") != 0)
		return;
	seasonal_rows++;
	ck_assert_int_eq(
	        hr_fit_new(additive ? &hr_method_hw_additive : &hr_method_hw_multiplicative,
	                   &data->history, &fit),
	        HR_FIT_OK);
	ck_assert_msg(fit.sse <= 1.001 * sse, "%s %s: SSE %.8g, R has %.8g", name, kind, fit.sse,
	              sse);
	hr_holt_winters_weights(&fit, &alpha, &beta, &gamma);
	/* Where both stopped at the same weights the forecasts and limits agree as well. R's limits
	 * of multiplicative seasons divide by the slope instead of an index: not compared. */
	if (fabs(alpha - csv_number(header, row, "alpha")) < 2e-3 &&
	    fabs(beta - csv_number(header, row, "beta")) < 2e-3 &&
	    fabs(gamma - csv_number(header, row, "gamma")) < 2e-3) {
		double f12 = csv_number(header, row, "f12"), width;

		hr_fit_mean(&fit, 12, mean);
		hr_fit_quantile(&fit, 12, 0.025, low);
		hr_fit_quantile(&fit, 12, 0.975, high);
		near(name, "first forecast", mean[0], csv_number(header, row, "f1"),
		     1e-3 * fabs(f12));
		near(name, "twelfth forecast", mean[11], f12, 1e-3 * fabs(f12));
		width = csv_number(header, row, "hi95_12") - csv_number(header, row, "lo95_12");
		if (additive) /* R subtracts the mean of the errors and divides by n - 1, not n - 3
		               */
			near(name, "width", high[11] - low[11], width, 0.05 * width);
	}
	hr_fit_release(&fit);
}

START_TEST(test_holt_winters)
{
	each_row("../ref/holtwinters-reference.csv", check_holt_winters);
	ck_assert_uint_eq(seasonal_rows, 12);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("regression_reference");
	TCase *test = tcase_create("R");

	tcase_set_timeout(test, 60);
	tcase_add_test(test, test_lines);
	tcase_add_test(test, test_holt_winters);
	suite_add_tcase(suite, test);
	return suite;
}

int main(void)
{
	return real_file_main(suite, "../ref/regression-reference.csv");
}
