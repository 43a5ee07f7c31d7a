#include <config.h>
#include "stats/ks_distance.h"

#include <math.h>

#include "stats/hist_pair.h"

double hr_ks_distance(const struct hr_hist *a, const struct hr_hist *b, int64_t *at_ns)
{
	struct hr_hist_pair pair;
	int64_t value_ns, where_ns = 0;
	uint64_t counts[2], seen[2] = { 0, 0 };
	double all_a = a != NULL ? (double)hr_hist_count(a) : 0,
	       all_b = b != NULL ? (double)hr_hist_count(b) : 0, distance = 0;

	if (!(all_a > 0 && all_b > 0))
		return (double)NAN;
	hr_hist_pair_init(&pair, a, b);
	while (hr_hist_pair_next(&pair, &value_ns, counts)) {
		double apart;

		seen[0] += counts[0];
		seen[1] += counts[1];
		apart = fabs((double)seen[0] / all_a - (double)seen[1] / all_b);
		if (apart > distance) {
			distance = apart;
			where_ns = value_ns;
		}
	}
	if (at_ns != NULL)
		*at_ns = where_ns;
	return distance;
}
