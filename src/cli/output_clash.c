#include <config.h>
#include "cli/output_clash.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/slice.h"

/* Where one of the options sends its output. */
struct output {
	const char *option; /* as messages name it */
	int form_length;    /* of the form in a --report, which its path follows; else 0 */
	const char *path;   /* borrowed */
};

struct outputs {
	struct output *items;
	size_t count, capacity;
};

/* @form_length  of the form that stands before @path */
static void add(struct outputs *outputs, const char *option, size_t form_length, const char *path)
{
	if (path == NULL)
		return;
	outputs->items = hr_grow(outputs->items, outputs->count, &outputs->capacity,
	                         sizeof(*outputs->items));
	outputs->items[outputs->count++] = (struct output){ option, (int)form_length, path };
}

/* "json" of "json=out.json", without a terminator of its own */
static const char *form_of(const struct output *output)
{
	return output->path - output->form_length;
}

static int form_shown(const struct output *output)
{
	return output->form_length > 0 ? output->form_length - 1 : 0;
}

static void collect(const struct hr_settings *settings, struct outputs *outputs)
{
	add(outputs, "-o", 0, settings->output);
	add(outputs, "--resources", 0, settings->resources);
	for (size_t i = 0; i < settings->reports.count; i++) {
		const char *text = settings->reports.items[i], *equals = strchr(text, '=');

		if (equals != NULL)
			add(outputs, "--report ", (size_t)(equals + 1 - text), equals + 1);
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

/* By where they are, also when neither is there yet and they are written in different ways. */
static bool same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;
	bool a_is = strcmp(a, "-") != 0 && stat(a, &of_a) == 0;
	bool b_is = strcmp(b, "-") != 0 && stat(b, &of_b) == 0;

	if (a_is && b_is)
		return S_ISREG(of_a.st_mode) && of_a.st_dev == of_b.st_dev &&
		       of_a.st_ino == of_b.st_ino;
	if (a_is != b_is)
		return false;
	if (strcmp(a, b) == 0)
		return true;
	return strcmp(file_of(a), file_of(b)) == 0 && stat_folder(a, &of_a) &&
	       stat_folder(b, &of_b) && of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

/* A new document: it grew from the one it would replace. */
static bool is_document(const struct output *output, const struct hr_settings *settings)
{
	const char *form = output->form_length > 0 ? form_of(output) : settings->form;
	size_t length = output->form_length > 0 ? (size_t)form_shown(output)
	                : form != NULL          ? strlen(form)
	                                        : 0;

	return form == NULL || hr_slice_is((struct hr_slice){ form, length }, "json");
}

/* @documents  may they replace it? */
static enum hr_err spare(const struct hr_settings *settings, const char *path, bool documents,
                         struct hr_error *err)
{
	struct outputs outputs = { 0 };
	enum hr_err code = HR_OK;

	if (path == NULL || strcmp(path, "-") == 0)
		return HR_OK;
	collect(settings, &outputs);
	for (size_t i = 0; i < outputs.count && code == HR_OK; i++) {
		const struct output *output = &outputs.items[i];

		if (same_file(output->path, path) && !(documents && is_document(output, settings)))
			code = hr_error_at(err, HR_EINVAL, path, 0, 0,
			                   "it would be replaced by what is made of it: %s%.*s "
			                   "needs another file",
			                   output->option, form_shown(output), form_of(output));
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

			if (same_file(a->path, b->path))
				code = hr_error_at(
				        err, HR_EINVAL,
				        strcmp(a->path, "-") == 0 ? "standard output" : a->path, 0,
				        0, "%s%.*s and %s%.*s both go there: name two files",
				        a->option, form_shown(a), form_of(a), b->option,
				        form_shown(b), form_of(b));
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
