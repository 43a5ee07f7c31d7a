/*
 * A run as text, every field of it in an order of its own, so that two runs are equal exactly when
 * their dumps are.
 */
#ifndef HR_TESTS_RUN_DUMP_H
#define HR_TESTS_RUN_DUMP_H

#include "base/str.h"
#include "record/run.h"

/* Replaces @out. Sorts the labels of the run. */
void run_dump(struct hr_run *run, struct hr_str *out);

#endif
