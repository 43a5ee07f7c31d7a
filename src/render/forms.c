#include <config.h>
#include "render/form.h"

#include <string.h>

#include "render/form_part.h"

const struct hr_form hr_forms[] = {
	{ "html", "page with charts", "text/html", hr_form_html },
	{ "json", "the document", "application/json", hr_form_json },
	{ "text", "terminal", "text/plain", hr_form_text },
	{ "csv", "table of labels", "text/csv", hr_form_csv },
	{ "jmeter", "JMeter's statistics.json", "application/json", hr_form_jmeter },
};

const size_t hr_form_count = sizeof(hr_forms) / sizeof(hr_forms[0]);

const struct hr_form *hr_form_find(const char *name)
{
	size_t i;

	for (i = 0; i < hr_form_count; i++)
		if (strcmp(hr_forms[i].name, name) == 0)
			return &hr_forms[i];
	return NULL;
}
