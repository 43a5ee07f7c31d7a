/*
 * The records of all inputs, one by one, into a sink: for what needs more than their summary.
 */
#include <config.h>
#include "cli/load.h"

#include "cli/load_document.h"
#include "cli/loader.h"
#include "summarize/select.h"

struct target {
	struct hr_sink *sink;
	bool points; /* give it the resource series of documents, too */
};

/* One input as it is recorded. */
static enum hr_err pass_on(struct hr_loader *loader, size_t i, const struct target *target,
                           struct hr_error *err)
{
	struct hr_read_result result = { 0 };
	struct hr_input *input;
	bool document;
	enum hr_err code = hr_loader_open(loader, i, &input, err);

	if (code != HR_OK)
		return code;
	code = hr_loader_is_document(input, &document, err);
	if (code == HR_OK && document && target->points)
		code = hr_load_document_points(loader->job, input, target->sink, err);
	else if (code == HR_OK && document)
		code = hr_error_at(err, HR_EINVAL, hr_input_path(input), 0, 0,
		                   "a document holds sums, not the records they were made of: "
		                   "give the recording");
	else if (code == HR_OK)
		code = hr_loader_read(loader, i, input, target->sink, NULL, loader->run, &result,
		                      err);
	if (code == HR_OK && !document && loader->job->settings->explain_input)
		hr_loader_explain(hr_input_path(input), &result);
	hr_str_release(&result.assumptions);
	hr_input_close(input);
	return code;
}

static enum hr_err pass_all(struct hr_loader *loader, void *context, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < loader->job->input_count; i++)
		code = pass_on(loader, i, context, err);
	return code;
}

static enum hr_err load_into(struct hr_job *job, bool points, struct hr_sink *sink,
                             struct hr_run *run, struct hr_error *err)
{
	struct hr_select_sink select;
	struct target target = { .points = points };
	struct hr_loader loader;
	enum hr_err code;

	hr_loader_init(&loader, job, run);
	code = hr_loader_resolve_window(&loader, err);
	if (code == HR_OK) {
		hr_select_sink_init(&select, &job->summarize, sink);
		target.sink = &select.sink;
		code = hr_loader_run(&loader, pass_all, &target, err);
		hr_selection_release(&select.selection);
	}
	hr_loader_release(&loader);
	return code;
}

enum hr_err hr_load_records(struct hr_job *job, struct hr_sink *sink, struct hr_run *run,
                            struct hr_error *err)
{
	return load_into(job, false, sink, run, err);
}

enum hr_err hr_load_readings(struct hr_job *job, struct hr_sink *sink, struct hr_run *run,
                             struct hr_error *err)
{
	return load_into(job, true, sink, run, err);
}
