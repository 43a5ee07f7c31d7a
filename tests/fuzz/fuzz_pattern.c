/*
 * Label patterns: the first line is one, the others are texts. Globs of plain pieces are matched as
 * the definition says as well: both must agree.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <string.h>

#include "base/pattern.h"
#include "base/str.h"

#define PLAIN_BYTES 24 /* the definition takes exponential time */

static bool is_plain(struct hr_slice text, bool is_pattern)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c < ' ' || c > '~' || (is_pattern && strchr("[]\\", c) != NULL))
			return false;
	}
	return text.length <= PLAIN_BYTES;
}

static bool matches(const char *glob, const char *text)
{
	if (*glob == '\0')
		return *text == '\0';
	if (*glob == '*')
		return matches(glob + 1, text) || (*text != '\0' && matches(glob, text + 1));
	return *text != '\0' && (*glob == '?' || *glob == *text) && matches(glob + 1, text + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_str copy = { 0 }; /* ended by NUL: ASan looks for one around regexec() */
	struct hr_pattern *pattern;
	struct hr_error err = { 0 };
	struct hr_slice rest, glob;

	hr_str_add(&copy, (const char *)data, size);
	hr_str_text(&copy);
	rest = hr_str_slice(&copy);
	glob = fuzz_take_line(&rest);
	if (hr_pattern_compile(glob, &pattern, &err) != HR_OK) {
		fuzz_require(err.text[0] != '\0');
		hr_str_release(&copy);
		return 0;
	}
	while (rest.length > 0) {
		struct hr_slice text = fuzz_take_line(&rest);
		bool match = hr_pattern_match(pattern, text);
		char by_definition[2][PLAIN_BYTES + 1] = { 0 };

		if (!is_plain(glob, true) || !is_plain(text, false) || glob.length == 0 ||
		    glob.ptr[0] == '~')
			continue;
		memcpy(by_definition[0], glob.ptr, glob.length);
		memcpy(by_definition[1], text.ptr, text.length);
		fuzz_require(match == matches(by_definition[0], by_definition[1]));
	}
	hr_pattern_free(pattern);
	hr_str_release(&copy);
	return 0;
}
