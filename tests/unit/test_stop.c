/* Being asked to stop by signals. */
#include <config.h>
#include "base/stop.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "unit.h"

START_TEST(test_asks)
{
	hr_stop_catch();
	ck_assert(!hr_stop_wanted());
	ck_assert_int_eq(hr_stop_signal(), 0);
	raise(SIGTERM);
	ck_assert(hr_stop_wanted());
	ck_assert_int_eq(hr_stop_signal(), SIGTERM);
	raise(SIGPIPE);
	hr_stop_release();
}
END_TEST

/* Several at a time are one wish; the first says which. */
START_TEST(test_twice_at_a_time)
{
	hr_stop_catch();
	raise(SIGINT);
	raise(SIGINT);
	raise(SIGTERM);
	ck_assert_int_eq(hr_stop_signal(), SIGINT);
	hr_stop_release();
}
END_TEST

/* Asked a second time after a while, the process ends by that signal: a child's, as not every check
 * of a program runs in a process of its own. */
START_TEST(test_again_later)
{
	const struct timespec pause = { .tv_nsec = 600000000 };
	pid_t child = fork();
	int status = 0;

	ck_assert_int_ge(child, 0);
	if (child == 0) {
		hr_stop_catch();
		raise(SIGTERM);
		nanosleep(&pause, NULL);
		raise(SIGTERM);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGTERM);
}
END_TEST

START_TEST(test_ignored_stays_so)
{
	signal(SIGINT, SIG_IGN);
	hr_stop_catch();
	raise(SIGINT);
	ck_assert(!hr_stop_wanted());
	hr_stop_release();
}
END_TEST

static Suite *stop_suite(void)
{
	Suite *suite = suite_create("stop");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_asks);
	tcase_add_test(tests, test_twice_at_a_time);
	tcase_add_test(tests, test_again_later);
	tcase_add_test(tests, test_ignored_stays_so);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(stop_suite)
