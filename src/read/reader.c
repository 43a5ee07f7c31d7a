#include <config.h>
#include "read/reader.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/message.h"
#include "base/num.h"
#include "record/diag.h"
#include "record/sink.h"

#define ASSUMPTIONS_BYTES 65536
#define MICRO             6                      /* decimal shift to millionths */
#define COUNTER_MAX       18446744073709551616.0 /* 2^64: what programs count in */
#define COUNTER_MODULUS   8796093022208.0        /* 2^43: in millionths just below 2^63 */

void hr_read_reject(struct hr_read_context *context, const char *reason, uint64_t line,
                    struct hr_slice text)
{
	context->rejected++;
	hr_diag_add(context->diag, HR_DIAG_REJECTED, context->path, reason, line, text);
}

void hr_read_degrade(struct hr_read_context *context, const char *reason, uint64_t line,
                     struct hr_slice text)
{
	context->degraded++;
	hr_diag_add(context->diag, HR_DIAG_DEGRADED, context->path, reason, line, text);
}

void hr_read_note(struct hr_read_context *context, const char *reason, uint64_t line,
                  struct hr_slice text)
{
	hr_diag_add(context->diag, HR_DIAG_NOTE, context->path, reason, line, text);
}

static void check_jump(struct hr_read_context *context, int64_t from_ns, int64_t to_ns)
{
	struct hr_slice none = { NULL, 0 };

	if (from_ns > to_ns && from_ns - to_ns > HR_READ_JUMP_NS)
		hr_read_note(context,
		             "times go back by more than a minute: "
		             "recordings were joined, or a clock was set",
		             0, none);
}

static void check_order(struct hr_read_context *context, const struct hr_sample *sample)
{
	int64_t end_ns = sample->start_ns;

	if (end_ns == HR_INSTANT_NONE)
		return;
	if (sample->elapsed_ns > 0 && __builtin_add_overflow(end_ns, sample->elapsed_ns, &end_ns))
		return;
	check_jump(context, context->last_end_ns, end_ns);
	if (context->first_end_ns == 0)
		context->first_end_ns = end_ns;
	context->last_end_ns = end_ns;
}

void hr_read_join_order(struct hr_read_context *context, struct hr_read_context *next)
{
	if (next->first_end_ns == 0)
		next->last_end_ns = context->last_end_ns;
	else if (context->last_end_ns != 0)
		check_jump(context, context->last_end_ns, next->first_end_ns);
}

struct hr_sample hr_read_request(const struct hr_read_context *context, struct hr_slice label)
{
	return (struct hr_sample){
		.kind = HR_SAMPLE_REQUEST,
		.success = true,
		.start_ns = HR_INSTANT_NONE,
		.elapsed_ns = HR_UNKNOWN,
		.latency_ns = HR_UNKNOWN,
		.connect_ns = HR_UNKNOWN,
		.received_bytes = HR_UNKNOWN,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.label = label,
		.host = context->options.host,
	};
}

void hr_read_sample(struct hr_read_context *context, const struct hr_sample *sample)
{
	context->records++;
	if (context->in_order)
		check_order(context, sample);
	hr_sink_sample(context->sink, sample);
}

static void check_order_of_rows(struct hr_read_context *context, const struct hr_plain_row *rows,
                                size_t count)
{
	/* for the first row by the nanosecond, whatever came before */
	int64_t last_ms = rows->start_ms + rows->elapsed_ms;

	if (context->first_end_ns == 0)
		context->first_end_ns = last_ms * HR_NS_PER_MS;
	if (context->last_end_ns - last_ms * HR_NS_PER_MS > HR_READ_JUMP_NS)
		check_jump(context, context->last_end_ns, last_ms * HR_NS_PER_MS);
	for (size_t i = 1; i < count; i++) {
		int64_t end_ms = rows[i].start_ms + rows[i].elapsed_ms;

		if (last_ms - end_ms > HR_READ_JUMP_NS / HR_NS_PER_MS)
			check_jump(context, last_ms * HR_NS_PER_MS, end_ms * HR_NS_PER_MS);
		last_ms = end_ms;
	}
	context->last_end_ns = last_ms * HR_NS_PER_MS;
}

void hr_read_rows(struct hr_read_context *context, const struct hr_plain_row *rows, size_t count)
{
	context->records += count;
	if (context->in_order && count > 0)
		check_order_of_rows(context, rows, count);
	hr_sink_rows(context->sink, rows, count);
}

void hr_read_observation(struct hr_read_context *context, const struct hr_observation *observation)
{
	context->records++;
	hr_sink_observation(context->sink, observation);
}

int64_t hr_read_time(struct hr_read_context *context, struct hr_slice text)
{
	int64_t time_ns;

	if (!hr_instant_memo_parse(&context->times, text, context->options.zone, &time_ns))
		return HR_INSTANT_NONE;
	return time_ns;
}

bool hr_read_value(struct hr_read_context *context, struct hr_slice text, int shift, int64_t factor,
                   enum hr_series_kind kind, int64_t *out_micro)
{
	struct hr_slice none = { NULL, 0 };
	double value;

	if (hr_parse_scaled(text, MICRO + shift, out_micro) &&
	    !__builtin_mul_overflow(*out_micro, factor, out_micro))
		return true;
	if (kind != HR_SERIES_COUNTER || !hr_parse_double(text, &value))
		return false;
	value *= pow(10, shift) * (double)factor;
	if (!(value >= 0) || value > COUNTER_MAX)
		return false;
	hr_read_note(context, "a counter is too large for a series: it is counted modulo 2^43", 0,
	             none);
	*out_micro = (int64_t)llround(fmod(value, COUNTER_MODULUS) * 1e6);
	return true;
}

void hr_read_assume(struct hr_read_context *context, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	hr_message_vprint(line, sizeof(line), format, args);
	va_end(args);
	/* A file of nothing but headers must not grow this without end. */
	context->assumptions.limit = ASSUMPTIONS_BYTES;
	hr_str_puts(&context->assumptions, line);
	hr_str_putc(&context->assumptions, '\n');
}
