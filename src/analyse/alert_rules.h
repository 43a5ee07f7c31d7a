/*
 * Alert rules on figures over time, replayed: pending while a figure is out of bounds, firing once
 * that has lasted long enough, resolved when it is back.
 */
#ifndef HR_ANALYSE_ALERT_RULES_H
#define HR_ANALYSE_ALERT_RULES_H

#include "analyse/check.h"
#include "analyse/subject.h"
#include "config/config_alert_rules.h"

struct hr_config_fixed;
struct hr_figures;

enum hr_alert_state {
	HR_ALERT_OK,
	HR_ALERT_PENDING,
	HR_ALERT_FIRING,
	HR_ALERT_NO_DATA,     /* no figure in any interval */
	HR_ALERT_NO_SUBJECT,  /* no such label, host or resource */
	HR_ALERT_NO_BASELINE, /* nothing to have changed from */
	HR_ALERT_UNIT,        /* the threshold is in another unit than the figure */
};
const char *hr_alert_state_name(enum hr_alert_state state);

struct hr_alert_firing {
	int64_t start_ns, end_ns; /* end HR_INSTANT_NONE while it goes on */
	double worst;             /* in the unit of the figure; of a change the relative change */
};

/* A rule and one that it is about. */
struct hr_alert_result {
	const struct hr_alert_rule *rule; /* borrowed */
	struct hr_subject subject;        /* owned */
	char *name;                       /* the rule's, with the subject's where there may be
	                                     several; owned */
	enum hr_alert_state state;        /* at the end */
	double baseline;                  /* in the unit of the figure; NaN = none is known */
	const char *severity; /* the rule's, else by the distance from the baseline, else warning */
	struct hr_alert_firing *firings; /* owned */
	size_t firing_count;
};

struct hr_alert_results {
	struct hr_alert_result *items; /* in the order of the rules; owned */
	size_t count, capacity;
};

/* What figures are held against that say no baseline themselves; zero-initialised is nothing. */
struct hr_alert_baselines {
	const struct hr_figures *runs; /* borrowed; of several the median counts */
	size_t count;
	const struct hr_config_fixed *fixed; /* of the total, without runs; NULL */
};

/*
 * hr_alerts_replay - every rule over every label or host that it is about.
 * @baselines  NULL = none
 */
void hr_alerts_replay(const struct hr_run *run, const struct hr_label *total,
                      const struct hr_config_alert_rules *rules,
                      const struct hr_alert_baselines *baselines, struct hr_alert_results *out);
void hr_alert_results_release(struct hr_alert_results *results);
/* Of the kind "alert": fails (severity critical or high) or warns while it fires at the end. */
void hr_alerts_check(const struct hr_alert_results *results, const struct hr_run *run,
                     struct hr_checks *checks);
/* Is there a rule that needs a baseline, and does not say it? */
bool hr_alerts_need_baseline(const struct hr_config_alert_rules *rules);

#endif
