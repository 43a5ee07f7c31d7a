#include <config.h>
#include "config/config.h"

#include "base/input.h"

enum hr_err hr_config_load(const char *path, struct hr_config *config,
                           struct hr_config_errors *errors, struct hr_error *err)
{
	struct hr_str text = { 0 };
	struct hr_input *input;
	enum hr_err result = hr_input_open(path, &input, err);

	*config = (struct hr_config){ 0 };
	if (result != HR_OK)
		return result;
	result = hr_input_read_all(input, HR_CONFIG_BYTES_MAX, "a configuration", &text, err);
	hr_input_close(input);
	if (result == HR_OK)
		result = hr_config_parse(hr_str_slice(&text), path, config, errors, err);
	hr_str_release(&text);
	return result;
}
