/*
 * For targets whose first byte chooses what the rest is: the rest as JSON or XML where it begins
 * like that, else as CSV.
 */
#include <config.h>
#include "mutate.h"

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	uint8_t *text = data + 1;

	if (size < 2 || seed % 16 == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	if (text[0] == '{' || text[0] == '[')
		return 1 + mutate_json(text, size - 1, max_size - 1, seed);
	if (text[0] == '<')
		return 1 + mutate_xml(text, size - 1, max_size - 1, seed);
	return 1 + mutate_csv(text, size - 1, max_size - 1, seed);
}
