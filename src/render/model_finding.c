#include <config.h>
#include "render/model_part.h"

void hr_findings_add(json_t *list, struct hr_str *subject, struct hr_str *text, const char *cls,
                     const char *href, const char *link)
{
	json_t *item = json_object();

	hr_object_put_text(item, "subject", hr_str_text(subject));
	hr_object_put_text(item, "text", hr_str_text(text));
	hr_object_put_text(item, "cls", cls);
	hr_object_put_text(item, "href", href);
	hr_object_put_text(item, "page", "");
	hr_object_put_text(item, "link", link);
	json_array_append_new(list, item);
	hr_str_release(subject);
	hr_str_release(text);
}
