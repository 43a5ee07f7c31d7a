#include <config.h>
#include "analyse/load_test.h"

#include <math.h>
#include <stddef.h>

#include "base/instant.h"
#include "base/num.h"

#define MINUTE_NS (60 * HR_NS_PER_S)
#define PAUSE_NS  (2 * MINUTE_NS)
#define REST_NS   (2 * MINUTE_NS)
#define DIGITS    3

static const struct {
	const char *name, *expected;
	double of_peak, of_target; /* factors of the rate at its height, one of them 0 */
	int64_t duration_ns, ramp_ns, rest_ns;
	bool meets_objectives;
} kinds[HR_LOAD_TESTS] = {
	{ "baseline", "the objectives are met", 1, 0, 10 * MINUTE_NS, 2 * MINUTE_NS, 0, true },
	{ "stress", "it degrades gracefully", 1.5, 0, 10 * MINUTE_NS, 3 * MINUTE_NS, 0, false },
	{ "peak", "the objectives are met", 0, 1, 15 * MINUTE_NS, 5 * MINUTE_NS, 0, true },
	{ "spike", "it recovers once the spike is over", 0, 2, 5 * MINUTE_NS, MINUTE_NS / 2,
	  REST_NS, false },
};

void hr_load_tests_plan(double peak_per_s, double target_per_s,
                        struct hr_load_test out[HR_LOAD_TESTS])
{
	int64_t start_ns = 0;

	for (size_t i = 0; i < HR_LOAD_TESTS; i++) {
		double rate = kinds[i].of_peak * peak_per_s + kinds[i].of_target * target_per_s;
		bool spike = kinds[i].rest_ns > 0;

		out[i] = (struct hr_load_test){
			.name = kinds[i].name,
			.expected = kinds[i].expected,
			.rate_per_s = hr_round_significant(rate, DIGITS),
			.base_per_s = spike ? hr_round_significant(peak_per_s, DIGITS)
			                    : (double)NAN,
			.duration_ns = kinds[i].duration_ns,
			.ramp_ns = kinds[i].ramp_ns,
			.rest_ns = kinds[i].rest_ns,
			.start_ns = start_ns,
			.meets_objectives = kinds[i].meets_objectives,
		};
		start_ns += out[i].duration_ns + PAUSE_NS;
	}
}
