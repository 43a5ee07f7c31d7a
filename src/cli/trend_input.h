/*
 * What a trend works on: runs of FILEs, of tables and of the history, and its control.
 */
#ifndef HR_CLI_TREND_INPUT_H
#define HR_CLI_TREND_INPUT_H

#include <jansson.h>

#include "analyse/run_table.h"
#include "cli/job.h"
#include "document/store.h"

#define HR_TREND_METRICS_MAX 32
#define HR_TREND_TABLE       "history" /* the input format of tables of runs */

struct hr_trend_input {
	struct hr_run_table history; /* sorted */
	struct hr_run_table control; /* of --control FILE; sorted */
	bool has_control;
	bool asked;     /* by its own command: then too few runs are worth checks without verdict */
	json_t *newest; /* document of the newest run; NULL when there is none: owned */
	int64_t newest_ns;
	struct hr_diag diag; /* of tables */
	const char *metrics[HR_TREND_METRICS_MAX + 1];
};

/* Metrics of --metric, else of the configuration, else the usual. Errors: HR_EINVAL for unknown
 * ones. Release it also after an error. */
enum hr_err hr_trend_input_init(struct hr_trend_input *input, const struct hr_job *job,
                                struct hr_error *err) HR_MUST_CHECK;
/* --control, else that of the configuration's trend or regression: a label or a file; or NULL. */
const char *hr_trend_control(const struct hr_job *job);
void hr_trend_input_release(struct hr_trend_input *input);
/* All runs of the store and, unless it is NULL, the run of @current, which may be one of them. */
enum hr_err hr_trend_input_store(struct hr_trend_input *input, const struct hr_store *store,
                                 json_t *current, struct hr_error *err) HR_MUST_CHECK;
/* A document's run, unless the history has it already. */
void hr_trend_input_document(struct hr_trend_input *input, json_t *document);
/* A table of runs, when @as_table or it looks like one; else one run. */
enum hr_err hr_trend_input_file(struct hr_trend_input *input, const struct hr_job *job,
                                const char *path, bool as_table,
                                struct hr_error *err) HR_MUST_CHECK;
/* --control when it names a file: a table of runs. */
enum hr_err hr_trend_input_control(struct hr_trend_input *input, const struct hr_job *job,
                                   struct hr_error *err) HR_MUST_CHECK;
/* Once all is there: order it, and of a table make a document of the last row. */
void hr_trend_input_finish(struct hr_trend_input *input, const struct hr_job *job);

/* The analysis: section, settings and checks of @document; --ack, and new events under --save, go
 * to the store. */
enum hr_err hr_trend_apply(struct hr_trend_input *input, const struct hr_job *job, json_t *document,
                           struct hr_checks *checks, struct hr_error *err) HR_MUST_CHECK;

#endif
