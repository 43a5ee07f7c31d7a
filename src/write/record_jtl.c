/*
 * Samples as JMeter results (JTL CSV), with the columns of CSVSaveService in its order. What a
 * record does not know stays empty. Whole milliseconds are written as JMeter does; a time with a
 * finer fraction is written as ISO 8601, a duration with its decimals, so that nothing is lost.
 */
#include <config.h>
#include "write/record_text.h"

#include <inttypes.h>

#include "base/instant.h"

#define CONTROLLER "Number of samples in transaction : "

static void begin(struct hr_str *out)
{
	hr_str_puts(out, "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,"
	                 "success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,"
	                 "SampleCount,ErrorCount,Hostname,IdleTime,Connect\n");
}

static void put_time(struct hr_str *out, int64_t start_ns)
{
	if (start_ns % HR_NS_PER_MS == 0)
		hr_str_printf(out, "%" PRId64, start_ns / HR_NS_PER_MS);
	else
		hr_put_instant(out, start_ns);
}

/* A transaction is told by its message; its own, if it has another, is then the failure's. */
static struct hr_slice message_of(const struct hr_sample *sample, struct hr_slice *failure)
{
	struct hr_slice message = sample->message;

	*failure = sample->failure;
	if (sample->kind != HR_SAMPLE_TRANSACTION || hr_slice_starts(message, CONTROLLER))
		return message;
	if (failure->length == 0)
		*failure = message;
	/* else the message below would be taken for the error */
	if (failure->length == 0 && sample->code.length == 0 && sample->failed > 0)
		*failure = HR_SLICE_LITERAL("no code and no message");
	return sample->failed > 0 ? HR_SLICE_LITERAL(CONTROLLER "1, number of failing samples : 1")
	                          : HR_SLICE_LITERAL(CONTROLLER "1, number of failing samples : 0");
}

static void put_sample(const struct hr_sample *sample, struct hr_str *out)
{
	struct hr_slice failure, message = message_of(sample, &failure);

	if (sample->start_ns != HR_INSTANT_NONE)
		put_time(out, sample->start_ns);
	hr_str_putc(out, ',');
	hr_put_ms(out, sample->elapsed_ns);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->label);
	hr_str_putc(out, ',');
	hr_put_cell(out, sample->code);
	hr_str_putc(out, ',');
	hr_put_cell(out, message);
	hr_str_puts(out, sample->success ? ",,text,true," : ",,text,false,");
	hr_put_cell(out, failure);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->received_bytes);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->sent_bytes);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->active_users);
	hr_str_putc(out, ',');
	hr_put_known(out, sample->active_users);
	hr_str_puts(out, ",,");
	hr_put_ms(out, sample->latency_ns);
	hr_str_printf(out, ",%" PRIu32 ",%" PRIu32 ",", sample->weight, sample->failed);
	hr_put_cell(out, sample->host);
	hr_str_puts(out, ",0,");
	hr_put_ms(out, sample->connect_ns);
	hr_str_putc(out, '\n');
}

const struct hr_record_form hr_record_form_jtl = {
	.name = "jtl",
	.title = "samples as JMeter results, CSV",
	.begin = begin,
	.sample = put_sample,
};
