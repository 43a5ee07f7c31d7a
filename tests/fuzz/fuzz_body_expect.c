/*
 * What a probe expects of an answer: the first line is an expectation, the rest the answer.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <math.h>

#include "capture/body_expect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice rest = { (const char *)data, size };
	struct hr_body_expect expect = { 0 };
	struct hr_error err = { 0 };
	struct hr_str line = { 0 }, why = { 0 };
	double number;

	hr_str_add_slice(&line, fuzz_take_line(&rest));
	if (hr_body_expect_parse(hr_str_text(&line), &expect, &err) == HR_OK) {
		json_t *body = hr_body_parse(rest);

		if (!hr_body_expect_holds(&expect, body, &why))
			fuzz_require(why.length > 0);
		if (hr_body_expect_number(&expect, body, &number))
			fuzz_require(isfinite(number));
		json_decref(body);
	} else {
		fuzz_require(err.text[0] != '\0');
	}
	hr_body_expect_release(&expect);
	hr_str_release(&line);
	hr_str_release(&why);
	return 0;
}
