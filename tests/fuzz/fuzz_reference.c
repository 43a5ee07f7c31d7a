#include <config.h>
#include "fuzz_reader.h"

#include "read/formats.h"

/* The first byte says which format the rest is read as: '0' the first, '1' the second ... */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct hr_format *const formats[] = {
		&hr_format_jtl_csv,         &hr_format_jtl_xml,          &hr_format_k6_json,
		&hr_format_vegeta_json,     &hr_format_json_lines,       &hr_format_collectd_csv,
		&hr_format_hey_csv,         &hr_format_jmeter_aggregate, &hr_format_k6_csv,
		&hr_format_locust_failures, &hr_format_locust_history,   &hr_format_locust_stats,
		&hr_format_perfmon,         &hr_format_prom_csv,         &hr_format_table_csv,
		&hr_format_vegeta_csv,
	};

	if (size > 0)
		fuzz_reader_reference(
		        formats[(uint8_t)(data[0] - '0') % (sizeof(formats) / sizeof(*formats))],
		        data + 1, size - 1);
	return 0;
}
