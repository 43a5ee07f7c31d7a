/*
 * Formats that are one JSON document: the text gathered under a cap, parsed at its end, and members
 * looked up without trusting their types.
 */
#ifndef HR_READ_JSON_TEXT_H
#define HR_READ_JSON_TEXT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

#define HR_JSON_TEXT_BYTES ((size_t)64 << 20)

/*
 * hr_json_load - a JSON value of any kind; NULL with the reason in @error (may be NULL). Whole
 * numbers beyond 64 bits, which kernels and Java write for "no limit", become reals instead of an
 * error.
 */
json_t *hr_json_load(struct hr_slice text, json_error_t *error);

/* HR_ELIMIT when the document is longer than the cap; @name is what it is called then. */
enum hr_err hr_json_text_add(struct hr_str *text, struct hr_slice bytes, const char *name,
                             struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_json_text_parse - the document, or NULL with HR_EPARSE and the place in @err.
 * A byte order mark is skipped. Gives a reference (json_decref()).
 */
json_t *hr_json_text_parse(const struct hr_str *text, const char *name, struct hr_error *err);
/* The same when it must be an object. */
json_t *hr_json_text_object(const struct hr_str *text, const char *name, struct hr_error *err);

/* A number, or NaN when it is missing or no number. @object may be NULL or no object, here and
 * below. */
double hr_json_figure(const json_t *object, const char *name);
/* A whole number from 0 to 2^53, also when it is written as a real; false when there is none. */
bool hr_json_count(const json_t *object, const char *name, uint64_t *out);
/* A text, or the empty slice; borrowed from the document. */
struct hr_slice hr_json_string(const json_t *object, const char *name);
/* A number times 10^@shift ns rounded to ns, within 0..HR_DURATION_MAX_NS; false when it is not
 * (@value may be NULL). */
bool hr_json_duration(const json_t *value, int shift, int64_t *out_ns);

#define HR_JSON_NUMBER_BYTES 32
/* A scalar as text, numbers as short as they read back ("200", "0.5", "true"); nothing for null,
 * arrays, objects and NULL. Borrows from @value or @number. */
struct hr_slice hr_json_scalar_text(const json_t *value, char number[HR_JSON_NUMBER_BYTES]);

/*
 * hr_json_text_looks_like - for sniffers: does @head begin an object (or, with @open '[', an array)
 * and contain all of @wanted (NULL-terminated)?
 */
bool hr_json_text_looks_like(struct hr_slice head, char open, const char *const *wanted);

#endif
