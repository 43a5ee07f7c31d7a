/*
 * Completion: `headroom __complete WORD ...` prints what the last word could become, one per line;
 * the shells' scripts only call it, so they cannot drift from the tables.
 */
#ifndef HR_CLI_COMPLETE_H
#define HR_CLI_COMPLETE_H

#include "base/str.h"

/* @words  the words after "headroom", the last one to be completed. A line "@files" or "@folders"
 * asks the shell to add file names. */
void hr_complete(int count, char **words, struct hr_str *out);

#endif
