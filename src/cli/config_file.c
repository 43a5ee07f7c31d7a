#include <config.h>
#include "cli/config_file.h"

#include <stdio.h>

static enum hr_err load(enum hr_err (*read)(const char *, struct hr_config *,
                                            struct hr_config_errors *, struct hr_error *),
                        const char *path, struct hr_config *config, struct hr_error *err)
{
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };
	struct hr_error first = { 0 };
	enum hr_err code = read(path, config, &errors, &first);

	hr_config_warnings_format(&errors, path, &text);
	if (errors.count > 1) {
		hr_config_errors_format(&errors, path, &text);
		hr_error_at(err, code, path, 0, 0, "%zu faults", errors.count);
	} else if (code != HR_OK && err != NULL) {
		*err = first;
	}
	fputs(hr_str_text(&text), stderr);
	hr_str_release(&text);
	hr_config_errors_release(&errors);
	return code;
}

enum hr_err hr_config_file_load(const char *path, struct hr_config *config, struct hr_error *err)
{
	return load(hr_config_load, path, config, err);
}

enum hr_err hr_config_file_load_slas(const char *path, struct hr_config *config,
                                     struct hr_error *err)
{
	return load(hr_config_load_slas, path, config, err);
}

enum hr_err hr_config_file_lacks(const char *path, const char *what, const char *sections,
                                 struct hr_error *err)
{
	if (path == NULL)
		return hr_error_set(err, HR_ECONFIG, "no %s: give a configuration with %s by -c",
		                    what, sections);
	return hr_error_at(err, HR_ECONFIG, path, 0, 0, "no %s: it has no %s", what, sections);
}
