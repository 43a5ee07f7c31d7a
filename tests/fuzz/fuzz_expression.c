/* Filters of objectives: whatever compiles must answer. */
#include <config.h>

#include <stdint.h>

#include "config/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	struct hr_sample sample = { .weight = 3, .failed = 1, .elapsed_ns = 900, .label = text };
	struct hr_predicate predicate;
	struct hr_error err = { 0 };

	sample.code = (struct hr_slice){ text.ptr, size < 3 ? size : 3 };
	sample.message = text;
	if (hr_expression_compile(text, &predicate, &err) != HR_OK)
		return 0;
	(void)hr_predicate_holds(&predicate, &sample, true,
	                         hr_predicate_label_bits(&predicate, text));
	hr_predicate_release(&predicate);
	return 0;
}
