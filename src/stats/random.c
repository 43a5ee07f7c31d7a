#include <config.h>
#include "stats/random.h"

#include <math.h>
#include <stddef.h>

static uint64_t splitmix(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t rotate(uint64_t x, int by)
{
	return (x << by) | (x >> (64 - by));
}

void hr_random_seed(struct hr_random *random, uint64_t seed)
{
	for (size_t i = 0; i < 4; i++)
		random->state[i] = splitmix(&seed);
	random->spare = NAN;
}

uint64_t hr_random_u64(struct hr_random *random)
{
	uint64_t *s = random->state;
	uint64_t result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate(s[3], 45);
	return result;
}

double hr_random_unit(struct hr_random *random)
{
	return (double)(hr_random_u64(random) >> 11) * 0x1p-53;
}

double hr_random_normal(struct hr_random *random)
{
	double x, y, r;

	if (!isnan(random->spare)) {
		x = random->spare;
		random->spare = NAN;
		return x;
	}
	do {
		x = 2 * hr_random_unit(random) - 1;
		y = 2 * hr_random_unit(random) - 1;
		r = x * x + y * y;
	} while (r >= 1 || r <= 0);
	r = sqrt(-2 * log(r) / r);
	random->spare = y * r;
	return x * r;
}
