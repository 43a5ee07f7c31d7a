/*
 * What a report is written to: the folder, other forms, the text, the channels.
 */
#ifndef HR_CLI_REPORT_OUTPUT_H
#define HR_CLI_REPORT_OUTPUT_H

#include <jansson.h>

#include "cli/exit_status.h"
#include "cli/job.h"

struct hr_form;

/* One output. */
struct hr_report_target {
	const struct hr_form *form;
	char *path; /* owned */
};

/*
 * hr_report_folder - the folder that a command with such folders writes: that of -o, else its usual
 * one, unless a --report has the page elsewhere. Borrowed; NULL: none.
 */
const char *hr_report_folder(const struct hr_settings *settings);

/* Zero-initialised is none. */
struct hr_report_targets {
	struct hr_report_target *items;
	size_t count, capacity;
	bool takes_stdout; /* one of them goes to "-" */
};

/*
 * hr_report_targets_parse - --report NAME=PATH, as often as given, and the folder of -o.
 * Errors: HR_EINVAL; release the targets also then.
 */
enum hr_err hr_report_targets_parse(const struct hr_settings *settings,
                                    struct hr_report_targets *targets,
                                    struct hr_error *err) HR_MUST_CHECK;
void hr_report_targets_release(struct hr_report_targets *targets);
/* Each target whole or not at all. @text  gets the text form (or that of -f), unless a target takes
 * stdout */
enum hr_err hr_report_write(const json_t *document, const struct hr_settings *settings,
                            const struct hr_report_targets *targets, struct hr_str *text,
                            struct hr_error *err) HR_MUST_CHECK;
/* The same, with the text on stdout. */
enum hr_err hr_report_emit(const json_t *document, const struct hr_settings *settings,
                           const struct hr_report_targets *targets,
                           struct hr_error *err) HR_MUST_CHECK;
/* The run into the history, once everything else has been written. */
enum hr_err hr_report_save(const struct hr_job *job, const json_t *document,
                           struct hr_error *err) HR_MUST_CHECK;
/* The channels of the configuration hear of it last, when there is a page to point to. */
enum hr_err hr_report_tell(const struct hr_job *job, const json_t *document, enum hr_exit *status,
                           struct hr_error *err) HR_MUST_CHECK;

#endif
