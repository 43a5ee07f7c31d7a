/*
 * Which time an objective is about: a window, as seconds.
 */
#ifndef HR_ANALYSE_SLO_SPAN_H
#define HR_ANALYSE_SLO_SPAN_H

#include "base/zone.h"
#include "config/config_slo.h"

/* [start_s, end_s); a calendar period is judged up to now and ends later. */
struct hr_slo_span {
	int64_t start_s, end_s;
	int64_t period_end_s; /* end_s unless a calendar period goes on */
};

/*
 * hr_slo_span - the window that ends with (or, of calendars, holds) the second before @as_of_s.
 * @first_s  where a window over the whole run begins
 * @zone     of calendar periods, whose days may have 23 or 25 hours
 */
struct hr_slo_span hr_slo_span(const struct hr_slo_window *window, int64_t first_s, int64_t as_of_s,
                               const struct hr_zone *zone);

#endif
