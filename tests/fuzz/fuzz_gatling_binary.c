#include <config.h>
#include "fuzz_reader.h"

#include "read/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_reader(&hr_format_gatling_binary, NULL, data, size);
	return 0;
}
