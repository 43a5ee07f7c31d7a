/*
 * Who a criterion is about: labels of a run, or its resource series. The same answer wherever
 * criteria are judged.
 */
#ifndef HR_ANALYSE_SUBJECT_H
#define HR_ANALYSE_SUBJECT_H

#include "base/str.h"
#include "config/criterion.h"
#include "record/run.h"
#include "record/words.h"

struct hr_subject {
	const struct hr_label *label;   /* borrowed; NULL = a resource */
	const struct hr_series *series; /* borrowed; NULL = requests */
	char *name; /* "total", a label, a host (a series without one: its name); owned */
	enum hr_subject_kind kind;
	char *unit; /* of its figures, as checks name it; owned */
	enum hr_quantity quantity;
	double factor; /* from the values of the series to the quantity's base */
	double limit;  /* the criterion's, in the unit of the figures */
	bool fits;     /* the limit can be compared with the figures */
};

/*
 * hr_subjects_find - of requests: @total without a label; the label of exactly that name, requests
 * before transactions; else all that match the pattern, sorted; else @total for the name "total".
 * Of a resource: the series of exactly that name, else of that name but for case, else of another
 * name that recorders give it, else those that match the pattern; of them those on the hosts asked
 * for. Gives an array (hr_subjects_free()), 0 of them when nothing matches.
 */
struct hr_subject *hr_subjects_find(const struct hr_run *run, const struct hr_label *total,
                                    const struct hr_criterion *criterion, size_t *count);
/* A name for the rows about nobody: of the label, host or resource asked for. */
struct hr_subject hr_subject_nobody(const struct hr_criterion *criterion);
void hr_subject_release(struct hr_subject *subject);
void hr_subjects_free(struct hr_subject *subjects, size_t count);

/* The limit of another criterion about the same, in the unit of the figures; NaN when it does not
 * fit. */
double hr_subject_limit(const struct hr_subject *subject, const struct hr_criterion *criterion);

/* Why there is no subject, a sentence without its end: with the nearest name; appended. */
void hr_subject_put_missing(const struct hr_run *run, const struct hr_criterion *criterion,
                            struct hr_str *out);
/* Why the limit does not fit, "cpu of web-1 is in %, ..."; appended. */
void hr_subject_put_unfit(const struct hr_subject *subject, const struct hr_criterion *criterion,
                          struct hr_str *out);
/* "p95 of checkout", "cpu of web-1", "queue" of one that has no host; appended. */
void hr_subject_put_name(const struct hr_subject *subject, const struct hr_criterion *criterion,
                         struct hr_str *out);

#endif
