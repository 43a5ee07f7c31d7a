/*
 * headroom capture http: a load is sent, its samples are recorded.
 */
#include <config.h>
#include "capture/recording.h"
#include "cli/capture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/log.h"
#include "base/num.h"
#include "base/stop.h"
#include "base/unit.h"
#include "capture/http_load.h"
#include "cli/capture_plan.h"
#include "cli/config_file.h"
#include "cli/job.h"
#include "record/generator_series.h"
#include "record/sink.h"
#include "write/writer.h"

#define LOG_EVERY_S 10.0
#define MICRO_MOST  9e12 /* values that fit as millionths */

/* --- while it runs --- */

struct line {
	bool on_terminal;
	bool drawn;
	double logged_s;
};

static void put_live(const struct hr_http_live *live, struct hr_str *out)
{
	char rate[HR_UNIT_TEXT_SIZE], p95[HR_UNIT_TEXT_SIZE], errors[HR_UNIT_TEXT_SIZE];

	hr_str_printf(out, "%.0f", live->elapsed_s > 0 ? live->elapsed_s : 0);
	if (live->total_s < 1e7)
		hr_str_printf(out, " of %.0f", live->total_s);
	hr_unit_format(live->rate_per_s, HR_QUANTITY_PER_S, HR_STYLE_ASCII, rate);
	hr_unit_format(live->p95_ms, HR_QUANTITY_DURATION_MS, HR_STYLE_ASCII, p95);
	hr_unit_format(live->error_ratio, HR_QUANTITY_RATIO, HR_STYLE_ASCII, errors);
	hr_str_printf(out, " s: %s, p95 %s, errors %s, %lld active, %llu in all",
	              isnan(live->rate_per_s) ? "-" : rate, isnan(live->p95_ms) ? "-" : p95,
	              isnan(live->error_ratio) ? "-" : errors, (long long)live->active,
	              (unsigned long long)live->count);
}

static void show_live(void *context, const struct hr_http_live *live)
{
	struct line *line = context;
	struct hr_str text = { 0 };

	put_live(live, &text);
	if (line->on_terminal) {
		fprintf(stderr, "\r\033[K%s", hr_str_text(&text));
		fflush(stderr);
		line->drawn = true;
	} else if (live->elapsed_s - line->logged_s >= LOG_EVERY_S) {
		line->logged_s = live->elapsed_s;
		hr_log(HR_LOG_DETAIL, "%s", hr_str_text(&text));
	}
	hr_str_release(&text);
}

static bool on_terminal(const struct hr_settings *settings)
{
	const char *term = getenv("TERM");

	return !settings->quiet && isatty(STDERR_FILENO) == 1 && term != NULL &&
	       strcmp(term, "dumb") != 0;
}

/* --- afterwards --- */

static void say_total(const struct hr_http_outcome *outcome)
{
	char rate[HR_UNIT_TEXT_SIZE], p50[HR_UNIT_TEXT_SIZE], p95[HR_UNIT_TEXT_SIZE],
	        p99[HR_UNIT_TEXT_SIZE], max[HR_UNIT_TEXT_SIZE];

	if (outcome->count == 0) {
		hr_log(HR_LOG_WARNING, "no request was recorded");
		return;
	}
	hr_unit_format(outcome->rate_per_s, HR_QUANTITY_PER_S, HR_STYLE_ASCII, rate);
	hr_unit_format(outcome->p50_ms, HR_QUANTITY_DURATION_MS, HR_STYLE_ASCII, p50);
	hr_unit_format(outcome->p95_ms, HR_QUANTITY_DURATION_MS, HR_STYLE_ASCII, p95);
	hr_unit_format(outcome->p99_ms, HR_QUANTITY_DURATION_MS, HR_STYLE_ASCII, p99);
	hr_unit_format(outcome->max_ms, HR_QUANTITY_DURATION_MS, HR_STYLE_ASCII, max);
	hr_log(HR_LOG_NOTE,
	       "%llu requests in %.1f s (%s), %llu failed; p50 %s, p95 %s, p99 %s, max %s%s",
	       (unsigned long long)outcome->count, outcome->duration_s, rate,
	       (unsigned long long)outcome->errors, p50, p95, p99, max,
	       outcome->interrupted ? "; interrupted" : "");
}

static void say_stream(const struct hr_http_stream_outcome *stream, bool interrupted)
{
	if (stream->broken_step >= 0)
		hr_log(HR_LOG_NOTE, "%s broke at step %d%s%s (%g %s): %s", stream->name,
		       stream->broken_step + 1, stream->broken_name != NULL ? ", " : "",
		       stream->broken_name != NULL ? stream->broken_name : "", stream->broken_level,
		       stream->open ? "requests a second" : "users", stream->broken_rule);
	if (!stream->open || interrupted || stream->broken_step >= 0)
		return;
	if (stream->sent < stream->due)
		hr_log(HR_LOG_WARNING, "%s: %llu of %llu requests were never sent", stream->name,
		       (unsigned long long)(stream->due - stream->sent),
		       (unsigned long long)stream->due);
	if (stream->reached_per_s < HR_GENERATOR_RATE_RATIO * stream->wanted_per_s)
		hr_log(HR_LOG_WARNING, "%s: the rate was missed: %.1f/s of %.1f/s", stream->name,
		       stream->reached_per_s, stream->wanted_per_s);
	else
		hr_log(HR_LOG_NOTE, "%s: %.1f/s of %.1f/s", stream->name, stream->reached_per_s,
		       stream->wanted_per_s);
}

static void say_limits(const struct hr_http_outcome *outcome)
{
	if (outcome->busiest_ratio * 100 > HR_GENERATOR_BUSY_PERCENT)
		hr_log(HR_LOG_WARNING,
		       "the client was saturated: a thread computed %.0f %% of the time, so times "
		       "hold its own waiting; use more threads, machines, or less load",
		       outcome->busiest_ratio * 100);
	if (outcome->waited > 0)
		hr_log(HR_LOG_WARNING,
		       "%llu requests were due while all connections were in use; their times "
		       "count from when they were due",
		       (unsigned long long)outcome->waited);
	else if (outcome->late_p99_ms > HR_GENERATOR_LATE_MS)
		hr_log(HR_LOG_WARNING,
		       "1 %% of the requests were sent more than %.0f ms late: the client was too "
		       "slow; their times count from when they were due",
		       outcome->late_p99_ms);
}

static void say_outcome(const struct hr_http_outcome *outcome)
{
	say_total(outcome);
	for (size_t i = 0; i < outcome->stream_count; i++)
		say_stream(&outcome->streams[i], outcome->interrupted);
	say_limits(outcome);
}

/* --- and for those who read the recording later --- */

struct teller {
	struct hr_sink *sink;
	int64_t time_ns;
};

static void tell(const struct teller *teller, const char *name, double value, const char *unit)
{
	struct hr_observation observation = { .time_ns = teller->time_ns,
		                              .kind = HR_SERIES_GAUGE,
		                              .name = hr_slice_of(name),
		                              .unit = hr_slice_of(unit) };

	if (!(fabs(value) < MICRO_MOST))
		return;
	observation.value_micro = llround(value * 1e6);
	hr_sink_observation(teller->sink, &observation);
}

static void tell_rate(const struct teller *teller, const struct hr_http_stream_outcome *stream,
                      const char *which, double value)
{
	struct hr_str name = { 0 };

	hr_str_printf(&name, HR_GENERATOR_PREFIX "%s%s", stream->name, which);
	tell(teller, hr_str_text(&name), value, "1/s");
	hr_str_release(&name);
}

/* What the client could not do belongs to the recording: its figures are the client's, too. */
static void tell_limits(const struct hr_http_outcome *outcome, struct hr_sink *sink)
{
	int64_t now_ns = hr_clock_wall_ns();
	const struct teller teller = { sink, now_ns - now_ns % HR_NS_PER_MS };

	if (outcome->count == 0)
		return;
	tell(&teller, HR_GENERATOR_BUSY, outcome->busiest_ratio * 100, "%");
	for (size_t i = 0; i < outcome->stream_count; i++) {
		const struct hr_http_stream_outcome *stream = &outcome->streams[i];

		if (!stream->open)
			continue;
		tell(&teller, HR_GENERATOR_LATE, outcome->late_p99_ms, "ms");
		tell(&teller, HR_GENERATOR_WAITED, (double)outcome->waited, "");
		break;
	}
	for (size_t i = 0; i < outcome->stream_count; i++) {
		const struct hr_http_stream_outcome *stream = &outcome->streams[i];

		if (!stream->open || outcome->interrupted || stream->broken_step >= 0)
			continue;
		tell_rate(&teller, stream, HR_GENERATOR_WANTED, stream->wanted_per_s);
		tell_rate(&teller, stream, HR_GENERATOR_REACHED, stream->reached_per_s);
	}
}

/* --- the command --- */

static enum hr_err choose_form(const char *name, const struct hr_record_form **out,
                               struct hr_error *err)
{
	*out = hr_record_form_find(name != NULL ? name : "jtl");
	if (*out != NULL && (*out)->sample != NULL)
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "-f takes jtl, csv or ndjson, not '%s'", name);
}

static enum hr_err parse_seed(const char *text, uint64_t *out, struct hr_error *err)
{
	*out = 0;
	if (text == NULL || hr_parse_u64(hr_slice_of(text), out))
		return HR_OK;
	return hr_error_set(err, HR_EINVAL, "--seed takes a whole number, not '%s'", text);
}

/* Sends and records; what was recorded is put in place also when it was stopped. */
static enum hr_err record(const struct hr_settings *settings, struct hr_http_job *job,
                          const struct hr_record_form *form, struct hr_http_outcome *outcome,
                          struct hr_error *err)
{
	struct hr_recording recording = { 0 }, resources = { 0 };
	struct line line = { .on_terminal = on_terminal(settings) };
	enum hr_err code, closed;

	code = hr_recording_open(&recording, settings->output != NULL ? settings->output : "-",
	                         form, err);
	if (code == HR_OK && settings->resources != NULL)
		code = hr_recording_open(&resources, settings->resources,
		                         hr_record_form_find("series"), err);
	if (code != HR_OK) {
		hr_recording_abort(&recording);
		return code;
	}
	job->recording = &recording;
	job->live = show_live;
	job->context = &line;
	hr_stop_catch();
	code = hr_http_load_run(job, outcome, err);
	if (line.drawn)
		fputs("\r\033[K", stderr);
	if (code == HR_OK)
		tell_limits(outcome, resources.output != NULL ? &resources.writer.sink
		                                              : &recording.writer.sink);
	if (code == HR_OK || recording.writer.status != HR_OK) {
		closed = hr_recording_close(&recording, err);
		code = code == HR_OK ? closed : code;
	} else {
		hr_recording_abort(&recording);
	}
	if (code == HR_OK)
		code = hr_recording_close(&resources, err);
	else
		hr_recording_abort(&resources);
	hr_stop_release();
	return code;
}

/* Of the section "stress", where they have their place; of those of the load the configuration
 * warns itself. */
static void warn_of_resources(const struct hr_config_checks *break_if)
{
	for (size_t i = 0; i < break_if->count; i++)
		if (break_if->items[i].resource != NULL)
			hr_log(HR_LOG_WARNING,
			       "%s is about a resource, which is not seen while load is made: "
			       "headroom stress judges it, with a recording of the machine",
			       break_if->items[i].text);
}

static enum hr_err run_job(const struct hr_settings *settings, struct hr_config *config,
                           enum hr_exit *status, struct hr_error *err)
{
	struct hr_http_job job = { .plan = &config->load_plan,
		                   .break_if = &config->stress.break_if };
	struct hr_http_outcome outcome = { 0 };
	const struct hr_record_form *form;
	enum hr_err code = choose_form(settings->form, &form, err);

	if (code == HR_OK)
		code = parse_seed(settings->seed, &job.seed, err);
	if (code == HR_OK)
		code = hr_job_threads(settings->threads, &job.threads, err);
	if (code == HR_OK)
		code = hr_capture_plan(settings, &config->load_plan, err);
	if (code == HR_OK)
		warn_of_resources(job.break_if);
	if (code == HR_OK) {
		job.whole_ms = strcmp(form->name, "jtl") == 0;
		code = record(settings, &job, form, &outcome, err);
	}
	if (code == HR_OK) {
		say_outcome(&outcome);
		/* Without a duration to be stopped is the end. */
		if (outcome.interrupted && (settings->config != NULL || settings->duration != NULL))
			*status = HR_EXIT_INTERRUPTED;
		else if (outcome.count == 0)
			*status = HR_EXIT_INCONCLUSIVE;
	}
	hr_http_outcome_release(&outcome);
	return code;
}

static enum hr_err capture_http(const struct hr_settings *settings, enum hr_exit *status,
                                struct hr_error *err)
{
	struct hr_config config = { 0 };
	enum hr_err code = HR_OK;

	if (settings->config != NULL)
		code = hr_config_file_load(settings->config, &config, err);
	if (code == HR_OK)
		code = run_job(settings, &config, status, err);
	if (code == HR_ECONFIG)
		hr_error_locate(err, settings->config);
	hr_config_release(&config);
	return code;
}

const struct hr_command hr_capture_http = {
	.name = "capture http",
	.summary = "send requests, record their times",
	.operands = "",
	.groups = HR_GROUP(COMMON) | HR_GROUP(CONFIG) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_HTTP),
	.details = "With -c the targets and scenarios of a configuration, "
	           "else one request to --url.\n",
	.run = capture_http,
};
