#include <config.h>
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/input.h"
#include "base/mem.h"

static enum hr_err read_file(const char *path, struct hr_str *out, struct hr_error *err)
{
	struct hr_input *input;
	enum hr_err code = hr_input_open(path, &input, err);

	if (code != HR_OK)
		return code;
	code = hr_input_read_all(input, HR_SECRET_BYTES_MAX, "a file with a secret", out, err);
	hr_input_close(input);
	while (out->length > 0 &&
	       (out->data[out->length - 1] == '\n' || out->data[out->length - 1] == '\r'))
		hr_str_truncate(out, out->length - 1);
	return code;
}

static enum hr_err put_variable(struct hr_slice name, struct hr_str *out, struct hr_error *err)
{
	char *text = hr_strndup(name.ptr, name.length);
	const char *value = getenv(text);
	enum hr_err code = HR_OK;

	if (value != NULL)
		hr_str_puts(out, value);
	else
		code = hr_error_set(err, HR_ECONFIG, "the environment variable %s is not set",
		                    text);
	free(text);
	return code;
}

enum hr_err hr_secret_resolve(const char *text, const char *file, struct hr_str *out,
                              struct hr_error *err)
{
	enum hr_err code = HR_OK;

	if (file != NULL)
		return read_file(file, out, err);
	while (code == HR_OK && text != NULL && *text != '\0') {
		const char *begin = strstr(text, "${");
		const char *end = begin != NULL ? strchr(begin, '}') : NULL;

		if (end == NULL) {
			hr_str_puts(out, text);
			break;
		}
		hr_str_add(out, text, (size_t)(begin - text));
		code = put_variable((struct hr_slice){ begin + 2, (size_t)(end - begin - 2) }, out,
		                    err);
		text = end + 1;
	}
	return code;
}
