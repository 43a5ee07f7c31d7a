/*
 * headroom capture exec: runs of a command as samples.
 */
#include <config.h>
#include "cli/capture.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/stop.h"
#include "base/unit.h"
#include "capture/exec.h"
#include "capture/recording.h"
#include "capture/ticker.h"
#include "cli/capture_ticks.h"

#define RUNS_MAX 1000000000
#define MICRO    INT64_C(1000000)

/* All runs of one call. */
struct job {
	const char *label;
	struct hr_exec_options exec;
	uint64_t runs, warmups; /* runs 0: until it is stopped */
	struct hr_recording samples, resources;
	uint64_t done, failed;
	int64_t elapsed_ns, user_ns, system_ns, peak_bytes; /* sums, the largest peak */
	struct hr_str text;
};

static enum hr_err parse_count(const char *option, const char *text, uint64_t *out,
                               struct hr_error *err)
{
	if (text == NULL)
		return HR_OK;
	if (!hr_parse_u64(hr_slice_of(text), out) || *out > RUNS_MAX)
		return hr_error_set(err, HR_EINVAL, "%s takes a number of runs, not '%s'", option,
		                    text);
	return HR_OK;
}

static bool is_success(const struct hr_exec_result *result)
{
	return result->end == HR_EXEC_EXITED && result->status == 0;
}

/* What became of it, for people; its code is the exit status, SIGNAME or "timeout". */
static struct hr_slice describe(struct job *job, const struct hr_exec_result *result,
                                struct hr_str *code)
{
	const char *name = sigabbrev_np(result->status);

	hr_str_truncate(&job->text, 0);
	switch (result->end) {
	case HR_EXEC_TIMEOUT:
		hr_str_puts(code, "timeout");
		hr_str_puts(&job->text, "was not done in time");
		break;
	case HR_EXEC_KILLED:
	case HR_EXEC_STOPPED:
		hr_str_printf(code, "SIG%s", name != NULL ? name : "?");
		hr_str_printf(&job->text, "killed by signal %d", result->status);
		break;
	case HR_EXEC_EXITED:
		hr_str_printf(code, "%d", result->status);
		if (result->status != 0)
			hr_str_printf(&job->text, "exit status %d", result->status);
		break;
	}
	return hr_str_slice(&job->text);
}

static void push_sample(struct job *job, const struct hr_exec_result *result)
{
	struct hr_str code = { 0 };
	struct hr_sample sample = {
		.success = is_success(result),
		.start_ns = result->start_ns - result->start_ns % HR_NS_PER_MS,
		.elapsed_ns = result->elapsed_ns,
		.latency_ns = HR_UNKNOWN,
		.connect_ns = HR_UNKNOWN,
		.received_bytes = HR_UNKNOWN,
		.sent_bytes = HR_UNKNOWN,
		.active_users = HR_UNKNOWN,
		.weight = 1,
		.failed = !is_success(result),
		.label = hr_slice_of(job->label),
		.message = describe(job, result, &code),
	};

	sample.code = hr_str_slice(&code);
	hr_sink_sample(&job->samples.writer.sink, &sample);
	hr_str_release(&code);
}

static void push_value(struct job *job, int64_t time_ns, const char *name, int64_t value_micro,
                       const char *unit)
{
	struct hr_sink *sink = job->resources.output != NULL ? &job->resources.writer.sink
	                                                     : &job->samples.writer.sink;
	struct hr_observation observation = { .time_ns = time_ns,
		                              .value_micro = value_micro,
		                              .kind = HR_SERIES_GAUGE,
		                              .unit = hr_slice_of(unit) };

	hr_str_truncate(&job->text, 0);
	hr_str_printf(&job->text, "exec.%s.%s", job->label, name);
	observation.name = hr_str_slice(&job->text);
	hr_sink_observation(sink, &observation);
}

/* At the end of the run. */
static void push_resources(struct job *job, const struct hr_exec_result *result)
{
	int64_t end_ns = result->start_ns + result->elapsed_ns;

	end_ns -= end_ns % HR_NS_PER_MS;
	push_value(job, end_ns, "user", result->user_ns / HR_NS_PER_US, "s");
	push_value(job, end_ns, "system", result->system_ns / HR_NS_PER_US, "s");
	push_value(job, end_ns, "peak_memory", result->peak_bytes * MICRO, "B");
}

static enum hr_err run_once(struct job *job, bool counts, struct hr_error *err)
{
	struct hr_exec_result result;
	enum hr_err code = hr_exec_run(&job->exec, &result, err);

	if (code != HR_OK || !counts || result.end == HR_EXEC_STOPPED)
		return code;
	push_sample(job, &result);
	push_resources(job, &result);
	job->done++;
	job->failed += !is_success(&result);
	job->elapsed_ns += result.elapsed_ns;
	job->user_ns += result.user_ns;
	job->system_ns += result.system_ns;
	if (result.peak_bytes > job->peak_bytes)
		job->peak_bytes = result.peak_bytes;
	code = hr_recording_tick(&job->samples, hr_clock_system.monotonic_ns(), err);
	if (code == HR_OK && job->resources.output != NULL)
		code = hr_recording_tick(&job->resources, hr_clock_system.monotonic_ns(), err);
	return code;
}

/* @interval_ns  between starts; 0: each begins when the one before has ended */
static enum hr_err run_all(struct job *job, int64_t interval_ns, int64_t duration_ns,
                           struct hr_error *err)
{
	enum hr_err code = HR_OK;
	struct hr_ticker ticker;

	for (uint64_t i = 0; code == HR_OK && i < job->warmups && !hr_stop_wanted(); i++)
		code = run_once(job, false, err);
	hr_ticker_start(&ticker, &hr_clock_system, interval_ns > 0 ? interval_ns : 1, duration_ns);
	while (code == HR_OK && (job->runs == 0 || job->done < job->runs) &&
	       hr_ticker_wait(&ticker, NULL, NULL))
		code = run_once(job, true, err);
	return code;
}

static double mean_ms(const struct job *job, int64_t sum_ns)
{
	return (double)sum_ns / (double)job->done / (double)HR_NS_PER_MS;
}

/* One line for people, on stderr. */
static void say_result(const struct job *job)
{
	char wall[HR_UNIT_TEXT_SIZE], user[HR_UNIT_TEXT_SIZE], system[HR_UNIT_TEXT_SIZE],
	        peak[HR_UNIT_TEXT_SIZE];

	if (job->done == 0)
		return;
	hr_unit_format(mean_ms(job, job->elapsed_ns), HR_QUANTITY_DURATION_MS, HR_STYLE_UNICODE,
	               wall);
	hr_unit_format(mean_ms(job, job->user_ns), HR_QUANTITY_DURATION_MS, HR_STYLE_UNICODE, user);
	hr_unit_format(mean_ms(job, job->system_ns), HR_QUANTITY_DURATION_MS, HR_STYLE_UNICODE,
	               system);
	hr_unit_format((double)job->peak_bytes, HR_QUANTITY_BYTES, HR_STYLE_UNICODE, peak);
	hr_log(HR_LOG_NOTE,
	       "%s: %" PRIu64 " %s, %" PRIu64 " failed; mean %s, user %s, system %s; peak %s",
	       job->label, job->done, job->done == 1 ? "run" : "runs", job->failed, wall, user,
	       system, peak);
}

static enum hr_err parse(const struct hr_settings *settings, struct job *job, int64_t *interval_ns,
                         int64_t *duration_ns, struct hr_error *err)
{
	const char *program = settings->operands.items[0], *slash = strrchr(program, '/');
	enum hr_err code;

	job->label = settings->label != NULL ? settings->label
	             : slash != NULL         ? slash + 1
	                                     : program;
	job->exec.show_output = settings->show_output;
	code = hr_capture_duration("--duration", settings->duration, duration_ns, err);
	job->runs = *duration_ns > 0 || settings->interval != NULL ? 0 : 1;
	if (code == HR_OK)
		code = parse_count("--runs", settings->runs, &job->runs, err);
	if (code == HR_OK)
		code = parse_count("--warmup", settings->warmup, &job->warmups, err);
	if (code == HR_OK)
		code = hr_capture_duration("--interval", settings->interval, interval_ns, err);
	if (code == HR_OK)
		code = hr_capture_duration("--timeout", settings->timeout, &job->exec.timeout_ns,
		                           err);
	return code;
}

static enum hr_err open_recordings(const struct hr_settings *settings, struct job *job,
                                   struct hr_error *err)
{
	const struct hr_record_form *form;
	enum hr_err code = hr_capture_form(settings, "jtl", &form, err);

	if (code == HR_OK)
		code = hr_recording_open(&job->samples,
		                         settings->output != NULL ? settings->output : "-", form,
		                         err);
	if (code == HR_OK && settings->resources != NULL)
		code = hr_recording_open(&job->resources, settings->resources,
		                         hr_record_form_find("series"), err);
	return code;
}

/* Both in any case; the first error counts. A command that could not be run leaves no file and
 * none in the place of another. */
static enum hr_err close_recordings(struct job *job, bool failed, struct hr_error *err)
{
	enum hr_err samples, resources;

	if (failed && job->done == 0) {
		hr_recording_abort(&job->samples);
		hr_recording_abort(&job->resources);
	}
	samples = hr_recording_close(&job->samples, err);
	resources = hr_recording_close(&job->resources, err);
	return samples != HR_OK ? samples : resources;
}

static enum hr_err capture_exec(const struct hr_settings *settings, enum hr_exit *status,
                                struct hr_error *err)
{
	struct job job = { 0 };
	struct hr_error closing = { 0 };
	int64_t interval_ns = 0, duration_ns = 0;
	char **arguments = hr_zalloc(settings->operands.count + 1, sizeof(*arguments));
	enum hr_err code = parse(settings, &job, &interval_ns, &duration_ns, err), closed;

	memcpy(arguments, settings->operands.items, settings->operands.count * sizeof(*arguments));
	job.exec.arguments = arguments;
	if (code == HR_OK)
		code = open_recordings(settings, &job, err);
	if (code == HR_OK) {
		hr_stop_catch();
		code = run_all(&job, interval_ns, duration_ns, err);
		/* Without an end of its own it was meant to be stopped. */
		if (hr_stop_wanted() && (job.runs > 0 || duration_ns > 0))
			*status = HR_EXIT_INTERRUPTED;
	}
	closed = close_recordings(&job, code != HR_OK, &closing);
	if (code == HR_OK && closed != HR_OK)
		*err = closing;
	hr_stop_release();
	say_result(&job);
	hr_str_release(&job.text);
	free(arguments);
	return code != HR_OK ? code : closed;
}

const struct hr_command hr_capture_exec = {
	.name = "capture exec",
	.summary = "runs of a command: time, processor, memory, exit status",
	.operands = "COMMAND [ARGUMENT ...]",
	.operands_min = 1,
	.operands_max = SIZE_MAX,
	.groups = HR_GROUP(COMMON) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_EVERY) | HR_GROUP(CAPTURE_SAMPLES) | HR_GROUP(CAPTURE_EXEC),
	.details = "Options of headroom come before COMMAND. Each run is a sample; one whose exit\n"
	           "status is not 0 is an error.\n",
	.run = capture_exec,
};
