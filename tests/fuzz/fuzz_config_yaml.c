#include <config.h>
#include "config_text.h"
#include "fuzz_reader.h"

/* Configurations in YAML, OpenSLO among them. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	config_text_read((struct hr_slice){ (const char *)data, size }, "fuzz.yaml");
	return 0;
}
