/*
 * Sentences about input: how much of a text they quote, and that they end where a character does.
 * What was cut ends in three dots.
 */
#ifndef HR_BASE_MESSAGE_H
#define HR_BASE_MESSAGE_H

#include <stdarg.h>
#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

#define HR_QUOTED_BYTES 80 /* of a text, in a message */

/* The number that a macro stands for, as a piece of a constant message: "at most " HR_DIGITS(MAX).
 */
#define HR_DIGITS_OF(number) #number
#define HR_DIGITS(macro)     HR_DIGITS_OF(macro)

/* A text as a message quotes it. It lives until the end of the full expression it is written in:
 *   hr_error_set(err, HR_EPARSE, "unknown method '%s'", hr_quoted(name).text); */
struct hr_quoted {
	char text[HR_QUOTED_BYTES + sizeof("...")];
};
struct hr_quoted hr_quoted(const char *text); /* NULL is empty */
struct hr_quoted hr_quoted_slice(struct hr_slice text);

/*
 * hr_message_vprint - vsnprintf() for people.
 * @size  of @out; nothing goes into less than the dots take
 * Returns the length without the terminator.
 */
size_t hr_message_vprint(char *out, size_t size, const char *format, va_list args) HR_PRINTF(3, 0);
size_t hr_message_print(char *out, size_t size, const char *format, ...) HR_PRINTF(3, 4);

#endif
