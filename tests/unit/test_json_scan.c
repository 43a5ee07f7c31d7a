#include <config.h>
#include "read/json_scan.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "unit.h"

enum want { METRIC, DATA, VALUE, TAGS, NAME, LIST, WANTS };

static const struct hr_json_want wants[WANTS] = {
	[METRIC] = HR_JSON_WANT("metric", HR_JSON_TOP),
	[DATA] = HR_JSON_WANT("data", HR_JSON_TOP),
	[VALUE] = HR_JSON_WANT("value", DATA),
	[TAGS] = HR_JSON_WANT("tags", DATA),
	[NAME] = HR_JSON_WANT("name", TAGS),
	[LIST] = HR_JSON_WANT("list", HR_JSON_TOP),
};

/* What jansson has where a want is. */
static const json_t *value_of(const json_t *object, size_t want)
{
	if (wants[want].inside != HR_JSON_TOP)
		object = value_of(object, (size_t)wants[want].inside);
	return json_object_get(object, wants[want].name);
}

static void check_value(const struct hr_json_scan *scan, size_t want, const json_t *value)
{
	enum hr_json_kind kind = hr_json_scan_kind(scan, want);
	struct hr_slice text = hr_json_scan_value(scan, want);
	json_t *parsed;
	double number;

	switch (kind) {
	case HR_JSON_ABSENT:
		ck_assert_ptr_null(value);
		return;
	case HR_JSON_TEXT:
		ck_assert(json_is_string(value));
		ck_assert_uint_eq(json_string_length(value), text.length);
		ck_assert(memcmp(json_string_value(value), text.ptr, text.length) == 0);
		return;
	case HR_JSON_NUMBER:
		ck_assert(json_is_number(value));
		ck_assert(hr_parse_double(text, &number));
		ck_assert_double_eq(number, json_number_value(value));
		return;
	default:
		parsed = json_loadb(text.ptr, text.length, JSON_DECODE_ANY, NULL);
		ck_assert(json_equal(parsed, value));
		json_decref(parsed);
	}
}

static struct hr_json_scan remembering = { .wants = wants, .count = WANTS };

/* Whatever lines came before, the scan of this one finds the same; and what it says to be unchanged
 * is what it was. */
static void check_again(struct hr_slice line, bool plain, const struct hr_json_scan *expected)
{
	static struct hr_str before[WANTS];

	for (int again = 0; again < 2; again++) {
		ck_assert(hr_json_scan(&remembering, line) == plain);
		for (size_t i = 0; plain && i < WANTS; i++) {
			struct hr_slice value = hr_json_scan_value(&remembering, i);

			ck_assert_int_eq(hr_json_scan_kind(&remembering, i),
			                 hr_json_scan_kind(expected, i));
			ck_assert_uint_eq(remembering.line->values[i].members,
			                  expected->line->values[i].members);
			ck_assert(hr_slice_equal(value, hr_json_scan_value(expected, i)));
			if (!hr_json_scan_changed(&remembering, i))
				ck_assert(hr_slice_equal(value, hr_str_slice(&before[i])));
			else
				ck_assert_int_eq(again, 0);
			hr_str_truncate(&before[i], 0);
			hr_str_add_slice(&before[i], value);
		}
	}
}

/* What the scanner accepts jansson accepts, with the same values. */
static bool check_line(struct hr_slice line)
{
	struct hr_json_scan scan = { .wants = wants, .count = WANTS };
	bool plain;
	/* a copy of its own size: a read beyond its end shows */
	char *copy = hr_alloc(line.length + 1);
	json_t *object;

	memcpy(copy + 1, line.ptr, line.length);
	line.ptr = copy + 1;
	plain = hr_json_scan(&scan, line);
	check_again(line, plain, &scan);
	if (plain) {
		object = json_loadb(line.ptr, line.length, JSON_ALLOW_NUL, NULL);
		ck_assert_msg(object != NULL, "%.*s", (int)line.length, line.ptr);
		for (size_t i = 0; i < WANTS; i++)
			check_value(&scan, i, value_of(object, i));
		ck_assert_uint_ge(scan.line->members, json_object_size(object));
		json_decref(object);
	}
	hr_json_scan_release(&scan);
	free(copy);
	return plain;
}

static const struct {
	const char *line;
	bool plain;
} lines[] = {
	{ "{}", true },
	{ " { \"metric\" : \"a\" , \"data\" : { \"value\" : -1.50 } } ", true },
	{ "{\"data\":{\"tags\":{\"name\":\"x\"},\"value\":0},\"metric\":null}", true },
	{ "{\"list\":[1,[2,{\"name\":\"y\"}],true,\"z\"],\"x\":{\"metric\":1}}", true },
	{ "{\"list\":[]}", true },
	{ "{\"metric\":\"a\\\"b\"}", true },
	{ "{\"data\":{\"tags\":{\"name\":\"/a?b=1\\u0026c=2\"}},\"metric\":\"\\b\\f\\n\\r\\t\"}",
	  true },
	{ "{\"metric\":\"\\\\\\/\\u007F\\u0001\",\"list\":[\"\\u003c\"]}", true },
	{ "{\"metric\":\"\\u00e4\"}", false },
	{ "{\"metric\":\"\\u0000\"}", false },
	{ "{\"metric\":\"\\u004g\"}", false },
	{ "{\"metric\":\"\\u004\"}", false },
	{ "{\"metric\":\"\\x\"}", false },
	{ "{\"metric\":\"\\", false },
	{ "{\"metric\":\"\\u00", false },
	{ "{\"m\\u0065tric\":1}", false },
	{ "{\"x\":123456789012345678,\"metric\":123456789012345678.5}", true },
	{ "{\"x\":1234567890123456789}", false },
	{ "{\"x\":99999999999999999999999}", false },
	{ "{\"metric\":\"\xc3\xa4\"}", true },
	{ "{\"metric\":\"M\xc3\xbcnchen \xe2\x82\xac \xf0\x9f\x98\x80 \\u0026\"}", true },
	{ "{\"\xc3\xa4\":1}", true },
	{ "{\"metric\":\"\xc3\"}", false },
	{ "{\"metric\":\"\xc3", false },
	{ "{\"metric\":\"\xc0\xaf\"}", false },
	{ "{\"metric\":\"\xed\xa0\x80\"}", false },
	{ "{\"metric\":\"\xf4\x90\x80\x80\"}", false },
	{ "{\"metric\":\"\xff\"}", false },
	{ "{\"metric\":\"a\tb\"}", false },
	{ "{\"metric\":1,\"metric\":2}", false },
	{ "{\"metric\":01}", false },
	{ "{\"metric\":1.}", false },
	{ "{\"metric\":1e3}", false },
	{ "{\"metric\":-}", false },
	{ "{\"metric\":tru}", false },
	{ "{\"metric\":truer}", false },
	{ "{\"metric\":1,}", false },
	{ "{\"metric\":1", false },
	{ "{\"metric\" 1}", false },
	/* Names of what lies in other objects. */
	{ "{\"data\":{\"value\":2,\"metric\":3,\"name\":4},\"value\":1,\"name\":5,\"tags\":6}",
	  true },
	{ "{\"value\":1,\"data\":{\"tags\":{\"value\":7,\"list\":[8]}}}", true },
	{ "{\"list\":[1,]}", false },
	{ "{} x", false },
	{ "[]", false },
	{ "", false },
	{ "{\"metric\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}", false },
};

START_TEST(lines_plain_and_not)
{
	ck_assert_msg(check_line(hr_slice_of(lines[_i].line)) == lines[_i].plain, "%s",
	              lines[_i].line);
}
END_TEST

/* Good lines with one to three bytes replaced by others that mean something. */
START_TEST(damaged_lines)
{
	static const char bytes[] = "{}[]\",:\\un 019.-+eEtfn\x01\x80\t";
	static const char good[] =
	        "{\"metric\":\"http_reqs\",\"data\":{\"value\":12.25,\"tags\":"
	        "{\"name\":\"a long\\u0020enough\\/name\",\"x\":[1,null]}},\"list\":[{}]}";
	uint32_t state = 3;
	int plain = 0;

	for (int round = 0; round < 200000; round++) {
		char line[sizeof(good)];

		memcpy(line, good, sizeof(good));
		for (int i = 0; i <= round % 3; i++) {
			state = state * 1103515245u + 12345u;
			line[(state >> 8) % (sizeof(good) - 1)] =
			        bytes[(state >> 24) % (sizeof(bytes) - 1)];
		}
		plain += check_line((struct hr_slice){ line, sizeof(good) - 1 });
	}
	ck_assert_int_gt(plain, 1000);
}
END_TEST

static Suite *json_scan_suite(void)
{
	Suite *suite = suite_create("read/json_scan");
	TCase *tcase = tcase_create("json_scan");

	tcase_set_timeout(tcase, 300);
	HR_ADD_ROWS(tcase, lines_plain_and_not, lines);
	tcase_add_test(tcase, damaged_lines);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(json_scan_suite)
