#include <config.h>
#include "stats/spikes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "stats/array.h"

#define SIDE     3 /* neighbours on each side */
#define SIDE_MIN 2
#define LIMIT    4.0
#define STEPS    2.0 /* of the resolution */

static double noise_of(const double *values, size_t n)
{
	double *differences = hr_alloc_array(n, sizeof(*differences)), noise;

	for (size_t i = 1; i < n; i++)
		differences[i - 1] = values[i] - values[i - 1];
	noise = hr_doubles_mad(differences, n - 1) * HR_MAD_SCALE / sqrt(2);
	free(differences);
	return noise;
}

/* The smallest step that values take: rounded ones are not far apart when they are one step apart.
 */
static double resolution_of(const double *values, size_t n)
{
	double *sorted = hr_doubles_sorted(values, n), least = (double)INFINITY;

	for (size_t i = 1; i < n; i++)
		if (sorted[i] > sorted[i - 1])
			least = fmin(least, sorted[i] - sorted[i - 1]);
	free(sorted);
	return isfinite(least) ? least : 0;
}

size_t hr_spikes_replace(double *values, size_t n, bool *spike)
{
	double *original, limit;
	size_t count = 0;

	memset(spike, 0, n * sizeof(*spike));
	if (n < 2 * SIDE_MIN + 1)
		return 0;
	original = hr_alloc_array(n, sizeof(*original));
	memcpy(original, values, n * sizeof(*original));
	limit = fmax(LIMIT * noise_of(values, n), STEPS * resolution_of(values, n));
	for (size_t i = SIDE_MIN; i + SIDE_MIN < n; i++) {
		size_t left = i < SIDE ? i : SIDE, right = n - 1 - i < SIDE ? n - 1 - i : SIDE;
		double around[2 * SIDE],
		        above_left = original[i] - hr_doubles_median(original + i - left, left),
		        above_right = original[i] - hr_doubles_median(original + i + 1, right);

		if (!(above_left > limit && above_right > limit) &&
		    !(above_left < -limit && above_right < -limit))
			continue;
		memcpy(around, original + i - left, left * sizeof(*around));
		memcpy(around + left, original + i + 1, right * sizeof(*around));
		values[i] = hr_doubles_median(around, left + right);
		spike[i] = true;
		count++;
	}
	free(original);
	return count;
}
