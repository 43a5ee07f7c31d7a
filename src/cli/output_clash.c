#include <config.h>
#include "cli/output_clash.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/slice.h"

/* Where one of the options sends its output. */
struct output {
	const char *option;   /* as messages name it */
	struct hr_slice form; /* of a --report; else empty */
	const char *path;     /* borrowed */
};

struct outputs {
	struct output *items;
	size_t count, capacity;
};

static void add(struct outputs *outputs, const char *option, struct hr_slice form, const char *path)
{
	if (path == NULL)
		return;
	outputs->items = hr_grow(outputs->items, outputs->count, &outputs->capacity,
	                         sizeof(*outputs->items));
	outputs->items[outputs->count++] = (struct output){ option, form, path };
}

static void collect(const struct hr_settings *settings, struct outputs *outputs)
{
	static const struct hr_slice none = { "", 0 };

	add(outputs, "-o", none, settings->output);
	add(outputs, "--resources", none, settings->resources);
	for (size_t i = 0; i < settings->reports.count; i++) {
		const char *text = settings->reports.items[i], *equals = strchr(text, '=');

		if (equals != NULL)
			add(outputs, "--report ",
			    (struct hr_slice){ text, (size_t)(equals - text) }, equals + 1);
	}
}

static const char *file_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static bool stat_folder(const char *path, struct stat *out)
{
	size_t length = (size_t)(file_of(path) - path);
	char *folder = length > 0 ? hr_strndup(path, length) : hr_strdup(".");
	bool ok = stat(folder, out) == 0;

	free(folder);
	return ok;
}

static bool is_one(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* By where they are, also when neither is there yet and they are written in different ways. */
static bool same_output(const char *a, const char *b)
{
	struct stat of_a, of_b;
	bool a_is = strcmp(a, "-") != 0 && stat(a, &of_a) == 0;
	bool b_is = strcmp(b, "-") != 0 && stat(b, &of_b) == 0;

	if (a_is && b_is)
		return S_ISREG(of_a.st_mode) && is_one(&of_a, &of_b);
	if (a_is != b_is)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	return strcmp(file_of(a), file_of(b)) == 0 && stat_folder(a, &of_a) &&
	       stat_folder(b, &of_b) && is_one(&of_a, &of_b);
}

/* @input  "-" is standard input, which may be a file, too */
static bool replaces(const struct output *output, const char *input)
{
	struct stat of_input, of_output;
	int known = strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &of_input)
	                                    : stat(input, &of_input);

	return known == 0 && S_ISREG(of_input.st_mode) && strcmp(output->path, "-") != 0 &&
	       stat(output->path, &of_output) == 0 && is_one(&of_input, &of_output);
}

/* A new document: it grew from the one it would replace. */
static bool is_document(const struct output *output, const struct hr_settings *settings)
{
	struct hr_slice form = output->form.length > 0 ? output->form : hr_slice_of(settings->form);

	return form.length == 0 || hr_slice_is(form, "json");
}

/* @documents  may they replace it? */
static enum hr_err spare(const struct hr_settings *settings, const char *path, bool documents,
                         struct hr_error *err)
{
	struct outputs outputs = { 0 };
	enum hr_err code = HR_OK;

	if (path == NULL)
		return HR_OK;
	collect(settings, &outputs);
	for (size_t i = 0; i < outputs.count && code == HR_OK; i++) {
		const struct output *output = &outputs.items[i];

		if (replaces(output, path) && !(documents && is_document(output, settings)))
			code = hr_error_at(err, HR_EINVAL,
			                   strcmp(path, "-") == 0 ? "standard input" : path, 0, 0,
			                   "it would be replaced by what is made of it: %s%.*s "
			                   "needs another file",
			                   output->option, (int)output->form.length,
			                   output->form.ptr);
	}
	free(outputs.items);
	return code;
}

/* What options name to be read. */
static enum hr_err spare_options(const struct hr_settings *settings, struct hr_error *err)
{
	enum hr_err code = spare(settings, settings->config, false, err);

	if (code == HR_OK)
		code = spare(settings, settings->sla_config, false, err);
	for (size_t i = 0; code == HR_OK && i < settings->plans.count; i++)
		code = spare(settings, settings->plans.items[i], false, err);
	return code;
}

enum hr_err hr_outputs_distinct(const struct hr_settings *settings, struct hr_error *err)
{
	struct outputs outputs = { 0 };
	enum hr_err code = HR_OK;

	collect(settings, &outputs);
	for (size_t i = 0; i < outputs.count; i++)
		for (size_t j = 0; j < i && code == HR_OK; j++) {
			const struct output *a = &outputs.items[j], *b = &outputs.items[i];

			if (same_output(a->path, b->path))
				code = hr_error_at(
				        err, HR_EINVAL,
				        strcmp(a->path, "-") == 0 ? "standard output" : a->path, 0,
				        0, "%s%.*s and %s%.*s both go there: name two files",
				        a->option, (int)a->form.length, a->form.ptr, b->option,
				        (int)b->form.length, b->form.ptr);
		}
	free(outputs.items);
	return code != HR_OK ? code : spare_options(settings, err);
}

enum hr_err hr_outputs_spare(const struct hr_settings *settings, const char *path,
                             struct hr_error *err)
{
	return spare(settings, path, false, err);
}

enum hr_err hr_outputs_spare_document(const struct hr_settings *settings, const char *path,
                                      struct hr_error *err)
{
	return spare(settings, path, true, err);
}
