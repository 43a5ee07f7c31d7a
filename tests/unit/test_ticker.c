/*
 * Ticks by a clock of the test's own.
 */
#include <config.h>
#include "capture/ticker.h"

#include "base/instant.h"
#include "unit.h"

#define MS HR_NS_PER_MS

static struct {
	int64_t monotonic_ns, wall_ns;
	int64_t longest_nap_ns;
	bool stop;
} now;

static int64_t monotonic(void)
{
	return now.monotonic_ns;
}

static int64_t wall(void)
{
	return now.wall_ns;
}

static void nap(int64_t duration_ns)
{
	now.monotonic_ns += duration_ns;
	now.wall_ns += duration_ns;
	if (duration_ns > now.longest_nap_ns)
		now.longest_nap_ns = duration_ns;
}

static bool stop(void)
{
	return now.stop;
}

static const struct hr_clock test_clock = { monotonic, wall, nap, stop };

static void begin(struct hr_ticker *ticker, int64_t interval_ns, int64_t duration_ns)
{
	now.monotonic_ns = 1000 * MS;
	now.wall_ns = 1795140000 * HR_NS_PER_S;
	now.longest_nap_ns = 0;
	now.stop = false;
	hr_ticker_start(ticker, &test_clock, interval_ns, duration_ns);
}

static void tick_at(struct hr_ticker *ticker, int64_t after_ms)
{
	ck_assert(hr_ticker_wait(ticker, NULL, NULL));
	ck_assert_int_eq(now.monotonic_ns, (1000 + after_ms) * MS);
}

START_TEST(test_multiples)
{
	struct hr_ticker ticker;

	begin(&ticker, 250 * MS, 500 * MS);
	tick_at(&ticker, 0);
	now.monotonic_ns += 30 * MS; /* work takes time, which delays nothing */
	tick_at(&ticker, 250);
	tick_at(&ticker, 500);
	ck_assert(!hr_ticker_wait(&ticker, NULL, NULL));
	ck_assert_uint_eq(ticker.missed, 0);
	ck_assert_int_le(now.longest_nap_ns, 100 * MS);
}
END_TEST

START_TEST(test_late)
{
	struct hr_ticker ticker;

	begin(&ticker, 100 * MS, 0);
	tick_at(&ticker, 0);
	now.monotonic_ns += 350 * MS; /* those at 100 and 200 are gone, the one at 300 is late */
	tick_at(&ticker, 350);
	ck_assert_uint_eq(ticker.missed, 2);
	tick_at(&ticker, 400);
}
END_TEST

/* The wall clock is set back by an hour and forward by a day: neither ticks nor times care. */
START_TEST(test_clock_is_set)
{
	struct hr_ticker ticker;
	int64_t before, after;

	begin(&ticker, 100 * MS, 0);
	tick_at(&ticker, 0);
	before = hr_ticker_wall_ns(&ticker, hr_ticker_now_ns(&ticker));
	now.wall_ns -= 3600 * HR_NS_PER_S;
	tick_at(&ticker, 100);
	now.wall_ns += 25 * 3600 * HR_NS_PER_S;
	tick_at(&ticker, 200);
	after = hr_ticker_wall_ns(&ticker, hr_ticker_now_ns(&ticker));
	ck_assert_int_eq(before, 1795140000 * HR_NS_PER_S);
	ck_assert_int_eq(after - before, 200 * MS);
	ck_assert_uint_eq(ticker.missed, 0);
}
END_TEST

static void ask_to_stop(void *context)
{
	++*(int *)context;
	now.stop = true;
}

START_TEST(test_stop)
{
	struct hr_ticker ticker;
	int called = 0;

	begin(&ticker, 3600 * HR_NS_PER_S, 0);
	tick_at(&ticker, 0);
	ck_assert(!hr_ticker_wait(&ticker, ask_to_stop, &called));
	ck_assert_int_eq(called, 1);
	ck_assert_int_le(now.monotonic_ns, 1100 * MS);
}
END_TEST

static Suite *ticker_suite(void)
{
	Suite *suite = suite_create("ticker");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_multiples);
	tcase_add_test(tests, test_late);
	tcase_add_test(tests, test_clock_is_set);
	tcase_add_test(tests, test_stop);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(ticker_suite)
