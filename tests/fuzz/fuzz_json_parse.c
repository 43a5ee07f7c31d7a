/*
 * JSON by our own reader against jansson: both accept the same texts and give equal values.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "document/json_parse.h"
#include "document/json_print.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice text = { (const char *)data, size };
	json_t *plain = hr_json_parse_plain(text), *own, *expected;
	struct hr_str printed = { 0 };
	json_error_t error;

	expected = json_loadb(size > 0 ? text.ptr : "", size, JSON_REJECT_DUPLICATES, &error);
	own = hr_json_parse(text, &error);
	fuzz_require((own == NULL) == (expected == NULL));
	fuzz_require(plain == NULL || expected != NULL);
	if (expected != NULL) {
		fuzz_require(json_equal(own, expected));
		fuzz_require(plain == NULL || json_equal(plain, expected));
		hr_json_print(own, 2, &printed);
		json_decref(plain);
		plain = json_loadb(hr_str_text(&printed), printed.length, 0, &error);
		fuzz_require(plain != NULL);
	}
	json_decref(plain);
	json_decref(own);
	json_decref(expected);
	hr_str_release(&printed);
	return 0;
}
