#include <config.h>
#include "fuzz_reader.h"

#include "base/zone.h"
#include "read/formats.h"

/* Nested samples as parts of their parents, then as requests of their own. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_read_options options = { .zone = hr_zone_utc(),
		                           .nested = HR_NESTED_FLATTEN,
		                           .stamp = HR_STAMP_END };

	fuzz_reader(&hr_format_jtl_xml, NULL, data, size);
	fuzz_reader(&hr_format_jtl_xml, &options, data, size);
	return 0;
}
