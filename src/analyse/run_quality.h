/*
 * Test validity: can the figures of a run be trusted, and for what? One rule a row of a table; each
 * says ok, warns with its reason, or does not apply.
 */
#ifndef HR_ANALYSE_RUN_QUALITY_H
#define HR_ANALYSE_RUN_QUALITY_H

#include "analyse/check.h"
#include "analyse/declared.h"
#include "analyse/omission.h"
#include "analyse/steady.h"

#define HR_RUN_QUALITY_KIND "quality" /* of its checks */

enum hr_run_quality_state { HR_RUN_QUALITY_OK, HR_RUN_QUALITY_WARN, HR_RUN_QUALITY_UNKNOWN };
const char *hr_run_quality_state_name(enum hr_run_quality_state state);

#define HR_RUN_QUALITY_EVIDENCE_MAX 6

struct hr_run_quality_finding {
	const char *rule; /* "too_short": the metric of its check */
	enum hr_run_quality_state state;
	double observed, limit; /* NaN */
	const char *unit;       /* of both: "s", "1", "ratio", "ms", "1/s" */
	char *message;          /* a sentence, lower case; owned */
	struct {
		const char *name;
		double value;
	} evidence[HR_RUN_QUALITY_EVIDENCE_MAX];
	size_t evidence_count;
};

struct hr_run_quality {
	struct hr_run_quality_finding *findings; /* one a rule, in the order of the table */
	size_t count, capacity;
	struct hr_declared declared;
	struct hr_steady steady;
	int64_t steady_from_ns,
	        steady_to_ns; /* of its window; HR_INSTANT_NONE when none was found */
	struct hr_omission omission;
};

/*
 * hr_run_quality_check - every rule on a run.
 * @total   as the document shows it
 * @checks  one warning of the kind "quality" for each rule that warns is added
 * End with hr_run_quality_release().
 */
void hr_run_quality_check(const struct hr_run *run, const struct hr_label *total,
                          const struct hr_declared_options *options, enum hr_quantile_method method,
                          struct hr_run_quality *out, struct hr_checks *checks);
void hr_run_quality_release(struct hr_run_quality *quality);

#endif
