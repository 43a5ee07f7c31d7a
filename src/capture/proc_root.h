/*
 * Small files of /proc and /sys, read whole.
 */
#ifndef HR_CAPTURE_PROC_ROOT_H
#define HR_CAPTURE_PROC_ROOT_H

#include <stdbool.h>

#include "base/str.h"

#define HR_PROC_FILE_BYTES ((size_t)1 << 20) /* of one file that are read */

/* ROOT/NAME into @text, replaced; false when there is none or it may not be read. */
bool hr_proc_root_read(const char *root, const char *name, struct hr_str *text);

#endif
