#include <config.h>
#include "config/config.h"

#include "base/input.h"

static enum hr_err read_file(const char *path, struct hr_str *out, struct hr_error *err)
{
	struct hr_input *input;
	enum hr_err result = hr_input_open(path, &input, err);
	const char *bytes;
	size_t length = 0;

	if (result != HR_OK)
		return result;
	out->limit = HR_CONFIG_BYTES_MAX;
	do {
		result = hr_input_read(input, &bytes, &length, err);
		if (result == HR_OK)
			hr_str_add(out, bytes, length);
	} while (result == HR_OK && length > 0 && !out->truncated);
	hr_input_close(input);
	if (result == HR_OK && out->truncated)
		result = hr_error_at(err, HR_ELIMIT, path, 0, 0,
		                     "the configuration is larger than 16 MiB");
	return result;
}

enum hr_err hr_config_load(const char *path, struct hr_config *config,
                           struct hr_config_errors *errors, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err result;

	*config = (struct hr_config){ 0 };
	result = read_file(path, &text, err);
	if (result == HR_OK)
		result = hr_config_parse(hr_str_slice(&text), path, config, errors, err);
	hr_str_release(&text);
	return result;
}
