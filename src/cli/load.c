#include <config.h>
#include "cli/load.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/input.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/progress.h"
#include "document/mask_run.h"
#include "read/read_input.h"
#include "summarize/cut.h"

/* One input while it is open. */
struct source {
	const struct hr_job_input *from;
	struct hr_input *input;
	bool is_document;
	struct hr_run run; /* of a document */
};

struct sources {
	struct source *items;
	size_t count, capacity;
	uint64_t bytes; /* of all, as far as known */
};

static void release_sources(struct sources *sources)
{
	for (size_t i = 0; i < sources->count; i++) {
		hr_input_close(sources->items[i].input);
		if (sources->items[i].is_document)
			hr_run_release(&sources->items[i].run);
	}
	free(sources->items);
}

static bool file_digest(const char *path, uint64_t *out)
{
	enum { BLOCK = 256 * 1024 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct hr_digest *digest;
	char *block;
	ssize_t n;

	if (fd < 0)
		return false;
	digest = hr_digest_new();
	block = hr_alloc(BLOCK);
	while ((n = read(fd, block, BLOCK)) > 0)
		hr_digest_update(digest, block, (size_t)n);
	*out = hr_digest_value(digest);
	hr_digest_free(digest);
	free(block);
	close(fd);
	return n == 0;
}

static bool same_content(const char *a, const char *b)
{
	struct stat x;
	struct stat y;
	uint64_t digest_a;
	uint64_t digest_b;

	if (stat(a, &x) != 0 || stat(b, &y) != 0 || !S_ISREG(x.st_mode) || !S_ISREG(y.st_mode) ||
	    x.st_size != y.st_size || x.st_size == 0)
		return false;
	return file_digest(a, &digest_a) && file_digest(b, &digest_b) && digest_a == digest_b;
}

/* The earlier path of equal content, or NULL: a file handed over twice must not count twice. */
static const char *duplicate_of(const struct hr_job *job, size_t i)
{
	const char *path = job->inputs[i].path;

	for (size_t j = 0; j < i; j++) {
		const char *earlier = job->inputs[j].path;

		if (strcmp(earlier, "-") != 0 && strcmp(path, "-") != 0 &&
		    same_content(earlier, path))
			return earlier;
	}
	return NULL;
}

static enum hr_err read_all(struct hr_input *input, struct hr_str *out, struct hr_error *err)
{
	const char *bytes;
	size_t length;
	enum hr_err code;

	out->limit = HR_DOCUMENT_BYTES_MAX;
	while ((code = hr_input_read(input, &bytes, &length, err)) == HR_OK && length > 0) {
		hr_str_add(out, bytes, length);
		if (out->truncated)
			return hr_error_at(err, HR_ELIMIT, hr_input_path(input), 0, 0,
			                   "a document of more than %zu MiB is not read",
			                   HR_DOCUMENT_BYTES_MAX >> 20);
	}
	return code;
}

static enum hr_err parse_document(struct hr_input *input, json_t **out, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = read_all(input, &text, err);

	if (code == HR_OK)
		code = hr_document_parse(hr_str_slice(&text), hr_input_path(input), out, err);
	hr_str_release(&text);
	return code;
}

enum hr_err hr_load_document(const char *path, json_t **out, struct hr_error *err)
{
	struct hr_input *input;
	enum hr_err code;

	if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO) == 1)
		return hr_error_set(err, HR_EINVAL, "no document given, and stdin is a terminal");
	code = hr_input_open(path, &input, err);
	if (code != HR_OK)
		return code;
	code = parse_document(input, out, err);
	hr_input_close(input);
	return code;
}

static enum hr_err open_source(const char *path, struct source *source, struct hr_error *err)
{
	const char *head;
	size_t length;
	json_t *document;
	enum hr_err code = hr_input_open(path, &source->input, err);

	if (code == HR_OK)
		code = hr_input_peek(source->input, &head, &length, err);
	if (code != HR_OK || !hr_document_sniff((struct hr_slice){ head, length }))
		return code;
	code = parse_document(source->input, &document, err);
	if (code != HR_OK)
		return code;
	code = hr_document_run(document, &source->run, err);
	hr_error_locate(err, path);
	source->is_document = code == HR_OK;
	json_decref(document);
	return code;
}

static enum hr_err open_sources(const struct hr_job *job, struct sources *sources,
                                struct hr_run *run, struct hr_error *err)
{
	for (size_t i = 0; i < job->input_count; i++) {
		const char *path = job->inputs[i].path;
		const char *earlier = duplicate_of(job, i);
		enum hr_err code;

		if (earlier != NULL) {
			struct hr_str reason = { 0 };

			hr_str_printf(&reason, "same content as %s: read once", earlier);
			hr_diag_add(&run->diag, HR_DIAG_NOTE, path, hr_str_text(&reason), 0,
			            (struct hr_slice){ 0 });
			hr_log(HR_LOG_WARNING, "%s: %s", path, hr_str_text(&reason));
			hr_str_release(&reason);
			continue;
		}
		sources->items = hr_grow(sources->items, sources->count, &sources->capacity,
		                         sizeof(*sources->items));
		sources->items[sources->count] = (struct source){ .from = &job->inputs[i] };
		sources->count++;
		code = open_source(path, &sources->items[sources->count - 1], err);
		if (code != HR_OK)
			return code;
		sources->bytes += hr_input_size(sources->items[sources->count - 1].input);
	}
	return HR_OK;
}

static void widen(struct hr_span *span, int64_t start_ns, int64_t end_ns)
{
	if (start_ns != HR_INSTANT_NONE &&
	    (span->start_ns == HR_INSTANT_NONE || start_ns < span->start_ns))
		span->start_ns = start_ns;
	if (end_ns != HR_INSTANT_NONE && (span->end_ns == HR_INSTANT_NONE || end_ns > span->end_ns))
		span->end_ns = end_ns;
}

static struct hr_read_options options_of(const struct hr_job *job, const struct source *source)
{
	struct hr_read_options options = job->read;

	options.mapping = source->from->mapping;
	return options;
}

/* First pass of a window with offsets: only when the input begins and ends. */
static enum hr_err find_span(const struct hr_job *job, struct sources *sources,
                             struct hr_span *span, struct hr_error *err)
{
	struct hr_diag ignored = { 0 };
	enum hr_err code = HR_OK;

	hr_span_init(span);
	for (size_t i = 0; code == HR_OK && i < sources->count; i++) {
		struct source *source = &sources->items[i];
		struct hr_read_options options = options_of(job, source);
		struct hr_read_result result = { 0 };

		if (source->is_document) {
			widen(span, source->run.start_ns, source->run.end_ns);
			continue;
		}
		code = hr_input_spool(source->input, err);
		if (code == HR_OK)
			code = hr_read_input(source->input, source->from->format, &options,
			                     &span->sink, &ignored, NULL, 0, &result, err);
		if (code == HR_OK)
			code = hr_input_rewind(source->input, err);
		hr_str_release(&result.assumptions);
	}
	hr_diag_release(&ignored);
	return code;
}

static enum hr_err resolve_window(struct hr_job *job, struct sources *sources, struct hr_error *err)
{
	struct hr_filter *filter = &job->summarize.filter;
	struct hr_span span = { .start_ns = HR_INSTANT_NONE, .end_ns = HR_INSTANT_NONE };
	enum hr_err code = HR_OK;

	if (hr_window_is_open(&job->window))
		return HR_OK;
	if (hr_window_needs_span(&job->window))
		code = find_span(job, sources, &span, err);
	if (code == HR_OK)
		code = hr_window_resolve(&job->window, span.start_ns, span.end_ns, job->read.zone,
		                         filter, err);
	job->document.window_from_ns = filter->from_ns;
	job->document.window_to_ns = filter->to_ns;
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

static enum hr_err read_recording(const struct hr_job *job, struct source *source,
                                  struct hr_summarizer *summarizer, struct hr_run *run,
                                  struct hr_progress *progress, struct hr_error *err)
{
	const char *path = hr_input_path(source->input);
	struct hr_read_options options = options_of(job, source);
	struct hr_read_result result = { 0 };
	struct hr_run_input *input;
	enum hr_err code;

	code = hr_read_input(source->input, source->from->format, &options,
	                     hr_summarizer_sink(summarizer), &run->diag, progress,
	                     progress->done_bytes, &result, err);
	if (code == HR_OK) {
		input = hr_run_add_input(run, path,
		                         result.format != NULL ? result.format->name : "empty");
		input->bytes = result.bytes;
		input->records = result.records;
		input->rejected = result.rejected;
		input->degraded = result.degraded;
		input->truncated = result.truncated;
		memcpy(input->digest, result.digest, sizeof(input->digest));
		if (job->settings->explain_input)
			explain(path, &result);
	}
	hr_str_release(&result.assumptions);
	return code;
}

static enum hr_err merge_document(struct hr_job *job, struct source *source, struct hr_run *run,
                                  struct hr_error *err)
{
	const struct hr_filter *filter = &job->summarize.filter;
	enum hr_err code;

	if (filter->include_count > 0 || filter->exclude_count > 0 ||
	    hr_filter_has_window(filter)) {
		hr_run_cut(&source->run, filter);
		job->document.window_snapped = hr_filter_has_window(filter);
	}
	code = hr_run_merge(run, &source->run, err);
	hr_error_locate(err, hr_input_path(source->input));
	return code;
}

static enum hr_err read_sources(struct hr_job *job, struct sources *sources, struct hr_run *run,
                                struct hr_error *err)
{
	struct hr_summarizer *summarizer = hr_summarizer_new(run, &job->summarize);
	struct hr_progress progress;
	enum hr_err code = HR_OK;

	hr_progress_start(&progress, sources->bytes,
	                  !job->settings->quiet && isatty(STDERR_FILENO) == 1);
	for (size_t i = 0; code == HR_OK && i < sources->count; i++) {
		struct source *source = &sources->items[i];

		if (source->is_document)
			code = merge_document(job, source, run, err);
		else
			code = read_recording(job, source, summarizer, run, &progress, err);
	}
	hr_progress_stop(&progress);
	hr_summarizer_free(summarizer);
	return code;
}

static void replace_text(char **member, const char *text)
{
	if (text == NULL)
		return;
	free(*member);
	*member = hr_strdup(text);
}

static void name_run(const struct hr_job *job, struct hr_run *run)
{
	const struct hr_settings *settings = job->settings;

	replace_text(&run->name, job->config.name);
	replace_text(&run->environment, job->config.environment);
	replace_text(&run->version, job->config.version);
	replace_text(&run->name, settings->name);
	replace_text(&run->environment, settings->environment);
	replace_text(&run->version, settings->version_label);
}

/* From here on the run is what a document may show, so that one process and a pipe agree. */
static void mask(const struct hr_job *job, struct hr_run *run)
{
	struct hr_run masked;

	if (!hr_mask_run_needed(run, job->document.mask_queries))
		return;
	hr_mask_run(run, job->document.mask_queries, &masked);
	hr_run_release(run);
	*run = masked;
}

enum hr_err hr_load_run(struct hr_job *job, struct hr_run *run, struct hr_error *err)
{
	struct sources sources = { 0 };
	enum hr_err code;

	hr_run_init(run, job->interval_ns);
	code = open_sources(job, &sources, run, err);
	if (code == HR_OK)
		code = resolve_window(job, &sources, err);
	if (code == HR_OK)
		code = read_sources(job, &sources, run, err);
	if (code == HR_OK) {
		name_run(job, run);
		hr_run_classify(run);
		mask(job, run);
	}
	release_sources(&sources);
	return code;
}
