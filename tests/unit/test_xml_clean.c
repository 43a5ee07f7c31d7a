#include <config.h>
#include "read/xml_clean.h"

#include "unit.h"

#define R "\xef\xbf\xbd"

/* XML 1.0 productions 2 (Char), 18 (CDSect), 66 (CharRef); Unicode's table 3-7 for UTF-8. */
static const struct clean_case {
	const char *text, *clean;
	unsigned replaced, escaped, declarations;
} cases[] = {
	{ "<a b='1'>text\t\r\n</a>", "<a b='1'>text\t\r\n</a>", 0, 0, 0 },
	{ "\x01\x08\x0b\x1f\x7f", R R R R "\x7f", 4, 0, 0 },
	{ "&amp;&lt;&gt;&quot;&apos;&#9;&#x10FFFF;", "&amp;&lt;&gt;&quot;&apos;&#9;&#x10FFFF;", 0,
	  0, 0 },
	{ "&#0;&#x1F;&#xD800;&#xFFFE;&#x110000;&#9999999999;", R R R R R R, 6, 0, 0 },
	{ "&;&a;&am;&ampx&#;&#x;&#xg;&#12x;&#X41;",
	  "&amp;;&amp;a;&amp;am;&amp;ampx&amp;#;&amp;#x;&amp;#xg;&amp;#12x;&amp;#X41;", 0, 9, 0 },
	{ "1 < 2 <3 << </ </1 <- <\xc3\xa4",
	  "1 &lt; 2 &lt;3 &lt;&lt; &lt;/ &lt;/1 &lt;- &lt;\xc3\xa4", 0, 8, 0 },
	{ "<?xml version='1.0'?><?php ?>", "&lt;?xml version='1.0'?>&lt;?php ?>", 0, 0, 0 },
	{ "<!DOCTYPE a [<!ENTITY b 'c'>]><!->", "&lt;!DOCTYPE a [&lt;!ENTITY b 'c'>]>&lt;!->", 0, 0,
	  3 },
	{ "a<!-- <b>&c;\n\x01-- -->d<!---->e<!--->-->f", "a\ndef", 0, 0, 0 },
	{ "<![CDATA[<1 & &#0; ]] ]>\x02]]]>&x", "<![CDATA[<1 & &#0; ]] ]>" R "]]]>&amp;x", 1, 1,
	  0 },
	{ "]]> <![CDAT[x", "]]> &lt;![CDAT[x", 0, 0, 1 },
	{ "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", "\xc3\xa4 \xe2\x82\xac \xf0\x9f\x98\x80", 0, 0,
	  0 },
	/* overlong, surrogate, beyond U+10FFFF, noncharacter, stray and cut sequences */
	{ "\xc0\x80|\xe0\x80\x80|\xed\xa0\x80|\xf4\x90\x80\x80|\xef\xbf\xbf|\x80|\xe2\x82|\xff",
	  R R "|" R R R "|" R R R "|" R R R R "|" R "|" R "|" R "|" R, 16, 0, 0 },
	{ "end &am", "end &amp;am", 0, 1, 0 },
	{ "end <", "end &lt;", 0, 1, 0 },
	{ "end \xe2\x82", "end " R R, 2, 0, 0 },
	{ "end <!-- open", "end ", 0, 0, 0 },
};

static void check_pieces(const struct clean_case *one, size_t piece)
{
	struct hr_xml_clean clean = { .held_length = 0 };
	struct hr_slice text = hr_slice_of(one->text);
	struct hr_str out = { 0 };

	for (size_t at = 0; at < text.length; at += piece)
		hr_xml_clean_feed(&clean,
		                  (struct hr_slice){ text.ptr + at, text.length - at < piece
		                                                            ? text.length - at
		                                                            : piece },
		                  &out);
	hr_xml_clean_finish(&clean, &out);
	ck_assert_str_eq(hr_str_text(&out), one->clean);
	ck_assert_uint_eq(clean.replaced, one->replaced);
	ck_assert_uint_eq(clean.escaped, one->escaped);
	ck_assert_uint_eq(clean.declarations, one->declarations);
	hr_str_release(&out);
}

START_TEST(repairs)
{
	for (size_t piece = 1; piece < 20; piece++)
		check_pieces(&cases[_i], piece);
	check_pieces(&cases[_i], 1000);
}
END_TEST

/* Eight bytes at a time must find what one at a time finds. */
START_TEST(finds_every_byte_at_every_place)
{
	for (size_t at = 0; at < 24; at++) {
		for (int byte = 0; byte < 0x20; byte++) {
			struct hr_xml_clean clean = { .held_length = 0 };
			struct hr_str out = { 0 };
			char text[24];
			bool legal = byte == '\t' || byte == '\n' || byte == '\r';

			memset(text, '~', sizeof(text));
			text[at] = (char)byte;
			hr_xml_clean_feed(&clean, (struct hr_slice){ text, sizeof(text) }, &out);
			ck_assert_uint_eq(clean.replaced, legal ? 0 : 1);
			ck_assert_uint_eq(out.length, legal ? 24 : 26);
			hr_str_release(&out);
		}
	}
}
END_TEST

static Suite *xml_clean_suite(void)
{
	Suite *suite = suite_create("read/xml_clean");
	TCase *tcase = tcase_create("xml_clean");

	HR_ADD_ROWS(tcase, repairs, cases);
	tcase_add_test(tcase, finds_every_byte_at_every_place);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(xml_clean_suite)
