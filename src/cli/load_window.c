/*
 * Which window of time counts: offsets refer to the whole input and --steady-state looks at the
 * whole run, so inputs are read once before they are read for good.
 */
#include <config.h>
#include "cli/loader.h"

#include "cli/load_document.h"
#include "cli/steady_window.h"
#include "summarize/select.h"
#include "summarize/summarizer.h"
#include "summarize/window.h"

static void widen(struct hr_span *span, int64_t start_ns, int64_t end_ns)
{
	if (start_ns != HR_INSTANT_NONE &&
	    (span->start_ns == HR_INSTANT_NONE || start_ns < span->start_ns))
		span->start_ns = start_ns;
	if (end_ns != HR_INSTANT_NONE && (span->end_ns == HR_INSTANT_NONE || end_ns > span->end_ns))
		span->end_ns = end_ns;
}

static enum hr_err span_of_input(struct hr_loader *loader, size_t i, struct hr_input *input,
                                 void *context, struct hr_error *err)
{
	struct hr_span *span = context;
	const struct hr_job_input *from = &loader->job->inputs[i];
	struct hr_read_options options = hr_loader_read_options(loader->job, from);
	struct hr_read_result result = { 0 };
	struct hr_diag ignored = { 0 };
	struct hr_run run;
	bool document;
	enum hr_err code = hr_loader_is_document(input, &document, err);

	if (code == HR_OK && document) {
		code = hr_load_document_run(loader->job, input, false, &run, err);
		if (code == HR_OK) {
			widen(span, run.start_ns, run.end_ns);
			hr_run_release(&run);
		}
	} else if (code == HR_OK) {
		code = hr_read_input(input, from->format, &options, &span->sink, &ignored, NULL, 0,
		                     &result, err);
	}
	hr_str_release(&result.assumptions);
	hr_diag_release(&ignored);
	return code;
}

/* Lets @look see every input before it is read for good; pipes are kept for that. */
static enum hr_err first_pass(struct hr_loader *loader,
                              enum hr_err (*look)(struct hr_loader *loader, size_t i,
                                                  struct hr_input *input, void *context,
                                                  struct hr_error *err),
                              void *context, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < loader->job->input_count; i++) {
		bool keep = !hr_loader_can_reopen(loader->job->inputs[i].path);
		struct hr_input *input;

		code = hr_loader_open(loader, i, &input, err);
		if (code != HR_OK)
			break;
		if (keep)
			code = hr_input_spool(input, err);
		if (code == HR_OK)
			code = look(loader, i, input, context, err);
		if (code == HR_OK && keep)
			code = hr_input_rewind(input, err);
		if (code == HR_OK && keep)
			loader->kept[i] = input;
		else
			hr_input_close(input);
	}
	return code;
}

/* The run as a whole, for --steady-state: what is said of inputs is said when they count. */
static enum hr_err whole_of_input(struct hr_loader *loader, size_t i, struct hr_input *input,
                                  void *context, struct hr_error *err)
{
	struct hr_loader first = { .job = loader->job, .threads = loader->job->read.threads };
	struct hr_read_result result = { 0 };
	struct hr_run part;
	bool document;
	enum hr_err code = hr_loader_is_document(input, &document, err);

	if (code == HR_OK && document) {
		code = hr_load_document_run(loader->job, input, false, &part, err);
		if (code != HR_OK)
			return code;
	} else {
		hr_run_init(&part, loader->job->interval_ns);
		if (code == HR_OK)
			code = hr_loader_summarize(&first, i, input, &part, &result, err);
	}
	if (code == HR_OK)
		code = hr_run_absorb(context, &part, err);
	hr_str_release(&result.assumptions);
	hr_run_release(&part);
	return code;
}

static enum hr_err find_steady_window(struct hr_loader *loader, struct hr_error *err)
{
	struct hr_run whole;
	enum hr_err code;

	if (!hr_window_is_open(&loader->job->window))
		return hr_error_set(err, HR_EINVAL,
		                    "--steady-state finds the window itself: leave out --from, "
		                    "--to, --skip and --last");
	hr_run_init(&whole, loader->job->interval_ns);
	code = first_pass(loader, whole_of_input, &whole, err);
	if (code == HR_OK)
		hr_steady_window_set(loader->job, &whole);
	hr_run_release(&whole);
	return code;
}

enum hr_err hr_loader_resolve_window(struct hr_loader *loader, struct hr_error *err)
{
	struct hr_job *job = loader->job;
	struct hr_filter *filter = &job->summarize.filter;
	struct hr_span span;
	enum hr_err code = HR_OK;

	hr_span_init(&span);
	if (job->settings->steady_state)
		return find_steady_window(loader, err);
	if (hr_window_is_open(&job->window))
		return HR_OK;
	if (hr_window_needs_span(&job->window))
		code = first_pass(loader, span_of_input, &span, err);
	if (code == HR_OK)
		code = hr_window_resolve(&job->window, span.start_ns, span.end_ns, job->read.zone,
		                         filter, err);
	job->document.window_from_ns = filter->from_ns;
	job->document.window_to_ns = filter->to_ns;
	return code;
}
