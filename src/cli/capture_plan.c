#include <config.h>
#include "cli/capture_plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/suggest.h"
#include "base/url.h"
#include "capture/level_curve.h"

#define RUN_LEVEL 1.0 /* users, when nothing is said */

/* --- values of options --- */

static enum hr_err parse_duration(const char *option, const char *text, int64_t *out,
                                  struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (text != NULL)
		code = hr_duration_parse(hr_slice_of(text), out, err);
	hr_error_locate(err, option);
	return code;
}

/* "100" or, where @per_s, also "100/s". */
static enum hr_err parse_level(const char *option, const char *text, bool per_s, double low,
                               double *out, struct hr_error *err)
{
	bool is_number = text != NULL &&
	                 (per_s ? hr_load_rate_parse(hr_slice_of(text), out)
	                        : hr_parse_double(hr_slice_trim(hr_slice_of(text)), out));

	if (text == NULL || (is_number && *out >= low && *out <= HR_LOAD_LEVEL_MAX))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "%s takes a number%s from %g to %g, not '%s'", option,
	                    per_s ? " a second" : "", low, HR_LOAD_LEVEL_MAX, text);
}

static enum hr_err parse_header(const char *text, struct hr_http_headers *headers,
                                struct hr_error *err)
{
	const char *colon = strchr(text, ':');
	size_t length = colon != NULL ? (size_t)(colon - text) : 0;
	struct hr_http_header *header = &headers->items[headers->count];

	if (length == 0 || strcspn(text, " \t\r\n") < length || strpbrk(text, "\r\n") != NULL)
		return hr_error_set(err, HR_EINVAL, "--header takes \"Name: value\" in one line");
	header->name = hr_strndup(text, length);
	header->value = hr_strdup(colon + 1 + strspn(colon + 1, " \t"));
	headers->count++;
	return HR_OK;
}

static enum hr_err parse_headers(const struct hr_texts *texts, struct hr_http_headers *headers,
                                 struct hr_error *err)
{
	enum hr_err code = HR_OK;

	headers->items = hr_zalloc(texts->count + 1, sizeof(*headers->items));
	for (size_t i = 0; code == HR_OK && i < texts->count; i++)
		code = parse_header(texts->items[i], headers, err);
	return code;
}

static char *copy(const char *text)
{
	return text != NULL ? hr_strdup(text) : NULL;
}

/* --- without a configuration --- */

static enum hr_err make_times(const struct hr_settings *settings, struct hr_plan_scenario *scenario,
                              struct hr_error *err)
{
	const struct {
		const char *option, *text;
		int64_t *place;
	} times[] = {
		{ "--duration", settings->duration, &scenario->duration_ns },
		{ "--warmup", settings->warmup, &scenario->warmup_ns },
		{ "--ramp-up", settings->ramp_up, &scenario->ramp_up_ns },
		{ "--think-time", settings->think_time, &scenario->think_min_ns },
		{ "--timeout", settings->timeout, &scenario->timeout_ns },
	};
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < sizeof(times) / sizeof(times[0]); i++)
		code = parse_duration(times[i].option, times[i].text, times[i].place, err);
	scenario->think_max_ns = scenario->think_min_ns;
	/* Until Ctrl-C. */
	if (settings->duration == NULL)
		scenario->duration_ns = INT64_C(365) * 86400 * 1000000000;
	return code;
}

static enum hr_err make_levels(const struct hr_settings *settings,
                               struct hr_plan_scenario *scenario, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	scenario->rate_per_s = scenario->concurrency = scenario->connections = (double)NAN;
	if (settings->rate != NULL && settings->users != NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "--rate and --users are two models of load: choose one");
	code = parse_level("--rate", settings->rate, true, 0.001, &scenario->rate_per_s, err);
	if (code == HR_OK)
		code = parse_level("--users", settings->users, false, 1, &scenario->concurrency,
		                   err);
	if (code == HR_OK)
		code = parse_level("--connections", settings->connections, false, 1,
		                   &scenario->connections, err);
	if (settings->rate == NULL && settings->users == NULL)
		scenario->concurrency = RUN_LEVEL;
	return code;
}

static enum hr_err make_plan(const struct hr_settings *settings, struct hr_config_load_plan *plan,
                             struct hr_error *err)
{
	struct hr_plan_target *target = hr_zalloc(1, sizeof(*target));
	struct hr_plan_scenario *scenario = hr_zalloc(1, sizeof(*scenario));
	struct hr_plan_request *request = hr_zalloc(1, sizeof(*request));
	const char *body = settings->body;
	struct hr_error inner = { 0 };
	enum hr_err code;

	plan->targets = target;
	plan->scenarios = scenario;
	plan->target_count = plan->scenario_count = 1;
	scenario->requests = request;
	scenario->request_count = 1;
	target->url = hr_strdup(settings->url);
	request->weight = 1;
	request->method = copy(settings->method);
	if (hr_url_check_given(settings->url, HR_URL_HTTP, &inner) != HR_OK)
		return hr_error_set(err, HR_EINVAL, "--url: %s", inner.text);
	/* As a path it is sent as it is, and names the label. */
	if (strstr(settings->url, "://") != NULL)
		request->path = hr_strdup(settings->url);
	if (body != NULL && body[0] == '@')
		request->body_file = hr_strdup(body + 1);
	else
		request->body = copy(body);
	code = make_times(settings, scenario, err);
	if (code == HR_OK)
		code = make_levels(settings, scenario, err);
	if (code == HR_OK)
		code = parse_headers(&settings->headers, &request->headers, err);
	return code;
}

/* --- with one --- */

static bool is_picked(const struct hr_settings *settings, const struct hr_plan_scenario *scenario)
{
	for (size_t i = 0; i < settings->scenarios.count; i++)
		if (scenario->name != NULL &&
		    strcmp(scenario->name, settings->scenarios.items[i]) == 0)
			return true;
	return settings->scenarios.count == 0;
}

static enum hr_err check_names(const struct hr_settings *settings,
                               const struct hr_config_load_plan *plan, struct hr_error *err)
{
	for (size_t i = 0; i < settings->scenarios.count; i++) {
		const char *wanted = settings->scenarios.items[i];
		struct hr_suggestion nearest = { .wrong = hr_slice_of(wanted) };
		bool found = false;

		for (size_t j = 0; j < plan->scenario_count; j++) {
			const char *name = plan->scenarios[j].name;

			found |= name != NULL && strcmp(name, wanted) == 0;
			if (name != NULL)
				hr_suggest_try(&nearest, name);
		}
		if (!found)
			return hr_error_at(err, HR_EINVAL, settings->config, 0, 0,
			                   "there is no scenario '%s' in \"scenarios\"%s", wanted,
			                   hr_suggest_hint(&nearest, NULL));
	}
	return HR_OK;
}

/* What was picked from a row of scenarios does not wait for those before it. */
static void begin_at_once(struct hr_config_load_plan *plan)
{
	int64_t first_ns = INT64_MAX;

	for (size_t i = 0; i < plan->scenario_count; i++)
		if (plan->scenarios[i].start_ns < first_ns)
			first_ns = plan->scenarios[i].start_ns;
	for (size_t i = 0; i < plan->scenario_count; i++)
		plan->scenarios[i].start_ns -= first_ns;
}

/* A year and more is refused where the load is made. */
static int64_t scaled(int64_t time_ns, double factor)
{
	return (int64_t)fmin((double)time_ns * factor, 2 * (double)HR_LOAD_TIME_MAX);
}

/* Its ramps keep their share of it. */
static void set_duration(struct hr_config_load_plan *plan, int64_t duration_ns)
{
	for (size_t i = 0; i < plan->scenario_count; i++) {
		struct hr_plan_scenario *scenario = &plan->scenarios[i];
		int64_t before_ns = scenario->duration_ns > 0 ? scenario->duration_ns
		                                              : plan->duration_ns;
		double factor = before_ns > 0 ? (double)duration_ns / (double)before_ns : 1;

		scenario->ramp_up_ns = scaled(scenario->ramp_up_ns, factor);
		scenario->ramp_down_ns = scaled(scenario->ramp_down_ns, factor);
		scenario->duration_ns = duration_ns;
	}
}

/* Those not picked go to the end, where only the release sees them. */
static void pick(const struct hr_settings *settings, struct hr_config_load_plan *plan)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->scenario_count; i++) {
		struct hr_plan_scenario scenario = plan->scenarios[i];

		if (is_picked(settings, &scenario)) {
			plan->scenarios[i] = plan->scenarios[kept];
			plan->scenarios[kept++] = scenario;
		}
	}
	hr_config_load_plan_keep(plan, kept);
	begin_at_once(plan);
}

static enum hr_err refuse(const char *option, const char *value, struct hr_error *err)
{
	if (value == NULL)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL,
	                    "%s describes a load without a configuration; "
	                    "with -c it belongs into the file",
	                    option);
}

static enum hr_err check_options(const struct hr_settings *settings, struct hr_error *err)
{
	const struct {
		const char *option, *value;
	} options[] = {
		{ "--rate", settings->rate },
		{ "--users", settings->users },
		{ "--warmup", settings->warmup },
		{ "--ramp-up", settings->ramp_up },
		{ "--think-time", settings->think_time },
		{ "--method", settings->method },
		{ "--body", settings->body },
		{ "--timeout", settings->timeout },
		{ "--connections", settings->connections },
		{ "--header", settings->headers.count > 0 ? "" : NULL },
	};
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < sizeof(options) / sizeof(options[0]); i++)
		code = refuse(options[i].option, options[i].value, err);
	return code;
}

static enum hr_err change_plan(const struct hr_settings *settings, struct hr_config_load_plan *plan,
                               struct hr_error *err)
{
	int64_t duration_ns = 0;
	enum hr_err code = check_options(settings, err);

	if (code == HR_OK)
		code = check_names(settings, plan, err);
	if (code == HR_OK)
		code = parse_duration("--duration", settings->duration, &duration_ns, err);
	if (code != HR_OK)
		return code;
	pick(settings, plan);
	if (duration_ns > 0)
		set_duration(plan, duration_ns);
	if (settings->url == NULL)
		return HR_OK;
	if (plan->target_count != 1)
		return hr_error_set(err, HR_EINVAL,
		                    "--url replaces the address of the only target; the "
		                    "configuration has %zu",
		                    plan->target_count);
	free(plan->targets[0].url);
	plan->targets[0].url = hr_strdup(settings->url);
	return HR_OK;
}

enum hr_err hr_capture_plan(const struct hr_settings *settings, struct hr_config_load_plan *plan,
                            struct hr_error *err)
{
	if (settings->config != NULL)
		return change_plan(settings, plan, err);
	if (settings->url == NULL)
		return hr_error_set(err, HR_EINVAL,
		                    "capture http needs --url=URL, "
		                    "or -c FILE with \"targets\" and \"scenarios\"");
	if (settings->scenarios.count > 0)
		return hr_error_set(err, HR_EINVAL,
		                    "--scenario picks from a configuration: -c FILE");
	return make_plan(settings, plan, err);
}
