#include <config.h>
#include "cli/loader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/output_clash.h"
#include "summarize/fork_run.h"

bool hr_loader_can_reopen(const char *path)
{
	struct stat info;

	return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISREG(info.st_mode);
}

uint64_t hr_loader_bytes_of(const char *path)
{
	struct stat info;

	return hr_loader_can_reopen(path) && stat(path, &info) == 0 ? (uint64_t)info.st_size : 0;
}

enum hr_err hr_loader_open(struct hr_loader *loader, size_t i, struct hr_input **out,
                           struct hr_error *err)
{
	*out = loader->kept[i];
	loader->kept[i] = NULL;
	if (*out != NULL)
		return HR_OK;
	return hr_input_open(loader->job->inputs[i].path, out, err);
}

enum hr_err hr_loader_is_document(struct hr_input *input, bool *out, struct hr_error *err)
{
	const char *head;
	size_t length;
	enum hr_err code = hr_input_peek(input, &head, &length, err);

	*out = code == HR_OK && hr_document_sniff((struct hr_slice){ head, length });
	return code;
}

struct hr_read_options hr_loader_read_options(const struct hr_job *job,
                                              const struct hr_job_input *input)
{
	struct hr_read_options options = job->read;

	options.mapping = input->mapping;
	if (job->settings->hosts != NULL && strcmp(job->settings->hosts, "each") == 0)
		options.host = hr_slice_of(input->path);
	return options;
}

void hr_loader_explain(const char *path, const struct hr_read_result *result)
{
	fprintf(stderr, "%s\n", path);
	if (result->assumptions.length > 0)
		fputs(hr_str_text(&result->assumptions), stderr);
	fprintf(stderr, "%" PRIu64 " records, %" PRIu64 " rejected, %" PRIu64 " degraded\n",
	        result->records, result->rejected, result->degraded);
}

enum hr_err hr_loader_read(struct hr_loader *loader, size_t i, struct hr_input *input,
                           struct hr_sink *sink, const struct hr_forks *forks, struct hr_run *run,
                           struct hr_read_result *result, struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	bool alone = loader->threads == job->read.threads;
	struct hr_read_options options = hr_loader_read_options(job, &job->inputs[i]);
	enum hr_err code;

	options.forks = forks;
	options.threads = loader->threads;
	code = hr_outputs_spare(job->settings, hr_input_path(input), err);
	if (code != HR_OK)
		return code;
	code = hr_read_input(input, job->inputs[i].format, &options, sink, &run->diag,
	                     alone ? &loader->progress : NULL,
	                     alone ? loader->progress.done_bytes : 0, result, err);
	if (code == HR_OK) {
		char *path = hr_strdup(hr_input_path(input));
		char *format = hr_strdup(result->format != NULL ? result->format->name : "empty");
		struct hr_run_input entry = {
			.path = path,
			.format = format,
			.bytes = result->bytes,
			.records = result->records,
			.rejected = result->rejected,
			.degraded = result->degraded,
			.truncated = result->truncated,
		};

		memcpy(entry.digest, result->digest, sizeof(entry.digest));
		hr_run_add_input(run, &entry);
		free(path);
		free(format);
	}
	return code;
}

enum hr_err hr_loader_summarize(struct hr_loader *loader, size_t i, struct hr_input *input,
                                struct hr_run *run, struct hr_read_result *result,
                                struct hr_error *err)
{
	struct hr_summarizer *summarizer = hr_summarizer_new(run, &loader->job->summarize);
	struct hr_run_forks forks;
	enum hr_err code;

	hr_run_forks_init(&forks, summarizer, run, &loader->job->summarize,
	                  loader->job->interval_ns);
	code = hr_loader_read(loader, i, input, hr_summarizer_sink(summarizer), &forks.forks, run,
	                      result, err);

	hr_summarizer_free(summarizer);
	return code;
}

enum hr_err hr_loader_run(struct hr_loader *loader, hr_loader_pass *pass, void *context,
                          struct hr_error *err)
{
	const struct hr_job *job = loader->job;
	uint64_t bytes = 0;
	enum hr_err code;

	for (size_t i = 0; i < job->input_count; i++)
		bytes += hr_loader_bytes_of(job->inputs[i].path);
	loader->threads = job->read.threads;
	hr_progress_start(&loader->progress, bytes,
	                  !job->settings->quiet && isatty(STDERR_FILENO) == 1);
	code = pass(loader, context, err);
	hr_progress_stop(&loader->progress);
	return code;
}

void hr_loader_init(struct hr_loader *loader, struct hr_job *job, struct hr_run *run)
{
	*loader = (struct hr_loader){ .job = job, .run = run };
	loader->kept = hr_zalloc(job->input_count, sizeof(struct hr_input *));
	hr_run_init(run, job->interval_ns);
}

void hr_loader_release(struct hr_loader *loader)
{
	for (size_t i = 0; i < loader->job->input_count; i++)
		hr_input_close(loader->kept[i]);
	free(loader->kept);
	hr_input_hosts_release(&loader->hosts);
	hr_known_inputs_release(&loader->known);
}
