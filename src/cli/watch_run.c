#include <config.h>
#include "cli/watch_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/input.h"
#include "base/mem.h"
#include "capture/follow.h"
#include "cli/load_plan.h"
#include "cli/settle.h"
#include "summarize/cut.h"
#include "summarize/select.h"
#include "summarize/summarizer.h"

/* One input. */
struct part {
	const char *path;
	struct hr_read_options read;
	struct hr_run run;
	struct hr_summarizer *summarizer;
	struct hr_follow *follow;
	bool ended;
};

struct hr_watch_run {
	struct hr_job *job;
	struct part *parts; /* by input */
	size_t count;
};

/* The head of a file tells; a pipe is not looked into twice. */
static enum hr_err refuse_document(const char *path, struct hr_error *err)
{
	struct hr_input *input;
	struct stat info;
	struct hr_slice head;
	enum hr_err code;

	if (stat(path, &info) != 0 || !S_ISREG(info.st_mode))
		return HR_OK;
	code = hr_input_open(path, &input, err);
	if (code != HR_OK)
		return code;
	code = hr_input_peek(input, &head.ptr, &head.length, err);
	if (code == HR_OK && hr_document_sniff(head))
		code = hr_error_at(err, HR_EINVAL, path, 0, 0,
		                   "a document does not grow: headroom report takes it");
	hr_input_close(input);
	return code;
}

static enum hr_err open_part(struct hr_watch_run *watch, struct part *part,
                             const struct hr_job_input *input, struct hr_error *err)
{
	const struct hr_job *job = watch->job;
	struct hr_follow_options options = { .path = input->path, .format = input->format };
	enum hr_err code;

	part->path = input->path;
	part->read = job->read;
	part->read.mapping = input->mapping;
	part->read.threads = 1;
	if (job->settings->hosts != NULL && strcmp(job->settings->hosts, "each") == 0)
		part->read.host = hr_slice_of(input->path);
	options.read = &part->read;
	hr_run_init(&part->run, job->interval_ns);
	part->summarizer = hr_summarizer_new(&part->run, &job->summarize);
	code = refuse_document(input->path, err);
	if (code != HR_OK)
		return code;
	return hr_follow_open(&options, hr_summarizer_sink(part->summarizer), &part->run.diag,
	                      &part->follow, err);
}

/* A window between given times selects while it is read, exactly. */
static enum hr_err select_window(struct hr_job *job, struct hr_error *err)
{
	struct hr_filter *filter = &job->summarize.filter;
	enum hr_err code;

	if (job->settings->steady_state)
		return hr_error_set(err, HR_EINVAL,
		                    "--steady-state needs a run that is over: use --last for the "
		                    "latest part of one that grows");
	if (hr_window_is_open(&job->window) || hr_window_needs_span(&job->window))
		return HR_OK;
	code = hr_window_resolve(&job->window, HR_INSTANT_NONE, HR_INSTANT_NONE, job->read.zone,
	                         filter, err);
	job->document.window_from_ns = filter->from_ns;
	job->document.window_to_ns = filter->to_ns;
	return code;
}

enum hr_err hr_watch_run_open(struct hr_job *job, struct hr_watch_run **out, struct hr_error *err)
{
	struct hr_watch_run *watch;
	enum hr_err code = select_window(job, err);

	if (code != HR_OK)
		return code;
	watch = hr_zalloc(1, sizeof(*watch));
	watch->job = job;
	watch->parts = hr_zalloc(job->input_count, sizeof(*watch->parts));
	for (size_t i = 0; code == HR_OK && i < job->input_count; i++) {
		watch->count++;
		code = open_part(watch, &watch->parts[i], &job->inputs[i], err);
	}
	if (code != HR_OK) {
		hr_watch_run_close(watch);
		return code;
	}
	*out = watch;
	return HR_OK;
}

static enum hr_err read_part(struct part *part, int64_t monotonic_ns, struct hr_error *err)
{
	enum hr_follow_state state = HR_FOLLOW_MORE;
	enum hr_err code = HR_OK;

	while (code == HR_OK && !part->ended && state == HR_FOLLOW_MORE)
		code = hr_follow_step(part->follow, monotonic_ns, &state, err);
	if (code == HR_OK && state == HR_FOLLOW_ENDED) {
		part->ended = true;
		code = hr_follow_finish(part->follow, err);
	}
	return code;
}

enum hr_err hr_watch_run_read(struct hr_watch_run *watch, int64_t monotonic_ns, bool *ended,
                              struct hr_error *err)
{
	enum hr_err code = HR_OK;

	*ended = true;
	for (size_t i = 0; code == HR_OK && i < watch->count; i++) {
		code = read_part(&watch->parts[i], monotonic_ns, err);
		*ended = *ended && watch->parts[i].ended;
	}
	return code;
}

enum hr_err hr_watch_run_finish(struct hr_watch_run *watch, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < watch->count; i++) {
		struct part *part = &watch->parts[i];

		if (!part->ended)
			code = hr_follow_finish(part->follow, err);
		part->ended = true;
	}
	return code;
}

static void add_input(const struct part *part, struct hr_run *run)
{
	struct hr_follow_counts counts;
	char *path = hr_strdup(part->path), *format;
	struct hr_run_input input = { .path = path };

	hr_follow_counts(part->follow, &counts);
	format = hr_strdup(counts.format != NULL ? counts.format->name : "empty");
	input.format = format;
	input.bytes = counts.bytes;
	input.records = counts.records;
	input.rejected = counts.rejected;
	input.degraded = counts.degraded;
	memcpy(input.digest, counts.digest, sizeof(input.digest));
	hr_run_add_input(run, &input);
	free(path);
	free(format);
}

/* One that is counted from the ends of the data moves with them. */
static enum hr_err cut(struct hr_job *job, struct hr_run *run, struct hr_error *err)
{
	struct hr_filter filter = job->summarize.filter;
	enum hr_err code;

	/* or nothing has come that a window could be of */
	if (!hr_window_needs_span(&job->window) || run->start_ns == HR_INSTANT_NONE)
		return HR_OK;
	code = hr_window_resolve(&job->window, run->start_ns, run->end_ns, job->read.zone, &filter,
	                         err);
	if (code != HR_OK)
		return code;
	hr_run_cut(run, &filter);
	job->document.window_from_ns = filter.from_ns;
	job->document.window_to_ns = filter.to_ns;
	job->document.window_snapped = true;
	return HR_OK;
}

enum hr_err hr_watch_run_take(struct hr_watch_run *watch, struct hr_run *run, struct hr_error *err)
{
	struct hr_job *job = watch->job;
	enum hr_err code = HR_OK;

	hr_run_init(run, job->interval_ns);
	for (size_t i = 0; code == HR_OK && i < watch->count; i++) {
		hr_summarizer_flush(watch->parts[i].summarizer);
		code = hr_run_merge(run, &watch->parts[i].run, err);
		add_input(&watch->parts[i], run);
	}
	if (code == HR_OK)
		code = cut(job, run, err);
	if (code == HR_OK)
		code = hr_load_plans(job, run, err);
	if (code == HR_OK) {
		hr_settle_names(job, run);
		hr_run_classify(run);
		hr_settle_mask(job, run);
	}
	return code;
}

uint64_t hr_watch_run_records(const struct hr_watch_run *watch)
{
	struct hr_follow_counts counts;
	uint64_t records = 0;

	for (size_t i = 0; i < watch->count; i++) {
		hr_follow_counts(watch->parts[i].follow, &counts);
		records += counts.records;
	}
	return records;
}

static void explain(const struct part *part)
{
	struct hr_follow_counts counts;

	hr_follow_counts(part->follow, &counts);
	fprintf(stderr, "%s\n%s", part->path, counts.assumptions);
}

void hr_watch_run_close(struct hr_watch_run *watch)
{
	if (watch == NULL)
		return;
	for (size_t i = 0; i < watch->count; i++) {
		struct part *part = &watch->parts[i];

		if (part->follow != NULL && watch->job->settings->explain_input)
			explain(part);
		hr_follow_close(part->follow);
		hr_summarizer_free(part->summarizer);
		hr_run_release(&part->run);
	}
	free(watch->parts);
	free(watch);
}
