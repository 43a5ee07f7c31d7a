/*
 * Documents that come in and stay whole, with the sections other stages have added; and the
 * document of a FILE that is none yet.
 */
#include <config.h>
#include "cli/load.h"

#include <stdlib.h>

#include "base/mem.h"
#include "cli/load_document.h"
#include "cli/loader.h"
#include "cli/output_clash.h"
#include "cli/settle.h"
#include "cli/stage.h"
#include "summarize/select.h"

/* May the document stay as it is? Not when the run is to be cut or masked anew. */
static bool keeps_document(const struct hr_job *job, const struct hr_document_options *made_with)
{
	const struct hr_filter *filter = &job->summarize.filter;

	return hr_window_is_open(&job->window) && !job->settings->steady_state &&
	       filter->include_count == 0 && filter->exclude_count == 0 &&
	       job->summarize.label_map == NULL && job->summarize.transaction_count == 0 &&
	       job->settings->plans.count == 0 && job->config.plans.count == 0 &&
	       (made_with->mask_queries || !job->document.mask_queries);
}

/* The settings of the document are the run's; those of the command line would contradict it. */
static void take_options(struct hr_job *job, const struct hr_document_options *options,
                         struct hr_zone *zone)
{
	hr_job_drop_document_options(job);
	job->document = *options;
	job->document_zone = zone;
}

/* The run of @document, read from one text so that both agree. @run is left as it was on error. */
static enum hr_err use_whole_document(struct hr_job *job, const char *path, json_t *document,
                                      struct hr_run *run, struct hr_error *err)
{
	struct hr_run loaded;
	enum hr_err code = hr_document_run(document, &loaded, err);

	hr_error_locate(err, path);
	if (code != HR_OK)
		return code;
	hr_run_release(run);
	*run = loaded;
	hr_settle_names(job, run);
	hr_run_classify(run);
	hr_document_set_identity(document, run);
	return HR_OK;
}

/* A document as it came in. */
struct whole {
	json_t *document;
	struct hr_document_options options; /* it was made with; its zone is @zone */
	struct hr_zone *zone;
};

static enum hr_err parse_whole(struct hr_input *input, struct whole *out, struct hr_error *err)
{
	enum hr_err code = hr_input_spool(input, err);

	if (code == HR_OK)
		code = hr_load_parse(input, &out->document, err);
	if (code == HR_OK)
		code = hr_document_options(out->document, &out->options, &out->zone, err);
	hr_error_locate(err, hr_input_path(input));
	return code;
}

static void release_whole(struct whole *whole)
{
	hr_document_options_release(&whole->options);
	hr_zone_free(whole->zone);
	json_decref(whole->document);
	*whole = (struct whole){ .options = HR_DOCUMENT_OPTIONS_INIT };
}

/* The only input of the loader, taken: whole where it is a document and may stay as it is; else
 * out->document is NULL, and the input is kept for the loader. */
static enum hr_err take_whole(struct hr_loader *loader, struct hr_input *input, struct whole *out,
                              struct hr_error *err)
{
	bool is_one;
	enum hr_err code = hr_loader_is_document(input, &is_one, err);

	*out = (struct whole){ .options = HR_DOCUMENT_OPTIONS_INIT };
	if (code == HR_OK && is_one)
		code = hr_outputs_spare_document(loader->job->settings, hr_input_path(input),
		                                 "json", err);
	if (code == HR_OK && is_one)
		code = parse_whole(input, out, err);
	if (code == HR_OK && is_one && keeps_document(loader->job, &out->options)) {
		hr_input_close(input);
		return HR_OK;
	}
	release_whole(out);
	if (code == HR_OK && is_one)
		code = hr_input_rewind(input, err);
	loader->kept[0] = input;
	return code;
}

/* *@document stays NULL when it cannot stay as it is. */
static enum hr_err try_document(struct hr_loader *loader, json_t **document, struct hr_error *err)
{
	struct hr_input *input;
	struct whole whole;
	enum hr_err code = hr_loader_open(loader, 0, &input, err);

	if (code != HR_OK)
		return code;
	code = take_whole(loader, input, &whole, err);
	if (code != HR_OK || whole.document == NULL)
		return code;
	*document = whole.document;
	take_options(loader->job, &whole.options, whole.zone);
	return use_whole_document(loader->job, loader->job->inputs[0].path, *document, loader->run,
	                          err);
}

enum hr_err hr_load_for_stage(struct hr_job *job, struct hr_run *run, json_t **document,
                              struct hr_error *err)
{
	struct hr_loader loader;
	enum hr_err code = HR_OK;

	*document = NULL;
	hr_loader_init(&loader, job, run);
	if (job->input_count == 1)
		code = try_document(&loader, document, err);
	if (code == HR_OK && *document == NULL)
		code = hr_loader_load(&loader, err);
	hr_loader_release(&loader);
	return code;
}

/* A recording, or a document that the job cuts or masks. */
static enum hr_err make_document(struct hr_loader *loader, json_t **document, struct hr_error *err)
{
	struct hr_job *job = loader->job;
	enum hr_err code = hr_loader_load(loader, err);

	if (code != HR_OK)
		return code;
	*document = hr_document_new(loader->run, &job->document);
	code = hr_stages_run(job, loader->run, *document, HR_STAGES_OF_RUN, err);
	if (code != HR_OK) {
		json_decref(*document);
		*document = NULL;
	}
	return code;
}

/* What is taken from a document is its figures; that its run is none is told here. */
static enum hr_err check_run(const json_t *document, const char *path, struct hr_error *err)
{
	struct hr_run run;
	enum hr_err code = hr_document_run(document, &run, err);

	hr_error_locate(err, path);
	if (code == HR_OK)
		hr_run_release(&run);
	return code;
}

/* @input is taken. */
static enum hr_err load_one(struct hr_loader *loader, struct hr_input *input, bool identity,
                            json_t **document, struct hr_error *err)
{
	struct whole whole;
	enum hr_err code = take_whole(loader, input, &whole, err);

	if (code != HR_OK)
		return code;
	if (whole.document == NULL)
		return make_document(loader, document, err);
	code = check_run(whole.document, loader->job->inputs[0].path, err);
	if (code == HR_OK) {
		*document = json_incref(whole.document);
		if (identity)
			hr_settle_document_names(loader->job, *document);
	}
	release_whole(&whole);
	return code;
}

enum hr_err hr_load_one(const struct hr_job *job, const char *path, bool identity,
                        json_t **document, struct hr_error *err)
{
	/* A job of one input: what it borrows and owns stays with @job. */
	struct hr_job_input from = { .path = hr_strdup(path), .mapping = job->read.mapping };
	struct hr_job one = *job;
	struct hr_loader loader;
	struct hr_input *input;
	struct hr_run run;
	enum hr_err code;

	one.inputs = &from;
	one.input_count = 1;
	if (job->settings->input_format != NULL)
		from.format = hr_format_find(job->settings->input_format);
	*document = NULL;
	hr_loader_init(&loader, &one, &run);
	code = hr_input_open(path, &input, err);
	if (code == HR_OK)
		code = load_one(&loader, input, identity, document, err);
	hr_loader_release(&loader);
	hr_run_release(&run);
	free(from.path);
	return code;
}
