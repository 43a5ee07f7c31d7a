/*
 * Checks: what every analysis concludes, in one form. The verdict of a document is computed from
 * its checks alone.
 */
#ifndef HR_ANALYSE_CHECK_H
#define HR_ANALYSE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "record/words.h"

enum hr_verdict { HR_VERDICT_PASS, HR_VERDICT_FAIL, HR_VERDICT_WARN, HR_VERDICT_INCONCLUSIVE };
const char *hr_verdict_name(enum hr_verdict verdict);

#define HR_CHECK_ID_BYTES 201

/* NaN = not applicable (null in the document). Owned strings may be NULL. */
struct hr_check {
	char id[HR_CHECK_ID_BYTES]; /* kind/metric/subject, see hr_check_id */
	char *kind, *subject, *metric, *severity, *unit, *message;
	enum hr_subject_kind subject_kind;
	enum hr_verdict verdict;
	bool required;
	double observed, limit, baseline, change;
	double interval_low, interval_high; /* confidence interval of change, else of observed */
	char *since; /* owned: run, version or time it is so since; or NULL */
	struct hr_check_evidence {
		char *name;
		double value;
	} * evidence; /* every number that `explain` prints */
	size_t evidence_count;
};

struct hr_checks {
	struct hr_check *items;
	size_t count, capacity;
};

/* A new check with its id set, everything else empty; borrowed until the next add. */
struct hr_check *hr_checks_add(struct hr_checks *checks, const char *kind, const char *metric,
                               const char *subject);
/* The same about all requests together. */
struct hr_check *hr_checks_add_total(struct hr_checks *checks, const char *kind,
                                     const char *metric);
/* Says what the subject is; a label that is called as the total is gets an id of its own. */
void hr_check_set_subject_kind(struct hr_check *check, enum hr_subject_kind kind);
void hr_check_add_evidence(struct hr_check *check, const char *name, double value);
void hr_checks_release(struct hr_checks *checks);
/* kind/metric/subject, each percent-encoded (RFC 3986 unreserved kept); beyond 200 bytes cut and
 * ended by '~' and 16 hexadecimal digits of the whole id's XXH3. */
void hr_check_id(const char *kind, const char *metric, const char *subject,
                 char out[HR_CHECK_ID_BYTES]);
/* The same of a subject of that kind: what is called "total" and is not has its kind behind it,
 * "/request", which no encoded subject ends in. */
void hr_check_subject_id(const char *kind, const char *metric, enum hr_subject_kind subject_kind,
                         const char *subject, char out[HR_CHECK_ID_BYTES]);

#endif
