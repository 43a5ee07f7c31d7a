/*
 * Stages: the analyses that add to a document, one row each. `report` runs those that the
 * configuration asks for, a command of its own name runs one; both go through here, so that a pipe
 * of stages and one process give the same bytes.
 */
#ifndef HR_CLI_STAGE_H
#define HR_CLI_STAGE_H

#include <jansson.h>

#include "analyse/check.h"
#include "cli/exit_status.h"
#include "cli/job.h"
#include "record/run.h"

/* What a stage works on. All is borrowed but checks, which the stage adds to. */
struct hr_stage_context {
	const struct hr_job *job;
	struct hr_run *run;      /* classified and masked, APDEX thresholds set */
	struct hr_label **total; /* NULL until hr_stage_total() makes it */
	json_t *document;        /* sections go in by hr_document_set() */
	struct hr_checks *checks;
};

struct hr_stage {
	const char *name;            /* its command, and its key in settings */
	const char *const *sections; /* members of the document it owns; NULL-terminated */
	const char *const *kinds;    /* kinds of check it owns; NULL-terminated */
	const char *concern;         /* its name in --fail-on; NULL = none */
	bool belongs_to_run;         /* summarising runs it, too, whenever it is wanted */
	/* Does the job ask for it? NULL: only its own command runs it. */
	bool (*wanted)(const struct hr_stage_context *context);
	/*
	 * Adds sections, settings and checks. Data that does not suffice is a check without
	 * verdict, never an error; an error ends the command with status 2.
	 */
	enum hr_err (*run)(struct hr_stage_context *context, struct hr_error *err);
};

/* The run's total as the document shows it: stages and criteria judge what the report shows.
 * Borrowed; a merge of all labels, which is made once and only where a stage asks. */
const struct hr_label *hr_stage_total(const struct hr_stage_context *context);

extern const struct hr_stage *const hr_stages[]; /* NULL-terminated, in the order they run */

enum hr_stage_scope { HR_STAGES_OF_RUN, HR_STAGES_ALL };

/*
 * hr_stages_run - the stages that the job asks for.
 * @run       of @document; gets the APDEX thresholds of the job
 * @document  each stage replaces its own sections and checks, all others stay
 */
enum hr_err hr_stages_run(const struct hr_job *job, struct hr_run *run, json_t *document,
                          enum hr_stage_scope scope, struct hr_error *err) HR_MUST_CHECK;
/* One stage, whether the job asks for it or not. */
enum hr_err hr_stage_run(const struct hr_stage *stage, const struct hr_job *job, struct hr_run *run,
                         json_t *document, struct hr_error *err) HR_MUST_CHECK;

/*
 * hr_stage_status - the exit status under --strict, --fail-on and --exit-zero.
 * @stage  the one whose checks count; NULL = all
 * Warns on stderr about rejected rows.
 */
enum hr_exit hr_stage_status(const struct hr_job *job, const struct hr_run *run,
                             const json_t *document, const struct hr_stage *stage);

/* hr_stage_status() after hr_stage_emit(); on stderr stands why there is no verdict, unless the
 * text form on stdout has just said so. */
enum hr_exit hr_stage_end(const struct hr_job *job, const struct hr_run *run,
                          const json_t *document, const struct hr_stage *stage);

/* The document to -o in the form of -f; JSON unless a terminal asks otherwise. Into a folder (an
 * existing one, or a path that ends with '/') goes the whole report, as of `report`. */
enum hr_err hr_stage_emit(const json_t *document, const struct hr_settings *settings,
                          struct hr_error *err) HR_MUST_CHECK;

/*
 * hr_stage_command - the whole command of a stage: inputs to a document (one document given alone
 * keeps its sections), the stage, and the output form (JSON unless -f or a terminal asks
 * otherwise).
 */
enum hr_err hr_stage_command(const struct hr_stage *stage, const struct hr_settings *settings,
                             enum hr_exit *status, struct hr_error *err) HR_MUST_CHECK;

/* The rows. */
extern const struct hr_stage hr_stage_criteria;
extern const struct hr_stage hr_stage_trend;
extern const struct hr_stage hr_stage_slo;
extern const struct hr_stage hr_stage_gate;
extern const struct hr_stage hr_stage_reliability;
extern const struct hr_stage hr_stage_chaos;
extern const struct hr_stage hr_stage_quality;
extern const struct hr_stage hr_stage_stress;
extern const struct hr_stage hr_stage_stability;
extern const struct hr_stage hr_stage_compare;
extern const struct hr_stage hr_stage_capacity;

#endif
