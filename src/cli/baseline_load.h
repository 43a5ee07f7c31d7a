/*
 * What -b and the configuration name as baseline, loaded: files, baselines of the history, and the
 * history's other runs for the noise.
 */
#ifndef HR_CLI_BASELINE_LOAD_H
#define HR_CLI_BASELINE_LOAD_H

#include "analyse/figures.h"
#include "cli/job.h"

struct hr_figure_list {
	struct hr_figures *items;
	size_t count, capacity;
};

struct hr_loaded_baseline {
	struct hr_figure_list runs;    /* with histograms */
	struct hr_figure_list history; /* of the same environment and workload, by time */
	char *name;                    /* of the baseline in the history; NULL for files */
	char *missing;                 /* why there is none; NULL */
	bool provisional;
};

/* The figures of the run that the job is about, whose errors name its file where it is one. */
enum hr_err hr_figure_list_add_own(struct hr_figure_list *list, const struct hr_job *job,
                                   const json_t *document, bool histograms,
                                   struct hr_error *err) HR_MUST_CHECK;
/* Does the job name a baseline for a run of this environment (NULL = none)? */
bool hr_baseline_is_named(const struct hr_job *job, const char *environment);
/*
 * hr_baseline_load_all - the baseline runs and the newest runs of the history.
 * @run  the run to be compared, with its id in the history: it is no part of its own noise
 * @out  initialised by the call; release it also after an error
 * A name that is not in the history is no error: then out->missing says so. A file that cannot be
 * read is one. Warns on stderr of members that changed since the baseline was saved.
 */
enum hr_err hr_baseline_load_all(const struct hr_job *job, const struct hr_figures *run,
                                 const char *run_id, struct hr_loaded_baseline *out,
                                 struct hr_error *err) HR_MUST_CHECK;
void hr_loaded_baseline_release(struct hr_loaded_baseline *loaded);
/* One more run of a document. */
enum hr_err hr_figure_list_add(struct hr_figure_list *list, const json_t *document,
                               const char *source, bool histograms,
                               struct hr_error *err) HR_MUST_CHECK;
void hr_figure_list_release(struct hr_figure_list *list);

#endif
