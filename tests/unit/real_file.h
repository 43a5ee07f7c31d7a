/*
 * Recordings of real load tests, where the tree beside this project holds them (HEADROOM_SHARED,
 * default ../shared). Without it a test program is skipped; with it no file may be missing.
 */
#ifndef HR_TESTS_REAL_FILE_H
#define HR_TESTS_REAL_FILE_H

#include <check.h>
#include <stdbool.h>

#include "base/str.h"

/* Append where data/real/@path is, "" for the folder, whether it is there or not. */
void real_file_path(const char *path, struct hr_str *out);
/* Append the content of data/real/@path; false when the file is not there. */
bool real_file_load(const char *path, struct hr_str *out);
/* Append an example written for the tests, fixtures/formats/@name; false when it is not there. */
bool fixture_file_load(const char *name, struct hr_str *out);
/* The same, and the test fails when it is not there. */
void real_file_need(const char *path, struct hr_str *out);
/* A main: runs the suite, or says that it was skipped when @first is not there. */
int real_file_main(Suite *(*make)(void), const char *first);

#endif
