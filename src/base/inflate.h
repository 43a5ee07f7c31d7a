/*
 * One zlib stream (RFC 1950) held in memory, as formats embed it.
 */
#ifndef HR_BASE_INFLATE_H
#define HR_BASE_INFLATE_H

#include "base/error.h"
#include "base/slice.h"
#include "base/str.h"

/*
 * hr_inflate - append what @compressed expands to; bytes after the end of the stream are ignored.
 * @max_bytes  cap on the result
 * Errors: HR_EPARSE damaged or cut off (what came before is appended), HR_ELIMIT above the cap,
 * HR_EUNSUPPORTED when built without zlib.
 */
enum hr_err hr_inflate(struct hr_slice compressed, size_t max_bytes, struct hr_str *out,
                       struct hr_error *err) HR_MUST_CHECK;

#endif
