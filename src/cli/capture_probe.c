/*
 * headroom capture probe: is it there? Availability samples at a low rate.
 */
#include <config.h>
#include "capture/body_expect.h"
#include "cli/capture.h"

#include <inttypes.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/stop.h"
#include "base/threads.h"
#include "capture/probe.h"
#include "capture/recording.h"
#include "capture/ticker.h"
#include "cli/capture_ticks.h"

#define TIMEOUT_NS  (5 * HR_NS_PER_S)
#define INTERVAL_NS (10 * HR_NS_PER_S)
#define NS_PER_DAY  (24 * 3600 * HR_NS_PER_S)
#define MICRO_MOST  9e12 /* values that fit as millionths */

/* One target and what was last heard of it. */
struct probe {
	struct hr_probe_target target;
	struct hr_look_answer answer;
	struct hr_error error;
	enum hr_err code;
	int64_t start_ns; /* by the wall clock */
	bool asked, was_up;
};

struct job {
	const struct hr_settings *settings;
	struct hr_probe_options options;
	struct probe *probes;
	size_t count;
	struct hr_body_expect *expect;
	size_t expect_count;
	struct hr_recording resources;
	struct hr_sink *sink; /* of the resources where they have no file of their own */
	enum hr_err code;     /* of the resources, or of asking */
	struct hr_error error;
	struct hr_str text;
	int64_t wall_ns;
};

static const char *label_of(const struct job *job, const struct probe *probe)
{
	return job->settings->label != NULL && job->count == 1 ? job->settings->label
	                                                       : probe->target.label;
}

static void ask(void *context, size_t i)
{
	struct job *job = context;
	struct probe *probe = &job->probes[i];

	probe->start_ns = hr_clock_system.wall_ns();
	probe->code = hr_probe_run(&probe->target, &job->options, &probe->answer, &probe->error);
}

static struct hr_slice code_of(const struct hr_look_answer *answer, struct hr_str *scratch)
{
	hr_str_truncate(scratch, 0);
	if (answer->status > 0)
		hr_str_printf(scratch, "%ld", answer->status);
	else if (answer->failure != NULL)
		hr_str_puts(scratch, answer->failure);
	return hr_str_slice(scratch);
}

static void push_sample(struct job *job, const struct probe *probe, struct hr_sink *sink)
{
	const struct hr_look_answer *answer = &probe->answer;
	bool up = answer->failure == NULL;
	struct hr_sample sample = {
		.success = up,
		.start_ns = probe->start_ns - probe->start_ns % HR_NS_PER_MS,
		.elapsed_ns = answer->total_ns,
		.latency_ns = answer->first_byte_ns,
		.connect_ns = answer->connect_ns,
		.received_bytes = answer->received_bytes,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.failed = !up,
		.label = hr_slice_of(label_of(job, probe)),
		.code = code_of(answer, &job->text),
		.message = hr_slice_of(answer->message),
	};

	hr_sink_sample(sink, &sample);
}

static void push_value(struct job *job, const struct probe *probe, const char *name,
                       int64_t value_micro, const char *unit)
{
	struct hr_observation observation = { .time_ns = job->wall_ns,
		                              .value_micro = value_micro,
		                              .kind = HR_SERIES_GAUGE,
		                              .unit = hr_slice_of(unit) };

	hr_str_truncate(&job->text, 0);
	hr_str_printf(&job->text, "probe.%s.%s", label_of(job, probe), name);
	observation.name = hr_str_slice(&job->text);
	hr_sink_observation(job->sink, &observation);
}

/* Nanoseconds are millionths of milliseconds. */
static void push_phase(struct job *job, const struct probe *probe, const char *name,
                       int64_t duration_ns)
{
	if (duration_ns != HR_UNKNOWN)
		push_value(job, probe, name, duration_ns, "ms");
}

static void push_resources(struct job *job, const struct probe *probe)
{
	const struct hr_look_answer *answer = &probe->answer;

	push_value(job, probe, "up", answer->failure == NULL ? 1000000 : 0, "");
	push_phase(job, probe, "dns", answer->dns_ns);
	push_phase(job, probe, "connect", answer->connect_ns);
	push_phase(job, probe, "tls", answer->tls_ns);
	push_phase(job, probe, "wait", answer->wait_ns);
	push_phase(job, probe, "first_byte", answer->first_byte_ns);
	push_phase(job, probe, "total", answer->total_ns);
	if (answer->expires_ns != HR_INSTANT_NONE)
		push_value(job, probe, "certificate_left",
		           (answer->expires_ns - probe->start_ns) / (NS_PER_DAY / 1000000), "days");
}

/* The figures that expectations are about. */
static void push_body(struct job *job, const struct probe *probe)
{
	json_t *body = job->expect_count > 0 ? hr_body_parse(hr_str_slice(&probe->answer.body))
	                                     : NULL;
	double value;

	for (size_t i = 0; i < job->expect_count; i++)
		if (hr_body_expect_number(&job->expect[i], body, &value) &&
		    fabs(value) < MICRO_MOST)
			push_value(job, probe, job->expect[i].member, llround(value * 1e6), "");
	json_decref(body);
}

/* Only what changes is worth a line. */
static void say_change(struct probe *probe)
{
	bool up = probe->answer.failure == NULL;

	if (!up && (!probe->asked || probe->was_up))
		hr_log(HR_LOG_WARNING, "%s is down: %s: %s", probe->target.label,
		       probe->answer.failure, probe->answer.message);
	else if (up && probe->asked && !probe->was_up)
		hr_log(HR_LOG_NOTE, "%s is up again", probe->target.label);
	probe->asked = true;
	probe->was_up = up;
}

static void look(void *context, int64_t monotonic_ns, int64_t wall_ns, struct hr_sink *sink)
{
	struct job *job = context;

	job->wall_ns = wall_ns;
	job->sink = job->resources.output != NULL ? &job->resources.writer.sink : sink;
	hr_threads_run(job->count, ask, job);
	for (size_t i = 0; i < job->count; i++) {
		struct probe *probe = &job->probes[i];

		if (probe->code == HR_OK && !probe->answer.stopped) {
			push_sample(job, probe, sink);
			push_resources(job, probe);
			push_body(job, probe);
			say_change(probe);
		} else if (probe->code != HR_OK && job->code == HR_OK) {
			job->code = probe->code;
			job->error = probe->error;
			hr_stop_ask();
		}
		hr_str_release(&probe->answer.body);
	}
	if (job->resources.output == NULL || job->code != HR_OK)
		return;
	job->code = hr_recording_tick(&job->resources, monotonic_ns, &job->error);
	if (job->code != HR_OK)
		hr_stop_ask();
}

static enum hr_err parse(struct job *job, struct hr_error *err)
{
	const struct hr_settings *settings = job->settings;
	bool http = false;
	enum hr_err code;

	job->options = (struct hr_probe_options){ .timeout_ns = TIMEOUT_NS,
		                                  .ca_file = settings->ca_file };
	code = hr_capture_timeout(settings, &job->options.timeout_ns, err);
	for (size_t i = 0; code == HR_OK && i < settings->operands.count; i++) {
		job->count++;
		code = hr_probe_target_parse(settings->operands.items[i], &job->probes[i].target,
		                             err);
		http = http || job->probes[i].target.kind == HR_PROBE_HTTP;
	}
	for (size_t i = 0; code == HR_OK && i < settings->expect.count; i++) {
		job->expect_count++;
		code = hr_body_expect_parse(settings->expect.items[i], &job->expect[i], err);
	}
	hr_error_locate(err, settings->expect.count > 0 ? "--expect" : "");
	job->options.expect = job->expect;
	job->options.expect_count = job->expect_count;
	if (code == HR_OK && job->expect_count > 0 && !http)
		return hr_error_set(err, HR_EINVAL,
		                    "--expect is about answers over HTTP: no target is asked so");
	if (code == HR_OK && http)
		code = hr_http_look_ready(err);
	return code;
}

static enum hr_err record(struct job *job, enum hr_exit *status, struct hr_error *err)
{
	struct hr_capture_ticks ticks = { .interval_ns = INTERVAL_NS,
		                          .look = look,
		                          .context = job };
	struct hr_error closing = { 0 };
	enum hr_err code = hr_capture_form(job->settings, "jtl", &ticks.form, err), closed;

	if (code == HR_OK && job->settings->resources != NULL)
		code = hr_recording_open(&job->resources, job->settings->resources,
		                         hr_record_form_find("series"), err);
	if (code == HR_OK)
		code = hr_capture_ticks(job->settings, &ticks, status, err);
	closed = hr_recording_close(&job->resources, &closing);
	if (code == HR_OK && job->code != HR_OK) {
		*err = job->error;
		code = job->code;
	} else if (code == HR_OK && closed != HR_OK) {
		*err = closing;
		code = closed;
	}
	return code;
}

static enum hr_err capture_probe(const struct hr_settings *settings, enum hr_exit *status,
                                 struct hr_error *err)
{
	struct job job = { .settings = settings };
	enum hr_err code;

	job.probes = hr_zalloc(settings->operands.count, sizeof(*job.probes));
	job.expect = hr_zalloc(settings->expect.count + 1, sizeof(*job.expect));
	code = parse(&job, err);
	if (code == HR_OK)
		code = record(&job, status, err);
	for (size_t i = 0; i < job.count; i++)
		hr_probe_target_release(&job.probes[i].target);
	free(job.probes);
	for (size_t i = 0; i < job.expect_count; i++)
		hr_body_expect_release(&job.expect[i]);
	free(job.expect);
	hr_str_release(&job.text);
	return code;
}

const struct hr_command hr_capture_probe = {
	.name = "capture probe",
	.summary = "is it there? HTTP servers, TCP ports and names at a low rate",
	.operands = "TARGET ...",
	.operands_min = 1,
	.operands_max = HR_THREADS_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_EVERY) | HR_GROUP(CAPTURE_SAMPLES) | HR_GROUP(CAPTURE_ASK) |
	          HR_GROUP(CAPTURE_PROBE),
	.details =
	        "Targets are http://..., https://..., tcp://host:port and dns://name. Each answer\n"
	        "is a sample; --resources keeps phases and how long certificates are good for.\n",
	.run = capture_probe,
};
