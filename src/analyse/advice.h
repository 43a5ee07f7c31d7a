/*
 * Recommendations: a table of rules, read from a file, against what the capacity plan found. A rule
 * says when it applies and what to do, never by how much something would improve.
 */
#ifndef HR_ANALYSE_ADVICE_H
#define HR_ANALYSE_ADVICE_H

#include "analyse/capacity.h"
#include "config/config_rules.h"

#define HR_ADVICE_MAX 50

struct hr_advice_item {
	const struct hr_rule *rule;    /* borrowed */
	char *subject, *text;          /* owned */
	char check[HR_CHECK_ID_BYTES]; /* whose evidence it rests on */
	int64_t by_ns;                 /* when it should be done; HR_INSTANT_NONE */
};

struct hr_advice {
	struct hr_advice_item *items; /* immediate before planned, then by date */
	size_t count, capacity;
};

/* @out  initialised by the call. At most HR_ADVICE_MAX, the most urgent. */
void hr_advice_give(const struct hr_rules *rules, const struct hr_capacity *capacity,
                    const struct hr_config_cost *cost, struct hr_advice *out);
void hr_advice_release(struct hr_advice *advice);

#endif
