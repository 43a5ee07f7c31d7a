/*
 * M/M/c against data/ref/mmc-reference.csv beside the project: Erlang's formulas in exact
 * arithmetic, checked against R 4.2.2; 42 systems of up to 256 servers and a load of 0.99, service
 * time 1.
 */
#include <config.h>
#include "model/queueing.h"

#include <math.h>
#include <string.h>

#include "real_file.h"
#include "reference_series.h"
#include "unit.h"

static void near(const char *what, uint64_t servers, double load, double got, double expected)
{
	ck_assert_msg(fabs(got - expected) <= fabs(expected) * 1e-9 + 1e-300,
	              "%s of %u servers at %g is %.12g, expected %.12g", what, (unsigned)servers,
	              load, got, expected);
}

static void check_row(const char *header, const char *row)
{
	uint64_t servers = (uint64_t)csv_number(header, row, "c");
	double load = csv_number(header, row, "rho"), offered = load * (double)servers;
	struct hr_mmc queue;

	ck_assert_int_eq(hr_mmc_open(servers, offered, 1, &queue, NULL), HR_OK);
	near("Erlang B", servers, load, hr_erlang_b(servers, offered),
	     csv_number(header, row, "erlangB"));
	near("Erlang C", servers, load, queue.wait_ratio, csv_number(header, row, "erlangC"));
	near("the mean wait", servers, load, queue.wait_s, csv_number(header, row, "Wq_mean"));
	near("the mean response", servers, load, queue.response_s,
	     csv_number(header, row, "W_mean"));
	near("the queue", servers, load, queue.queue_length, csv_number(header, row, "Lq"));
	near("the 95th percentile", servers, load, hr_mmc_wait_quantile_s(&queue, 0.95),
	     csv_number(header, row, "Wq_p95"));
	near("the 99th percentile", servers, load, hr_mmc_wait_quantile_s(&queue, 0.99),
	     csv_number(header, row, "Wq_p99"));
	/* Little's law. */
	near("the number in the system", servers, load, queue.in_system,
	     hr_little_in_system(offered, queue.response_s));
}

START_TEST(meets_every_row)
{
	struct hr_str text = { 0 };
	size_t rows = 0;

	real_file_need("../ref/mmc-reference.csv", &text);
	for (const char *row = strchr(text.data, '\n') + 1; *row != '\0';
	     row = strchr(row, '\n') + 1) {
		check_row(text.data, row);
		rows++;
	}
	ck_assert_uint_eq(rows, 42);
	hr_str_release(&text);
}
END_TEST

static Suite *suite(void)
{
	Suite *suite = suite_create("queueing_reference");
	TCase *test = tcase_create("M/M/c");

	tcase_add_test(test, meets_every_row);
	suite_add_tcase(suite, test);
	return suite;
}

int main(void)
{
	return real_file_main(suite, "../ref/mmc-reference.csv");
}
