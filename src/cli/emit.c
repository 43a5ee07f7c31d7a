#include <config.h>
#include "cli/emit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/output.h"
#include "base/suggest.h"
#include "render/form_tables.h"
#include "render/pages.h"

#define FILES_MAX   12
#define INDEX_NAME  "index.html"
#define DATA_FOLDER "data"

static bool environment_says(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0';
}

static bool wants_colour(const struct hr_settings *settings)
{
	const char *terminal = getenv("TERM");

	if (settings->colour != NULL && strcmp(settings->colour, "auto") != 0)
		return strcmp(settings->colour, "always") == 0;
	if (environment_says("NO_COLOR") || (terminal != NULL && strcmp(terminal, "dumb") == 0))
		return false;
	return environment_says("FORCE_COLOR") || isatty(STDOUT_FILENO) == 1;
}

/* As the C library decides it, but without making this process depend on a locale. */
static bool locale_is_utf8(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (environment_says(names[i])) {
			const char *value = getenv(names[i]);

			return strstr(value, "UTF-8") != NULL || strstr(value, "utf8") != NULL;
		}
	}
	return false;
}

static unsigned terminal_columns(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	uint64_t value;

	if (columns != NULL && hr_parse_u64(hr_slice_of(columns), &value) && value >= 20 &&
	    value <= 1000)
		return (unsigned)value;
	if (isatty(STDOUT_FILENO) == 1 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col >= 20)
		return size.ws_col;
	return 80;
}

void hr_emit_options(const struct hr_settings *settings, struct hr_render_options *out)
{
	*out = (struct hr_render_options){
		.template_dir = settings->template_dir,
		.standalone = settings->standalone,
		.pages = settings->pages,
		.profile = settings->profile,
		.colour = wants_colour(settings),
		.unicode = locale_is_utf8(),
		.columns = terminal_columns(),
	};
}

bool hr_emit_is_folder(const char *path)
{
	size_t length = strlen(path);
	struct stat info;

	if (strcmp(path, "-") == 0)
		return false;
	if (length > 0 && path[length - 1] == '/')
		return true;
	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum hr_err hr_emit_form(const struct hr_scene *scene, const struct hr_form *form,
                         const struct hr_render_options *options, const char *path,
                         struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code;

	if (options->pages && strcmp(form->name, "html") == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "--pages makes a folder of pages; '%s' is one file", path);
	code = form->render(scene, options, &text, err);
	if (code == HR_OK)
		code = hr_output_file(path, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

/* The files of a folder: all are written before the first takes its place, so that a failure
 * leaves the old ones together. */
struct file_set {
	const char *folder;
	struct hr_output *open[FILES_MAX];
	size_t count;
};

static enum hr_err set_add(struct file_set *set, const char *name, struct hr_slice bytes,
                           struct hr_error *err)
{
	struct hr_str path = { 0 };
	enum hr_err code;

	if (set->count == FILES_MAX)
		return hr_error_set(err, HR_ELIMIT, "more than %d files in a report", FILES_MAX);
	hr_str_printf(&path, "%s/%s", set->folder, name);
	code = hr_output_open(hr_str_text(&path), &set->open[set->count], err);
	if (code == HR_OK)
		code = hr_output_write(set->open[set->count++], bytes, err);
	hr_str_release(&path);
	return code;
}

static enum hr_err set_commit(struct file_set *set, struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && i < set->count; i++) {
		code = hr_output_commit(set->open[i], err);
		set->open[i] = NULL;
	}
	return code;
}

static void set_release(struct file_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		hr_output_abort(set->open[i]);
}

static enum hr_err add_form(struct file_set *set, const struct hr_scene *scene,
                            const char *form_name, const struct hr_render_options *options,
                            const char *name, struct hr_error *err)
{
	struct hr_str text = { 0 };
	const struct hr_form *form;
	enum hr_err code = hr_emit_find_form(form_name, &form, err);

	if (code == HR_OK)
		code = form->render(scene, options, &text, err);
	if (code == HR_OK)
		code = set_add(set, name, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err add_tables(struct file_set *set, const struct hr_scene *scene,
                              struct hr_error *err)
{
	struct hr_str path = { 0 };
	enum hr_err code;

	hr_str_printf(&path, "%s/" DATA_FOLDER, set->folder);
	code = hr_output_make_folder(hr_str_text(&path), err);
	for (size_t i = 0; code == HR_OK && i < hr_table_count; i++) {
		struct hr_str text = { 0 };

		hr_tables[i].write(scene, &text);
		hr_str_truncate(&path, 0);
		hr_str_printf(&path, DATA_FOLDER "/%s", hr_tables[i].file_name);
		code = set_add(set, hr_str_text(&path), hr_str_slice(&text), err);
		hr_str_release(&text);
	}
	hr_str_release(&path);
	return code;
}

static enum hr_err add_assets(struct file_set *set, const struct hr_render_options *options,
                              struct hr_error *err)
{
	enum hr_err code = HR_OK;

	for (size_t i = 0; code == HR_OK && hr_form_assets[i] != NULL; i++) {
		struct hr_str text = { 0 };

		code = hr_form_asset(hr_form_assets[i], options, &text, err);
		if (code == HR_OK)
			code = set_add(set, hr_form_assets[i], hr_str_slice(&text), err);
		hr_str_release(&text);
	}
	return code;
}

/* All but index.html are put in place at once: there may be hundreds, and nothing old leads to a
 * page that is not there. */
static enum hr_err put_page(void *context, const char *name, struct hr_slice text,
                            struct hr_error *err)
{
	struct file_set *set = context;
	struct hr_str path = { 0 };
	enum hr_err code;

	if (strcmp(name, INDEX_NAME) == 0)
		return set_add(set, name, text, err);
	hr_str_printf(&path, "%s/%s", set->folder, name);
	code = hr_output_file(hr_str_text(&path), text, err);
	hr_str_release(&path);
	return code;
}

static enum hr_err add_page(struct file_set *set, const struct hr_scene *scene,
                            const struct hr_render_options *options, struct hr_error *err)
{
	if (!options->pages)
		return add_form(set, scene, "html", options, INDEX_NAME, err);
	if (options->standalone)
		return hr_error_set(err, HR_EINVAL,
		                    "--pages makes several files, --standalone one: choose");
	return hr_pages_render(scene, options, put_page, set, err);
}

enum hr_err hr_emit_folder(const struct hr_scene *scene, const struct hr_render_options *options,
                           const char *folder, struct hr_error *err)
{
	size_t length = strlen(folder);
	struct file_set set = { 0 };
	char *trimmed;
	enum hr_err code;

	while (length > 1 && folder[length - 1] == '/')
		length--;
	trimmed = hr_strndup(folder, length);
	set.folder = trimmed;
	code = hr_output_make_folder(trimmed, err);
	if (code == HR_OK)
		code = add_tables(&set, scene, err);
	if (code == HR_OK)
		code = add_assets(&set, options, err);
	if (code == HR_OK)
		code = add_form(&set, scene, "json", options, HR_EMIT_DOCUMENT, err);
	if (code == HR_OK)
		code = add_page(&set, scene, options, err);
	if (code == HR_OK)
		code = set_commit(&set, err);
	set_release(&set);
	free(trimmed);
	return code;
}

void hr_emit_folder_files(bool pages, struct hr_texts *out)
{
	hr_texts_add(out, hr_strdup(INDEX_NAME));
	hr_texts_add(out, hr_strdup(HR_EMIT_DOCUMENT));
	for (size_t i = 0; hr_form_assets[i] != NULL; i++)
		hr_texts_add(out, hr_strdup(hr_form_assets[i]));
	for (size_t i = 0; i < hr_table_count; i++) {
		struct hr_str path = { 0 };

		hr_str_printf(&path, DATA_FOLDER "/%s", hr_tables[i].file_name);
		hr_texts_add(out, hr_str_detach(&path));
	}
	/* The first of them is the index. */
	for (size_t i = 1; pages && hr_pages_file(i) != NULL; i++)
		hr_texts_add(out, hr_strdup(hr_pages_file(i)));
}

enum hr_err hr_emit_find_form(const char *name, const struct hr_form **out, struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	*out = hr_form_find(name);
	if (*out != NULL)
		return HR_OK;
	for (size_t i = 0; i < hr_form_count; i++)
		hr_suggest_try(&suggestion, hr_forms[i].name);
	return hr_error_set(err, HR_EINVAL, "unknown output form '%s'%s", name,
	                    hr_suggest_hint(&suggestion, "headroom help forms"));
}
