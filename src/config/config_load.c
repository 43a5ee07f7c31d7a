#include <config.h>
#include "config/config.h"

#include "base/input.h"

static enum hr_err read_file(const char *path, struct hr_str *text, struct hr_error *err)
{
	struct hr_input *input;
	enum hr_err result = hr_input_open(path, &input, err);

	if (result != HR_OK)
		return result;
	result = hr_input_read_all(input, HR_CONFIG_BYTES_MAX, "a configuration", text, err);
	hr_input_close(input);
	return result;
}

enum hr_err hr_config_load(const char *path, struct hr_config *config,
                           struct hr_config_errors *errors, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err result = read_file(path, &text, err);

	*config = (struct hr_config){ 0 };
	if (result == HR_OK)
		result = hr_config_parse(hr_str_slice(&text), path, config, errors, err);
	hr_str_release(&text);
	return result;
}

enum hr_err hr_config_load_slas(const char *path, struct hr_config *config,
                                struct hr_config_errors *errors, struct hr_error *err)
{
	struct hr_str text = { 0 };
	enum hr_err result = read_file(path, &text, err);

	if (result == HR_OK)
		result = hr_config_add_slas(hr_str_slice(&text), path, config, errors, err);
	hr_str_release(&text);
	return result;
}
