#include <config.h>
#include "cli/job_part.h"

#include <glob.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static void add_input(struct hr_job *job, const char *path, const struct hr_format *format,
                      const struct hr_mapping *mapping)
{
	job->inputs = hr_grow(job->inputs, job->input_count, &job->input_capacity,
	                      sizeof(*job->inputs));
	job->inputs[job->input_count++] = (struct hr_job_input){ hr_strdup(path), format, mapping };
}

/* An input may be a glob, where no shell saw it; a file that is called like one is itself, and one
 * that matches nothing is kept, so that the error names it. */
static void add_inputs(struct hr_job *job, const char *path, const struct hr_format *format,
                       const struct hr_mapping *mapping)
{
	glob_t found;

	if (strcmp(path, "-") == 0 || access(path, F_OK) == 0 || glob(path, 0, NULL, &found) != 0) {
		add_input(job, path, format, mapping);
		return;
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_input(job, found.gl_pathv[i], format, mapping);
	globfree(&found);
}

static void add_configured_input(struct hr_job *job, const struct hr_config_input *input,
                                 const struct hr_format *format, const struct hr_mapping *mapping)
{
	if (input->format != NULL)
		format = hr_format_find(input->format);
	if (input->mapping != NULL)
		mapping = input->mapping;
	add_inputs(job, input->path, format, mapping);
}

enum hr_err hr_job_collect_inputs(struct hr_job *job, const struct hr_format *format,
                                  struct hr_error *err)
{
	const struct hr_mapping *mapping = job->read.mapping;

	for (size_t i = 0; i < job->settings->operands.count; i++) {
		if (job->settings->operands.items[i][0] == '\0')
			return hr_error_set(
			        err, HR_EINVAL,
			        "operand %zu is empty: the name of a file is expected (is "
			        "a variable not set?)",
			        i + 1);
		add_inputs(job, job->settings->operands.items[i], format, mapping);
	}
	if (job->input_count == 0) {
		for (size_t i = 0; i < job->config.inputs.count; i++)
			add_configured_input(job, &job->config.inputs.items[i], format, mapping);
	}
	if (job->input_count > 0)
		return HR_OK;
	if (isatty(STDIN_FILENO) == 1)
		return hr_error_set(err, HR_EINVAL,
		                    "no input: name files, or pipe a recording to stdin");
	add_input(job, "-", format, mapping);
	return HR_OK;
}
