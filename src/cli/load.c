/*
 * All inputs as one run: each is a run of its own first, then they are merged.
 */
#include <config.h>
#include "cli/load.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/threads.h"
#include "cli/load_document.h"
#include "cli/load_plan.h"
#include "cli/loader.h"
#include "cli/settle.h"
#include "summarize/cut.h"
#include "summarize/select.h"

#define TWICE_SHOWN 10 /* of inputs that were read before, one warning each */

static enum hr_err use_document(struct hr_loader *loader, struct hr_input *input,
                                struct hr_run *run, struct hr_error *err)
{
	struct hr_job *job = loader->job;
	const struct hr_filter *filter = &job->summarize.filter;
	struct hr_run loaded;
	enum hr_err code;

	if (job->summarize.label_map != NULL || job->summarize.transaction_count > 0)
		return hr_error_at(err, HR_EINVAL, hr_input_path(input), 0, 0,
		                   "labels of a document are settled: --label-map and "
		                   "--transactions need the recording");
	code = hr_load_document_run(loader->job, input, true, &loaded, err);
	if (code != HR_OK)
		return code;
	if (filter->include_count > 0 || filter->exclude_count > 0 ||
	    hr_filter_has_window(filter)) {
		hr_run_cut(&loaded, filter);
		job->document.window_snapped = hr_filter_has_window(filter);
	}
	if (job->interval_ns == 0) { /* the run is fresh, and any intervals are welcome */
		hr_run_release(run);
		*run = loaded;
		return HR_OK;
	}
	code = hr_run_absorb(run, &loaded, err);
	hr_error_locate(err, hr_input_path(input));
	hr_run_release(&loaded);
	return code;
}

/* How many of the listed inputs in @part are counted already; empty ones do not matter. */
static size_t count_known(const struct hr_known_inputs *known_inputs, const struct hr_run *part)
{
	size_t known = 0;

	for (size_t i = 0; i < part->input_count; i++)
		known += part->inputs[i].bytes > 0 &&
		         hr_known_inputs_has(known_inputs, &part->inputs[i]);
	return known;
}

/* Add a part to the run, unless its content is counted already: nothing may count twice. */
static enum hr_err add_part(struct hr_loader *loader, const char *path, struct hr_run *part,
                            struct hr_error *err)
{
	static const char reason[] = "same content as an earlier input: counted once";
	size_t known = count_known(&loader->known, part);
	enum hr_err code;

	if (known > 0 && known < hr_run_all_inputs(part))
		return hr_error_at(err, HR_EINVAL, path, 0, 0,
		                   "%zu of its %" PRIu64
		                   " inputs are counted already, and they cannot be "
		                   "taken out: merge documents that do not overlap",
		                   known, hr_run_all_inputs(part));
	if (known > 0) {
		hr_diag_add(&loader->run->diag, HR_DIAG_NOTE, path, reason, 0,
		            (struct hr_slice){ 0 });
		if (loader->twice++ < TWICE_SHOWN)
			hr_log(HR_LOG_WARNING, "%s: %s",
			       strcmp(path, "-") == 0 ? "standard input" : path, reason);
		return HR_OK;
	}
	hr_known_inputs_add(&loader->known, part);
	hr_input_hosts_add(&loader->hosts, loader->run, path, part);
	code = hr_run_absorb(loader->run, part, err);
	hr_error_locate(err, path);
	return code;
}

/* Every input is a run of its own first, so that files, pipes and documents obey the same rules. */
struct part {
	struct hr_input *input;
	struct hr_run run;
	bool document;
	struct hr_read_result result; /* of a recording */
	struct hr_error error;
};

struct parts {
	struct hr_loader *loader;
	struct part *items;    /* by input */
	struct hr_error error; /* the first, in the order of the inputs */
};

/* What may be done beside other inputs: recordings are read. */
static void begin_part(void *context, size_t i)
{
	struct parts *parts = context;
	struct hr_loader *loader = parts->loader;
	struct part *part = &parts->items[i];
	enum hr_err code = hr_loader_open(loader, i, &part->input, &part->error);

	hr_run_init(&part->run, loader->job->interval_ns);
	if (code == HR_OK)
		code = hr_loader_is_document(part->input, &part->document, &part->error);
	if (code == HR_OK && !part->document)
		code = hr_loader_summarize(loader, i, part->input, &part->run, &part->result,
		                           &part->error);
	part->error.code = code;
}

static enum hr_err use_part(struct hr_loader *loader, struct part *part, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (part->error.code != HR_OK) {
		*err = part->error;
		return part->error.code;
	}
	if (part->document)
		code = use_document(loader, part->input, &part->run, err);
	else if (loader->job->settings->explain_input)
		hr_loader_explain(hr_input_path(part->input), &part->result);
	if (code == HR_OK)
		code = add_part(loader, hr_input_path(part->input), &part->run, err);
	return code;
}

/* In the order of the inputs: whatever is said, and the run itself. */
static bool finish_part(void *context, size_t i, bool wanted)
{
	struct parts *parts = context;
	struct hr_loader *loader = parts->loader;
	struct part *part = &parts->items[i];

	if (wanted)
		wanted = use_part(loader, part, &parts->error) == HR_OK;
	if (wanted && loader->threads != loader->job->read.threads)
		hr_progress_update(&loader->progress,
		                   loader->progress.done_bytes + hr_input_size(part->input));
	hr_str_release(&part->result.assumptions);
	hr_run_release(&part->run);
	hr_input_close(part->input);
	return wanted;
}

/* Many inputs are read at once, one thread each; few large ones each by all threads. */
static bool are_many(const struct hr_job *job)
{
	uint64_t largest = 0, all = 0;

	for (size_t i = 0; i < job->input_count; i++) {
		uint64_t bytes = hr_loader_bytes_of(job->inputs[i].path);

		all += bytes;
		largest = bytes > largest ? bytes : largest;
	}
	return job->input_count > 1 && largest <= all / job->read.threads;
}

static enum hr_err load_parts(struct hr_loader *loader, void *context, struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	struct parts parts = { .loader = loader };
	const struct hr_in_order order = { &parts, begin_part, finish_part };
	bool many = job->read.threads > 1 && are_many(job);

	(void)context;
	loader->threads = many ? 1 : job->read.threads;
	parts.items = hr_zalloc(job->input_count, sizeof(*parts.items));
	hr_threads_in_order(job->input_count, many ? job->read.threads : 1, &order);
	free(parts.items);
	if (parts.error.code != HR_OK && err != NULL)
		*err = parts.error;
	return parts.error.code;
}

enum hr_err hr_loader_load(struct hr_loader *loader, struct hr_error *err)
{
	enum hr_err code = hr_loader_resolve_window(loader, err);

	if (code == HR_OK)
		code = hr_loader_run(loader, load_parts, NULL, err);
	if (loader->twice > TWICE_SHOWN)
		hr_log(HR_LOG_WARNING, "and %zu more input%s with the content of earlier ones",
		       loader->twice - TWICE_SHOWN, loader->twice == TWICE_SHOWN + 1 ? "" : "s");
	if (code == HR_OK)
		code = hr_load_plans(loader->job, loader->run, err);
	if (code == HR_OK) {
		hr_settle_names(loader->job, loader->run);
		hr_run_classify(loader->run);
		hr_run_settle_span(loader->run);
		hr_input_hosts_finish(&loader->hosts, loader->run);
		hr_settle_mask(loader->job, loader->run);
	}
	return code;
}

enum hr_err hr_load_run(struct hr_job *job, struct hr_run *run, struct hr_error *err)
{
	struct hr_loader loader;
	enum hr_err code;

	hr_loader_init(&loader, job, run);
	code = hr_loader_load(&loader, err);
	hr_loader_release(&loader);
	return code;
}
