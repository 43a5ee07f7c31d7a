#include <config.h>
#include "capture/http_plan.h"

#ifdef HAVE_LIBCURL
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/input.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/secret.h"
#include "base/url.h"
#include "config/config_stress.h"
#include "config/criterion.h"

#define TIMEOUT_NS     (30 * HR_NS_PER_S)
#define BODY_BYTES_MAX ((size_t)64 << 20)

static const struct hr_http_assertions no_assertions;

/* --- addresses and headers --- */

static bool is_http(const char *url)
{
	return strncasecmp(url, "http://", 7) == 0 || strncasecmp(url, "https://", 8) == 0;
}

enum hr_err hr_http_join_url(const char *url, const char *path, struct hr_str *out,
                             struct hr_error *err)
{
	struct hr_str text = { 0 }, origin = { 0 };
	struct hr_error inner = { 0 };
	enum hr_err code;

	if (path != NULL && is_http(path)) {
		hr_str_puts(&text, path);
	} else {
		hr_str_puts(&text, url);
		if (path != NULL && path[0] != '\0') {
			while (text.length > 0 && text.data[text.length - 1] == '/')
				hr_str_truncate(&text, text.length - 1);
			hr_str_printf(&text, "%s%s", path[0] == '/' || path[0] == '?' ? "" : "/",
			              path);
		}
	}
	code = hr_secret_resolve(hr_str_text(&text), NULL, out, err);
	hr_str_release(&text);
	if (code != HR_OK)
		return code;
	code = hr_url_check(hr_str_text(out), HR_URL_HTTP, &inner);
	if (code == HR_OK && strlen(out->data) == out->length)
		return HR_OK;
	hr_url_origin(hr_str_text(out), &origin);
	code = hr_error_set(err, HR_ECONFIG, "%s: %s", hr_quoted_slice(hr_str_slice(&origin)).text,
	                    code != HR_OK ? inner.text : "found a NUL in the address");
	hr_str_release(&origin);
	return code;
}

static void append(const struct hr_curl *curl, struct curl_slist **list, const char *line)
{
	struct curl_slist *longer = curl->slist_append(*list, line);

	if (longer == NULL)
		hr_out_of_memory();
	*list = longer;
}

/* Is there a header of that name in a later list? */
static bool is_replaced(const struct hr_http_headers *const *lists, size_t count, size_t after,
                        const char *name)
{
	for (size_t i = after + 1; i < count; i++)
		for (size_t j = 0; j < lists[i]->count; j++)
			if (strcasecmp(lists[i]->items[j].name, name) == 0)
				return true;
	return false;
}

static enum hr_err add_header(const struct hr_curl *curl, const struct hr_http_header *header,
                              struct curl_slist **out, struct hr_error *err)
{
	struct hr_str line = { 0 }, value = { 0 };
	enum hr_err code = hr_secret_resolve(header->value, header->file, &value, err);

	if (code == HR_OK && (strpbrk(hr_str_text(&value), "\r\n") != NULL ||
	                      strlen(hr_str_text(&value)) != value.length))
		code = hr_error_set(err, HR_ECONFIG, "the value of the header %s is not one line",
		                    header->name);
	if (code == HR_OK) {
		/* "Name;" is how libcurl is told to send a header without a value. */
		if (value.length > 0)
			hr_str_printf(&line, "%s: %s", header->name, hr_str_text(&value));
		else
			hr_str_printf(&line, "%s;", header->name);
		append(curl, out, hr_str_text(&line));
	}
	hr_str_release(&line);
	hr_str_release(&value);
	return code;
}

enum hr_err hr_http_add_headers(const struct hr_curl *curl,
                                const struct hr_http_headers *const *lists, size_t count,
                                struct curl_slist **out, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; code == HR_OK && j < lists[i]->count; j++)
			if (!is_replaced(lists, count, i, lists[i]->items[j].name))
				code = add_header(curl, &lists[i]->items[j], out, err);
	return code;
}

/* --- requests --- */

static bool has_header(const struct curl_slist *list, const char *name)
{
	size_t length = strlen(name);

	for (; list != NULL; list = list->next)
		if (strncasecmp(list->data, name, length) == 0 &&
		    (list->data[length] == ':' || list->data[length] == ';'))
			return true;
	return false;
}

static enum hr_err read_body_file(const char *path, struct hr_http_call *call, struct hr_error *err)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	enum hr_err code = hr_input_open(path, &input, err);

	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, BODY_BYTES_MAX, "a body", &text, err);
	hr_input_close(input);
	call->body_bytes = text.length;
	call->body = hr_str_detach(&text);
	return code;
}

/* What is being made, for the functions below. */
struct making {
	const struct hr_curl *curl;
	const struct hr_plan_scenario *scenario;
	const struct hr_plan_target *target;
	bool several; /* targets: labels say which */
};

static void set_label(const struct making *making, const struct hr_plan_request *request,
                      struct hr_http_call *call)
{
	struct hr_str label = { 0 };

	if (making->several && making->target->name != NULL)
		hr_str_printf(&label, "%s/", making->target->name);
	if (request != NULL && request->name != NULL) {
		hr_str_puts(&label, request->name);
	} else if (request == NULL && making->scenario->name != NULL) {
		hr_str_puts(&label, making->scenario->name);
	} else {
		const char *path = request != NULL && request->path != NULL ? request->path : "/";

		if (is_http(path)) {
			path = strchr(strchr(path, ':') + 3, '/');
			path = path != NULL ? path : "/";
		}
		/* What follows the path may be a secret. */
		hr_str_printf(&label, "%s %.*s", call->method, (int)strcspn(path, "?#"), path);
	}
	call->label = hr_str_detach(&label);
}

static enum hr_err make_headers(const struct making *making, const struct hr_plan_request *request,
                                struct hr_http_call *call, struct hr_error *err)
{
	static const struct hr_http_headers none;
	const struct hr_http_headers *lists[3] = { &making->target->headers,
		                                   &making->scenario->headers,
		                                   request != NULL ? &request->headers : &none };
	enum hr_err code = hr_http_add_headers(making->curl, lists, 3, &call->headers, err);

	if (call->body == NULL)
		return code;
	if (request->body_is_json && !has_header(call->headers, "Content-Type"))
		append(making->curl, &call->headers, "Content-Type: application/json");
	/* Waiting for "100 Continue" would be in the figures. */
	if (!has_header(call->headers, "Expect"))
		append(making->curl, &call->headers, "Expect:");
	return code;
}

static int64_t at_most(int64_t time_ns, int64_t most_ns)
{
	return time_ns < most_ns ? time_ns : most_ns;
}

/* The first that is given; no wait is longer than any load, so that sums of them are in range. */
static int64_t first_of(int64_t a, int64_t b, int64_t c, int64_t otherwise)
{
	return at_most(a > 0 ? a : b > 0 ? b : c > 0 ? c : otherwise, HR_LOAD_TIME_MAX);
}

/* @request  NULL: the address of the target, by GET */
static enum hr_err make_call(const struct making *making, const struct hr_plan_request *request,
                             struct hr_http_call *call, struct hr_error *err)
{
	struct hr_str url = { 0 };
	int64_t timeout_ns = first_of(request != NULL ? request->timeout_ns : 0,
	                              making->scenario->timeout_ns, making->target->timeout_ns,
	                              TIMEOUT_NS);
	enum hr_err code = hr_http_join_url(making->target->url,
	                                    request != NULL ? request->path : NULL, &url, err);

	call->url = hr_str_detach(&url);
	call->ca_file = making->target->ca_file;
	call->timeout_ms = (long)((timeout_ns + HR_NS_PER_MS - 1) / HR_NS_PER_MS);
	call->assertions = making->scenario->has_assertions ? &making->scenario->assertions
	                                                    : &no_assertions;
	if (request != NULL && request->has_assertions)
		call->assertions = &request->assertions;
	if (code == HR_OK && request != NULL && request->body_file != NULL)
		code = read_body_file(request->body_file, call, err);
	if (request != NULL && request->body != NULL) {
		call->body = hr_strdup(request->body);
		call->body_bytes = strlen(request->body);
	}
	call->method = request != NULL && request->method != NULL ? request->method
	               : call->body != NULL                       ? "POST"
	                                                          : "GET";
	set_label(making, request, call);
	return code == HR_OK ? make_headers(making, request, call, err) : code;
}

static double weight_of(const struct hr_plan_request *request)
{
	return isnan(request->weight) ? 1 : request->weight;
}

static enum hr_err make_calls(const struct making *making, struct hr_http_stream *stream,
                              struct hr_error *err)
{
	const struct hr_plan_scenario *scenario = making->scenario;
	size_t count = scenario->request_count > 0 ? scenario->request_count : 1;
	double sum = 0, so_far = 0;
	enum hr_err code = HR_OK;

	stream->calls = hr_zalloc(count, sizeof(*stream->calls));
	for (size_t i = 0; i < scenario->request_count; i++)
		sum += weight_of(&scenario->requests[i]);
	if (scenario->request_count > 0 && sum <= 0)
		return hr_error_set(err, HR_ECONFIG, "scenario %s: all its weights are 0",
		                    stream->name);
	for (size_t i = 0; code == HR_OK && i < count; i++) {
		const struct hr_plan_request *request = scenario->request_count > 0
		                                                ? &scenario->requests[i]
		                                                : NULL;
		struct hr_http_call *call = &stream->calls[stream->call_count++];

		so_far += request != NULL ? weight_of(request) / sum : 1;
		call->weight_until = so_far;
		code = make_call(making, request, call, err);
	}
	return code;
}

/* --- streams --- */

static const struct hr_config_checks *break_rules(const struct hr_http_plan *plan,
                                                  const struct hr_plan_scenario *scenario)
{
	if (scenario->load.break_if.count > 0)
		return &scenario->load.break_if;
	return scenario->load.shape == HR_LOAD_STEPS ? &plan->default_break : NULL;
}

static enum hr_err make_stream(struct hr_http_plan *plan, const struct making *making,
                               int64_t duration_ns, struct hr_error *err)
{
	const struct hr_plan_scenario *scenario = making->scenario;
	struct hr_http_stream *stream = &plan->streams[plan->count++];
	bool open = !isnan(scenario->rate_per_s);
	double connections = !isnan(scenario->connections) ? scenario->connections
	                     : open                        ? scenario->concurrency
	                                                   : (double)NAN;
	enum hr_err code;

	stream->name = hr_strdup(scenario->name != NULL ? scenario->name : "load");
	stream->open = open;
	stream->arrivals = (enum hr_arrivals)scenario->arrivals;
	stream->think_min_ns = at_most(scenario->think_min_ns, HR_LOAD_TIME_MAX);
	stream->think_max_ns = at_most(scenario->think_max_ns, HR_LOAD_TIME_MAX);
	stream->connections = connections >= 1 ? (size_t)connections : 0;
	stream->break_if = break_rules(plan, scenario);
	stream->timeout_ns = first_of(scenario->timeout_ns, making->target->timeout_ns, 0,
	                              TIMEOUT_NS);
	code = hr_level_curve_init(&stream->curve, scenario, duration_ns, err);
	if (stream->curve.end_ns > plan->end_ns)
		plan->end_ns = stream->curve.end_ns;
	return code == HR_OK ? make_calls(making, stream, err) : code;
}

static enum hr_err check_target(const struct hr_plan_target *target, struct hr_error *err)
{
	const char *name = target->name != NULL ? target->name : "without a name";

	if (target->url == NULL)
		return hr_error_set(err, HR_ECONFIG, "target %s: found no \"url\"", name);
	if (target->type != NULL && strcasecmp(target->type, "http") != 0 &&
	    strcasecmp(target->type, "https") != 0)
		return hr_error_set(err, HR_ECONFIG,
		                    "target %s: its type is \"%s\", only \"http\" is known", name,
		                    target->type);
	return HR_OK;
}

static bool is_wanted(const struct hr_plan_scenario *scenario, const struct hr_plan_target *target)
{
	return scenario->target == NULL ||
	       (target->name != NULL && strcmp(scenario->target, target->name) == 0);
}

static enum hr_err make_scenario(struct hr_http_plan *plan, const struct hr_curl *curl,
                                 const struct hr_config_load_plan *config,
                                 const struct hr_plan_scenario *scenario, struct hr_error *err)
{
	enum hr_err code = HR_OK;
	bool found = false;

	for (size_t i = 0; code == HR_OK && i < config->target_count; i++) {
		struct making making = { curl, scenario, &config->targets[i],
			                 config->target_count > 1 };

		if (!is_wanted(scenario, making.target))
			continue;
		found = true;
		if (plan->count == HR_HTTP_STREAMS_MAX)
			return hr_error_set(err, HR_ECONFIG,
			                    "scenarios times targets are more than %d",
			                    HR_HTTP_STREAMS_MAX);
		code = check_target(making.target, err);
		if (code == HR_OK)
			code = make_stream(plan, &making, config->duration_ns, err);
	}
	if (code == HR_OK && !found)
		code = hr_error_set(err, HR_ECONFIG, "scenario %s: there is no target \"%s\"",
		                    scenario->name != NULL ? scenario->name : "without a name",
		                    scenario->target);
	return code;
}

static enum hr_err set_default_break(struct hr_http_plan *plan,
                                     const struct hr_config_checks *break_if, struct hr_error *err)
{
	size_t count = 0;
	enum hr_err code = HR_OK;

	while (break_if->count == 0 && hr_stress_break_rules[count] != NULL)
		count++;
	plan->default_break.items = hr_zalloc(break_if->count + count + 1,
	                                      sizeof(*plan->default_break.items));
	for (size_t i = 0; code == HR_OK && i < break_if->count + count; i++) {
		const char *text = break_if->count > 0 ? break_if->items[i].text
		                                       : hr_stress_break_rules[i];

		code = hr_criterion_parse(hr_slice_of(text), &plan->default_break.items[i], err);
		if (code == HR_OK)
			plan->default_break.count++;
	}
	return code;
}

enum hr_err hr_http_plan_init(struct hr_http_plan *plan, const struct hr_curl *curl,
                              const struct hr_config_load_plan *config,
                              const struct hr_config_checks *break_if, struct hr_error *err)
{
	enum hr_err code;

	*plan = (struct hr_http_plan){ 0 };
	if (config->target_count == 0)
		return hr_error_set(err, HR_ECONFIG,
		                    "no targets to send requests to: there is no \"targets\"");
	if (config->scenario_count == 0)
		return hr_error_set(err, HR_ECONFIG, "no load to make: there is no \"scenarios\"");
	plan->streams = hr_zalloc(HR_HTTP_STREAMS_MAX, sizeof(*plan->streams));
	code = set_default_break(plan, break_if, err);
	for (size_t i = 0; code == HR_OK && i < config->scenario_count; i++)
		code = make_scenario(plan, curl, config, &config->scenarios[i], err);
	return code;
}

static void call_release(struct hr_http_call *call, const struct hr_curl *curl)
{
	free(call->label);
	free(call->url);
	free(call->body);
	curl->slist_free_all(call->headers);
}

void hr_http_plan_release(struct hr_http_plan *plan, const struct hr_curl *curl)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct hr_http_stream *stream = &plan->streams[i];

		for (size_t j = 0; j < stream->call_count; j++)
			call_release(&stream->calls[j], curl);
		free(stream->calls);
		free(stream->name);
		hr_level_curve_release(&stream->curve);
	}
	free(plan->streams);
	hr_config_checks_release(&plan->default_break);
	*plan = (struct hr_http_plan){ 0 };
}
#endif
