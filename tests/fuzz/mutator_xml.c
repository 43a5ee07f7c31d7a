#include <config.h>
#include "mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	return mutate_xml(data, size, max_size, seed);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size, const uint8_t *b, size_t b_size,
                                 uint8_t *out, size_t max_size, unsigned seed)
{
	return cross_xml((struct hr_slice){ (const char *)a, a_size },
	                 (struct hr_slice){ (const char *)b, b_size }, out, max_size, seed);
}
