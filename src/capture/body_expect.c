#include <config.h>
#include "capture/body_expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/num.h"

#define SHOWN_BYTES 80 /* of a text found */

static const struct {
	const char *text;
	enum hr_operator op;
} operators[] = {
	/* Longer ones first. */
	{ "<=", HR_OP_AT_MOST },   { ">=", HR_OP_AT_LEAST }, { "==", HR_OP_EQUAL },
	{ "!=", HR_OP_NOT_EQUAL }, { "<", HR_OP_LESS },      { ">", HR_OP_MORE },
	{ "=", HR_OP_EQUAL },
};
#define OPERATORS (sizeof(operators) / sizeof(operators[0]))

static bool is_ordering(enum hr_operator op)
{
	return op != HR_OP_EQUAL && op != HR_OP_NOT_EQUAL;
}

static bool in_quotes(struct hr_slice text)
{
	return text.length >= 2 && (text.ptr[0] == '"' || text.ptr[0] == '\'') &&
	       text.ptr[text.length - 1] == text.ptr[0];
}

/* Whatever is no number and no word of JSON is text. */
static json_t *value_of(struct hr_slice text)
{
	double number;

	if (hr_slice_is(text, "true") || hr_slice_is(text, "false"))
		return json_boolean(hr_slice_is(text, "true"));
	if (hr_slice_is(text, "null"))
		return json_null();
	if (hr_parse_double(text, &number) && isfinite(number))
		return json_real(number);
	if (in_quotes(text))
		text = (struct hr_slice){ text.ptr + 1, text.length - 2 };
	return json_stringn(text.ptr, text.length);
}

static enum hr_err bad(const char *text, const char *what, struct hr_error *err)
{
	return hr_error_set(err, HR_EPARSE,
	                    "'%s' is no expectation: %s (like 'checks.cpu.value < 80')", text,
	                    what);
}

enum hr_err hr_body_expect_parse(const char *text, struct hr_body_expect *out, struct hr_error *err)
{
	size_t length = strcspn(text, "<>=!");
	struct hr_slice member = hr_slice_trim((struct hr_slice){ text, length }), value;

	*out = (struct hr_body_expect){ .text = hr_strdup(text),
		                        .member = hr_strndup(member.ptr, member.length) };
	if (member.length == 0)
		return bad(text, "it does not begin with a member", err);
	if (text[length] == '\0')
		return HR_OK;
	for (size_t i = 0; i < OPERATORS && !out->compares; i++) {
		size_t n = strlen(operators[i].text);

		if (strncmp(text + length, operators[i].text, n) != 0)
			continue;
		out->op = operators[i].op;
		out->compares = true;
		length += n;
	}
	value = hr_slice_trim(hr_slice_of(text + length));
	if (!out->compares || value.length == 0)
		return bad(text, "an operator and a value are expected after the member", err);
	out->value = value_of(value);
	if (out->value == NULL)
		return bad(text, "the value is no UTF-8", err);
	if (is_ordering(out->op) && !json_is_number(out->value))
		return bad(text, "only numbers are less or more", err);
	return HR_OK;
}

void hr_body_expect_release(struct hr_body_expect *expect)
{
	free(expect->text);
	free(expect->member);
	json_decref(expect->value);
	*expect = (struct hr_body_expect){ 0 };
}

json_t *hr_body_parse(struct hr_slice body)
{
	return body.length > 0 ? json_loadb(body.ptr, body.length, JSON_DECODE_ANY, NULL) : NULL;
}

static const json_t *step(const json_t *value, struct hr_slice name)
{
	uint64_t index;

	if (json_is_array(value))
		return hr_parse_u64(name, &index) ? json_array_get(value, (size_t)index) : NULL;
	return json_object_getn(value, name.ptr, name.length);
}

/* A member whose own name has dots is found as a whole first: "disk./var.free" means what it can.
 */
static const json_t *find(const json_t *value, const char *path)
{
	const char *dot = path;
	const json_t *found = step(value, hr_slice_of(path));

	while (found == NULL && (dot = strchr(dot, '.')) != NULL) {
		const json_t *inner = step(value, (struct hr_slice){ path, (size_t)(dot - path) });

		dot++;
		if (inner != NULL)
			found = find(inner, dot);
	}
	return found;
}

static bool is_true(const json_t *value)
{
	if (json_is_number(value))
		return json_number_value(value) < 0 || json_number_value(value) > 0;
	if (json_is_string(value))
		return json_string_length(value) > 0;
	return json_is_true(value) || json_array_size(value) > 0 || json_object_size(value) > 0;
}

static bool equal(const json_t *a, const json_t *b)
{
	if (json_is_number(a) && json_is_number(b))
		return hr_operator_holds(HR_OP_EQUAL, json_number_value(a), json_number_value(b));
	return json_equal(a, b) == 1;
}

static bool holds(const struct hr_body_expect *expect, const json_t *found)
{
	if (found == NULL)
		return false;
	if (!expect->compares)
		return is_true(found);
	if (!is_ordering(expect->op))
		return equal(found, expect->value) == (expect->op == HR_OP_EQUAL);
	return json_is_number(found) && hr_operator_holds(expect->op, json_number_value(found),
	                                                  json_number_value(expect->value));
}

static void put_found(struct hr_str *out, const json_t *found)
{
	char *text = json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(6));
	size_t length;

	if (text == NULL)
		hr_out_of_memory();
	length = strlen(text);
	hr_str_add(out, text, length < SHOWN_BYTES ? length : SHOWN_BYTES);
	if (length > SHOWN_BYTES)
		hr_str_puts(out, "...");
	free(text);
}

bool hr_body_expect_holds(const struct hr_body_expect *expect, const json_t *body,
                          struct hr_str *why)
{
	const json_t *found = body != NULL ? find(body, expect->member) : NULL;

	if (holds(expect, found))
		return true;
	if (body == NULL) {
		hr_str_puts(why, "the answer is no JSON");
	} else if (found == NULL) {
		hr_str_printf(why, "the answer has no %s", expect->member);
	} else {
		hr_str_printf(why, "%s is ", expect->member);
		put_found(why, found);
	}
	hr_str_printf(why, ", expected %s", expect->text);
	return false;
}

bool hr_body_expect_number(const struct hr_body_expect *expect, const json_t *body, double *out)
{
	const json_t *found = body != NULL ? find(body, expect->member) : NULL;

	if (!json_is_number(found))
		return false;
	*out = json_number_value(found);
	return isfinite(*out);
}
