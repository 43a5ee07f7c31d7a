#include <config.h>
#include "config_text.h"

#include <stdlib.h>

#include "config/config.h"

void config_text_read(struct hr_slice text, const char *path)
{
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_str list = { 0 };
	struct hr_config config;
	enum hr_err result = hr_config_parse(text, path, &config, &errors, &error);

	if ((result == HR_OK) != (errors.count == 0) || result != error.code)
		abort();
	for (size_t i = 0; i < errors.count; i++)
		if (errors.items[i].line < 1 || errors.items[i].line > text.length + 1 ||
		    errors.items[i].column < 1)
			abort();
	hr_config_errors_format(&errors, path, &list);
	hr_config_warnings_format(&errors, path, &list);
	hr_str_release(&list);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
}
