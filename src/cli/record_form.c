#include <config.h>
#include "cli/record_form.h"

#include "base/str.h"
#include "base/suggest.h"

enum hr_err hr_record_form_need(const char *name, const struct hr_record_form **out,
                                struct hr_error *err)
{
	struct hr_suggestion suggestion = { .wrong = hr_slice_of(name) };
	struct hr_str names = { .limit = 200 };
	enum hr_err code;

	*out = hr_record_form_find(name);
	if (*out != NULL)
		return HR_OK;
	for (size_t i = 0; hr_record_forms[i] != NULL; i++) {
		hr_suggest_try(&suggestion, hr_record_forms[i]->name);
		hr_str_printf(&names, "%s%s", i > 0 ? ", " : "", hr_record_forms[i]->name);
	}
	if (suggestion.best != NULL)
		code = hr_error_set(err, HR_EINVAL,
		                    "unknown form of records '%s'; did you mean %s?", name,
		                    suggestion.best);
	else
		code = hr_error_set(err, HR_EINVAL, "unknown form of records '%s'; there are %s",
		                    name, hr_str_text(&names));
	hr_str_release(&names);
	return code;
}
