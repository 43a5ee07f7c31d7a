/* The load that a test declares. */
#include <config.h>
#include "config/config_load_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/pattern.h"
#include "config/config_quantity.h"
#include "config/config_list.h"

#define LIST_MAX       1000
#define WEIGHT_MAX     1e9
#define BODY_BYTES_MAX ((size_t)4 << 20)

static void read_level(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, HR_LOAD_LEVEL_MAX, target);
}

static void read_weight(struct hr_config_reader *reader, json_t *value, void *target)
{
	hr_config_read_number(reader, value, 0, WEIGHT_MAX, target);
}

/* 100, "100" or "100/s". */
static void read_rate(struct hr_config_reader *reader, json_t *value, void *target)
{
	if (!json_is_string(value))
		read_level(reader, value, target);
	else if (!hr_load_rate_parse(hr_slice_of(json_string_value(value)), target))
		hr_config_wrong_type(reader, value, "requests a second, such as 100 or \"100/s\"");
}

/* "1s", or {"min": "500ms", "max": "2s"}. */
static void read_think(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_scenario *scenario = target;
	static const struct hr_config_key keys[] = {
		{ .name = "min",
		  .type = HR_CONFIG_DURATION,
		  .offset = offsetof(struct hr_plan_scenario, think_min_ns) },
		{ .name = "max",
		  .type = HR_CONFIG_DURATION,
		  .offset = offsetof(struct hr_plan_scenario, think_max_ns) },
		{ .name = NULL },
	};

	if (json_is_object(value)) {
		hr_config_read_object(reader, value, keys, scenario);
		if (scenario->think_min_ns > scenario->think_max_ns)
			hr_config_wrong(reader, "\"min\" is above \"max\"");
	} else if (hr_config_read_duration(reader, value, &scenario->think_min_ns)) {
		scenario->think_max_ns = scenario->think_min_ns;
	}
}

#define TEXT(key, place)                                                                           \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_TEXT, .offset = place                               \
	}
#define DURATION(key, place)                                                                       \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_DURATION, .offset = place                           \
	}
#define CUSTOM(key, place, function)                                                               \
	{                                                                                          \
		.name = key, .type = HR_CONFIG_CUSTOM, .offset = place, .read = function           \
	}

/* --- targets --- */

#define OF_TARGET(member) offsetof(struct hr_plan_target, member)

const struct hr_config_key hr_config_target_keys[] = {
	TEXT("name", OF_TARGET(name)),
	TEXT("type", OF_TARGET(type)),
	TEXT("url", OF_TARGET(url)),
	TEXT("health_check", OF_TARGET(health_check)),
	CUSTOM("headers", OF_TARGET(headers), hr_config_read_headers),
	TEXT("ca_file", OF_TARGET(ca_file)),
	DURATION("timeout", OF_TARGET(timeout_ns)),
	{ .name = NULL },
};

static void read_target(struct hr_config_reader *reader, json_t *item, void *target)
{
	const struct hr_plan_target *read = target;

	hr_config_read_object(reader, item, hr_config_target_keys, target);
	/* What other types there may be is for who sends requests to say. */
	if (read->type == NULL || strcmp(read->type, "http") == 0)
		hr_config_check_url(reader, "url", read->url, HR_URL_HTTP);
}

void hr_config_read_targets(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load_plan *plan = target;

	plan->targets = hr_config_read_list(reader, value, LIST_MAX, "a list of targets",
	                                    sizeof(*plan->targets), &plan->target_count,
	                                    read_target);
}

/* --- requests --- */

static void read_body(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_request *request = target;
	char *text;

	free(request->body);
	request->body_is_json = !json_is_string(value);
	text = json_is_string(value) ? hr_strdup(json_string_value(value))
	                             : json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	if (text != NULL && strlen(text) > BODY_BYTES_MAX)
		hr_config_wrong(reader, "a body has at most %zu bytes here: use \"body_file\"",
		                BODY_BYTES_MAX);
	request->body = text;
}

static void read_request_assertions(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_request *request = target;

	request->has_assertions = true;
	hr_config_read_assertions(reader, value, &request->assertions);
}

#define OF_REQUEST(member) offsetof(struct hr_plan_request, member)

static const struct hr_config_key request_keys[] = {
	TEXT("name", OF_REQUEST(name)),
	TEXT("method", OF_REQUEST(method)),
	TEXT("path", OF_REQUEST(path)),
	CUSTOM("headers", OF_REQUEST(headers), hr_config_read_headers),
	CUSTOM("body", 0, read_body),
	TEXT("body_file", OF_REQUEST(body_file)),
	CUSTOM("weight", OF_REQUEST(weight), read_weight),
	DURATION("timeout", OF_REQUEST(timeout_ns)),
	{ .name = "assertions",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_request_assertions,
	  .keys = hr_config_assertion_keys },
	{ .name = NULL },
};

static void read_request(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_plan_request *request = target;

	request->weight = (double)NAN;
	hr_config_read_object(reader, item, request_keys, request);
	if (request->body != NULL && request->body_file != NULL)
		hr_config_wrong(reader, "found both \"body\" and \"body_file\"");
	if (request->method != NULL &&
	    request->method[strspn(request->method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")] != '\0')
		hr_config_wrong(reader, "the method \"%s\" is no word of capitals",
		                hr_quoted(request->method).text);
}

static void read_requests(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_scenario *scenario = target;

	scenario->requests = hr_config_read_list(reader, value, LIST_MAX, "a list of requests",
	                                         sizeof(*scenario->requests),
	                                         &scenario->request_count, read_request);
}

/* --- scenarios --- */

static void read_scenario_assertions(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_plan_scenario *scenario = target;

	scenario->has_assertions = true;
	hr_config_read_assertions(reader, value, &scenario->assertions);
}

static const char *const arrivals[] = { "even", "poisson", NULL };

#define OF_SCENARIO(member) offsetof(struct hr_plan_scenario, member)

const struct hr_config_key hr_config_scenario_keys[] = {
	TEXT("name", OF_SCENARIO(name)),
	TEXT("target", OF_SCENARIO(target)),
	CUSTOM("concurrency", OF_SCENARIO(concurrency), read_level),
	CUSTOM("rate", OF_SCENARIO(rate_per_s), read_rate),
	CUSTOM("rps", OF_SCENARIO(rate_per_s), read_rate),
	DURATION("duration", OF_SCENARIO(duration_ns)),
	DURATION("warmup", OF_SCENARIO(warmup_ns)),
	DURATION("ramp_up", OF_SCENARIO(ramp_up_ns)),
	DURATION("ramp_down", OF_SCENARIO(ramp_down_ns)),
	DURATION("start", OF_SCENARIO(start_ns)),
	CUSTOM("think_time", 0, read_think),
	DURATION("timeout", OF_SCENARIO(timeout_ns)),
	CUSTOM("connections", OF_SCENARIO(connections), read_level),
	{ .name = "arrivals",
	  .type = HR_CONFIG_WORD,
	  .offset = OF_SCENARIO(arrivals),
	  .words = arrivals },
	{ .name = "load",
	  .type = HR_CONFIG_CUSTOM,
	  .offset = OF_SCENARIO(load),
	  .read = hr_config_read_load,
	  .keys = hr_config_load_keys },
	CUSTOM("headers", OF_SCENARIO(headers), hr_config_read_headers),
	{ .name = "assertions",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_scenario_assertions,
	  .keys = hr_config_assertion_keys },
	TEXT("expected", OF_SCENARIO(expected)),
	{ .name = "requests",
	  .type = HR_CONFIG_CUSTOM,
	  .read = read_requests,
	  .keys = request_keys,
	  .list = true },
	{ .name = NULL },
};

/* Ramps belong to a level that is held; the other shapes have their own. */
static void check_scenario(struct hr_config_reader *reader, const struct hr_plan_scenario *scenario)
{
	bool ramps = scenario->ramp_up_ns > 0 || scenario->ramp_down_ns > 0;

	if (scenario->duration_ns > 0 &&
	    scenario->ramp_up_ns > scenario->duration_ns - scenario->ramp_down_ns)
		hr_config_wrong(reader, "\"ramp_up\" and \"ramp_down\" are parts of \"duration\" "
		                        "and longer than it");
	if (ramps && scenario->load.shape != HR_LOAD_CONSTANT &&
	    scenario->load.shape != HR_LOAD_SOAK)
		hr_config_wrong(reader, "\"ramp_up\" and \"ramp_down\" are for a constant load; "
		                        "this shape has its own members");
}

static void read_scenario(struct hr_config_reader *reader, json_t *item, void *target)
{
	struct hr_plan_scenario *scenario = target;

	*scenario = (struct hr_plan_scenario){ .concurrency = (double)NAN,
		                               .rate_per_s = (double)NAN,
		                               .connections = (double)NAN,
		                               .load = HR_CONFIG_LOAD_INIT };
	hr_config_read_object(reader, item, hr_config_scenario_keys, scenario);
	check_scenario(reader, scenario);
}

void hr_config_read_scenarios(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_config_load_plan *plan = target;

	plan->scenarios = hr_config_read_list(reader, value, LIST_MAX, "a list of scenarios",
	                                      sizeof(*plan->scenarios), &plan->scenario_count,
	                                      read_scenario);
}

/* --- what the load says of the run --- */

/* What all its scenarios have in common. */
struct common {
	bool constant, open, closed, ramps;
	double users, rate_per_s;
	int64_t duration_ns;
};

static struct common common_of(const struct hr_config_load_plan *plan)
{
	struct common all = { .constant = true, .open = true, .closed = true };

	for (size_t i = 0; i < plan->scenario_count; i++) {
		const struct hr_plan_scenario *scenario = &plan->scenarios[i];
		double targets = scenario->target == NULL && plan->target_count > 1
		                         ? (double)plan->target_count
		                         : 1;
		int64_t duration_ns = scenario->duration_ns > 0 ? scenario->duration_ns
		                                                : plan->duration_ns;

		all.constant &= scenario->start_ns == 0 &&
		                (scenario->load.shape == HR_LOAD_CONSTANT ||
		                 scenario->load.shape == HR_LOAD_SOAK);
		all.open &= !isnan(scenario->rate_per_s);
		all.closed &= isnan(scenario->rate_per_s) && scenario->concurrency >= 1;
		all.ramps |= scenario->ramp_up_ns > 0 || scenario->ramp_down_ns > 0;
		all.users += targets * scenario->concurrency;
		all.rate_per_s += targets * scenario->rate_per_s;
		if (duration_ns > all.duration_ns)
			all.duration_ns = duration_ns;
	}
	return all;
}

/* The name itself as a pattern. */
static struct hr_pattern *pattern_of(const char *name)
{
	struct hr_pattern *pattern = NULL;
	struct hr_str text = { 0 };

	for (; *name != '\0'; name++) {
		if (strchr("*?[]\\~", *name) != NULL)
			hr_str_putc(&text, '\\');
		hr_str_putc(&text, *name);
	}
	if (hr_pattern_compile(hr_str_slice(&text), &pattern, NULL) != HR_OK)
		pattern = NULL;
	hr_str_release(&text);
	return pattern;
}

static bool has_mix(const struct hr_config_load_plan *plan)
{
	const struct hr_plan_scenario *scenario = plan->scenarios;

	if (plan->scenario_count != 1 || plan->target_count > 1 || scenario->request_count < 2)
		return false;
	for (size_t i = 0; i < scenario->request_count; i++)
		if (scenario->requests[i].name == NULL || scenario->requests[i].weight <= 0)
			return false;
	return true;
}

static void declare_mix(const struct hr_plan_scenario *scenario, struct hr_config_mix *mix)
{
	mix->items = hr_zalloc(scenario->request_count, sizeof(*mix->items));
	for (size_t i = 0; i < scenario->request_count; i++) {
		const struct hr_plan_request *request = &scenario->requests[i];
		struct hr_config_mix_part *part = &mix->items[mix->count];

		part->weight = isnan(request->weight) ? 1 : request->weight;
		part->pattern = pattern_of(request->name);
		mix->count += part->pattern != NULL;
	}
}

void hr_config_load_plan_declare(const struct hr_config_load_plan *plan,
                                 struct hr_config_declared *out)
{
	struct common all = common_of(plan);

	if (plan->scenario_count == 0)
		return;
	if (out->mix.count == 0 && has_mix(plan))
		declare_mix(plan->scenarios, &out->mix);
	if (!all.constant)
		return;
	if (out->users <= 0 && all.closed)
		out->users = all.users;
	if (out->rate_per_s <= 0 && all.open && !all.ramps)
		out->rate_per_s = all.rate_per_s;
	if (out->duration_ns == 0)
		out->duration_ns = all.duration_ns;
}

/* --- release --- */

static void request_release(struct hr_plan_request *request)
{
	free(request->name);
	free(request->method);
	free(request->path);
	free(request->body);
	free(request->body_file);
	hr_http_headers_release(&request->headers);
	hr_http_assertions_release(&request->assertions);
}

static void scenario_release(struct hr_plan_scenario *scenario)
{
	for (size_t i = 0; i < scenario->request_count; i++)
		request_release(&scenario->requests[i]);
	free(scenario->requests);
	free(scenario->name);
	free(scenario->target);
	free(scenario->expected);
	hr_config_load_release(&scenario->load);
	hr_http_headers_release(&scenario->headers);
	hr_http_assertions_release(&scenario->assertions);
}

static void target_release(struct hr_plan_target *target)
{
	free(target->name);
	free(target->type);
	free(target->url);
	free(target->health_check);
	free(target->ca_file);
	hr_http_headers_release(&target->headers);
}

void hr_config_load_plan_keep(struct hr_config_load_plan *plan, size_t count)
{
	for (size_t i = count; i < plan->scenario_count; i++)
		scenario_release(&plan->scenarios[i]);
	if (count < plan->scenario_count)
		plan->scenario_count = count;
}

void hr_config_load_plan_release(struct hr_config_load_plan *plan)
{
	for (size_t i = 0; i < plan->scenario_count; i++)
		scenario_release(&plan->scenarios[i]);
	free(plan->scenarios);
	for (size_t i = 0; i < plan->target_count; i++)
		target_release(&plan->targets[i]);
	free(plan->targets);
	*plan = (struct hr_config_load_plan){ 0 };
}
