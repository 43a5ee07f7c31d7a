#include <config.h>
#include "read/reader.h"

#include <stdarg.h>
#include <stdio.h>

#define ASSUMPTIONS_BYTES 65536

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

static void check_order(struct hr_read_context *context, const struct hr_sample *sample)
{
	struct hr_slice none = { NULL, 0 };
	int64_t end_ns = sample->start_ns;

	if (end_ns == HR_INSTANT_NONE)
		return;
	if (sample->elapsed_ns > 0 && __builtin_add_overflow(end_ns, sample->elapsed_ns, &end_ns))
		return;
	if (context->last_end_ns > end_ns && context->last_end_ns - end_ns > HR_READ_JUMP_NS)
		hr_read_note(
		        context,
		        "times go back by more than a minute: recordings were joined, or a clock "
		        "was set",
		        0, none);
	context->last_end_ns = end_ns;
}

void hr_read_sample(struct hr_read_context *context, const struct hr_sample *sample)
{
	context->records++;
	if (context->in_order)
		check_order(context, sample);
	hr_sink_sample(context->sink, sample);
}

void hr_read_observation(struct hr_read_context *context, const struct hr_observation *observation)
{
	context->records++;
	hr_sink_observation(context->sink, observation);
}

void hr_read_assume(struct hr_read_context *context, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	/* A file of nothing but headers must not grow this without end. */
	context->assumptions.limit = ASSUMPTIONS_BYTES;
	hr_str_puts(&context->assumptions, line);
	hr_str_putc(&context->assumptions, '\n');
}
