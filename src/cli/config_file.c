#include <config.h>
#include "cli/config_file.h"

#include <stdio.h>

enum hr_err hr_config_file_load(const char *path, struct hr_config *config, struct hr_error *err)
{
	struct hr_config_errors errors = { 0 };
	struct hr_str text = { 0 };
	enum hr_err code = hr_config_load(path, config, &errors, err);

	if (errors.count > 1) {
		hr_config_errors_format(&errors, path, &text);
		fputs(hr_str_text(&text), stderr);
		hr_error_set(err, code, "%zu faults", errors.count);
	}
	hr_str_release(&text);
	hr_config_errors_release(&errors);
	return code;
}
