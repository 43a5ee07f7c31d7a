/*
 * Commands that end in every way.
 */
#include <config.h>
#include "capture/exec.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/instant.h"
#include "base/stop.h"
#include "unit.h"

static struct hr_exec_result run(const char *script, int64_t timeout_ns)
{
	char shell[] = "sh", dash_c[] = "-c", *copy = strdup(script);
	char *arguments[] = { shell, dash_c, copy, NULL };
	struct hr_exec_options options = { .arguments = arguments, .timeout_ns = timeout_ns };
	struct hr_exec_result result;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_exec_run(&options, &result, &err), HR_OK);
	free(copy);
	return result;
}

START_TEST(test_ends)
{
	struct hr_exec_result result = run("exit 0", 0);

	ck_assert_int_eq(result.end, HR_EXEC_EXITED);
	ck_assert_int_eq(result.status, 0);
	result = run("exit 7", 0);
	ck_assert_int_eq(result.end, HR_EXEC_EXITED);
	ck_assert_int_eq(result.status, 7);
	result = run("kill -SEGV $$", 0);
	ck_assert_int_eq(result.end, HR_EXEC_KILLED);
	ck_assert_int_eq(result.status, SIGSEGV);
}
END_TEST

/* sleep is exact from below; a busy machine only makes it longer. */
START_TEST(test_time)
{
	struct hr_exec_result result = run("sleep 0.3", 0);

	ck_assert_int_ge(result.elapsed_ns, 300 * HR_NS_PER_MS);
	ck_assert_int_lt(result.elapsed_ns, 30 * HR_NS_PER_S);
	ck_assert_int_lt(result.user_ns + result.system_ns, result.elapsed_ns);
}
END_TEST

/* One thread cannot use more than the time that passes; a loop uses more than the nothing that
 * starting a shell does. */
START_TEST(test_processor)
{
	struct hr_exec_result result = run("i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done",
	                                   0);

	ck_assert_int_ge(result.user_ns + result.system_ns, 10 * HR_NS_PER_MS);
	ck_assert_int_le(result.user_ns + result.system_ns, result.elapsed_ns + 20 * HR_NS_PER_MS);
}
END_TEST

/* dd holds a buffer of the size it is told. */
START_TEST(test_memory)
{
	struct hr_exec_result result = run("dd if=/dev/zero of=/dev/null bs=64M count=1", 0);

	ck_assert_int_eq(result.status, 0);
	ck_assert_int_ge(result.peak_bytes, 64 << 20);
	ck_assert_int_lt(result.peak_bytes, 256 << 20);
}
END_TEST

START_TEST(test_timeout)
{
	struct hr_exec_result result = run("sleep 60", 200 * HR_NS_PER_MS);

	ck_assert_int_eq(result.end, HR_EXEC_TIMEOUT);
	ck_assert_int_eq(result.status, SIGTERM);
	ck_assert_int_ge(result.elapsed_ns, 200 * HR_NS_PER_MS);
	ck_assert_int_lt(result.elapsed_ns, 30 * HR_NS_PER_S);
	/* one that does not listen is killed */
	result = run("trap '' TERM; while :; do sleep 0.1; done", 100 * HR_NS_PER_MS);
	ck_assert_int_eq(result.end, HR_EXEC_TIMEOUT);
	ck_assert_int_eq(result.status, SIGKILL);
}
END_TEST

static void on_alarm(int signal_number)
{
	(void)signal_number;
	raise(SIGINT);
}

/* The signal we get is the one the command gets. */
START_TEST(test_stop)
{
	struct hr_exec_result result;

	signal(SIGALRM, on_alarm);
	hr_stop_catch();
	alarm(1);
	result = run("trap 'exit 42' INT; while :; do sleep 0.05; done", 0);
	hr_stop_release();
	ck_assert_int_eq(result.end, HR_EXEC_STOPPED);
	ck_assert_int_eq(result.status, 42);
}
END_TEST

START_TEST(test_cannot_start)
{
	char program[] = "/no/such/program", *arguments[] = { program, NULL };
	struct hr_exec_options options = { .arguments = arguments };
	struct hr_exec_result result;
	struct hr_error err = { 0 };

	ck_assert_int_eq(hr_exec_run(&options, &result, &err), HR_EIO);
	ck_assert_ptr_nonnull(strstr(err.text, "/no/such/program"));
}
END_TEST

static Suite *exec_suite(void)
{
	Suite *suite = suite_create("exec");
	TCase *tests = tcase_create("all");

	tcase_add_test(tests, test_ends);
	tcase_add_test(tests, test_time);
	tcase_add_test(tests, test_processor);
	tcase_add_test(tests, test_memory);
	tcase_add_test(tests, test_timeout);
	tcase_add_test(tests, test_stop);
	tcase_add_test(tests, test_cannot_start);
	suite_add_tcase(suite, tests);
	return suite;
}

HR_UNIT_MAIN(exec_suite)
