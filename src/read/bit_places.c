#include <config.h>
#include "read/bit_places.h"

void hr_bit_places_init(struct hr_bit_places *places)
{
	for (uint64_t bits = 0; bits < 256; bits++) {
		unsigned shift = 0;

		places->of[bits] = 0;
		for (uint64_t at = 0; at < 8; at++)
			if (bits >> at & 1) {
				places->of[bits] |= at << shift;
				shift += 8;
			}
	}
}
