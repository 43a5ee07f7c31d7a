#include <config.h>
#include "config_faults.h"

#include "config/config.h"
#include "unit.h"

void config_faults_check(const char *text, const char *path, const struct config_fault *faults,
                         size_t count)
{
	struct hr_config config;
	struct hr_config_errors errors = { 0 };

	ck_assert_int_eq(hr_config_parse(hr_slice_of(text), path, &config, &errors, NULL),
	                 HR_ECONFIG);
	for (size_t i = 0; i < errors.count && i < count; i++) {
		const struct hr_config_error *error = &errors.items[i];

		ck_assert_msg(strcmp(error->pointer, faults[i].pointer) == 0, "%zu: %s: %s", i,
		              error->pointer, error->text);
		ck_assert_msg(error->line == faults[i].line && error->column == faults[i].column,
		              "%s: %u:%u", error->pointer, (unsigned)error->line,
		              (unsigned)error->column);
		ck_assert_msg(strstr(error->text, faults[i].part) != NULL, "%s: %s", error->pointer,
		              error->text);
	}
	ck_assert_uint_eq(errors.count, count);
	hr_config_release(&config);
	hr_config_errors_release(&errors);
}
