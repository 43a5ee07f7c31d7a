/*
 * Forks of a run that is being summarised: each a run of its own, merged in the end.
 */
#ifndef HR_SUMMARIZE_FORK_RUN_H
#define HR_SUMMARIZE_FORK_RUN_H

#include "record/forks.h"
#include "summarize/summarizer.h"

struct hr_run_forks {
	struct hr_forks forks; /* its context is this */
	struct hr_run *run;
	struct hr_summarizer *summarizer;
	const struct hr_summarize_options *options;
	int64_t interval_ns;
};

/* @summarizer, @run, @options: borrowed; the one beside which the forks are opened, its run and its
 * options.    @interval_ns  as in hr_run_init() */
void hr_run_forks_init(struct hr_run_forks *forks, struct hr_summarizer *summarizer,
                       struct hr_run *run, const struct hr_summarize_options *options,
                       int64_t interval_ns);

#endif
