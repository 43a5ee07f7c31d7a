#include <config.h>
#include "summarize/fork_run.h"

#include <stdlib.h>

#include "base/mem.h"

struct fork_run {
	struct hr_fork fork; /* first */
	struct hr_run run;
	struct hr_summarizer *summarizer;
};

/* A fork begins with what the summarizer has seen so far: late in a long recording its intervals
 * are long from the start. */
static struct hr_fork *open_fork(void *context)
{
	const struct hr_run_forks *forks = context;
	struct fork_run *fork = hr_zalloc(1, sizeof(*fork));

	hr_run_init(&fork->run, forks->interval_ns);
	hr_summarizer_flush(forks->summarizer);
	hr_run_expect(&fork->run, forks->run);
	fork->summarizer = hr_summarizer_new(&fork->run, forks->options);
	fork->fork.sink = hr_summarizer_sink(fork->summarizer);
	fork->fork.diag = &fork->run.diag;
	return &fork->fork;
}

static void drop_fork(void *context, struct hr_fork *fork)
{
	struct fork_run *dropped = (struct fork_run *)fork;

	(void)context;
	hr_summarizer_free(dropped->summarizer);
	hr_run_release(&dropped->run);
	free(dropped);
}

static enum hr_err join_fork(void *context, struct hr_fork *fork, struct hr_error *err)
{
	const struct hr_run_forks *forks = context;
	struct fork_run *joined = (struct fork_run *)fork;
	enum hr_err code;

	hr_summarizer_flush(joined->summarizer);
	code = hr_run_absorb(forks->run, &joined->run, err);
	drop_fork(context, fork);
	return code;
}

void hr_run_forks_init(struct hr_run_forks *forks, struct hr_summarizer *summarizer,
                       struct hr_run *run, const struct hr_summarize_options *options,
                       int64_t interval_ns)
{
	*forks = (struct hr_run_forks){
		.forks = { forks, open_fork, join_fork, drop_fork },
		.run = run,
		.summarizer = summarizer,
		.options = options,
		.interval_ns = interval_ns,
	};
}
