/*
 * JSON text to a tree, fast. Documents are mostly long coded strings, which jansson reads byte by
 * byte; this reader looks at eight bytes at a time.
 */
#ifndef HR_DOCUMENT_JSON_PARSE_H
#define HR_DOCUMENT_JSON_PARSE_H

#include <jansson.h>

#include "base/slice.h"

/*
 * hr_json_parse - the value json_loadb(JSON_REJECT_DUPLICATES) gives of a text.
 * @error  why not, when it gives NULL; jansson's own words
 * A text that is not accepted here is read again by jansson, which decides and names the place:
 * so both accept the same texts, and a broken one costs twice.
 */
json_t *hr_json_parse(struct hr_slice text, json_error_t *error);

/* Without the second reading: NULL for what jansson has to look at. For tests. */
json_t *hr_json_parse_plain(struct hr_slice text);

#endif
