#include <config.h>
#include "stats/cliffs_delta.h"

#include <math.h>

#include "stats/hist_pair.h"

double hr_cliffs_delta(const struct hr_hist *a, const struct hr_hist *b)
{
	struct hr_hist_pair pair;
	int64_t value_ns;
	uint64_t counts[2];
	double all_a = a != NULL ? (double)hr_hist_count(a) : 0,
	       all_b = b != NULL ? (double)hr_hist_count(b) : 0, below_a = 0, above, sum = 0;

	if (!(all_a > 0 && all_b > 0))
		return (double)NAN;
	hr_hist_pair_init(&pair, a, b);
	while (hr_hist_pair_next(&pair, &value_ns, counts)) {
		above = all_a - below_a - (double)counts[0];
		/* shares before products, which would leave 2^53 */
		sum += (double)counts[1] / all_b * ((below_a - above) / all_a);
		below_a += (double)counts[0];
	}
	return sum;
}

const char *hr_cliffs_delta_word(double delta)
{
	double size = fabs(delta);

	if (isnan(delta))
		return "";
	if (size < 0.147)
		return "negligible";
	if (size < 0.33)
		return "small";
	return size < 0.474 ? "medium" : "large";
}
