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
#include "render/template_store.h"

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
		.colour = wants_colour(settings),
		.unicode = locale_is_utf8(),
		.columns = terminal_columns(),
	};
}

bool hr_emit_is_folder(const char *path)
{
	size_t length = strlen(path);
	struct stat info;

	if (length > 0 && path[length - 1] == '/')
		return true;
	return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

enum hr_err hr_emit_form(const struct hr_scene *scene, const struct hr_form *form,
                         const struct hr_render_options *options, const char *path,
                         struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err code = form->render(scene, options, &text, err);

	if (code == HR_OK)
		code = hr_output_file(path, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err write_in(const char *folder, const char *name, struct hr_slice bytes,
                            struct hr_error *err)
{
	struct hr_str path = { 0 };
	enum hr_err code;

	hr_str_printf(&path, "%s/%s", folder, name);
	code = hr_output_file(hr_str_text(&path), bytes, err);
	hr_str_release(&path);
	return code;
}

static enum hr_err emit_form_in(const struct hr_scene *scene, const char *form_name,
                                const struct hr_render_options *options, const char *folder,
                                const char *name, struct hr_error *err)
{
	struct hr_str text = { 0 };
	const struct hr_form *form;
	enum hr_err code = hr_emit_find_form(form_name, &form, err);

	if (code == HR_OK)
		code = form->render(scene, options, &text, err);
	if (code == HR_OK)
		code = write_in(folder, name, hr_str_slice(&text), err);
	hr_str_release(&text);
	return code;
}

static enum hr_err emit_tables(const struct hr_scene *scene, const char *folder,
                               struct hr_error *err)
{
	struct hr_str data = { 0 };
	enum hr_err code;

	hr_str_printf(&data, "%s/data", folder);
	code = hr_output_make_folder(hr_str_text(&data), err);
	for (size_t i = 0; code == HR_OK && i < hr_table_count; i++) {
		struct hr_str text = { 0 };

		hr_tables[i].write(scene, &text);
		code = write_in(hr_str_text(&data), hr_tables[i].file_name, hr_str_slice(&text),
		                err);
		hr_str_release(&text);
	}
	hr_str_release(&data);
	return code;
}

static enum hr_err emit_style(const struct hr_render_options *options, const char *folder,
                              struct hr_error *err)
{
	struct hr_template_store *store = hr_template_store_new(options->template_dir);
	struct hr_slice style;
	enum hr_err code = hr_template_store_get(store, "headroom.css", &style, err);

	if (code == HR_OK)
		code = write_in(folder, "headroom.css", style, err);
	hr_template_store_free(store);
	return code;
}

enum hr_err hr_emit_folder(const struct hr_scene *scene, const struct hr_render_options *options,
                           const char *path, struct hr_error *err)
{
	size_t length = strlen(path);
	char *folder;
	enum hr_err code;

	while (length > 1 && path[length - 1] == '/')
		length--;
	folder = hr_strndup(path, length);
	code = hr_output_make_folder(folder, err);
	if (code == HR_OK)
		code = emit_tables(scene, folder, err);
	if (code == HR_OK)
		code = emit_style(options, folder, err);
	if (code == HR_OK)
		code = emit_form_in(scene, "json", options, folder, "report.json", err);
	if (code == HR_OK)
		code = emit_form_in(scene, "html", options, folder, "index.html", err);
	free(folder);
	return code;
}

enum hr_err hr_emit_find_form(const char *name, const struct hr_form **out, struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	*out = hr_form_find(name);
	if (*out != NULL)
		return HR_OK;
	for (size_t i = 0; i < hr_form_count; i++)
		hr_suggest_try(&suggestion, hr_forms[i].name);
	if (suggestion.best != NULL)
		return hr_error_set(err, HR_EINVAL, "unknown output form '%s'; did you mean %s?",
		                    name, suggestion.best);
	return hr_error_set(err, HR_EINVAL, "unknown output form '%s'; see 'headroom help forms'",
	                    name);
}
