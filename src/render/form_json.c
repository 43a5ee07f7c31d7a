/*
 * The document as it is.
 */
#include <config.h>

#include "render/form_part.h"

enum hr_err hr_form_json(const struct hr_scene *scene, const struct hr_render_options *options,
                         struct hr_str *out, struct hr_error *err)
{
	(void)options;
	(void)err;
	hr_document_dump(scene->document, out);
	return HR_OK;
}
