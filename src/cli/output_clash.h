/*
 * Outputs that would take each other's place, or that of what they are made of: told before
 * anything is written.
 */
#ifndef HR_CLI_OUTPUT_CLASH_H
#define HR_CLI_OUTPUT_CLASH_H

#include "base/error.h"
#include "cli/settings.h"

/*
 * hr_outputs_distinct - do all outputs that the options name, a report folder's files among them,
 * go to files of their own, and none to the configuration or a plan? Errors: HR_EINVAL, with the
 * file and the options. Devices and pipes may be named twice, standard output may not.
 */
enum hr_err hr_outputs_distinct(const struct hr_settings *settings,
                                struct hr_error *err) HR_MUST_CHECK;
/*
 * hr_outputs_spare - does no output go to this file, which is about to be read?
 * Errors: HR_EINVAL.
 */
enum hr_err hr_outputs_spare(const struct hr_settings *settings, const char *path,
                             struct hr_error *err) HR_MUST_CHECK;
/* The same for a document, whose place a new document may well take: it grew from it.
 * @usual_form  of -o without -f */
enum hr_err hr_outputs_spare_document(const struct hr_settings *settings, const char *path,
                                      const char *usual_form, struct hr_error *err) HR_MUST_CHECK;

#endif
