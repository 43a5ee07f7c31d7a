#include <config.h>
#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "base/message.h"
#include "base/str.h"
#include "base/utf8.h"

/* The one mutable global of the program: the level is set once, before any thread starts. */
static _Atomic enum hr_log_level current_level = HR_LOG_NOTE;

void hr_log_set_level(enum hr_log_level level)
{
	atomic_store_explicit(&current_level, level, memory_order_relaxed);
}

enum hr_log_level hr_log_level(void)
{
	return atomic_load_explicit(&current_level, memory_order_relaxed);
}

static const char *level_prefix(enum hr_log_level level)
{
	switch (level) {
	case HR_LOG_ERROR:
		return "headroom: error: ";
	case HR_LOG_WARNING:
		return "headroom: warning: ";
	case HR_LOG_NOTE:
	case HR_LOG_DETAIL:
		break;
	}
	return "headroom: ";
}

/* Names and texts from input reach the terminal here: they must not be able to command it. */
static void add_without_controls(struct hr_slice text, struct hr_str *out)
{
	struct hr_str repaired = { 0 };
	struct hr_slice rest;

	hr_utf8_repair(text, &repaired);
	rest = hr_str_slice(&repaired);
	while (rest.length > 0) {
		uint32_t code_point;
		size_t n = hr_utf8_next(rest, &code_point);

		if (hr_utf8_is_control(code_point))
			hr_str_putc(out, '?');
		else
			hr_str_add(out, rest.ptr, n);
		rest.ptr += n;
		rest.length -= n;
	}
	hr_str_release(&repaired);
}

void hr_log(enum hr_log_level level, const char *format, ...)
{
	char text[HR_ERROR_TEXT_SIZE + HR_ERROR_SOURCE_SIZE + 64];
	struct hr_str line = { 0 };
	va_list args;

	if (level > hr_log_level())
		return;
	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	hr_str_puts(&line, level_prefix(level));
	add_without_controls(hr_slice_of(text), &line);
	hr_str_putc(&line, '\n');
	/* One call, so that lines of several processes in one log stay whole. */
	fwrite(line.data, 1, line.length, stderr);
	hr_str_release(&line);
}

void hr_log_error(const struct hr_error *err)
{
	char text[HR_ERROR_TEXT_SIZE + HR_ERROR_SOURCE_SIZE + 64];

	hr_error_format(err, text, sizeof(text));
	hr_log(HR_LOG_ERROR, "%s", text);
}
