#include <config.h>
#include "render/payload.h"

#include "document/jsonx.h"

void hr_payload_dump(json_t *value, struct hr_str *out)
{
	hr_json_dump(value, JSON_COMPACT, out);
	hr_str_putc(out, '\n');
	json_decref(value);
}
