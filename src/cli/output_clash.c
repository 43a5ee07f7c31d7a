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
#include "base/str.h"
#include "cli/emit.h"
#include "cli/report_output.h"
#include "render/pages.h"

/* Where one of the options sends its output. */
struct output {
	char *option;         /* as messages name it; owned */
	struct hr_slice form; /* empty: that of -f */
	char *path;           /* owned */
	bool folder;          /* one of the files of a report folder, or that */
	bool labels;          /* stands for the pages of labels in the folder that path is */
	bool is;              /* it is there, */
	struct stat info;     /* as this */
	char *place;          /* as place_of() has it, when asked for; owned */
};

struct outputs {
	struct output *items;
	size_t count, capacity;
};

static struct output *add(struct outputs *outputs, const char *option, struct hr_slice form,
                          const char *path)
{
	struct output *output;

	outputs->items = hr_grow(outputs->items, outputs->count, &outputs->capacity,
	                         sizeof(*outputs->items));
	output = &outputs->items[outputs->count++];
	*output = (struct output){ .option = hr_strdup(option),
		                   .form = form,
		                   .path = hr_strdup(path) };
	output->is = strcmp(path, "-") != 0 && stat(path, &output->info) == 0;
	return output;
}

/* Everything that a report folder is made of, and itself, in whose place no file can be. */
static void add_folder(struct outputs *outputs, const struct hr_settings *settings,
                       const char *option, const char *folder)
{
	static const struct hr_slice page = { "html", 4 }, document = { "json", 4 };
	struct hr_texts files = { 0 };
	struct hr_str text = { 0 };
	size_t length = strlen(folder);

	while (length > 1 && folder[length - 1] == '/')
		length--;
	hr_str_printf(&text, "%.*s", (int)length, folder);
	add(outputs, option, page, hr_str_text(&text))->folder = true;
	if (settings->pages)
		add(outputs, option, page, hr_str_text(&text))->labels = true;
	hr_emit_folder_files(settings->pages, &files);
	for (size_t i = 0; i < files.count; i++) {
		hr_str_truncate(&text, length);
		hr_str_printf(&text, "/%s", files.items[i]);
		add(outputs, option,
		    strcmp(files.items[i], HR_EMIT_DOCUMENT) == 0 ? document : page,
		    hr_str_text(&text))
		        ->folder = true;
	}
	hr_str_release(&text);
	hr_texts_release(&files);
}

static void add_output(struct outputs *outputs, const struct hr_settings *settings)
{
	bool makes_folder = settings->folder != NULL;
	const char *path = makes_folder ? hr_report_folder(settings) : settings->output;
	const char *option = settings->output != NULL ? "-o" : "the folder that is made without -o";

	if (path == NULL)
		return;
	if (makes_folder || hr_emit_is_folder(path))
		add_folder(outputs, settings, option, path);
	else
		add(outputs, option, (struct hr_slice){ "", 0 }, path);
}

static void add_report(struct outputs *outputs, const struct hr_settings *settings,
                       const char *text)
{
	const char *equals = strchr(text, '=');
	struct hr_slice form;
	struct hr_str option = { 0 };

	if (equals == NULL || equals[1] == '\0')
		return;
	form = (struct hr_slice){ text, (size_t)(equals - text) };
	hr_str_puts(&option, "--report ");
	hr_str_add_slice(&option, form);
	if (hr_slice_is(form, "html") && hr_emit_is_folder(equals + 1))
		add_folder(outputs, settings, hr_str_text(&option), equals + 1);
	else
		add(outputs, hr_str_text(&option), form, equals + 1);
	hr_str_release(&option);
}

static void collect(const struct hr_settings *settings, struct outputs *outputs)
{
	add_output(outputs, settings);
	if (settings->resources != NULL)
		add(outputs, "--resources", (struct hr_slice){ "", 0 }, settings->resources);
	for (size_t i = 0; i < settings->reports.count; i++)
		add_report(outputs, settings, settings->reports.items[i]);
}

static void outputs_release(struct outputs *outputs)
{
	for (size_t i = 0; i < outputs->count; i++) {
		free(outputs->items[i].option);
		free(outputs->items[i].path);
		free(outputs->items[i].place);
	}
	free(outputs->items);
}

static bool is_one(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Go from a place without links to what is called so in it. */
static void step(struct hr_str *place, struct hr_slice name)
{
	char *real;

	if (hr_slice_is(name, "") || hr_slice_is(name, "."))
		return;
	if (hr_slice_is(name, "..")) {
		const char *slash = strrchr(hr_str_text(place), '/');

		/* Above the root is the root. */
		hr_str_truncate(place, slash != NULL ? (size_t)(slash - hr_str_text(place)) : 0);
		return;
	}
	hr_str_putc(place, '/');
	hr_str_add_slice(place, name);
	real = realpath(hr_str_text(place), NULL);
	if (real != NULL) {
		hr_str_truncate(place, 0);
		hr_str_puts(place, strcmp(real, "/") == 0 ? "" : real);
		free(real);
	}
}

/* The one spelling of where it is or will be: from the root, without links as far as it is there.
 * The root itself is "". */
static const char *place_of(struct output *output)
{
	struct hr_str place = { 0 };
	const char *rest = output->path;

	if (output->place != NULL)
		return output->place;
	if (rest[0] != '/') {
		char *here = realpath(".", NULL);

		hr_str_puts(&place, here != NULL && strcmp(here, "/") != 0 ? here : "");
		free(here);
	}
	while (*rest != '\0') {
		size_t length = strcspn(rest, "/");

		step(&place, (struct hr_slice){ rest, length });
		rest += length + (rest[length] == '/');
	}
	output->place = hr_strdup(hr_str_text(&place));
	hr_str_release(&place);
	return output->place;
}

/* Is it one of the pages of labels? */
static bool is_among(struct output *output, struct output *labels)
{
	const char *place = place_of(output), *folder = place_of(labels);
	size_t length = strlen(folder);

	return strncmp(place, folder, length) == 0 && place[length] == '/' &&
	       hr_pages_is_label(place + length + 1);
}

/* By where they are, also when neither is there yet and they are written in different ways. */
static bool same_output(struct output *a, struct output *b)
{
	if (strcmp(a->path, "-") == 0 || strcmp(b->path, "-") == 0)
		return strcmp(a->path, b->path) == 0;
	if (a->labels || b->labels)
		return a->labels != b->labels && (a->labels ? is_among(b, a) : is_among(a, b));
	if (a->is && b->is)
		return S_ISREG(a->info.st_mode) && is_one(&a->info, &b->info);
	return a->is == b->is && strcmp(place_of(a), place_of(b)) == 0;
}

/* @input  "-" is standard input, which may be a file, too */
static bool replaces(const struct output *output, const char *input)
{
	struct stat info;
	int known = strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &info) : stat(input, &info);

	return known == 0 && S_ISREG(info.st_mode) && output->is && is_one(&info, &output->info);
}

/* A new document: it grew from the one it would replace. */
static bool is_document(const struct output *output, const struct hr_settings *settings,
                        const char *usual_form)
{
	struct hr_slice form = output->form;

	if (form.length == 0)
		form = hr_slice_of(settings->form != NULL ? settings->form : usual_form);
	return hr_slice_is(form, "json");
}

/* @usual_form  of -o without -f, where a document may be replaced by a new one; NULL: it may not */
static enum hr_err spare(const struct hr_settings *settings, const char *path,
                         const char *usual_form, struct hr_error *err)
{
	struct outputs outputs = { 0 };
	enum hr_err code = HR_OK;

	if (path == NULL)
		return HR_OK;
	collect(settings, &outputs);
	for (size_t i = 0; i < outputs.count && code == HR_OK; i++) {
		const struct output *output = &outputs.items[i];

		if (replaces(output, path) &&
		    !(usual_form != NULL && is_document(output, settings, usual_form)))
			code = hr_error_at(err, HR_EINVAL,
			                   strcmp(path, "-") == 0 ? "standard input" : path, 0, 0,
			                   "it would be replaced by what is made of it: "
			                   "%s needs another %s",
			                   output->option, output->folder ? "folder" : "file");
	}
	outputs_release(&outputs);
	return code;
}

/* What options name to be read. */
static enum hr_err spare_options(const struct hr_settings *settings, struct hr_error *err)
{
	enum hr_err code = spare(settings, settings->config, NULL, err);

	if (code == HR_OK)
		code = spare(settings, settings->sla_config, NULL, err);
	for (size_t i = 0; code == HR_OK && i < settings->plans.count; i++)
		code = spare(settings, settings->plans.items[i], NULL, err);
	return code;
}

static enum hr_err clash(const struct output *a, const struct output *b, struct hr_error *err)
{
	const char *path = a->labels ? b->path : a->path;

	return hr_error_at(err, HR_EINVAL, strcmp(path, "-") == 0 ? "standard output" : path, 0, 0,
	                   "%s and %s both go there: name two files", a->option, b->option);
}

enum hr_err hr_outputs_distinct(const struct hr_settings *settings, struct hr_error *err)
{
	struct outputs outputs = { 0 };
	enum hr_err code = HR_OK;

	collect(settings, &outputs);
	for (size_t i = 0; i < outputs.count; i++)
		for (size_t j = 0; j < i && code == HR_OK; j++) {
			struct output *a = &outputs.items[j], *b = &outputs.items[i];

			if (same_output(a, b))
				code = clash(a, b, err);
		}
	outputs_release(&outputs);
	return code != HR_OK ? code : spare_options(settings, err);
}

enum hr_err hr_outputs_spare(const struct hr_settings *settings, const char *path,
                             struct hr_error *err)
{
	return spare(settings, path, NULL, err);
}

enum hr_err hr_outputs_spare_document(const struct hr_settings *settings, const char *path,
                                      const char *usual_form, struct hr_error *err)
{
	return spare(settings, path, usual_form, err);
}
