#include <config.h>
#include "render/explain_steps.h"

#include <math.h>
#include <string.h>

#include "unit.h"

static double get(void *context, const char *name)
{
	(void)context;
	return strcmp(name, "a") == 0 ? 6 : strcmp(name, "b_2") == 0 ? 4 : (double)NAN;
}

static const struct {
	const char *formula;
	double value; /* NaN: none */
} formulas[] = {
	{ "1", 1 },
	{ "a", 6 },
	{ "a + b_2 * 2", 14 },
	{ "(a + b_2) * 2", 20 },
	{ "a - b_2 - 1", 1 },
	{ "a / b_2 / 3", 0.5 },
	{ "1 - a / (b_2 * (1 + 1))", 0.25 },
	{ "a / 0 - a / 0", NAN },
	{ "c", NAN },
	{ "", NAN },
	{ "a +", NAN },
	{ "(a", NAN },
	{ "a)", NAN },
	{ "a b_2", NAN },
};

START_TEST(formula)
{
	double value = hr_explain_value(formulas[_i].formula, get, NULL);

	if (isnan(formulas[_i].value))
		ck_assert_double_nan(value);
	else
		ck_assert_double_eq_tol(value, formulas[_i].value, 1e-12);
}
END_TEST

/* Of several ways to a figure that which gives it is shown; what gives another is left out. */
static const struct {
	const char *check, *text;
} checks[] = {
	{ "{\"kind\": \"slo\", \"metric\": \"ratio\", \"verdict\": \"pass\", \"observed\": 0.98, "
	  "\"limit\": 0.9, \"evidence\": {\"good\": 98, \"valid\": 100, \"target\": 0.9, "
	  "\"budget\": 10, \"consumed\": 0.2, \"remaining\": 0.8}}",
	  "\narithmetic\n"
	  "  share           98 good / 100 valid = 0.98\n"
	  "  budget          (1 - 0.9) x 100 = 10\n"
	  "  consumed        (100 - 98) / 10 = 0.2\n"
	  "  remaining       1 - 0.2 = 0.8\n"
	  "  to the target   0.98 - 0.9 = 0.08\n"
	  "  verdict         pass\n" },
	{ "{\"kind\": \"criterion\", \"metric\": \"error_ratio\", \"verdict\": \"fail\", "
	  "\"observed\": 0.5, \"limit\": null, \"evidence\": {\"count\": 10, \"errors\": 4}}",
	  "" },
	{ "{\"kind\": \"criterion\", \"metric\": \"p95\", \"verdict\": \"fail\", \"observed\": 9, "
	  "\"limit\": 5, \"evidence\": {\"count\": 99, \"p\": 0.95}}",
	  "\narithmetic\n"
	  "  position        0.95 x (99 + 1) of the sorted times = 95\n"
	  "  to the limit    9 - 5 = 4\n"
	  "  verdict         fail\n" },
	{ "{\"kind\": \"nothing\", \"verdict\": \"pass\", \"evidence\": {}}", "" },
	{ "{}", "" },
};

START_TEST(step)
{
	json_t *check = json_loads(checks[_i].check, 0, NULL);
	struct hr_str out = { 0 };

	ck_assert_ptr_nonnull(check);
	hr_explain_steps(check, "R6", &out);
	ck_assert_str_eq(hr_str_text(&out), checks[_i].text);
	hr_str_release(&out);
	json_decref(check);
}
END_TEST

static Suite *make_suite(void)
{
	Suite *suite = suite_create("render/explain");
	TCase *tcase = tcase_create("explain");

	HR_ADD_ROWS(tcase, formula, formulas);
	HR_ADD_ROWS(tcase, step, checks);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(make_suite)
