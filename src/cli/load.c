#include <config.h>
#include "cli/load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/input.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/progress.h"
#include "base/threads.h"
#include "cli/input_hosts.h"
#include "cli/load_plan.h"
#include "cli/settle.h"
#include "cli/stage.h"
#include "cli/steady_window.h"
#include "cli/load_document.h"
#include "read/read_input.h"
#include "summarize/cut.h"
#include "summarize/fork_run.h"

/* All inputs of a job. */
struct loader {
	struct hr_job *job;
	struct hr_run *run;
	struct hr_progress progress;
	struct hr_sink *sink; /* of hr_load_records() */
	bool points;          /* give it the resource series of documents, too */
	struct hr_input_hosts hosts;
	struct hr_input **kept; /* by input: pipes read by the first pass, waiting for the second */
	struct part *parts;     /* by input */
	unsigned threads;       /* that read one input */
	struct hr_error *error; /* of the parts */
};

/* A file can be opened again; a pipe or stdin is kept open between two passes. */
static bool can_reopen(const char *path)
{
	struct stat info;

	return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

static uint64_t size_of(const char *path)
{
	struct stat info;

	return can_reopen(path) && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

static enum hr_err open_input(struct loader *loader, size_t i, struct hr_input **out,
                              struct hr_error *err)
{
	*out = loader->kept[i];
	loader->kept[i] = NULL;
	if (*out != NULL)
		return HR_OK;
	return hr_input_open(loader->job->inputs[i].path, out, err);
}

static enum hr_err is_document(struct hr_input *input, bool *out, struct hr_error *err)
{
	const char *head;
	size_t length;
	enum hr_err code = hr_input_peek(input, &head, &length, err);

	*out = code == HR_OK && hr_document_sniff((struct hr_slice){ head, length });
	return code;
}

static struct hr_read_options options_of(const struct hr_job *job, const struct hr_job_input *input)
{
	struct hr_read_options options = job->read;

	options.mapping = input->mapping;
	if (job->settings->hosts != NULL && strcmp(job->settings->hosts, "each") == 0)
		options.host = hr_slice_of(input->path);
	return options;
}

static void widen(struct hr_span *span, int64_t start_ns, int64_t end_ns)
{
	if (start_ns != HR_INSTANT_NONE &&
	    (span->start_ns == HR_INSTANT_NONE || start_ns < span->start_ns))
		span->start_ns = start_ns;
	if (end_ns != HR_INSTANT_NONE && (span->end_ns == HR_INSTANT_NONE || end_ns > span->end_ns))
		span->end_ns = end_ns;
}

static enum hr_err span_of_input(struct loader *loader, size_t i, struct hr_input *input,
                                 void *context, struct hr_error *err)
{
	struct hr_span *span = context;
	const struct hr_job_input *from = &loader->job->inputs[i];
	struct hr_read_options options = options_of(loader->job, from);
	struct hr_read_result result = { 0 };
	struct hr_diag ignored = { 0 };
	struct hr_run run;
	bool document;
	enum hr_err code = is_document(input, &document, err);

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
static enum hr_err first_pass(struct loader *loader,
                              enum hr_err (*look)(struct loader *loader, size_t i,
                                                  struct hr_input *input, void *context,
                                                  struct hr_error *err),
                              void *context, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < loader->job->input_count; i++) {
		bool keep = !can_reopen(loader->job->inputs[i].path);
		struct hr_input *input;

		code = open_input(loader, i, &input, err);
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

static void explain(const char *path, const struct hr_read_result *result)
{
	fprintf(stderr, "%s\n", path);
	if (result->assumptions.length > 0)
		fputs(hr_str_text(&result->assumptions), stderr);
	fprintf(stderr, "%" PRIu64 " records, %" PRIu64 " rejected, %" PRIu64 " degraded\n",
	        result->records, result->rejected, result->degraded);
}

/* One recording into a sink, its entry into @run's inputs. */
static enum hr_err read_recording(struct loader *loader, size_t i, struct hr_input *input,
                                  struct hr_sink *sink, const struct hr_forks *forks,
                                  struct hr_run *run, struct hr_read_result *result,
                                  struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	bool alone = loader->threads == job->read.threads;
	struct hr_read_options options = options_of(job, &job->inputs[i]);
	enum hr_err code;

	options.forks = forks;
	options.threads = loader->threads;
	code = hr_read_input(input, job->inputs[i].format, &options, sink, &run->diag,
	                     alone ? &loader->progress : NULL,
	                     alone ? loader->progress.done_bytes : 0, result, err);
	if (code == HR_OK) {
		struct hr_run_input *entry = hr_run_add_input(
		        run, hr_input_path(input),
		        result->format != NULL ? result->format->name : "empty");

		entry->bytes = result->bytes;
		entry->records = result->records;
		entry->rejected = result->rejected;
		entry->degraded = result->degraded;
		entry->truncated = result->truncated;
		memcpy(entry->digest, result->digest, sizeof(entry->digest));
	}
	return code;
}

static enum hr_err summarize_recording(struct loader *loader, size_t i, struct hr_input *input,
                                       struct hr_run *run, struct hr_read_result *result,
                                       struct hr_error *err)
{
	struct hr_summarizer *summarizer = hr_summarizer_new(run, &loader->job->summarize);
	struct hr_run_forks forks;
	enum hr_err code;

	hr_run_forks_init(&forks, run, &loader->job->summarize, loader->job->interval_ns);
	code = read_recording(loader, i, input, hr_summarizer_sink(summarizer), &forks.forks, run,
	                      result, err);

	hr_summarizer_free(summarizer);
	return code;
}

/* The run as a whole, for --steady-state: what is said of inputs is said when they count. */
static enum hr_err whole_of_input(struct loader *loader, size_t i, struct hr_input *input,
                                  void *context, struct hr_error *err)
{
	struct loader first = { .job = loader->job, .threads = loader->job->read.threads };
	struct hr_read_result result = { 0 };
	struct hr_run part;
	bool document;
	enum hr_err code = is_document(input, &document, err);

	if (code == HR_OK && document) {
		code = hr_load_document_run(loader->job, input, false, &part, err);
		if (code != HR_OK)
			return code;
	} else {
		hr_run_init(&part, loader->job->interval_ns);
		if (code == HR_OK)
			code = summarize_recording(&first, i, input, &part, &result, err);
	}
	if (code == HR_OK)
		code = hr_run_merge(context, &part, err);
	hr_str_release(&result.assumptions);
	hr_run_release(&part);
	return code;
}

static enum hr_err find_steady_window(struct loader *loader, struct hr_error *err)
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

static enum hr_err resolve_window(struct loader *loader, struct hr_error *err)
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

static enum hr_err use_document(struct loader *loader, struct hr_input *input, struct hr_run *run,
                                struct hr_error *err)
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
	code = hr_run_merge(run, &loaded, err);
	hr_error_locate(err, hr_input_path(input));
	hr_run_release(&loaded);
	return code;
}

static bool has_input(const struct hr_run *run, const struct hr_run_input *input)
{
	for (size_t i = 0; i < run->input_count; i++) {
		if (strcmp(run->inputs[i].digest, input->digest) == 0)
			return true;
	}
	return false;
}

/* How many of the inputs in @part the run counts already; empty ones do not matter. */
static size_t count_known(const struct hr_run *run, const struct hr_run *part)
{
	size_t known = 0;

	for (size_t i = 0; i < part->input_count; i++)
		known += part->inputs[i].bytes > 0 && has_input(run, &part->inputs[i]);
	return known;
}

/* Add a part to the run, unless its content is counted already: nothing may count twice. */
static enum hr_err add_part(struct loader *loader, const char *path, const struct hr_run *part,
                            struct hr_error *err)
{
	static const char reason[] = "same content as an earlier input: counted once";
	size_t known = count_known(loader->run, part);
	enum hr_err code;

	if (known > 0 && known < part->input_count)
		return hr_error_at(err, HR_EINVAL, path, 0, 0,
		                   "%zu of its %zu inputs are counted already, and they cannot be "
		                   "taken out: merge documents that do not overlap",
		                   known, part->input_count);
	if (known > 0) {
		hr_diag_add(&loader->run->diag, HR_DIAG_NOTE, path, reason, 0,
		            (struct hr_slice){ 0 });
		hr_log(HR_LOG_WARNING, "%s: %s", strcmp(path, "-") == 0 ? "standard input" : path,
		       reason);
		return HR_OK;
	}
	hr_input_hosts_add(&loader->hosts, loader->run, path, part);
	code = hr_run_merge(loader->run, part, err);
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

/* What may be done beside other inputs: recordings are read. */
static void begin_part(void *context, size_t i)
{
	struct loader *loader = context;
	struct part *part = &loader->parts[i];
	enum hr_err code = open_input(loader, i, &part->input, &part->error);

	hr_run_init(&part->run, loader->job->interval_ns);
	if (code == HR_OK)
		code = is_document(part->input, &part->document, &part->error);
	if (code == HR_OK && !part->document)
		code = summarize_recording(loader, i, part->input, &part->run, &part->result,
		                           &part->error);
	part->error.code = code;
}

static enum hr_err use_part(struct loader *loader, struct part *part, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (part->error.code != HR_OK) {
		*err = part->error;
		return part->error.code;
	}
	if (part->document)
		code = use_document(loader, part->input, &part->run, err);
	else if (loader->job->settings->explain_input)
		explain(hr_input_path(part->input), &part->result);
	if (code == HR_OK)
		code = add_part(loader, hr_input_path(part->input), &part->run, err);
	return code;
}

/* In the order of the inputs: whatever is said, and the run itself. */
static bool finish_part(void *context, size_t i, bool wanted)
{
	struct loader *loader = context;
	struct part *part = &loader->parts[i];

	if (wanted)
		wanted = use_part(loader, part, loader->error) == HR_OK;
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
		uint64_t bytes = size_of(job->inputs[i].path);

		all += bytes;
		largest = bytes > largest ? bytes : largest;
	}
	return job->input_count > 1 && largest <= all / job->read.threads;
}

static enum hr_err load_parts(struct loader *loader, struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	const struct hr_in_order order = { loader, begin_part, finish_part };
	bool many = job->read.threads > 1 && are_many(job);
	struct hr_error error = { 0 };

	if (many)
		hr_read_before_threads();
	loader->threads = many ? 1 : job->read.threads;
	loader->error = &error;
	loader->parts = hr_zalloc(job->input_count, sizeof(*loader->parts));
	hr_threads_in_order(job->input_count, many ? job->read.threads : 1, &order);
	free(loader->parts);
	loader->parts = NULL;
	if (error.code != HR_OK && err != NULL)
		*err = error;
	return error.code;
}

/* With progress. */
static enum hr_err load_all(struct loader *loader,
                            enum hr_err (*load)(struct loader *loader, struct hr_error *err),
                            struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	uint64_t bytes = 0;
	enum hr_err code;

	for (size_t i = 0; i < job->input_count; i++)
		bytes += size_of(job->inputs[i].path);
	loader->threads = job->read.threads;
	hr_progress_start(&loader->progress, bytes,
	                  !job->settings->quiet && isatty(STDERR_FILENO) == 1);
	code = load(loader, err);
	hr_progress_stop(&loader->progress);
	return code;
}

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

/* *@document stays NULL, and the input is kept for the loader, when it cannot stay as it is. */
static enum hr_err try_document(struct loader *loader, json_t **document, struct hr_error *err)
{
	struct hr_job *job = loader->job;
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_zone *zone = NULL;
	struct hr_input *input;
	bool is_one;
	enum hr_err code = open_input(loader, 0, &input, err);

	if (code != HR_OK)
		return code;
	code = is_document(input, &is_one, err);
	if (code == HR_OK && is_one)
		code = hr_input_spool(input, err);
	if (code == HR_OK && is_one)
		code = hr_load_parse(input, document, err);
	if (code == HR_OK && is_one) {
		code = hr_document_options(*document, &options, &zone, err);
		hr_error_locate(err, hr_input_path(input));
	}
	if (code == HR_OK && is_one && keeps_document(job, &options)) {
		take_options(job, &options, zone);
		code = use_whole_document(job, hr_input_path(input), *document, loader->run, err);
		hr_input_close(input);
		return code;
	}
	hr_document_options_release(&options);
	hr_zone_free(zone);
	json_decref(*document);
	*document = NULL;
	if (code == HR_OK && is_one)
		code = hr_input_rewind(input, err);
	loader->kept[0] = input;
	return code;
}

static enum hr_err load(struct loader *loader, struct hr_error *err)
{
	enum hr_err code = resolve_window(loader, err);

	if (code == HR_OK)
		code = load_all(loader, load_parts, err);
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

static void init_loader(struct loader *loader, struct hr_job *job, struct hr_run *run)
{
	*loader = (struct loader){ .job = job, .run = run };
	loader->kept = hr_zalloc(job->input_count, sizeof(struct hr_input *));
	hr_run_init(run, job->interval_ns);
}

static void release_loader(struct loader *loader)
{
	for (size_t i = 0; i < loader->job->input_count; i++)
		hr_input_close(loader->kept[i]);
	free(loader->kept);
	hr_input_hosts_release(&loader->hosts);
}

enum hr_err hr_load_run(struct hr_job *job, struct hr_run *run, struct hr_error *err)
{
	struct loader loader;
	enum hr_err code;

	init_loader(&loader, job, run);
	code = load(&loader, err);
	release_loader(&loader);
	return code;
}

enum hr_err hr_load_for_stage(struct hr_job *job, struct hr_run *run, json_t **document,
                              struct hr_error *err)
{
	struct loader loader;
	enum hr_err code = HR_OK;

	*document = NULL;
	init_loader(&loader, job, run);
	if (job->input_count == 1)
		code = try_document(&loader, document, err);
	if (code == HR_OK && *document == NULL)
		code = load(&loader, err);
	release_loader(&loader);
	return code;
}

/* One input as it is recorded, into the loader's sink. */
static enum hr_err pass_on(struct loader *loader, size_t i, struct hr_error *err)
{
	struct hr_read_result result = { 0 };
	struct hr_input *input;
	bool document;
	enum hr_err code = open_input(loader, i, &input, err);

	if (code != HR_OK)
		return code;
	code = is_document(input, &document, err);
	if (code == HR_OK && document && loader->points)
		code = hr_load_document_points(loader->job, input, loader->sink, err);
	else if (code == HR_OK && document)
		code = hr_error_at(err, HR_EINVAL, hr_input_path(input), 0, 0,
		                   "a document holds sums, not the records they were made of: "
		                   "give the recording");
	else if (code == HR_OK)
		code = read_recording(loader, i, input, loader->sink, NULL, loader->run, &result,
		                      err);
	if (code == HR_OK && !document && loader->job->settings->explain_input)
		explain(hr_input_path(input), &result);
	hr_str_release(&result.assumptions);
	hr_input_close(input);
	return code;
}

static enum hr_err pass_all(struct loader *loader, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < loader->job->input_count; i++)
		code = pass_on(loader, i, err);
	return code;
}

static enum hr_err load_into(struct hr_job *job, bool points, struct hr_sink *sink,
                             struct hr_run *run, struct hr_error *err)
{
	struct hr_select_sink select;
	struct loader loader;
	enum hr_err code;

	init_loader(&loader, job, run);
	loader.points = points;
	code = resolve_window(&loader, err);
	if (code == HR_OK) {
		hr_select_sink_init(&select, &job->summarize, sink);
		loader.sink = &select.sink;
		code = load_all(&loader, pass_all, err);
		hr_selection_release(&select.selection);
	}
	release_loader(&loader);
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

/* A recording, or a document that the job cuts or masks. */
static enum hr_err make_document(struct loader *loader, json_t **document, struct hr_error *err)
{
	struct hr_job *job = loader->job;
	enum hr_err code = load(loader, err);

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

/* @input is taken. */
static enum hr_err load_one(struct loader *loader, struct hr_input *input, bool identity,
                            json_t **document, struct hr_error *err)
{
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_zone *zone = NULL;
	bool is_one, keep = false;
	enum hr_err code = is_document(input, &is_one, err);

	if (code == HR_OK && is_one)
		code = hr_input_spool(input, err);
	if (code == HR_OK && is_one)
		code = hr_load_parse(input, document, err);
	if (code == HR_OK && is_one) {
		code = hr_document_options(*document, &options, &zone, err);
		hr_error_locate(err, hr_input_path(input));
		keep = code == HR_OK && keeps_document(loader->job, &options);
		hr_document_options_release(&options);
		hr_zone_free(zone);
	}
	if (keep) {
		hr_input_close(input);
		if (identity)
			hr_settle_document_names(loader->job, *document);
		return HR_OK;
	}
	json_decref(*document);
	*document = NULL;
	if (code == HR_OK && is_one)
		code = hr_input_rewind(input, err);
	loader->kept[0] = input;
	return code == HR_OK ? make_document(loader, document, err) : code;
}

enum hr_err hr_load_one(const struct hr_job *job, const char *path, bool identity,
                        json_t **document, struct hr_error *err)
{
	/* A job of one input: what it borrows and owns stays with @job. */
	struct hr_job_input from = { .path = hr_strdup(path), .mapping = job->read.mapping };
	struct hr_job one = *job;
	struct loader loader;
	struct hr_input *input;
	struct hr_run run;
	enum hr_err code;

	one.inputs = &from;
	one.input_count = 1;
	if (job->settings->input_format != NULL)
		from.format = hr_format_find(job->settings->input_format);
	*document = NULL;
	init_loader(&loader, &one, &run);
	code = hr_input_open(path, &input, err);
	if (code == HR_OK)
		code = load_one(&loader, input, identity, document, err);
	release_loader(&loader);
	hr_run_release(&run);
	free(from.path);
	return code;
}
