#include <config.h>
#include "cli/record_form.h"

#include "base/suggest.h"

enum hr_err hr_record_form_need(const char *name, const struct hr_record_form **out,
                                struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };

	*out = hr_record_form_find(name);
	if (*out != NULL)
		return HR_OK;
	for (size_t i = 0; hr_record_forms[i] != NULL; i++)
		hr_suggest_try(&suggestion, hr_record_forms[i]->name);
	return hr_error_set(err, HR_EINVAL, "unknown form of records '%s'%s", name,
	                    hr_suggest_hint(&suggestion, NULL));
}
