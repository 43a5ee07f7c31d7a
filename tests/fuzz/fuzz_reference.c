#include <config.h>
#include "fuzz_reader.h"

#include "read/formats.h"

/* The first byte says which format the rest is read as. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct hr_format *const formats[] = {
		&hr_format_jtl_csv,
		&hr_format_jtl_xml,
		&hr_format_k6_json,
	};

	if (size > 0)
		fuzz_reader_reference(formats[data[0] % 3], data + 1, size - 1);
	return 0;
}
