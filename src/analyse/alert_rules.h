/*
 * Alert rules on figures over time, replayed: pending while a figure is out of bounds, firing once
 * that has lasted long enough, resolved when it is back.
 */
#ifndef HR_ANALYSE_ALERT_RULES_H
#define HR_ANALYSE_ALERT_RULES_H

#include "analyse/check.h"
#include "analyse/excursion.h"
#include "config/config_alert_rules.h"

enum hr_alert_state { HR_ALERT_OK, HR_ALERT_PENDING, HR_ALERT_FIRING, HR_ALERT_NO_DATA };
const char *hr_alert_state_name(enum hr_alert_state state);

struct hr_alert_firing {
	int64_t start_ns, end_ns; /* end HR_INSTANT_NONE while it goes on */
	double worst;
};

struct hr_alert_result {
	const struct hr_alert_rule *rule; /* borrowed */
	enum hr_alert_state state;        /* at the end */
	struct hr_alert_firing *firings;  /* owned */
	size_t firing_count;
};

/* A rule with a label is about the label of that name or the first that matches; else about
 * @total. Ends with hr_alert_result_release(). */
void hr_alert_replay(const struct hr_run *run, const struct hr_label *total,
                     const struct hr_alert_rule *rule, struct hr_alert_result *out);
void hr_alert_result_release(struct hr_alert_result *result);
/* Of the kind "alert": fails (severity critical or high) or warns while it fires at the end. */
void hr_alert_check(const struct hr_alert_result *result, struct hr_checks *checks);

#endif
