#include <config.h>
#include "fuzz_reader.h"

#include "base/mem.h"
#include "base/zone.h"
#include "read/formats.h"

/* By well-known names, then by a mapping with paths. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_mapping mapping;

	fuzz_reader(&hr_format_json_lines, NULL, data, size);
	hr_mapping_init(&mapping);
	mapping.columns[HR_FIELD_TIME] = hr_strdup("data.time");
	mapping.columns[HR_FIELD_ELAPSED] = hr_strdup("data.values.1");
	mapping.columns[HR_FIELD_LABEL] = hr_strdup("data..tags.");
	mapping.columns[HR_FIELD_CODE] = hr_strdup("");
	mapping.columns[HR_FIELD_SUCCESS] = hr_strdup("ok");
	mapping.shift[HR_FIELD_ELAPSED] = 9;
	options.mapping = &mapping;
	fuzz_reader(&hr_format_json_lines, &options, data, size);
	hr_mapping_release(&mapping);
	return 0;
}
