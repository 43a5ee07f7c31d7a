/*
 * Exponential smoothing against fits by R 4.2.2, forecast 8.20, of ten classic series (data/ref
 * beside the project, spec/forecasting.md section 8): with R's parameters the same sums, forecasts
 * and limits; with own parameters at least as good a fit.
 */
#include <config.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "model/smoothing.h"
#include "real_file.h"
#include "reference_series.h"
#include "unit.h"

#define STEPS 12
#define Z95   1.959963984540054

struct reference {
	json_t *row;
	const char *series, *model;
	struct reference_series data;
	struct hr_ets_form form;
	struct hr_ets ets; /* R's parameters; states are in first and last */
	double first[40], last[40];
};

static double number(const json_t *object, const char *key, double otherwise)
{
	const json_t *value = json_object_get(object, key);

	return json_is_number(value) ? json_number_value(value) : otherwise;
}

static double element(const json_t *row, const char *key, size_t i)
{
	return json_number_value(json_array_get(json_object_get(row, key), i));
}

static enum hr_ets_part part(char letter)
{
	return letter == 'M'   ? HR_ETS_MULTIPLICATIVE
	       : letter == 'A' ? HR_ETS_ADDITIVE
	                       : HR_ETS_NONE;
}

static void prepare(json_t *row, const struct hr_str *text, struct reference *r)
{
	const char *form = json_string_value(json_object_get(row, "ets"));
	const json_t *states = json_object_get(row, "initial_states");
	size_t period;

	r->row = row;
	r->series = json_string_value(json_object_get(row, "series"));
	r->model = json_string_value(json_object_get(row, "model"));
	reference_series_find(text, r->series, &r->data);
	r->form = (struct hr_ets_form){ part(form[0]), part(form[1]), part(form[strlen(form) - 1]),
		                        strchr(form, 'd') != NULL };
	period = r->form.season != HR_ETS_NONE ? r->data.history.seasons[0] : 1;
	r->ets = (struct hr_ets){ .form = r->form,
		                  .period = period,
		                  .first = r->first,
		                  .last = r->last,
		                  .sigma2 = number(row, "sigma2", NAN) };
	r->ets.weights = (struct hr_ets_weights){ number(row, "alpha", NAN), number(row, "beta", 0),
		                                  number(row, "gamma", 0), number(row, "phi", 1) };
	r->first[0] = number(states, "l", NAN);
	r->first[1] = number(states, "b", 0);
	r->first[2] = 0;
	/* R's s1 is the latest index, sm the one the first value meets. */
	for (size_t i = 0; r->form.season != HR_ETS_NONE && i < period; i++) {
		char name[16];

		snprintf(name, sizeof(name), "s%u", (unsigned)(period - i));
		r->first[2 + i] = number(states, name, NAN);
	}
	memcpy(r->last, r->first, sizeof(r->last));
	hr_ets_sweep(&r->form, period, &r->ets.weights, r->data.values, r->data.history.count,
	             r->last, NULL, &r->ets.sums);
}

/* Calls @check for each reference fit; how many there were. */
static size_t each(void (*check)(struct reference *))
{
	struct hr_str text = { 0 }, series = { 0 };
	json_error_t error;
	json_t *rows, *row;
	size_t i;

	real_file_need("../ref/ets-reference.json", &text);
	real_file_need("../ref/classic-series.txt", &series);
	rows = json_loadb(text.data, text.length, 0, &error);
	ck_assert_ptr_nonnull(rows);
	json_array_foreach(rows, i, row)
	{
		static struct reference reference;

		prepare(row, &series, &reference);
		check(&reference);
	}
	json_decref(rows);
	hr_str_release(&series);
	hr_str_release(&text);
	return i;
}

static void near(const struct reference *r, const char *what, double got, double expected,
                 double relative)
{
	ck_assert_msg(fabs(got - expected) <= relative * fabs(expected),
	              "%s %s: %s is %.12g, R has %.12g", r->series, r->model, what, got, expected);
}

static void check_sums(struct reference *r)
{
	near(r, "SSE", r->ets.sums.sse, number(r->row, "sse", NAN), 1e-9);
	near(r, "log-likelihood", -hr_ets_criterion(&r->form, &r->ets.sums) / 2,
	     number(r->row, "loglik", NAN), 1e-9);
	ck_assert(hr_ets_admissible(&r->form, r->ets.period, &r->ets.weights));
}

START_TEST(test_sums)
{
	ck_assert_uint_eq(each(check_sums), 64);
}
END_TEST

static void check_forecasts(struct reference *r)
{
	bool class_3 = r->form.season == HR_ETS_MULTIPLICATIVE;
	double mean[STEPS], variance[STEPS];

	/* forecast 8.20 damps the slope from the second step on in these models. */
	if (class_3 && r->form.damped) {
		r->last[1] /= r->ets.weights.phi;
		r->ets.weights.beta /= r->ets.weights.phi;
	}
	hr_ets_mean(&r->ets, STEPS, mean);
	hr_ets_variance(&r->ets, STEPS, variance);
	for (size_t h = 0; h < STEPS; h++) {
		double low = element(r->row, "lo95", h), high = element(r->row, "hi95", h);
		double low80 = element(r->row, "lo80", h), high80 = element(r->row, "hi80", h);
		/* ... adds a covariance of level and season to their means beyond a cycle, */
		double tolerance = class_3 && h >= r->ets.period ? 8e-3 : 1e-9;
		/* ... and lets gamma of seasons without trend enter a step early. */
		bool early = r->form.season == HR_ETS_ADDITIVE && r->form.trend == HR_ETS_NONE;

		near(r, "mean", mean[h], element(r->row, "mean", h), tolerance);
		if (early && h + 1 == r->ets.period)
			continue;
		near(r, "95 % width", 2 * Z95 * sqrt(variance[h]), high - low, 1e-7);
		near(r, "80 % width", 2 * 1.2815515655446004 * sqrt(variance[h]), high80 - low80,
		     1e-7);
	}
}

START_TEST(test_forecasts)
{
	ck_assert_uint_eq(each(check_forecasts), 64);
}
END_TEST

/* ses, holt, hw of R minimise squared errors, ets the likelihood: at least as good, one-sided. */
static void check_optimum(struct reference *r)
{
	bool automatic = strcmp(r->model, "ets") == 0;
	struct hr_ets_options options = { .states = true, .squares = !automatic };
	struct hr_ets ets;

	if (automatic && strcmp(r->series, "lynx") == 0)
		return; /* R's optimum has negative forecasts of a positive model */
	ck_assert_int_eq(hr_ets_fit(&r->form, &r->data.history, &options, &ets), HR_FIT_OK);
	if (automatic)
		ck_assert_msg(hr_ets_aicc(&ets) <= number(r->row, "aicc", NAN) + 0.05,
		              "%s: AICc %.3f, R has %.3f", r->series, hr_ets_aicc(&ets),
		              number(r->row, "aicc", NAN));
	else
		ck_assert_msg(ets.sums.sse <= 1.001 * number(r->row, "sse", NAN),
		              "%s %s: SSE %.6g, R has %.6g", r->series, r->model, ets.sums.sse,
		              number(r->row, "sse", NAN));
	hr_ets_release(&ets);
}

START_TEST(test_optimum)
{
	ck_assert_uint_eq(each(check_optimum), 64);
}
END_TEST

/* The best forms of all: values of spec/forecasting.md section 8, from an independent optimiser. */
START_TEST(test_choice)
{
	static const struct {
		const char *series;
		double aicc;
	} cases[] = {
		{ "AirPassengers", 1390.87 }, { "co2", 1696.35 },         { "nottem", 1736.28 },
		{ "UKgas", 1256.00 },         { "USAccDeaths", 1143.01 }, { "WWWusage", 717.91 },
		{ "JohnsonJohnson", 163.62 }, { "LakeHuron", 396.93 },    { "Nile", 1458.55 },
	};
	static const struct hr_ets_options options = { .states = true };
	struct hr_str text = { 0 };

	real_file_need("../ref/classic-series.txt", &text);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		static struct reference_series data;
		struct hr_ets ets;

		reference_series_find(&text, cases[i].series, &data);
		ck_assert_int_eq(hr_ets_choose(&data.history, &options, &ets), HR_FIT_OK);
		ck_assert_msg(hr_ets_aicc(&ets) <= cases[i].aicc + 0.1, "%s: %.3f", cases[i].series,
		              hr_ets_aicc(&ets));
		hr_ets_release(&ets);
	}
	hr_str_release(&text);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("ets_reference");
	TCase *test = tcase_create("R");

	tcase_set_timeout(test, 120);
	tcase_add_test(test, test_sums);
	tcase_add_test(test, test_forecasts);
	tcase_add_test(test, test_optimum);
	tcase_add_test(test, test_choice);
	suite_add_tcase(suite, test);
	return suite;
}

int main(void)
{
	return real_file_main(suite, "../ref/ets-reference.json");
}
