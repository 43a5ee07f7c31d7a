#include <config.h>
#include "read/xml_feed.h"

#include "unit.h"
#include "unit_random.h"

/* What came to the parser, and the lengths of the blocks that it came in. */
struct parsed {
	struct hr_str text, lengths;
	size_t fail_at; /* this block, from 1, is an error; 0: none is */
	size_t blocks;
};

static enum hr_err parse(void *context, struct hr_slice block, struct hr_error *err)
{
	struct parsed *parsed = context;

	if (++parsed->blocks == parsed->fail_at)
		return hr_error_set(err, HR_ELIMIT, "enough");
	hr_str_add_slice(&parsed->text, block);
	hr_str_printf(&parsed->lengths, "%zu ", block.length);
	return HR_OK;
}

static struct hr_xml_feed feed_of(struct parsed *parsed)
{
	return (struct hr_xml_feed){ .parse = parse, .context = parsed };
}

static void release(struct hr_xml_feed *feed, struct parsed *parsed)
{
	hr_xml_feed_release(feed);
	hr_str_release(&parsed->text);
	hr_str_release(&parsed->lengths);
}

static void add_letters(struct hr_str *out, size_t count)
{
	while (count-- > 0)
		hr_str_putc(out, (char)('a' + count % 26));
}

/* Every '&' becomes five bytes, so blocks end elsewhere than the text does. */
START_TEST(blocks_depend_on_the_text_alone)
{
	static const char lengths[] = "32768 32768 32768 32768 28932 ";
	uint32_t state = 5;
	struct hr_str text = { 0 };

	add_letters(&text, 100000);
	for (size_t i = 0; i < 10000; i++)
		hr_str_puts(&text, "& ");
	hr_str_puts(&text, "<");
	for (int round = 0; round < 20; round++) {
		struct parsed parsed = { .fail_at = 0 };
		struct hr_xml_feed feed = feed_of(&parsed);

		for (size_t at = 0, n; at < text.length; at += n) {
			n = 1 + unit_random(&state) % 60000 / (size_t)(1 + round * round);
			if (n > text.length - at || round == 0)
				n = text.length - at;
			ck_assert(hr_xml_feed_bytes(&feed, (struct hr_slice){ text.data + at, n },
			                            NULL) == HR_OK);
		}
		ck_assert(hr_xml_feed_finish(&feed, NULL) == HR_OK);
		ck_assert(hr_xml_feed_is_empty(&feed));
		ck_assert_uint_eq(parsed.text.length, 100000 + 10000 * strlen("&amp; ") + 4);
		ck_assert_mem_eq(parsed.text.data, text.data, 100000);
		ck_assert_str_eq(hr_str_text(&parsed.text) + parsed.text.length - 10, "&amp; &lt;");
		ck_assert_uint_eq(feed.clean.escaped, 10001);
		ck_assert_str_eq(hr_str_text(&parsed.lengths), lengths);
		release(&feed, &parsed);
	}
	hr_str_release(&text);
}
END_TEST

/* Text, and whether something of it waits then. */
static const struct {
	const char *text;
	bool waits, waits_parsed; /* after all of it was parsed, too */
} ends[] = {
	{ "", false, false },          { "<a>b</a>", true, false },
	{ "<a>b</a>\n", true, false }, { "<a>&amp", true, true },
	{ "<", true, true },           { "<!-- ", true, true },
	{ "<![CDATA[ ", true, true },  { "<![CDATA[ ]]>", true, false },
};

START_TEST(what_waits)
{
	struct parsed parsed = { .fail_at = 0 };
	struct hr_xml_feed feed = feed_of(&parsed);

	ck_assert(hr_xml_feed_bytes(&feed, hr_slice_of(ends[_i].text), NULL) == HR_OK);
	ck_assert_int_eq(hr_xml_feed_is_empty(&feed), !ends[_i].waits);
	ck_assert(hr_xml_feed_all(&feed, NULL) == HR_OK);
	ck_assert_int_eq(hr_xml_feed_is_empty(&feed), !ends[_i].waits_parsed);
	release(&feed, &parsed);
}
END_TEST

START_TEST(errors_end_it)
{
	struct parsed parsed = { .fail_at = 2 };
	struct hr_xml_feed feed = feed_of(&parsed);
	struct hr_error error = { 0 };
	struct hr_str text = { 0 };

	add_letters(&text, 3 * HR_XML_BLOCK_BYTES);
	ck_assert_int_eq(hr_xml_feed_bytes(&feed, hr_str_slice(&text), &error), HR_ELIMIT);
	ck_assert_str_eq(error.text, "enough");
	ck_assert_uint_eq(parsed.text.length, HR_XML_BLOCK_BYTES);
	hr_str_release(&text);
	release(&feed, &parsed);
}
END_TEST

static Suite *xml_feed_suite(void)
{
	Suite *suite = suite_create("read/xml_feed");
	TCase *tcase = tcase_create("xml_feed");

	tcase_add_test(tcase, blocks_depend_on_the_text_alone);
	HR_ADD_ROWS(tcase, what_waits, ends);
	tcase_add_test(tcase, errors_end_it);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(xml_feed_suite)
