#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/zone.h"
#include "read/formats.h"

/* By well-known names, then by mappings of samples and of a series. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_read_options options = { .zone = hr_zone_utc() };
	struct hr_mapping mapping;

	fuzz_reader(&hr_format_table_csv, NULL, data, size);
	hr_mapping_init(&mapping);
	mapping.columns[HR_FIELD_TIME] = hr_strdup("when");
	mapping.columns[HR_FIELD_ELAPSED] = hr_strdup("took");
	mapping.columns[HR_FIELD_LABEL] = hr_strdup("what");
	mapping.columns[HR_FIELD_CODE] = hr_strdup("status");
	mapping.columns[HR_FIELD_WEIGHT] = hr_strdup("times");
	mapping.columns[HR_FIELD_ERRORS] = hr_strdup("bad");
	mapping.shift[HR_FIELD_ELAPSED] = 9;
	mapping.time_marks = HR_STAMP_END;
	options.mapping = &mapping;
	fuzz_reader(&hr_format_table_csv, &options, data, size);
	mapping.has_header = false;
	free(mapping.columns[HR_FIELD_TIME]);
	mapping.columns[HR_FIELD_TIME] = hr_strdup("1");
	mapping.columns[HR_FIELD_VALUE] = hr_strdup("2");
	fuzz_reader(&hr_format_table_csv, &options, data, size);
	hr_mapping_release(&mapping);
	return 0;
}
