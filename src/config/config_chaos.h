/*
 * The section "chaos": experiments that were run, and what should have held.
 */
#ifndef HR_CONFIG_CONFIG_CHAOS_H
#define HR_CONFIG_CONFIG_CHAOS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config/config_criteria.h"
#include "config/config_read.h"
#include "config/config_reader.h"

#define HR_CHAOS_MAX              100
#define HR_CHAOS_HOURS_MAX        20
#define HR_CHAOS_OBSERVATIONS_MAX 100

/* A time: an instant, an offset from the start of the run, or an event of a name. */
enum hr_chaos_time_kind { HR_CHAOS_UNSET, HR_CHAOS_INSTANT, HR_CHAOS_OFFSET, HR_CHAOS_MARKER };
struct hr_chaos_time {
	enum hr_chaos_time_kind kind;
	int64_t ns;
	char *marker; /* owned */
};

/* Minutes of a day; the end may be the smaller one: over midnight. */
struct hr_chaos_hours {
	int from_min, to_min;
};

/* What only people can say of an experiment, such as that the circuit breaker opened. */
enum hr_chaos_answer { HR_CHAOS_UNKNOWN, HR_CHAOS_FALSE, HR_CHAOS_TRUE };
struct hr_chaos_observation {
	char *name; /* owned */
	enum hr_chaos_answer value;
};

struct hr_chaos_experiment {
	char *name; /* owned */
	/* Of the fault; both unset: that of an event of the run. */
	struct hr_chaos_time from, to;
	int64_t before_ns, after_ns, recovery_within_ns, stable_for_ns;
	struct hr_config_checks hypothesis; /* the steady state: before the fault and after it */
	struct hr_config_checks tolerance;  /* during it; empty: the hypothesis */
	struct hr_config_checks abort_if;   /* what should have stopped it */
	struct hr_chaos_hours restricted[HR_CHAOS_HOURS_MAX]; /* when none should be started */
	size_t restricted_count;
	struct hr_chaos_observation *observations; /* owned */
	size_t observation_count;
};

struct hr_config_chaos {
	struct hr_chaos_experiment *items;
	size_t count;
};

extern const struct hr_config_key hr_config_chaos_keys[];
/* A custom reader into a struct hr_chaos_time, and what lets go of one. */
void hr_config_read_chaos_time(struct hr_config_reader *reader, json_t *value, void *target);
void hr_chaos_time_release(struct hr_chaos_time *time);
/* The durations of an experiment of which nothing is said; everything else empty. */
void hr_chaos_experiment_init(struct hr_chaos_experiment *experiment);
/* A custom reader into a struct hr_config_chaos. */
void hr_config_read_chaos(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_chaos_release(struct hr_config_chaos *chaos);
/* Does a minute of the day, 0 to 1439, lie in these hours? The end does not. */
bool hr_chaos_hours_hold(const struct hr_chaos_hours *hours, int minute);

#endif
