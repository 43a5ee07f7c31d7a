#include <config.h>
#include "config/config_reader.h"
#include "fuzz_reader.h"

#include <stdlib.h>

#include "config/config_rules.h"

/* An error exactly when there are faults; what is read can be used. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	struct hr_config_errors errors = { 0 };
	struct hr_error error = { 0 };
	struct hr_rules rules;
	enum hr_err result = hr_rules_parse(text, "fuzz", &rules, &errors, &error);

	if ((result == HR_OK) != (errors.count == 0) || result != error.code)
		abort();
	for (size_t i = 0; result == HR_OK && i < rules.count; i++)
		if (rules.items[i].action == NULL || rules.items[i].when >= HR_WHEN_COUNT ||
		    hr_rule_priority_name(&rules.items[i]) == NULL)
			abort();
	hr_rules_release(&rules);
	hr_config_errors_release(&errors);
	return 0;
}
