/*
 * Errors: one enum for what happened, one caller-owned struct for where and why.
 * Floors 0 to 8 return these and never print or exit. The first error set wins: a caller that adds
 * its own view afterwards cannot hide the cause.
 */
#ifndef HR_BASE_ERROR_H
#define HR_BASE_ERROR_H

#include <stddef.h>
#include <stdint.h>

enum hr_err {
	HR_OK = 0,
	HR_EINVAL = -1,       /* an argument is outside its domain */
	HR_EPARSE = -2,       /* text is not of the expected form */
	HR_EIO = -3,          /* the operating system refused */
	HR_ELIMIT = -4,       /* a cap on input-controlled size was met */
	HR_ENODATA = -5,      /* nothing usable */
	HR_ECONFIG = -6,      /* the configuration contradicts itself or the schema */
	HR_EUNSUPPORTED = -7, /* built without the feature */
};

#define HR_ERROR_TEXT_SIZE   512
#define HR_ERROR_SOURCE_SIZE 256

/* Zero-initialise before use. line and column count from 1; 0 means unknown. */
struct hr_error {
	enum hr_err code;
	uint64_t line;
	uint64_t column;
	char source[HR_ERROR_SOURCE_SIZE]; /* file name, "-" or option; "" when none */
	char text[HR_ERROR_TEXT_SIZE];     /* one sentence, lower case, no trailing dot */
};

#define HR_MUST_CHECK        __attribute__((warn_unused_result))
#define HR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * hr_error_set - record an error unless one is recorded already.
 * @err     may be NULL          @code  what to return, never HR_OK
 * @format  printf form of one sentence: what was found, what was expected, what to do
 * Returns @code, so that `return hr_error_set(...)` reads well.
 */
enum hr_err hr_error_set(struct hr_error *err, enum hr_err code, const char *format, ...)
        HR_PRINTF(3, 4);

/*
 * hr_error_at - as hr_error_set, with the place.
 * @source  file name or NULL    @line, @column  from 1, 0 when unknown
 */
enum hr_err hr_error_at(struct hr_error *err, enum hr_err code, const char *source, uint64_t line,
                        uint64_t column, const char *format, ...) HR_PRINTF(6, 7);

/*
 * hr_error_locate - give an error that has no source yet the name of its source.
 */
void hr_error_locate(struct hr_error *err, const char *source);

/*
 * hr_error_format - "source:line:column: text" into @out (always terminated).
 * Returns the length without the terminator, cut to @size - 1.
 */
size_t hr_error_format(const struct hr_error *err, char *out, size_t size);

#endif
