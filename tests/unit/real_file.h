/*
 * Recordings of real load tests, where the tree beside this project holds them (HEADROOM_SHARED,
 * default ../shared). Tests skip what is not there.
 */
#ifndef HR_TESTS_REAL_FILE_H
#define HR_TESTS_REAL_FILE_H

#include <stdbool.h>

#include "base/str.h"

/* Append the content of data/real/@path; false when the file is not there. */
bool real_file_load(const char *path, struct hr_str *out);
/* Append an example written for the tests, fixtures/formats/@name; false when it is not there. */
bool fixture_file_load(const char *name, struct hr_str *out);

#endif
