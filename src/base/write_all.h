/*
 * Writing to files of our own, which take all or fail. Outputs of the program are base/output.h.
 */
#ifndef HR_BASE_WRITE_ALL_H
#define HR_BASE_WRITE_ALL_H

#include <stdbool.h>

#include "base/slice.h"

/* Write all of @bytes, restarted after signals. False with errno set, and part of them written. */
bool hr_write_all(int fd, struct hr_slice bytes);

#endif
