/*
 * Forms of records by the names that users give.
 */
#ifndef HR_CLI_RECORD_FORM_H
#define HR_CLI_RECORD_FORM_H

#include "write/writer.h"

/* Errors: HR_EINVAL with the nearest name, or all there are. */
enum hr_err hr_record_form_need(const char *name, const struct hr_record_form **out,
                                struct hr_error *err) HR_MUST_CHECK;

#endif
