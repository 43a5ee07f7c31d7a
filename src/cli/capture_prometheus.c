/*
 * headroom capture prometheus: what metrics endpoints say, as resource series.
 */
#include <config.h>
#include "cli/capture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/pattern.h"
#include "base/threads.h"
#include "capture/http_look.h"
#include "cli/capture_ticks.h"
#include "base/url.h"
#include "read/prom_text.h"
#include "record/diag.h"
#include "record/sink_nothing.h"

#define TIMEOUT_NS  (10 * HR_NS_PER_S)
#define INTERVAL_NS (15 * HR_NS_PER_S)
#define BODY_BYTES  ((size_t)64 << 20)
#define MICRO       INT64_C(1000000)
/* What Prometheus itself asks for. */
#define ACCEPT                                                                                     \
	"application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/"       \
	"*;q=0.1"

struct endpoint {
	const char *url;
	struct hr_str host; /* host and port: its instance */
	struct hr_look_answer answer;
	struct hr_error error;
	enum hr_err code;
	bool asked, was_up;
};

/* Also the sink of what was scraped: it passes on what is wanted. */
struct job {
	struct hr_sink sink; /* first */
	const struct hr_settings *settings;
	struct endpoint *endpoints;
	size_t count;
	struct hr_pattern **include, **exclude; /* as many as the settings have */
	int64_t timeout_ns;
	struct hr_sink *to;
	struct hr_diag diag;
};

static bool matches_any(struct hr_pattern *const *patterns, size_t count, struct hr_slice name)
{
	for (size_t i = 0; i < count; i++)
		if (hr_pattern_match(patterns[i], name))
			return true;
	return false;
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	const struct job *job = (const struct job *)sink;
	size_t included = job->settings->include.count, excluded = job->settings->exclude.count;

	if (included > 0 && !matches_any(job->include, included, observation->name))
		return;
	if (!matches_any(job->exclude, excluded, observation->name))
		hr_sink_observation(job->to, observation);
}

static void scrape(void *context, size_t i)
{
	struct job *job = context;
	struct endpoint *endpoint = &job->endpoints[i];
	const struct hr_look_request request = { .url = endpoint->url,
		                                 .timeout_ns = job->timeout_ns,
		                                 .ca_file = job->settings->ca_file,
		                                 .accept = ACCEPT,
		                                 .body_bytes = BODY_BYTES,
		                                 .whole = true };

	endpoint->code = hr_http_look(&request, &endpoint->answer, &endpoint->error);
}

static void push(struct job *job, const struct endpoint *endpoint, int64_t wall_ns,
                 const char *name, int64_t value_micro, const char *unit)
{
	const struct hr_observation observation = { .time_ns = wall_ns,
		                                    .value_micro = value_micro,
		                                    .kind = HR_SERIES_GAUGE,
		                                    .name = hr_slice_of(name),
		                                    .unit = hr_slice_of(unit),
		                                    .host = hr_str_slice(&endpoint->host) };

	hr_sink_observation(job->to, &observation);
}

static void say_change(struct endpoint *endpoint, bool up)
{
	const struct hr_look_answer *answer = &endpoint->answer;

	if (!up && (!endpoint->asked || endpoint->was_up))
		hr_log(HR_LOG_WARNING, "%s gives no metrics: %s", hr_str_text(&endpoint->host),
		       answer->failure != NULL ? answer->message : "its status is not 200");
	else if (up && endpoint->asked && !endpoint->was_up)
		hr_log(HR_LOG_NOTE, "%s gives metrics again", hr_str_text(&endpoint->host));
	endpoint->asked = true;
	endpoint->was_up = up;
}

/* A scrape that failed leaves a gap, and says so by "up", as Prometheus does. */
static void take_answer(struct job *job, struct endpoint *endpoint, int64_t wall_ns)
{
	bool up = endpoint->code == HR_OK && endpoint->answer.failure == NULL &&
	          endpoint->answer.status == 200;
	struct hr_read_context context = { .path = endpoint->url,
		                           .sink = &job->sink,
		                           .diag = &job->diag };

	context.options.host = hr_str_slice(&endpoint->host);
	if (up)
		hr_prom_text_read(&context, hr_str_slice(&endpoint->answer.body), wall_ns);
	push(job, endpoint, wall_ns, "up", up ? MICRO : 0, "");
	push(job, endpoint, wall_ns, "scrape_duration_seconds",
	     endpoint->answer.total_ns / HR_NS_PER_US, "s");
	if (up && !endpoint->asked && context.rejected > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " %s of %s: no metrics", context.rejected,
		       context.rejected == 1 ? "line" : "lines", hr_str_text(&endpoint->host));
	if (up && context.records == 0)
		hr_log(HR_LOG_WARNING, "%s holds no metrics", hr_str_text(&endpoint->host));
	say_change(endpoint, up);
	hr_str_release(&endpoint->answer.body);
}

static void look(void *context, int64_t monotonic_ns, int64_t wall_ns, struct hr_sink *sink)
{
	struct job *job = context;

	(void)monotonic_ns;
	job->to = sink;
	hr_threads_run(job->count, scrape, job);
	for (size_t i = 0; i < job->count; i++) {
		if (job->endpoints[i].answer.stopped)
			hr_str_release(&job->endpoints[i].answer.body);
		else
			take_answer(job, &job->endpoints[i], wall_ns);
	}
}

static enum hr_err compile(const struct hr_texts *texts, struct hr_pattern **out,
                           struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < texts->count; i++)
		code = hr_pattern_compile(hr_slice_of(texts->items[i]), &out[i], err);
	return code;
}

static enum hr_err prepare(struct job *job, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	enum hr_err code = hr_capture_timeout(settings, &job->timeout_ns, err);

	for (size_t i = 0; code == HR_OK && i < job->count; i++) {
		const char *url = settings->operands.items[i];
		struct hr_str origin = { 0 };
		struct hr_error inner = { 0 };

		if (hr_url_check(url, HR_URL_HTTP, &inner) != HR_OK)
			return hr_error_set(err, HR_EINVAL,
			                    "'%s' is no address of metrics: %s, such as "
			                    "http://host/metrics",
			                    url, inner.text);
		job->endpoints[i].url = url;
		hr_url_origin(url, &origin);
		hr_str_puts(&job->endpoints[i].host, strstr(hr_str_text(&origin), "://") + 3);
		hr_str_release(&origin);
	}
	if (code == HR_OK)
		code = compile(&settings->include, job->include, err);
	if (code == HR_OK)
		code = compile(&settings->exclude, job->exclude, err);
	return code == HR_OK ? hr_http_look_ready(err) : code;
}

static void release(struct job *job)
{
	for (size_t i = 0; i < job->count; i++)
		hr_str_release(&job->endpoints[i].host);
	for (size_t i = 0; i < job->settings->include.count; i++)
		hr_pattern_free(job->include[i]);
	for (size_t i = 0; i < job->settings->exclude.count; i++)
		hr_pattern_free(job->exclude[i]);
	free(job->endpoints);
	free(job->include);
	free(job->exclude);
	hr_diag_release(&job->diag);
}

static enum hr_err capture_prometheus(const struct hr_settings *settings, enum hr_exit *status,
                                      struct hr_error *err)
{
	struct hr_sink_ops ops = hr_sink_nothing;
	struct job job = { .sink = { &ops },
		           .settings = settings,
		           .count = settings->operands.count,
		           .timeout_ns = TIMEOUT_NS };
	struct hr_capture_ticks ticks = { .form = hr_record_form_find("series"),
		                          .interval_ns = INTERVAL_NS,
		                          .look = look,
		                          .context = &job };
	enum hr_err code;

	ops.observation = take_observation;
	job.endpoints = hr_zalloc(job.count, sizeof(*job.endpoints));
	job.include = hr_zalloc(settings->include.count + 1, sizeof(struct hr_pattern *));
	job.exclude = hr_zalloc(settings->exclude.count + 1, sizeof(struct hr_pattern *));
	code = prepare(&job, err);
	if (code == HR_OK)
		code = hr_capture_ticks(settings, &ticks, status, err);
	release(&job);
	return code;
}

const struct hr_command hr_capture_prometheus = {
	.name = "capture prometheus",
	.summary = "what metrics endpoints say, as resource values",
	.operands = "URL ...",
	.operands_min = 1,
	.operands_max = HR_THREADS_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_EVERY) | HR_GROUP(CAPTURE_ASK) | HR_GROUP(CAPTURE_PROMETHEUS),
	.details = "Writes resource values as CSV: time,name,value,unit,host,kind. A scrape that "
	           "fails\n"
	           "leaves a gap, and \"up\" is 0.\n",
	.run = capture_prometheus,
};
