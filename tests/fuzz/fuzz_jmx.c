#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "read/jmx.h"

/* Whatever the text: an error with a sentence, or a plan within its caps that can be copied. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	struct hr_error err = { 0 };
	struct hr_plan plan, copy;

	if (hr_jmx_read(text, "fuzz", &plan, &err) != HR_OK) {
		if (err.text[0] == '\0')
			abort();
	} else {
		if (plan.group_count > HR_PLAN_GROUPS_MAX || plan.sampler_count > HR_PLAN_ITEMS_MAX)
			abort();
		hr_plan_copy(&copy, &plan);
		hr_plan_release(&copy);
	}
	hr_plan_release(&plan);
	return 0;
}
