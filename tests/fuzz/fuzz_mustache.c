/*
 * The template engine: an input is the main template and the partials "p" and "q", parted by
 * bytes 0x1E; the data is fixed. A render that fails must leave no output and say where it failed;
 * one that succeeds must do so again, alike.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "mustache/mustache.h"

#define SEPARATOR 0x1E

struct partials {
	struct hr_slice p, q;
};

static const char data_text[] =
        "{\"a\": \"<&\\\"'>\", \"n\": 1.5, \"t\": true, \"z\": null, \"l\": [1, \"x\\ny\", [2, 3]],"
        " \"o\": {\"a\": \"inner\", \"o\": {\"b\": \"{{a}}\"}},"
        " \"tree\": [{\"v\": 1, \"tree\": [{\"v\": 2, \"tree\": []}, {\"tree\": []}]}]}";

static bool find_partial(void *context, const char *name, struct hr_slice *out)
{
	const struct partials *partials = context;

	if (strcmp(name, "p") != 0 && strcmp(name, "q") != 0)
		return false;
	*out = name[0] == 'p' ? partials->p : partials->q;
	return true;
}

static bool look_up(void *context, const char *name, struct hr_str *out)
{
	(void)context;
	if (strncmp(name, "chart.", 6) != 0)
		return false;
	hr_str_puts(out, "<svg/>");
	return true;
}

static struct hr_slice take_part(struct hr_slice *rest)
{
	const char *end = rest->length > 0 ? memchr(rest->ptr, SEPARATOR, rest->length) : NULL;
	struct hr_slice part = *rest;

	if (end == NULL) {
		rest->length = 0;
		return part;
	}
	part.length = (size_t)(end - rest->ptr);
	rest->ptr = end + 1;
	rest->length -= part.length + 1;
	return part;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice rest = { (const char *)data, size };
	const struct hr_slice text = take_part(&rest);
	struct partials partials = { .p = take_part(&rest) };
	const struct hr_mustache_options options = {
		.name = "main",
		.partial = find_partial,
		.lookup = look_up,
		.context = &partials,
	};
	json_t *model = json_loads(data_text, 0, NULL);
	struct hr_str first = { 0 };
	struct hr_str second = { 0 };
	struct hr_error err = { 0 };
	enum hr_err rc;

	partials.q = take_part(&rest);
	rc = hr_mustache_render(text, model, &options, &first, &err);
	if (rc != HR_OK && (first.length != 0 || err.code != rc || err.source[0] == '\0'))
		abort();
	if (rc == HR_OK && (hr_mustache_render(text, model, &options, &second, NULL) != HR_OK ||
	                    !hr_slice_equal(hr_str_slice(&first), hr_str_slice(&second))))
		abort();
	hr_str_release(&first);
	hr_str_release(&second);
	json_decref(model);
	return 0;
}
