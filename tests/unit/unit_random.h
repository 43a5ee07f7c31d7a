/*
 * Numbers for texts that tests make up: the same ones in every run, on every machine.
 */
#ifndef HR_TESTS_UNIT_RANDOM_H
#define HR_TESTS_UNIT_RANDOM_H

#include <stdint.h>

/* Of 16 bits, by the generator that POSIX gives for rand(). @state  any number at the start */
static inline uint32_t unit_random(uint32_t *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16;
}

#endif
