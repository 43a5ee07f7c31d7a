/*
 * The pieces trend.c is put together from; for src/analyse only.
 */
#ifndef HR_ANALYSE_TREND_PART_H
#define HR_ANALYSE_TREND_PART_H

#include "analyse/trend.h"

/* Of what is known of a change for good: environment, label, metric, direction, first run. */
void hr_trend_event_id(const struct hr_trend *trend, struct hr_trend_event *event);
void hr_trend_sort_events(struct hr_trend *trend);
/* The same event as found earlier, at most HR_TREND_SAME_RUNS away; NULL none. */
const struct hr_trend_known *hr_trend_find_known(const struct hr_trend *trend,
                                                 const struct hr_trend_event *event,
                                                 const struct hr_trend_options *options);
/* Mark the events that the control shows, too. */
void hr_trend_find_machine(struct hr_trend *trend, const struct hr_trend_options *options);
void hr_trend_group_events(struct hr_trend *trend);

#endif
