/*
 * Time formats: the first line is a format, the others are texts in it.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/instant.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice rest = { (const char *)data, size };
	struct hr_time_format *format;
	struct hr_error err = { 0 };

	if (hr_time_format_compile(fuzz_take_line(&rest), &format, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		return 0;
	}
	while (rest.length > 0) {
		struct hr_slice text = fuzz_take_line(&rest);
		int64_t first_ns = 0, second_ns = 0;
		bool read = hr_time_format_parse(format, text, hr_zone_utc(), &first_ns);

		fuzz_require(hr_time_format_parse(format, text, hr_zone_utc(), &second_ns) == read);
		fuzz_require(first_ns == second_ns);
	}
	hr_time_format_free(format);
	return 0;
}
