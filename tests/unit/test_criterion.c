#include <config.h>
#include "config/criterion.h"
#include "stats/quantile.h"

#include <math.h>

#include "unit.h"

/* Limits are in the base unit of the metric: ms, ratio, per second. */
static const struct {
	const char *text, *metric, *label;
	enum hr_operator op;
	double limit;
	const char *folded;
} good[] = {
	{ "p95<800ms", "p95", NULL, HR_OP_LESS, 800, "p95<800ms" },
	{ "p95 < 0.8 s", "p95", NULL, HR_OP_LESS, 800, "p95 < 0.8 s" },
	{ "  p99   of  checkout \t<= 1.5s ", "p99", "checkout", HR_OP_AT_MOST, 1500,
	  "p99 of checkout <= 1.5s" },
	{ "p95 of checkout<800ms", "p95", "checkout", HR_OP_LESS, 800, "p95 of checkout<800ms" },
	{ "p95 of \"GET  /a b\" < 800ms", "p95", "GET  /a b", HR_OP_LESS, 800,
	  "p95 of \"GET  /a b\" < 800ms" },
	{ "p95 of 'it\\'s' < 1s", "p95", "it's", HR_OP_LESS, 1000, "p95 of 'it\\'s' < 1s" },
	{ "p95 of \"a\\*b\\\\\" < 1s", "p95", "a\\*b\\\\", HR_OP_LESS, 1000,
	  "p95 of \"a\\*b\\\\\" < 1s" },
	{ "p95 of /a?x=1 < 1s", "p95", "/a?x=1", HR_OP_LESS, 1000, "p95 of /a?x=1 < 1s" },
	{ "p95 of * > 1ms", "p95", "*", HR_OP_MORE, 1, "p95 of * > 1ms" },
	{ "p95 of of < 1s", "p95", "of", HR_OP_LESS, 1000, "p95 of of < 1s" },
	{ "p97.5 >= 10ms", "p97.5", NULL, HR_OP_AT_LEAST, 10, "p97.5 >= 10ms" },
	{ "error_ratio < 1%", "error_ratio", NULL, HR_OP_LESS, 0.01, "error_ratio < 1%" },
	{ "error_ratio = 0", "error_ratio", NULL, HR_OP_EQUAL, 0, "error_ratio = 0" },
	{ "error_ratio == 0", "error_ratio", NULL, HR_OP_EQUAL, 0, "error_ratio == 0" },
	{ "count != 0", "count", NULL, HR_OP_NOT_EQUAL, 0, "count != 0" },
	{ "p99 of checkout <= 800ms for 30s", "p99", "checkout", HR_OP_AT_MOST, 800,
	  "p99 of checkout <= 800ms for 30s" },
	{ "throughput >= 100/s", "throughput", NULL, HR_OP_AT_LEAST, 100, "throughput >= 100/s" },
};

START_TEST(reads)
{
	struct hr_criterion got, moved;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_criterion_parse(hr_slice_of(good[_i].text), &got, &err) == HR_OK, "%s",
	              err.text);
	/* Arrays of criteria grow, so a moved one must still be whole. */
	moved = got;
	ck_assert_str_eq(moved.metric.name, good[_i].metric);
	if (good[_i].label == NULL)
		ck_assert_ptr_null(moved.label);
	else
		ck_assert_str_eq(moved.label, good[_i].label);
	ck_assert_int_eq(moved.op, good[_i].op);
	ck_assert_double_eq_tol(moved.limit, good[_i].limit, 1e-9 * (1 + good[_i].limit));
	ck_assert_str_eq(moved.text, good[_i].folded);
	hr_criterion_release(&moved);
}
END_TEST

/* About resources: a limit is in the base unit that its own unit names. */
static const struct {
	const char *text, *metric, *resource, *host;
	enum hr_resource_figure figure;
	double limit;
	enum hr_quantity quantity;
} resources[] = {
	{ "CPU < 80%", "CPU", "CPU", NULL, HR_RESOURCE_EVERY, 0.8, HR_QUANTITY_RATIO },
	{ "cpu<80 %", "cpu", "cpu", NULL, HR_RESOURCE_EVERY, 0.8, HR_QUANTITY_RATIO },
	{ "memory_usage of web-1 < 85", "memory_usage", "memory_usage", "web-1", HR_RESOURCE_EVERY,
	  85, HR_QUANTITY_NUMBER },
	{ "memory.free of 'web 1' >= 2GiB for 5m", "memory.free", "memory.free", "web 1",
	  HR_RESOURCE_EVERY, 2147483648.0, HR_QUANTITY_BYTES },
	{ "instances >= 3", "instances", "instances", NULL, HR_RESOURCE_EVERY, 3,
	  HR_QUANTITY_NUMBER },
	/* a metric's name in quotes is a resource's */
	{ "\"requests\" < 200/s", "requests", "requests", NULL, HR_RESOURCE_EVERY, 200,
	  HR_QUANTITY_PER_S },
	{ "\"CPU  busy\" < 80%", "CPU  busy", "CPU  busy", NULL, HR_RESOURCE_EVERY, 0.8,
	  HR_QUANTITY_RATIO },
	{ "mean(cpu) of web-* <= 70%", "mean(cpu)", "cpu", "web-*", HR_RESOURCE_MEAN, 0.7,
	  HR_QUANTITY_RATIO },
	{ "avg(cpu) <= 70%", "avg(cpu)", "cpu", NULL, HR_RESOURCE_MEAN, 0.7, HR_QUANTITY_RATIO },
	{ "p97.5(\"disk wait\") < 20ms", "p97.5(disk wait)", "disk wait", NULL,
	  HR_RESOURCE_QUANTILE, 20, HR_QUANTITY_DURATION_MS },
	{ "max( disk.read ) < 10MB/s", "max(disk.read)", "disk.read", NULL, HR_RESOURCE_MAX, 1e7,
	  HR_QUANTITY_BYTES_PER_S },
	{ "min(mem) > 1", "min(mem)", "mem", NULL, HR_RESOURCE_MIN, 1, HR_QUANTITY_NUMBER },
};

START_TEST(reads_resources)
{
	struct hr_criterion got;
	struct hr_error err = { 0 };

	ck_assert_msg(hr_criterion_parse(hr_slice_of(resources[_i].text), &got, &err) == HR_OK,
	              "%s", err.text);
	ck_assert_str_eq(got.metric.name, resources[_i].metric);
	ck_assert_str_eq(got.resource, resources[_i].resource);
	ck_assert_int_eq(got.figure, resources[_i].figure);
	ck_assert_double_eq_tol(got.limit, resources[_i].limit, 1e-9);
	ck_assert_int_eq(got.metric.quantity, resources[_i].quantity);
	if (resources[_i].host == NULL)
		ck_assert_ptr_null(got.label);
	else
		ck_assert_str_eq(got.label, resources[_i].host);
	/* no label knows it, whoever asks */
	ck_assert(isnan(got.metric.value(NULL, &got.metric, HR_QUANTILE_R6)));
	hr_criterion_release(&got);
}
END_TEST

START_TEST(is_made_of_parts)
{
	struct hr_criterion got;

	ck_assert_int_eq(hr_criterion_make("p95", "GET \"a\"", "<", "5ms", &got, NULL), HR_OK);
	ck_assert_str_eq(got.label, "GET \"a\"");
	ck_assert_str_eq(got.metric.name, "p95");
	hr_criterion_release(&got);
	ck_assert_int_eq(hr_criterion_make("disk wait", NULL, "<", "5ms", &got, NULL), HR_OK);
	ck_assert_str_eq(got.resource, "disk wait");
	hr_criterion_release(&got);
	ck_assert_int_eq(hr_criterion_make("mean(cpu)", "h", "<", "5%", &got, NULL), HR_OK);
	ck_assert_int_eq(got.figure, HR_RESOURCE_MEAN);
	hr_criterion_release(&got);
	ck_assert_int_eq(hr_criterion_make("cpu < 1", NULL, "<", "5%", &got, NULL), HR_OK);
	ck_assert_str_eq(got.resource, "cpu < 1"); /* a name, not a second condition */
	hr_criterion_release(&got);
	ck_assert_int_eq(hr_criterion_check_name("eror_ratio", NULL), HR_EPARSE);
	ck_assert_int_eq(hr_criterion_check_name("", NULL), HR_EPARSE);
	ck_assert_int_eq(hr_criterion_check_name("queue", NULL), HR_OK);
	ck_assert_int_eq(hr_criterion_check_name("p95", NULL), HR_OK);
}
END_TEST

static const struct {
	const char *text;
	unsigned column;
	const char *part; /* of the message */
} bad[] = {
	{ "", 1, "a metric is expected" },
	{ "   ", 1, "a metric is expected" },
	{ "< 5ms", 1, "a metric is expected" },
	{ "p59x < 5ms", 1, "unknown metric 'p59x'" },
	{ "eror_ratio < 1%", 1, "did you mean error_ratio?" },
	{ "p101 < 5ms", 1, "unknown metric" },
	{ "eror_ratio < 1%", 1, "the name of a resource goes in quotes" },
	{ "\"cpu < 80%", 1, "the text has no closing quote" },
	{ "\"\" < 80%", 1, "the name of a resource is expected" },
	{ "max(cpu < 80%", 9, "a closing bracket is expected" },
	{ "max() < 80%", 5, "the name of a resource is expected" },
	{ "sum(cpu) < 80%", 1, "mean, min, max or a percentile" },
	{ "error_ratio(cpu) < 80%", 1, "mean, min, max or a percentile" },
	{ "cpu of < 80%", 8, "a host is expected" },
	{ "cpu < 80parsec", 7, "a number in the unit of the recording" },
	{ "cpu", 4, "one of < <= > >= = !=" },
	{ "~[ < 1", 1, "column 1" },
	{ "p95", 4, "one of < <= > >= = !=" },
	{ "p95 checkout < 5ms", 5, "'of LABEL' or one of" },
	{ "p95 offers < 5ms", 5, "'of LABEL' or one of" },
	{ "p95 of", 7, "a label is expected" },
	{ "p95 of < 5ms", 8, "a label is expected" },
	{ "p95 of GET /a < 5ms", 12, "goes in quotes" },
	{ "p95 of \"GET /a < 5ms", 8, "the text has no closing quote" },
	{ "p95 of \"\" < 5ms", 8, "a label is expected" },
	{ "p95 of a <", 11, "a value is expected" },
	{ "p95 < 5parsec", 7, "column 7" },
	{ "p95 < 5%", 7, "column 7" },
	{ "p95 < 5ms or so", 7, "column 7" },
	{ "error_ratio < 5ms", 15, "column 15" },
	{ "p95 of ~[ < 5ms", 8, "column 8" },
	{ "p95 of \xc3\xa4\xc3\xa4 < x", 13, "column 13" }, /* columns are characters */
};

START_TEST(refuses)
{
	struct hr_criterion got;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_criterion_parse(hr_slice_of(bad[_i].text), &got, &err), HR_EPARSE);
	ck_assert_msg(err.column == bad[_i].column, "column %u: %s", (unsigned)err.column,
	              err.text);
	ck_assert_msg(strstr(err.text, bad[_i].part) != NULL, "%s", err.text);
	ck_assert_ptr_null(got.text);
	ck_assert_ptr_null(got.pattern);
}
END_TEST

START_TEST(refuses_what_is_no_text)
{
	struct hr_criterion got;
	char big[5000];

	memset(big, 'a', sizeof(big));
	ck_assert_int_eq(hr_criterion_parse((struct hr_slice){ big, sizeof(big) }, &got, NULL),
	                 HR_ELIMIT);
	ck_assert_int_eq(hr_criterion_parse((struct hr_slice){ "p95\0<1", 6 }, &got, NULL),
	                 HR_EPARSE);
	ck_assert_int_eq(hr_criterion_parse(hr_slice_of("p95 of \xff < 1ms"), &got, NULL),
	                 HR_EPARSE);
}
END_TEST

START_TEST(operators_hold)
{
	ck_assert(hr_operator_holds(HR_OP_LESS, 1, 2) && !hr_operator_holds(HR_OP_LESS, 2, 2));
	ck_assert(hr_operator_holds(HR_OP_AT_MOST, 2, 2) &&
	          !hr_operator_holds(HR_OP_AT_MOST, 3, 2));
	ck_assert(hr_operator_holds(HR_OP_MORE, 3, 2) && !hr_operator_holds(HR_OP_MORE, 2, 2));
	ck_assert(hr_operator_holds(HR_OP_AT_LEAST, 2, 2) &&
	          !hr_operator_holds(HR_OP_AT_LEAST, 1, 2));
	ck_assert(hr_operator_holds(HR_OP_EQUAL, 2, 2) && !hr_operator_holds(HR_OP_EQUAL, 1, 2));
	ck_assert(hr_operator_holds(HR_OP_NOT_EQUAL, 1, 2) &&
	          !hr_operator_holds(HR_OP_NOT_EQUAL, 2, 2));
	for (int op = HR_OP_LESS; op <= HR_OP_NOT_EQUAL; op++) {
		ck_assert(!hr_operator_holds((enum hr_operator)op, (double)NAN, 2));
		/* of a number either the one or its opposite holds */
		for (double value = 1; value <= 3; value++)
			ck_assert(hr_operator_holds((enum hr_operator)op, value, 2) !=
			          hr_operator_holds(hr_operator_opposite((enum hr_operator)op),
			                            value, 2));
	}
}
END_TEST

static Suite *criterion_suite(void)
{
	Suite *suite = suite_create("config/criterion");
	TCase *tcase = tcase_create("criterion");

	HR_ADD_ROWS(tcase, reads, good);
	HR_ADD_ROWS(tcase, reads_resources, resources);
	tcase_add_test(tcase, is_made_of_parts);
	HR_ADD_ROWS(tcase, refuses, bad);
	tcase_add_test(tcase, refuses_what_is_no_text);
	tcase_add_test(tcase, operators_hold);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(criterion_suite)
