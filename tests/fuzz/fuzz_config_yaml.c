#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "config/config.h"

/* Configurations in YAML, OpenSLO among them: every fault has a place in the text, and there is an
 * error exactly when there are faults. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_str list = { 0 };
	struct hr_config config;
	enum hr_err result = hr_config_parse(text, "fuzz.yaml", &config, &errors, &error);

	if ((result == HR_OK) != (errors.count == 0) || result != error.code)
		abort();
	for (size_t i = 0; i < errors.count; i++)
		if (errors.items[i].line < 1 || errors.items[i].line > size + 1 ||
		    errors.items[i].column < 1)
			abort();
	hr_config_errors_format(&errors, "fuzz", &list);
	hr_config_warnings_format(&errors, "fuzz", &list);
	hr_str_release(&list);
	hr_config_errors_release(&errors);
	hr_config_release(&config);
	return 0;
}
