/* Keys under which failures are counted, as JMeter's dashboard groups them. */
#include <config.h>
#include "record/run.h"

#include "base/num.h"

/* What JMeter calls a success code: the assertion, not the response, failed the sample. */
static bool is_success_code(struct hr_slice code)
{
	uint64_t number;

	return hr_parse_u64(code, &number) && number >= 200 && number <= 399;
}

void hr_error_key(const struct hr_sample *sample, struct hr_str *out)
{
	hr_str_truncate(out, 0);
	if (is_success_code(sample->code)) {
		if (sample->failure.length > 0)
			hr_str_add_slice(out, sample->failure);
		else
			hr_str_puts(out, "Assertion failed");
		return;
	}
	if (sample->code.length == 0) {
		if (sample->failure.length > 0)
			hr_str_add_slice(out, sample->failure);
		else if (sample->message.length > 0)
			hr_str_add_slice(out, sample->message);
		else
			hr_str_puts(out, "no code and no message");
		return;
	}
	hr_str_add_slice(out, sample->code);
	if (sample->message.length > 0) {
		hr_str_putc(out, '/');
		hr_str_add_slice(out, sample->message);
	}
}
