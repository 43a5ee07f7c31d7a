/*
 * What every unit test program shares: a main that runs one suite and reports TAP.
 */
#ifndef HR_TESTS_UNIT_H
#define HR_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>

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
