/*
 * Sinks for work in parallel: a place that holds what a sink was given can open forks, each a sink
 * of its own for one thread, and join what they hold. Joining is exact: in whatever way records are
 * spread over forks, the result is that of one sink given all of them.
 */
#ifndef HR_RECORD_FORKS_H
#define HR_RECORD_FORKS_H

#include "base/error.h"
#include "record/diag.h"
#include "record/sink.h"

/* Embedded as the first member of what implements it. */
struct hr_fork {
	struct hr_sink *sink;
	struct hr_diag *diag;
};

struct hr_forks {
	void *context;
	/* These are called by one thread; a fork's sink and diagnostics are used by one other. */
	struct hr_fork *(*open)(void *context);
	/* Add what the fork holds and free it. */
	enum hr_err (*join)(void *context, struct hr_fork *fork, struct hr_error *err);
	/* Free it; what it was given counts nowhere. */
	void (*drop)(void *context, struct hr_fork *fork);
};

#endif
