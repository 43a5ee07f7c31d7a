/*
 * Load tests that show whether a capacity is there: four levels of load from two figures.
 */
#ifndef HR_ANALYSE_LOAD_TEST_H
#define HR_ANALYSE_LOAD_TEST_H

#include <stdbool.h>
#include <stdint.h>

#define HR_LOAD_TESTS 4

struct hr_load_test {
	const char *name, *expected;   /* constants */
	double rate_per_s, base_per_s; /* at its height, and before and after a spike (else NaN) */
	int64_t duration_ns, ramp_ns;  /* of the height, with the ramp unless it is a spike */
	int64_t rest_ns;               /* before and after a spike */
	int64_t start_ns;              /* from the start of the first test */
	bool meets_objectives;         /* what is expected is that they hold */
};

/*
 * hr_load_tests_plan - one after the other, with two minutes between them:
 *   baseline  the peak of today for 10 min, after a ramp of 2 min
 *   stress    1.5 times that for 10 min, ramp 3 min
 *   peak      @target_per_s for 15 min, ramp 5 min
 *   spike     twice @target_per_s for 5 min, within 30 s from the peak of today and back to it
 * Rates are rounded to three digits.
 * @peak_per_s, @target_per_s  requests a second, above 0
 */
void hr_load_tests_plan(double peak_per_s, double target_per_s,
                        struct hr_load_test out[HR_LOAD_TESTS]);

#endif
