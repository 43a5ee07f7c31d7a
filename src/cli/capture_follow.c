/*
 * headroom capture follow: records of something that grows, as they arrive.
 */
#include <config.h>
#include "capture/tail.h"
#include "cli/capture.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/instant.h"
#include "base/log.h"
#include "base/stop.h"
#include "capture/follow.h"
#include "capture/recording.h"
#include "capture/ticker.h"
#include "cli/capture_ticks.h"
#include "cli/job.h"
#include "cli/output_clash.h"

#define LOOK_NS (100 * HR_NS_PER_MS)

/* A sink that opens its recording at the first record, in a form that has a place for it. */
struct late {
	struct hr_sink sink; /* first */
	const struct hr_settings *settings;
	struct hr_recording recording;
	enum hr_err code; /* of opening; after an error records are dropped */
	struct hr_error error;
};

static struct hr_sink *open_late(struct late *late, const char *form_name)
{
	const char *path = late->settings->output != NULL ? late->settings->output : "-";
	const struct hr_record_form *form;

	if (late->recording.output == NULL && late->code == HR_OK) {
		late->code = hr_capture_form(late->settings, form_name, &form, &late->error);
		if (late->code == HR_OK)
			late->code = hr_recording_open(&late->recording, path, form, &late->error);
	}
	return late->code == HR_OK ? &late->recording.writer.sink : NULL;
}

static void take_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	struct hr_sink *to = open_late((struct late *)sink, "jtl");

	if (to != NULL)
		hr_sink_sample(to, sample);
}

static void take_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_sink *to = open_late((struct late *)sink, "series");

	if (to != NULL)
		hr_sink_observation(to, observation);
}

static void take_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	struct hr_sink *to = open_late((struct late *)sink, "jtl");

	if (to != NULL)
		hr_sink_histogram(to, histogram);
}

static void take_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	struct hr_sink *to = open_late((struct late *)sink, "jtl");

	if (to != NULL)
		hr_sink_aggregate(to, aggregate);
}

static void take_event(struct hr_sink *sink, const struct hr_event *event)
{
	struct hr_sink *to = open_late((struct late *)sink, "jtl");

	if (to != NULL)
		hr_sink_event(to, event);
}

static enum hr_err tick(struct late *late, struct hr_error *err)
{
	if (late->code != HR_OK) {
		*err = late->error;
		return late->code;
	}
	if (late->recording.output == NULL)
		return HR_OK;
	return hr_recording_tick(&late->recording, hr_clock_system.monotonic_ns(), err);
}

/* Until it ends, the time is over or a signal asks to stop. */
static enum hr_err follow_on(struct hr_follow *follow, struct late *late, int64_t duration_ns,
                             struct hr_error *err)
{
	int64_t start_ns = hr_clock_system.monotonic_ns(), now_ns = start_ns;
	enum hr_follow_state state = HR_FOLLOW_MORE;
	enum hr_err code = HR_OK;

	while (code == HR_OK && state != HR_FOLLOW_ENDED && !hr_stop_wanted() &&
	       (duration_ns == 0 || now_ns - start_ns < duration_ns)) {
		code = hr_follow_step(follow, now_ns, &state, err);
		if (code == HR_OK)
			code = tick(late, err);
		if (code == HR_OK && state == HR_FOLLOW_IDLE)
			hr_tail_wait(hr_follow_tail(follow), LOOK_NS);
		now_ns = hr_clock_system.monotonic_ns();
	}
	if (code == HR_OK)
		code = hr_follow_finish(follow, err);
	return code == HR_OK ? tick(late, err) : code;
}

static const char *plural(uint64_t count)
{
	return count == 1 ? "" : "s";
}

static void say_result(const struct hr_follow *follow, const struct late *late)
{
	const struct hr_writer *writer = &late->recording.writer;
	uint64_t left = writer->samples_left + writer->observations_left + writer->events_left +
	                writer->wholes_left;
	struct hr_follow_counts counts;

	hr_follow_counts(follow, &counts);
	if (late->settings->explain_input)
		fputs(counts.assumptions, stderr);
	hr_log(HR_LOG_NOTE, "%" PRIu64 " record%s", counts.records, plural(counts.records));
	if (counts.successors > 0)
		hr_log(HR_LOG_NOTE, "followed into %" PRIu64 " successor%s", counts.successors,
		       plural(counts.successors));
	if (counts.rejected > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " row%s rejected", counts.rejected,
		       plural(counts.rejected));
	if (left > 0)
		hr_log(HR_LOG_WARNING, "%" PRIu64 " record%s left out: -f %s has no place for %s",
		       left, plural(left), writer->form->name, left == 1 ? "it" : "them");
}

static enum hr_err record(const struct hr_job *job, int64_t duration_ns, struct late *late,
                          struct hr_error *err)
{
	const struct hr_follow_options options = { .path = job->inputs[0].path,
		                                   .format = job->inputs[0].format,
		                                   .read = &job->read,
		                                   .new_only = job->settings->new_only };
	struct hr_diag diag = { 0 };
	struct hr_error closing = { 0 };
	struct hr_follow *follow;
	enum hr_err code = hr_follow_open(&options, &late->sink, &diag, &follow, err), closed;

	if (code != HR_OK)
		return code;
	hr_stop_catch();
	code = follow_on(follow, late, duration_ns, err);
	say_result(follow, late);
	hr_follow_close(follow);
	closed = hr_recording_close(&late->recording, &closing);
	hr_stop_release();
	hr_diag_release(&diag);
	if (code == HR_OK && closed != HR_OK)
		*err = closing;
	return code != HR_OK ? code : closed;
}

static enum hr_err capture_follow(const struct hr_settings *settings, enum hr_exit *status,
                                  struct hr_error *err)
{
	static const struct hr_sink_ops ops = { .sample = take_sample,
		                                .observation = take_observation,
		                                .histogram = take_histogram,
		                                .aggregate = take_aggregate,
		                                .event = take_event };
	struct late late = { .sink = { &ops }, .settings = settings };
	const struct hr_record_form *form;
	int64_t duration_ns = 0;
	struct hr_job job;
	enum hr_err code = hr_capture_duration("--duration", settings->duration, &duration_ns, err);

	/* A name that is none is told now, not at the first record. */
	if (code == HR_OK)
		code = hr_capture_form(settings, "jtl", &form, err);
	if (code != HR_OK)
		return code;
	code = hr_job_init(&job, settings, err);
	if (code == HR_OK)
		code = hr_outputs_spare(settings, job.inputs[0].path, err);
	if (code == HR_OK)
		code = record(&job, duration_ns, &late, err);
	if (code == HR_OK && hr_stop_wanted() && duration_ns > 0)
		*status = HR_EXIT_INTERRUPTED;
	else if (code == HR_OK &&
	         late.recording.writer.samples + late.recording.writer.observations == 0)
		*status = HR_EXIT_INCONCLUSIVE;
	hr_job_release(&job);
	return code;
}

const struct hr_command hr_capture_follow = {
	.name = "capture follow",
	.summary = "a growing file, FIFO or stdin, as records arrive",
	.operands = "[FILE]",
	.operands_max = 1,
	.groups = HR_GROUP(COMMON) | HR_GROUP(READ) | HR_GROUP(OUTPUT_PATH) | HR_GROUP(CAPTURE) |
	          HR_GROUP(CAPTURE_FOLLOW),
	.details = "Goes on in the next file when FILE is rotated or truncated. Without FILE, or\n"
	           "with -, reads stdin.\n",
	.run = capture_follow,
};
