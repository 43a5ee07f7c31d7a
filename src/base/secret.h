/*
 * Values that must not stand in a configuration: from the environment or from a file.
 */
#ifndef HR_BASE_SECRET_H
#define HR_BASE_SECRET_H

#include "base/error.h"
#include "base/str.h"

#define HR_SECRET_BYTES_MAX 65536

/*
 * hr_secret_resolve - append what @text stands for, with every ${NAME} replaced by the environment
 * variable; or, when @file is not NULL, the content of that file without its last line end.
 * Errors: HR_ECONFIG for a variable that is not set, HR_EIO, HR_ELIMIT; none tells the value.
 */
enum hr_err hr_secret_resolve(const char *text, const char *file, struct hr_str *out,
                              struct hr_error *err) HR_MUST_CHECK;

#endif
