#include <config.h>
#include "render/form.h"

#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <regex.h>
#include <string.h>

#include "render_fixture.h"
#include "unit.h"

static struct hr_str rendered(const struct fixture *fixture, bool standalone)
{
	const struct hr_render_options options = { .template_dir = getenv("HEADROOM_TEMPLATES"),
		                                   .standalone = standalone,
		                                   .strict_templates = true };
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };
	enum hr_err rc = hr_form_find("html")->render(&fixture->scene, &options, &out, &err);

	ck_assert_msg(rc == HR_OK, "%s:%d: %s", err.source, (int)err.line, err.text);
	return out;
}

static void make(struct fixture *fixture, int i)
{
	fixture_make(fixture, (enum fixture_kind)(i / 2));
	if (i % 2 == 1)
		fixture_add_checks(fixture);
}

/* What a strict policy of the server would block, or a hostile label would need. Matched inside
 * tags only: text of a label may say anything. */
START_TEST(has_nothing_a_policy_forbids)
{
	static const char *const forbidden[] = {
		"<script[^>]*>[^<]", /* one is linked, and nothing else: is_well_formed */
		"<(object|embed|iframe|link [^>]*http|base|form)[ >]",
		"<[a-z][^>]* style *=",
		"<[a-z][^<>]* on[a-z]+ *=",
		"<[a-z][^>]*(href|src) *= *\"(data:|javascript:|https?:|//)",
		"<[a-z][^>]*target *=",
		"@import|url\\(",
	};
	struct fixture fixture;
	size_t f, standalone;

	make(&fixture, _i);
	for (standalone = 0; standalone < 2; standalone++) {
		struct hr_str page = rendered(&fixture, standalone == 1);

		for (f = 0; f < sizeof(forbidden) / sizeof(forbidden[0]); f++) {
			regex_t pattern;
			regmatch_t match;
			int found;

			ck_assert_int_eq(regcomp(&pattern, forbidden[f], REG_EXTENDED | REG_ICASE),
			                 0);
			found = regexec(&pattern, hr_str_text(&page), 1, &match, 0);
			ck_assert_msg(found == REG_NOMATCH, "%s has %s: %.80s",
			              fixture_names[_i / 2], forbidden[f],
			              found == 0 ? page.data + match.rm_so : "");
			regfree(&pattern);
		}
		ck_assert_int_eq(strstr(hr_str_text(&page), "<style>") != NULL, standalone == 1);
		ck_assert_int_eq(strstr(hr_str_text(&page), "headroom.css") != NULL,
		                 standalone == 0);
		hr_str_release(&page);
	}
	fixture_release(&fixture);
}
END_TEST

static void note_error(void *context, const xmlError *error)
{
	struct hr_str *errors = context;

	/* The parser knows HTML 4: elements of HTML 5 and SVG are new to it. */
	if (error->code != XML_HTML_UNKNOWN_TAG)
		hr_str_printf(errors, "%d: %s", error->line, error->message);
}

static htmlDocPtr parsed(const struct hr_str *page, struct hr_str *errors)
{
	htmlDocPtr document;

	xmlSetStructuredErrorFunc(errors, (xmlStructuredErrorFunc)note_error);
	document = htmlReadMemory(page->data, (int)page->length, "page", "UTF-8", HTML_PARSE_NONET);
	xmlSetStructuredErrorFunc(NULL, NULL);
	return document;
}

static double count_of(htmlDocPtr document, const char *path)
{
	xmlXPathContextPtr context = xmlXPathNewContext(document);
	xmlXPathObjectPtr found;
	struct hr_str expression = { 0 };
	double count;

	hr_str_printf(&expression, "count(%s)", path);
	found = xmlXPathEvalExpression((const xmlChar *)hr_str_text(&expression), context);
	ck_assert_ptr_nonnull(found);
	count = found->floatval;
	xmlXPathFreeObject(found);
	xmlXPathFreeContext(context);
	hr_str_release(&expression);
	return count;
}

START_TEST(is_well_formed)
{
	struct fixture fixture;
	struct hr_str page, errors = { 0 };
	htmlDocPtr document;

	make(&fixture, _i);
	page = rendered(&fixture, false);
	document = parsed(&page, &errors);
	ck_assert_ptr_nonnull(document);
	ck_assert_msg(errors.length == 0, "%s: %s", fixture_names[_i / 2], hr_str_text(&errors));
	ck_assert_double_eq(count_of(document, "//h1"), 1);
	ck_assert_double_eq(count_of(document, "//main"), 1);
	ck_assert_double_eq(count_of(document, "//head/title"), 1);
	ck_assert_double_eq(count_of(document, "//script"), 1);
	ck_assert_double_eq(count_of(document, "//head/script[@src = 'headroom.js'][not(node())]"),
	                    1);
	/* Every id once; every link within the page has a target. */
	ck_assert_double_eq(count_of(document, "//*[@id = preceding::*/@id]"), 0);
	ck_assert_double_eq(
	        count_of(document,
	                 "//a[starts-with(@href, '#')][not(substring(@href, 2) = //@id)]"),
	        0);
	/* A page without empty boxes: no section of a heading only, no table without rows. */
	ck_assert_double_eq(count_of(document, "//section[count(*) < 2][h2]"), 0);
	ck_assert_double_eq(count_of(document, "//tbody[not(tr)]"), 0);
	xmlFreeDoc(document);
	hr_str_release(&page);
	hr_str_release(&errors);
	fixture_release(&fixture);
}
END_TEST

/* The class of a figure; that of a wide one is "wide". */
static bool is_wide(xmlNodePtr figure)
{
	xmlChar *cls = xmlGetProp(figure, (const xmlChar *)"class");
	bool wide = cls != NULL && strcmp((const char *)cls, "wide") == 0;

	xmlFree(cls);
	return wide;
}

/* Charts of half a row come in pairs, whatever the run has charts of. */
START_TEST(leaves_no_half_of_a_row_empty)
{
	struct fixture fixture;
	struct hr_str page, errors = { 0 };
	htmlDocPtr document;
	xmlXPathContextPtr context;
	xmlXPathObjectPtr grids;

	make(&fixture, _i);
	page = rendered(&fixture, false);
	document = parsed(&page, &errors);
	context = xmlXPathNewContext(document);
	grids = xmlXPathEvalExpression((const xmlChar *)"//div[@class = 'figures']", context);
	for (int i = 0; i < xmlXPathNodeSetGetLength(grids->nodesetval); i++) {
		bool open = false; /* the second half of a row */

		for (xmlNodePtr figure = xmlFirstElementChild(grids->nodesetval->nodeTab[i]);
		     figure != NULL; figure = xmlNextElementSibling(figure)) {
			ck_assert_msg(!open || !is_wide(figure), "%s: half a row before one",
			              fixture_names[_i / 2]);
			open = !is_wide(figure) && !open;
		}
		ck_assert_msg(!open, "%s: half a row at the end", fixture_names[_i / 2]);
	}
	xmlXPathFreeObject(grids);
	xmlXPathFreeContext(context);
	xmlFreeDoc(document);
	hr_str_release(&page);
	hr_str_release(&errors);
	fixture_release(&fixture);
}
END_TEST

START_TEST(shows_hostile_labels_as_text)
{
	struct fixture fixture;
	struct hr_str page, errors = { 0 };
	htmlDocPtr document;

	fixture_make(&fixture, FIXTURE_HOSTILE);
	page = rendered(&fixture, true);
	document = parsed(&page, &errors);
	ck_assert_double_ge(count_of(document, "//th[. = '<script>alert(1)</script>']"), 1);
	ck_assert_double_ge(
	        count_of(document, "//th[starts-with(., '</title></svg></style>&amp;')]"), 1);
	ck_assert_double_ge(count_of(document, "//th[. = '(empty label)']"), 1);
	ck_assert_double_eq(count_of(document, "//img | //i | //b[. = 'hostile']"), 0);
	ck_assert_double_eq(count_of(document, "//h1[. = '<b>hostile</b>']"), 1);
	/* No label of 10,000 bytes in the page. */
	ck_assert_double_eq(count_of(document, "//th[string-length(.) > 201]"), 0);
	ck_assert_ptr_null(strstr(page.data, "\x1b"));
	ck_assert_ptr_null(strstr(page.data, "\xe2\x80\xae"));
	xmlFreeDoc(document);
	hr_str_release(&page);
	hr_str_release(&errors);
	fixture_release(&fixture);
}
END_TEST

START_TEST(keeps_within_its_sizes)
{
	struct fixture fixture;
	static const size_t most[] = { 8192, 10240 }; /* the style sheet, the script */
	struct hr_str page;
	struct hr_error err = { 0 };
	const struct hr_render_options options = { .template_dir = getenv("HEADROOM_TEMPLATES") };

	for (size_t i = 0; hr_form_assets[i] != NULL; i++) {
		struct hr_str asset = { 0 };

		ck_assert_int_eq(hr_form_asset(hr_form_assets[i], &options, &asset, &err), HR_OK);
		ck_assert_uint_le(asset.length, most[i]);
		hr_str_release(&asset);
	}
	fixture_make(&fixture, FIXTURE_TYPICAL);
	page = rendered(&fixture, false);
	ck_assert_uint_le(page.length, 200 * 1024);
	hr_str_release(&page);
	fixture_release(&fixture);
}
END_TEST

START_TEST(renders_the_same_bytes_again)
{
	struct fixture one, two;
	struct hr_str first, second;

	fixture_make(&one, FIXTURE_TYPICAL);
	fixture_make(&two, FIXTURE_TYPICAL);
	json_object_set(two.document, "generated", json_object_get(one.document, "generated"));
	first = rendered(&one, false);
	second = rendered(&two, false);
	ck_assert_uint_eq(first.length, second.length);
	ck_assert_int_eq(memcmp(first.data, second.data, first.length), 0);
	hr_str_release(&first);
	hr_str_release(&second);
	fixture_release(&one);
	fixture_release(&two);
}
END_TEST

static Suite *html_suite(void)
{
	Suite *suite = suite_create("render/form_html");
	TCase *tcase = tcase_create("html");

	tcase_add_loop_test(tcase, has_nothing_a_policy_forbids, 0, 2 * FIXTURE_KINDS);
	tcase_add_loop_test(tcase, is_well_formed, 0, 2 * FIXTURE_KINDS);
	tcase_add_loop_test(tcase, leaves_no_half_of_a_row_empty, 0, 2 * FIXTURE_KINDS);
	tcase_add_test(tcase, shows_hostile_labels_as_text);
	tcase_add_test(tcase, keeps_within_its_sizes);
	tcase_add_test(tcase, renders_the_same_bytes_again);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(html_suite)
