/*
 * Seeded random numbers: the same seed gives the same numbers everywhere. xoshiro256** of
 * D. Blackman and S. Vigna (Scrambled linear pseudorandom number generators, ACM TOMS 47, 2021),
 * seeded by splitmix64; normals by the polar method of Marsaglia and Bray (SIAM Review 6, 1964).
 */
#ifndef HR_STATS_RANDOM_H
#define HR_STATS_RANDOM_H

#include <stdint.h>

struct hr_random {
	uint64_t state[4];
	double spare; /* the second normal of a pair, NaN when used */
};

void hr_random_seed(struct hr_random *random, uint64_t seed);
uint64_t hr_random_u64(struct hr_random *random);
/* In [0, 1), 53 bits. */
double hr_random_unit(struct hr_random *random);
/* Mean 0, standard deviation 1. */
double hr_random_normal(struct hr_random *random);

#endif
