/*
 * The configuration file: one JSON object with everything a nightly job settles once. Command line
 * options win over it; that is the caller's business. Keys are declared in config.c.
 */
#ifndef HR_CONFIG_CONFIG_H
#define HR_CONFIG_CONFIG_H

#include "config/config_alerts.h"
#include "config/config_apdex.h"
#include "config/config_budget_policy.h"
#include "config/config_capacity.h"
#include "config/config_chaos.h"
#include "config/config_cost.h"
#include "config/config_criteria.h"
#include "config/config_declared.h"
#include "config/config_inputs.h"
#include "config/config_labels.h"
#include "config/config_load_plan.h"
#include "config/config_mapping.h"
#include "config/config_read.h"
#include "config/config_regression.h"
#include "config/config_reliability.h"
#include "config/config_slo.h"
#include "config/config_stability.h"
#include "config/config_stress.h"
#include "config/config_trend.h"
#include "stats/quantile.h"

#define HR_CONFIG_BYTES_MAX ((size_t)16 << 20)

extern const char *const hr_config_profiles[]; /* what a page may begin with; NULL-terminated */
extern const struct hr_config_key hr_config_keys[]; /* of the whole file */

/* Texts are NULL, numbers as noted and lists empty when the file says nothing. All owned. */
struct hr_config {
	char *path; /* of the file itself */
	char *name, *environment, *version, *workload;
	char *history; /* folder of the history */
	char *profile; /* one of hr_config_profiles; NULL: as if it were nightly */
	char *timezone_text;
	struct hr_zone *zone; /* of `timezone`; NULL */
	struct hr_config_inputs inputs;
	struct hr_config_mappings mappings;
	struct hr_config_checks checks;
	struct hr_config_texts plans; /* files of test plans */
	struct hr_config_declared declared;
	struct hr_config_regression regression;
	struct hr_config_trend trend;
	struct hr_config_slos slos;
	struct hr_budget_policy budget_policy; /* complete, also when the file says nothing */
	struct hr_config_load_plan load_plan;
	struct hr_config_reliability reliability;
	struct hr_config_chaos chaos;
	int64_t interval_ns; /* 0 = by the data */
	bool has_quantile;
	enum hr_quantile_method quantile;
	struct hr_config_apdex apdex;
	struct hr_config_stress stress;
	struct hr_config_stability stability;
	struct hr_config_capacity capacity;
	struct hr_config_cost cost;
	struct hr_config_labels labels;
	struct hr_config_alerts alerts;
};

/*
 * hr_config_parse - a configuration from its text.
 * @path    what messages call it; copied
 * @config  filled as far as possible, also on error; hr_config_release() in any case
 * @errors  zero-initialised; gets every fault with its place
 * Errors: HR_ECONFIG when there is any (the first one is in @err, too). Texts are JSON (RFC 8259);
 * equal names in one object are an error.
 */
enum hr_err hr_config_parse(struct hr_slice text, const char *path, struct hr_config *config,
                            struct hr_config_errors *errors, struct hr_error *err) HR_MUST_CHECK;
/* The same from a file. Further errors: HR_EIO, HR_ELIMIT beyond HR_CONFIG_BYTES_MAX. */
enum hr_err hr_config_load(const char *path, struct hr_config *config,
                           struct hr_config_errors *errors, struct hr_error *err) HR_MUST_CHECK;
/* Read objectives of a second file into a configuration: slos, slas and alerts are added, an
 * error_budget_policy replaces that of the first. Of other members only a name is allowed, which
 * does not matter. */
enum hr_err hr_config_add_slas(struct hr_slice text, const char *path, struct hr_config *config,
                               struct hr_config_errors *errors, struct hr_error *err) HR_MUST_CHECK;
enum hr_err hr_config_load_slas(const char *path, struct hr_config *config,
                                struct hr_config_errors *errors,
                                struct hr_error *err) HR_MUST_CHECK;
void hr_config_release(struct hr_config *config);
/* NULL when there is none of that name. */
const struct hr_mapping *hr_config_find_mapping(const struct hr_config *config, const char *name);

#endif
