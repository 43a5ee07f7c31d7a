/*
 * The sections "targets", "scenarios" and "duration": the load that a test declares. `headroom
 * capture http` generates it; to every other command it is the intent that recordings are compared
 * with.
 */
#ifndef HR_CONFIG_CONFIG_LOAD_PLAN_H
#define HR_CONFIG_CONFIG_LOAD_PLAN_H

#include "config/config_declared.h"
#include "config/config_http.h"
#include "config/config_load_shape.h"

struct hr_plan_target {
	char *name;
	char *type;         /* "http" or NULL */
	char *url;          /* NULL only after an error */
	char *health_check; /* a path or a whole address; NULL = none */
	struct hr_http_headers headers;
	char *ca_file; /* NULL: the system's certificates */
	int64_t timeout_ns;
};

struct hr_plan_request {
	char *name;
	char *method; /* NULL = GET, POST with a body */
	char *path;   /* NULL = the address of the target */
	struct hr_http_headers headers;
	char *body, *body_file; /* at most one */
	bool body_is_json;      /* it was written as a JSON value */
	double weight;          /* NaN = not given */
	int64_t timeout_ns;     /* 0 = as the scenario says */
	bool has_assertions;
	struct hr_http_assertions assertions;
};

struct hr_plan_scenario {
	char *name;
	char *target;       /* name of the only target; NULL = all */
	double concurrency; /* NaN = not given */
	double rate_per_s;  /* NaN = closed model */
	int64_t duration_ns, warmup_ns, ramp_up_ns, ramp_down_ns, start_ns;
	int64_t think_min_ns, think_max_ns;
	int64_t timeout_ns; /* 0 = as the target says */
	double connections; /* most at once; NaN */
	int arrivals;       /* enum hr_arrivals */
	struct hr_config_load load;
	struct hr_http_headers headers;
	bool has_assertions;
	struct hr_http_assertions assertions;
	char *expected; /* what its author expects, for people */
	struct hr_plan_request *requests;
	size_t request_count;
};

enum hr_arrivals { HR_ARRIVALS_EVEN, HR_ARRIVALS_POISSON };

struct hr_config_load_plan {
	int64_t duration_ns;
	struct hr_plan_target *targets;
	size_t target_count;
	struct hr_plan_scenario *scenarios;
	size_t scenario_count;
};

extern const struct hr_config_key hr_config_target_keys[];
extern const struct hr_config_key hr_config_scenario_keys[];
/* Custom readers into a struct hr_config_load_plan. */
void hr_config_read_targets(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_read_scenarios(struct hr_config_reader *reader, json_t *value, void *target);
/*
 * hr_config_load_plan_declare - what a load says of the run it makes: users, rate, duration, mix.
 * Only what holds for the whole run: of constant loads that begin together; the rate of one without
 * ramps; the mix of a single scenario against one target. What @out has already is kept.
 */
void hr_config_load_plan_declare(const struct hr_config_load_plan *plan,
                                 struct hr_config_declared *out);
/* Forget all scenarios but the first @count. */
void hr_config_load_plan_keep(struct hr_config_load_plan *plan, size_t count);
void hr_config_load_plan_release(struct hr_config_load_plan *plan);

#endif
