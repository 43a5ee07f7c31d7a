/* The load that a test declares. */
#include <config.h>
#include "config/config_load_plan.h"

#include <math.h>
#include <stdlib.h>

#include "config/config_share.h"

#define LIST_MAX 1000

static void read_count(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (json_is_number(value) && json_number_value(value) >= 0)
		*(double *)target = json_number_value(value);
	else
		hr_config_wrong_type(reader, value, "a number, 0 or more");
}

/* Texts and what else a generator of load needs: checked for their form only. */
static void check_text(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)target;
	if (!json_is_string(value))
		hr_config_wrong_type(reader, value, "a text");
}

static void check_nothing(struct hr_config_reader *reader, json_t *value, void *target)
{
	(void)reader;
	(void)value;
	(void)target;
}

static void check_number(struct hr_config_reader *reader, json_t *value, void *target)
{
	double ignored;

	(void)target;
	read_count(reader, value, &ignored);
}

static void check_duration(struct hr_config_reader *reader, json_t *value, void *target)
{
	int64_t ignored;

	(void)target;
	hr_config_read_duration(reader, value, &ignored);
}

#define CUSTOM(key, function)                                                                      \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .read = function                            \
	}
#define OF_REQUEST(member)  offsetof(struct hr_plan_request, member)
#define OF_SCENARIO(member) offsetof(struct hr_plan_scenario, member)

const struct hr_config_key hr_config_target_keys[] = {
	CUSTOM("name", check_text),       CUSTOM("type", check_text),
	CUSTOM("url", check_text),        CUSTOM("health_check", check_text),
	CUSTOM("headers", check_nothing), { .name = NULL },
};

static const struct hr_config_key request_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_REQUEST(name) },
	CUSTOM("method", check_text),
	CUSTOM("path", check_text),
	CUSTOM("headers", check_nothing),
	CUSTOM("body", check_nothing),
	{ .name = "weight",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_REQUEST(weight),
	  .read = read_count },
	{ .name = NULL },
};

static void read_request(struct hr_config_reader *reader, json_t *item, void *target)
{
	((struct hr_plan_request *)target)->weight = (double)NAN;
	hr_config_read_object(reader, item, request_keys, target);
}

static void read_requests(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_scenario *scenario = target;

	scenario->requests = hr_config_read_list(reader, value, LIST_MAX, "a list of requests",
	                                         sizeof(*scenario->requests),
	                                         &scenario->request_count, read_request);
}

const struct hr_config_key hr_config_scenario_keys[] = {
	{ .name = "name", .type = HR_CONFIG_TEXT, .offset = OF_SCENARIO(name) },
	{ .name = "concurrency",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(concurrency),
	  .read = read_count },
	{ .name = "duration", .type = HR_CONFIG_DURATION, .offset = OF_SCENARIO(duration_ns) },
	{ .name = "warmup", .type = HR_CONFIG_DURATION, .offset = OF_SCENARIO(warmup_ns) },
	{ .name = "requests",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_requests,
	  .keys = request_keys,
	  .list = true },
	CUSTOM("rps", check_number),
	CUSTOM("connections", check_number),
	CUSTOM("timeout", check_duration),
	{ .name = NULL },
};

static void read_scenario(struct hr_config_reader *reader, json_t *item, void *target)
{
	((struct hr_plan_scenario *)target)->concurrency = (double)NAN;
	hr_config_read_object(reader, item, hr_config_scenario_keys, target);
}

void hr_config_read_scenarios(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load_plan *plan = target;

	plan->scenarios = hr_config_read_list(reader, value, LIST_MAX, "a list of scenarios",
	                                      sizeof(*plan->scenarios), &plan->scenario_count,
	                                      read_scenario);
}

static void read_target(struct hr_config_reader *reader, json_t *item, void *target)
{
	hr_config_read_object(reader, item, hr_config_target_keys, target);
}

void hr_config_read_targets(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load_plan *plan = target;

	free(hr_config_read_list(reader, value, LIST_MAX, "a list of targets", 1,
	                         &plan->target_count, read_target));
}

void hr_config_load_plan_release(struct hr_config_load_plan *plan)
{
	for (size_t i = 0; i < plan->scenario_count; i++) {
		struct hr_plan_scenario *scenario = &plan->scenarios[i];

		for (size_t j = 0; j < scenario->request_count; j++)
			free(scenario->requests[j].name);
		free(scenario->requests);
		free(scenario->name);
	}
	free(plan->scenarios);
	*plan = (struct hr_config_load_plan){ 0 };
}
