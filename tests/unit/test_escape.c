/* Expected values follow the formats: XML 1.0 section 2.2, CommonMark 0.31 sections 2.4 and 2.5,
 * RFC 4180 with OWASP's "CSV Injection", RFC 8259 section 7, OpenMetrics 1.0 "escaped-string". */
#include <config.h>
#include "mustache/mustache.h"
#include "render/escape.h"

#include <jansson.h>
#include <stdio.h>

#include "base/utf8.h"
#include "unit.h"

#define FFFD "\xEF\xBF\xBD"
#define ZWSP "\xE2\x80\x8B"

struct example {
	hr_escape_fn *escape;
	const char *text, *expected;
};

static const struct example examples[] = {
	{ hr_escape_html, "", "" },
	{ hr_escape_html, "GET /a", "GET /a" },
	{ hr_escape_html, "<a href='x'>&amp;\"", "&lt;a href=&#39;x&#39;&gt;&amp;amp;&quot;" },
	{ hr_escape_html, "]]>-->", "]]&gt;--&gt;" },
	{ hr_escape_html, "a\tb\nc\r\nd\re", "a\tb\nc\nd\ne" },
	{ hr_escape_html, "\x01\x1b[31m\x7f\xC2\x85", FFFD FFFD "[31m" FFFD FFFD },
	{ hr_escape_html, "\xE2\x80\xAE!\xEF\xBF\xBF", FFFD "!" FFFD },
	{ hr_escape_html, "caf\xE9 caf\xC3\xA9", "caf" FFFD " caf\xC3\xA9" },
	{ hr_escape_html, "{{x}}", "{{x}}" },

	{ hr_escape_markdown, "GET /a", "GET /a" },
	{ hr_escape_markdown, "a|b\\`c` [d](e) <f> *g* _h_ ~i~ $j$",
	  "a\\|b\\\\\\`c\\` \\[d\\](e) &lt;f&gt; \\*g\\* \\_h\\_ \\~i\\~ \\$j\\$" },
	{ hr_escape_markdown, "&copy;", "&amp;copy;" },
	{ hr_escape_markdown, "by @name for o/r#12 and GH-1, not #x y-1 a @ b",
	  "by @" ZWSP "name for o/r#" ZWSP "12 and GH-" ZWSP "1, not #" ZWSP "x y-1 a @ b" },
	{ hr_escape_markdown, "#12", "\\#" ZWSP "12" },
	{ hr_escape_markdown, "# heading", "\\# heading" },
	{ hr_escape_markdown, "- item", "\\- item" },
	{ hr_escape_markdown, "+ item", "\\+ item" },
	{ hr_escape_markdown, "---", "\\---" },
	{ hr_escape_markdown, "===", "\\===" },
	{ hr_escape_markdown, "12. x", "12\\. x" },
	{ hr_escape_markdown, "12) x", "12\\) x" },
	{ hr_escape_markdown, "12 x 3. y", "12 x 3. y" },
	{ hr_escape_markdown, "    code", "&#32;   code" },
	{ hr_escape_markdown,
	  "a\nb\r\nc\td\xE2\x80\xA8"
	  "e",
	  "a b  c d e" },
	{ hr_escape_markdown, "\x1b\xFF", FFFD FFFD },

	{ hr_escape_csv, "", "" },
	{ hr_escape_csv, "GET /a", "GET /a" },
	{ hr_escape_csv, "a,b", "\"a,b\"" },
	{ hr_escape_csv, "a;b", "\"a;b\"" },
	{ hr_escape_csv, "say \"x\"", "\"say \"\"x\"\"\"" },
	{ hr_escape_csv, "a\r\nb", "\"a\r\nb\"" },
	{ hr_escape_csv, " a", "\" a\"" },
	{ hr_escape_csv, "a ", "\"a \"" },
	{ hr_escape_csv, "=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0" },
	{ hr_escape_csv, "+1+2", "'+1+2" },
	{ hr_escape_csv, "-2+3", "'-2+3" },
	{ hr_escape_csv, "@SUM(A1,A2)", "\"'@SUM(A1,A2)\"" },
	{ hr_escape_csv, "\t=1", "\"'\t=1\"" },
	{ hr_escape_csv, "\r=1", "\"'\r=1\"" },
	{ hr_escape_csv,
	  "\xEF\xBC\x9D"
	  "1+1",
	  "'\xEF\xBC\x9D"
	  "1+1" },
	{ hr_escape_csv, "-12.5", "-12.5" },
	{ hr_escape_csv, "+1e3", "+1e3" },
	{ hr_escape_csv, "1=1", "1=1" },
	{ hr_escape_csv, "a\x1b[0m", "a" FFFD "[0m" },

	{ hr_escape_json, "a\"b\\c/d", "a\\\"b\\\\c/d" },
	{ hr_escape_json, "\n\r\t\b\x1f\x7f", "\\n\\r\\t\\u0008\\u001f\\u007f" },
	{ hr_escape_json, "</script>&", "\\u003c/script\\u003e\\u0026" },
	{ hr_escape_json, "\xE2\x80\xA8\xE2\x80\xAE", "\\u2028\\u202e" },
	{ hr_escape_json, "\xC3\xA9\xE9", "\xC3\xA9" FFFD },

	{ hr_escape_terminal,
	  "\x1b]0;t\x07 \xC2\x9B"
	  "31m",
	  FFFD "]0;t" FFFD " " FFFD "31m" },
	{ hr_escape_terminal,
	  "a\nb\tc\rd\xE2\x80\xA9"
	  "e",
	  "a b c d e" },
	{ hr_escape_terminal, "\xE2\x81\xA6x\xE2\x81\xA9\xD8\x9C", FFFD "x" FFFD FFFD },
	{ hr_escape_terminal, "<b> | `x` \xE6\x97\xA5", "<b> | `x` \xE6\x97\xA5" },

	{ hr_escape_openmetrics, "a\\b\"c\nd", "a\\\\b\\\"c\\nd" },
	{ hr_escape_openmetrics, "{x=\"y\"}", "{x=\\\"y\\\"}" },
	{ hr_escape_openmetrics, "a\rb\x01", "a" FFFD "b" FFFD },

	{ hr_escape_tsv, "a\tb\nc\rd\\e", "a\\tb\\nc\\rd\\\\e" },
	{ hr_escape_tsv, "=1 \"x\", y", "=1 \"x\", y" },
};

START_TEST(escapes)
{
	const struct example *example = &examples[_i];
	struct hr_str out = { 0 };

	example->escape(hr_slice_of(example->text), &out);
	ck_assert_str_eq(hr_str_text(&out), example->expected);
	hr_str_release(&out);
}
END_TEST

static hr_escape_fn *const kinds[] = {
	hr_escape_html,     hr_escape_markdown,    hr_escape_csv, hr_escape_json,
	hr_escape_terminal, hr_escape_openmetrics, hr_escape_tsv,
};

static bool has_any(const char *text, const char *bytes)
{
	return strpbrk(text, bytes) != NULL;
}

/* Every pair of characters up to U+00FF, every lone byte: no kind lets through what it must not. */
START_TEST(nothing_gets_through)
{
	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
		for (unsigned i = 0; i < 65536; i++) {
			const char pair[2] = { (char)(i >> 8), (char)(i & 255) };
			struct hr_str out = { 0 };
			struct hr_slice rest;
			uint32_t code;

			kinds[k]((struct hr_slice){ pair, 2 }, &out);
			ck_assert_msg(hr_utf8_valid(hr_str_slice(&out)), "kind %zu, %04x", k, i);
			rest = hr_str_slice(&out);
			for (size_t n; (n = hr_utf8_next(rest, &code)) > 0;
			     rest.ptr += n, rest.length -= n)
				ck_assert_msg(!hr_utf8_is_control(code) || code == '\t' ||
				                      code == '\n' || code == '\r',
				              "kind %zu, %04x", k, i);
			if (kinds[k] == hr_escape_html)
				ck_assert(!has_any(hr_str_text(&out), "<>\"'\r"));
			if (kinds[k] == hr_escape_markdown)
				ck_assert(!has_any(hr_str_text(&out), "<>\n\r\t"));
			if (kinds[k] == hr_escape_terminal || kinds[k] == hr_escape_tsv)
				ck_assert(!has_any(hr_str_text(&out), "\n\r\t"));
			if (kinds[k] == hr_escape_openmetrics || kinds[k] == hr_escape_json)
				ck_assert(!has_any(hr_str_text(&out), "\n\r"));
			hr_str_release(&out);
		}
	}
}
END_TEST

/* A strict parser of another hand reads back what was written, NUL and bad UTF-8 aside. */
START_TEST(json_reads_back)
{
	for (unsigned i = 1; i < 128; i++) {
		const char text[3] = { (char)i, 'x', '\0' };
		struct hr_str out = { 0 };
		json_t *json;

		hr_str_putc(&out, '"');
		hr_escape_json((struct hr_slice){ text, 2 }, &out);
		hr_str_putc(&out, '"');
		json = json_loads(hr_str_text(&out), JSON_DECODE_ANY, NULL);
		ck_assert_ptr_nonnull(json);
		ck_assert_str_eq(json_string_value(json), text);
		json_decref(json);
		hr_str_release(&out);
	}
}
END_TEST

static Suite *escape_suite(void)
{
	Suite *suite = suite_create("render/escape");
	TCase *tcase = tcase_create("escape");

	tcase_set_timeout(tcase, 60);
	HR_ADD_ROWS(tcase, escapes, examples);
	tcase_add_test(tcase, nothing_gets_through);
	tcase_add_test(tcase, json_reads_back);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(escape_suite)
