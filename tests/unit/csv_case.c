#include <config.h>
#include "csv_case.h"

#include <inttypes.h>

#include "unit_random.h"

#define ONE_OF(texts, state) texts[unit_random(state) % (sizeof(texts) / sizeof(*texts))]

void csv_case_write_row(void *context, const struct hr_csv_row *row)
{
	struct hr_str *out = context;

	hr_str_printf(out, "%" PRIu64 ":", row->line);
	for (size_t i = 0; i < row->count; i++) {
		if (i > 0)
			hr_str_putc(out, '|');
		hr_str_add_slice(out, row->fields[i]);
	}
	if (row->too_long || row->unterminated || row->at_end)
		hr_str_printf(out, "!%s%s%s", row->too_long ? "l" : "",
		              row->unterminated ? "u" : "", row->at_end ? "e" : "");
	hr_str_putc(out, '\n');
}

void csv_case_add_field(struct hr_str *out, uint32_t *state)
{
	static const char *const plain[] = {
		"",   "a",  "200",           "Home",
		" x", "y ", "1795132800012", "a rather long text without any quote in it"
	};
	static const char *const quoted[] = { "\"\"",       "\"a,b\"",
		                              "\"a\nb\"",   "\"say \"\"hi\"\"\"",
		                              "\"x\r\ny\"", "\"\n1,2,3\n4,5,6\n\"" };
	static const char *const stray[] = {
		"a\"b", "\"a\"b", "\"", "\"\"\"", "a\rb", "\r", "\"x"
	};
	uint32_t kind = unit_random(state) % 100;

	if (kind < 80)
		hr_str_puts(out, ONE_OF(plain, state));
	else if (kind < 98)
		hr_str_puts(out, ONE_OF(quoted, state));
	else
		hr_str_puts(out, ONE_OF(stray, state));
}

void csv_case_add_end(struct hr_str *out, uint32_t *state)
{
	static const char *const ends[] = { "\n", "\n", "\n", "\r\n", "\r\n", "\r", "\n\n" };

	hr_str_puts(out, ONE_OF(ends, state));
}
