/*
 * A growable string. data is never NULL after the first append and always terminated; length does
 * not count the terminator. It holds any bytes. Whoever fills one from input states a limit.
 */
#ifndef HR_BASE_STR_H
#define HR_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

/* Zero-initialised is empty, without limit. */
struct hr_str {
	char *data;
	size_t length;
	size_t capacity;
	size_t limit;   /* most bytes it may hold; 0 = no limit */
	bool truncated; /* an append met the limit; what fitted was kept */
};

void hr_str_add(struct hr_str *str, const char *bytes, size_t length);
void hr_str_puts(struct hr_str *str, const char *text);
void hr_str_putc(struct hr_str *str, char c);
void hr_str_add_slice(struct hr_str *str, struct hr_slice slice);
void hr_str_printf(struct hr_str *str, const char *format, ...) HR_PRINTF(2, 3);
/* Room for @more bytes: adding them moves nothing. */
void hr_str_reserve(struct hr_str *str, size_t more);
/* Cut back to @length (no more than it has). */
void hr_str_truncate(struct hr_str *str, size_t length);
/* The text, "" when empty; borrowed. */
const char *hr_str_text(const struct hr_str *str);
struct hr_slice hr_str_slice(const struct hr_str *str);
/* Give the text to the caller (free()); the string is empty afterwards. Never NULL. */
char *hr_str_detach(struct hr_str *str);
void hr_str_release(struct hr_str *str);

#endif
