/* Filters of objectives: whatever compiles must answer. */
#include <config.h>

#include <stdint.h>

#include "base/str.h"
#include "config/expression.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Ended by a NUL: what AddressSanitizer puts around regexec() looks for one, though the
	 * function itself is told the length. */
	struct hr_str copy = { 0 };
	struct hr_sample sample = { .weight = 3, .failed = 1, .elapsed_ns = 900 };
	struct hr_predicate predicate;
	struct hr_error err = { 0 };
	struct hr_slice text;

	hr_str_add(&copy, (const char *)data, size);
	text = (struct hr_slice){ hr_str_text(&copy), size };
	sample.label = sample.message = text;
	sample.code = (struct hr_slice){ text.ptr, size < 3 ? size : 3 };
	if (hr_expression_compile(text, &predicate, &err) == HR_OK) {
		(void)hr_predicate_holds(&predicate, &sample, true,
		                         hr_predicate_label_bits(&predicate, text));
		hr_predicate_release(&predicate);
	}
	hr_str_release(&copy);
	return 0;
}
