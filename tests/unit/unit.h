/*
 * What every unit test program shares: a main that runs one suite and reports TAP, and tables of
 * cases. Included last: libcheck's macros do not bear the warnings that the rest of the tree does.
 */
#ifndef HR_TESTS_UNIT_H
#define HR_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wfloat-conversion"
#pragma GCC diagnostic ignored "-Wdouble-promotion"

/* One case a row of a table; the test finds its row at _i. */
#define HR_ADD_ROWS(tcase, test, rows)                                                             \
	tcase_add_loop_test(tcase, test, 0, (int)(sizeof(rows) / sizeof((rows)[0])))

#define HR_UNIT_MAIN(make_suite)                                                                   \
	int main(void)                                                                             \
	{                                                                                          \
		SRunner *runner = srunner_create(make_suite());                                    \
		int failed;                                                                        \
                                                                                                   \
		srunner_run_all(runner, CK_ENV);                                                   \
		failed = srunner_ntests_failed(runner);                                            \
		srunner_free(runner);                                                              \
		return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;                                  \
	}

#endif
