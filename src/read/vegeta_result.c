#include <config.h>
#include "read/vegeta_result.h"

#include <inttypes.h>
#include <stdio.h>

#include "stats/moments.h"

#define NO_NAME     "requests"
#define LABEL_BYTES 4096

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

void hr_vegeta_result_push(struct hr_read_context *context, const struct hr_vegeta_result *result,
                           struct hr_str *label)
{
	struct hr_sample sample = {
		.kind = HR_SAMPLE_REQUEST,
		.success = result->error.length == 0 && result->code >= 200 && result->code < 400,
		.start_ns = result->start_ns,
		.elapsed_ns = result->latency_ns,
		.latency_ns = HR_UNKNOWN,
		.connect_ns = HR_UNKNOWN,
		.received_bytes = result->bytes_in >= 0 ? result->bytes_in : HR_UNKNOWN,
		.sent_bytes = result->bytes_out >= 0 ? result->bytes_out : HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.message = result->error,
		.host = context->options.host,
	};
	char code[24];

	if (result->latency_ns < 0 || result->latency_ns > HR_DURATION_MAX_NS) {
		hr_read_reject(context, "the latency is missing or out of range", result->line,
		               result->text);
		return;
	}
	if (result->start_ns == HR_INSTANT_NONE)
		hr_read_degrade(context, "the time stamp is missing or no time", result->line,
		                result->text);
	if (result->code > 0) {
		snprintf(code, sizeof(code), "%" PRId64, result->code);
		sample.code = hr_slice_of(code);
	}
	sample.failed = sample.success ? 0 : 1;
	sample.label = name_of(result, label);
	hr_read_sample(context, &sample);
}
