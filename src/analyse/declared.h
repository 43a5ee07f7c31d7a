/*
 * Declared against observed: what the test plan or the configuration says of a run, beside what it
 * became.
 */
#ifndef HR_ANALYSE_DECLARED_H
#define HR_ANALYSE_DECLARED_H

#include "analyse/run_intervals.h"

struct hr_config_declared;

enum hr_agreement { HR_AGREES, HR_DEVIATES, HR_NOT_COMPARED };
const char *hr_agreement_name(enum hr_agreement agreement);

struct hr_declared_row {
	const char
	        *what; /* "users", "ramp", "duration", "rate", "requests", "mix", "label", "host" */
	char *subject; /* a label or host; "" for the run */
	const char *unit;          /* "1", "s", "1/s", "ratio" */
	double declared, observed; /* NaN: not known */
	enum hr_agreement agreement;
	char *note; /* or NULL */
};

struct hr_declared {
	struct hr_declared_row *rows;
	size_t count, capacity;
};

struct hr_declared_options {
	const struct hr_config_declared *declared; /* of the configuration; never NULL */
	double rate_per_s;                         /* of --rate; NaN */
	bool windowed; /* the run is a part of what was recorded: times and counts say nothing */
	bool selected; /* labels were left out or renamed: they say nothing */
};

/* Rows in the order of the report. A plan counts once for every load generator that names itself.
 */
void hr_declared_compare(const struct hr_run *run, const struct hr_label *total,
                         const struct hr_run_intervals *intervals,
                         const struct hr_declared_options *options, struct hr_declared *out);
void hr_declared_release(struct hr_declared *declared);

/* Requests a second that are declared for the whole run; NaN. *@of_plan when only a plan says so.
 */
double hr_declared_rate(const struct hr_run *run, const struct hr_declared_options *options,
                        bool *of_plan);

#endif
