#include <config.h>
#include "document/jsonx.h"

#include <math.h>
#include <string.h>

#include "base/count.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "base/utf8.h"

#define REAL_DIGITS 15

json_t *hr_json_real(double value)
{
	if (!isfinite(value))
		return json_null();
	value = hr_round15(value);
	/* One zero: "-0.0" would say something that nobody measured. */
	return json_real(value < 0 || value > 0 ? value : 0.0);
}

json_t *hr_json_u64(uint64_t value)
{
	return json_integer((json_int_t)hr_count_add(value, 0));
}

json_t *hr_json_u128(hr_u128 value)
{
	char text[HR_U128_TEXT_SIZE];

	hr_format_u128(value, text);
	return json_string(text);
}

json_t *hr_json_text(const char *text)
{
	struct hr_str repaired = { 0 };
	json_t *value;

	if (text == NULL)
		return json_null();
	if (hr_utf8_valid(hr_slice_of(text)))
		return json_string_nocheck(text);
	hr_utf8_repair(hr_slice_of(text), &repaired);
	value = json_string_nocheck(hr_str_text(&repaired));
	hr_str_release(&repaired);
	return value;
}

json_t *hr_json_interval(double low, double high)
{
	json_t *out;

	if (!isfinite(low) || !isfinite(high))
		return json_null();
	out = json_array();
	hr_json_append(out, hr_json_real(low));
	hr_json_append(out, hr_json_real(high));
	return out;
}

json_t *hr_json_instant(int64_t instant_ns)
{
	char text[HR_INSTANT_TEXT_SIZE];

	if (instant_ns == HR_INSTANT_NONE)
		return json_null();
	hr_instant_format(instant_ns, hr_zone_utc(), text);
	return json_string(text);
}

void hr_json_set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value) != 0)
		hr_out_of_memory();
}

void hr_json_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) != 0)
		hr_out_of_memory();
}

const json_t *hr_json_at(const json_t *value, const char *path)
{
	while (value != NULL && *path != '\0') {
		size_t n = strcspn(path, ".");

		value = json_object_getn(value, path, n);
		path += n + (path[n] == '.');
	}
	return value;
}

double hr_json_number_at(const json_t *value, const char *path)
{
	const json_t *found = hr_json_at(value, path);

	return json_is_number(found) ? json_number_value(found) : (double)NAN;
}

const char *hr_json_text_at(const json_t *value, const char *path)
{
	return json_string_value(hr_json_at(value, path));
}

/* What jansson leaves of ASCII is printable but for DEL. */
static int append(const char *bytes, size_t length, void *context)
{
	struct hr_str *out = context;

	for (const char *del; (del = memchr(bytes, 0x7f, length)) != NULL;) {
		size_t n = (size_t)(del - bytes);

		hr_str_add(out, bytes, n);
		hr_str_puts(out, "\\u007F");
		bytes += n + 1;
		length -= n + 1;
	}
	hr_str_add(out, bytes, length);
	return 0;
}

void hr_json_dump(const json_t *value, size_t flags, struct hr_str *out)
{
	json_dump_callback(value, append, out,
	                   flags | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(REAL_DIGITS));
}
