/*
 * The configuration of load tests, from a document that has measured the capacity.
 */
#ifndef HR_CLI_PLAN_LOAD_TEST_H
#define HR_CLI_PLAN_LOAD_TEST_H

#include <jansson.h>

#include "base/error.h"

/* What the command line says; NaN and NULL where it does not. */
struct hr_load_test_options {
	double peak_per_s, target_per_s;
	const char *url;
	const json_t *like; /* a configuration whose targets and requests are taken over */
};

/*
 * hr_load_test_rates - today's peak and the capacity of a document.
 * The capacity: of the section stress the load that meets the objectives, else the one at which it
 * breaks; else of the section capacity all units together, or the demand of its first scenario. The
 * peak: the busiest day of the demand, else the throughput of the run; of a stress test, which has
 * no peak of today, two thirds of the capacity, so that the test called stress is at it.
 * Errors: HR_ENODATA when there is neither a section nor an option, naming the option.
 */
enum hr_err hr_load_test_rates(const json_t *document, const struct hr_load_test_options *options,
                               double *peak_per_s, double *target_per_s,
                               struct hr_error *err) HR_MUST_CHECK;
/* The configuration; gives a reference. Errors: HR_EINVAL when nobody says where requests go. */
enum hr_err hr_load_test_config(const json_t *document, const struct hr_load_test_options *options,
                                double peak_per_s, double target_per_s, json_t **out,
                                struct hr_error *err) HR_MUST_CHECK;

#endif
