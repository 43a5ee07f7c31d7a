#include <config.h>
#include "read/vegeta_result.h"

#include "record/sample.h"
#include "stats/moments.h"

#define NO_NAME     "requests"
#define LABEL_BYTES 4096
#define CODE_BYTES  20 /* of a number of 64 bits */

static struct hr_slice name_of(const struct hr_vegeta_result *result, struct hr_str *label)
{
	if (result->attack.length > 0)
		return result->attack;
	if (result->url.length == 0)
		return HR_SLICE_LITERAL(NO_NAME);
	hr_str_truncate(label, 0);
	label->limit = LABEL_BYTES;
	if (result->method.length > 0) {
		hr_str_add_slice(label, result->method);
		hr_str_putc(label, ' ');
	}
	hr_str_add_slice(label, result->url);
	return hr_str_slice(label);
}

static struct hr_slice code_text(int64_t code, char memory[CODE_BYTES])
{
	char *begin = memory + CODE_BYTES;

	for (; code > 0; code /= 10)
		*--begin = (char)('0' + code % 10);
	return (struct hr_slice){ begin, (size_t)(memory + CODE_BYTES - begin) };
}

void hr_vegeta_result_push(struct hr_read_context *context, const struct hr_vegeta_result *result,
                           struct hr_str *label)
{
	struct hr_sample sample = hr_read_request(context, name_of(result, label));
	char code[CODE_BYTES];

	if (result->latency_ns < 0 || result->latency_ns > HR_DURATION_MAX_NS) {
		hr_read_reject(context, "the latency is missing or out of range", result->line,
		               result->text);
		return;
	}
	if (result->start_ns == HR_INSTANT_NONE)
		hr_read_degrade(context, "the time stamp is missing or no time", result->line,
		                result->text);
	sample.success = result->error.length == 0 && result->code >= 200 && result->code < 400;
	sample.failed = sample.success ? 0 : 1;
	sample.start_ns = result->start_ns;
	sample.elapsed_ns = result->latency_ns;
	if (result->bytes_in >= 0)
		sample.received_bytes = result->bytes_in;
	if (result->bytes_out >= 0)
		sample.sent_bytes = result->bytes_out;
	sample.message = result->error;
	if (result->code > 0)
		sample.code = code_text(result->code, code);
	hr_read_sample(context, &sample);
}
