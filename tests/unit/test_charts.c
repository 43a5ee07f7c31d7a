#include <config.h>
#include "render/chart.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <string.h>

#include "base/num.h"
#include "../render/synthetic.h"
#include "unit.h"

#define LINES_BYTES_MAX 12500
#define ODD_BYTES_MAX   17500 /* where every value is a dot, or every name is long */
#define HEAT_BYTES_MAX  45000

static size_t chart_count(void)
{
	size_t n = 0;

	while (hr_charts[n] != NULL)
		n++;
	return n;
}

/* Calls @check with every chart that has data; gives how many. */
static size_t each_chart(const struct synthetic *synthetic,
                         void (*check)(const struct hr_chart *chart, const struct hr_str *svg))
{
	struct hr_scene scene;
	size_t drawn = 0;

	synthetic_scene(synthetic, &scene);
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		struct hr_str svg = { 0 };

		if (!hr_charts[i]->has_data(&scene))
			continue;
		hr_charts[i]->draw(&scene, hr_charts[i], &svg);
		check(hr_charts[i], &svg);
		hr_str_release(&svg);
		drawn++;
	}
	synthetic_release(&scene);
	return drawn;
}

static xmlDoc *parse(const struct hr_str *svg)
{
	return xmlReadMemory(hr_str_text(svg), (int)svg->length, "chart.svg", NULL,
	                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
}

static xmlNode *child(xmlNode *parent, const char *name)
{
	for (xmlNode *node = parent->children; node != NULL; node = node->next) {
		if (node->type == XML_ELEMENT_NODE && strcmp((const char *)node->name, name) == 0)
			return node;
	}
	return NULL;
}

static void has_attribute(xmlNode *node, const char *name, const char *value)
{
	xmlChar *found = xmlGetProp(node, (const xmlChar *)name);

	ck_assert_msg(found != NULL && strcmp((const char *)found, value) == 0, "%s is %s, not %s",
	              name, found != NULL ? (const char *)found : "missing", value);
	xmlFree(found);
}

static void check_form(const struct hr_chart *chart, const struct hr_str *svg)
{
	xmlDoc *doc = parse(svg);
	xmlNode *root, *title, *desc;
	xmlChar *text;
	char labelled[200];

	ck_assert_msg(doc != NULL, "%s is not well-formed", chart->name);
	root = xmlDocGetRootElement(doc);
	ck_assert_str_eq((const char *)root->name, "svg");
	has_attribute(root, "role", "img");
	has_attribute(root, "width", chart->wide ? "1040" : "510");
	snprintf(labelled, sizeof(labelled), "%s-t %s-d", chart->name, chart->name);
	has_attribute(root, "aria-labelledby", labelled);
	title = child(root, "title");
	desc = child(root, "desc");
	ck_assert_ptr_nonnull(title);
	ck_assert_ptr_nonnull(desc);
	text = xmlNodeGetContent(title);
	ck_assert_str_eq((const char *)text, chart->title);
	xmlFree(text);
	/* The description is a sentence with a number. */
	text = xmlNodeGetContent(desc);
	ck_assert_ptr_nonnull(strpbrk((const char *)text, "0123456789"));
	ck_assert_int_eq(text[strlen((const char *)text) - 1], '.');
	xmlFree(text);
	xmlFreeDoc(doc);
}

START_TEST(every_chart_is_well_formed_and_named)
{
	size_t drawn = each_chart(&synthetic_runs[_i], check_form);

	if (strcmp(synthetic_runs[_i].name, "nothing") == 0)
		ck_assert_uint_eq(drawn, 0);
	else
		ck_assert_uint_ge(drawn, 1);
}
END_TEST

static void check_forbidden(const struct hr_chart *chart, const struct hr_str *svg)
{
	static const char *const never[] = { "style=", "<style", "<script",      "data:",
		                             "http",   "_blank", "href=\"h",     "url(",
		                             " on",    "<image", "foreignObject" };

	for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++) {
		const char *found = strstr(hr_str_text(svg), never[i]);

		/* Names of labels and errors may hold anything, escaped; attributes may not. */
		while (found != NULL) {
			const char *tag = found;

			while (tag > svg->data && *tag != '<' && *tag != '>')
				tag--;
			ck_assert_msg(*tag == '>', "%s holds %s", chart->name, never[i]);
			found = strstr(found + 1, never[i]);
		}
	}
}

START_TEST(nothing_forbidden_is_written)
{
	each_chart(&synthetic_runs[_i], check_forbidden);
}
END_TEST

/* "nan" and "inf" as numbers would stand in attributes; every one of ours is ASCII. */
static void check_numbers(const struct hr_chart *chart, const struct hr_str *svg)
{
	bool inside = false;

	for (size_t i = 0; i < svg->length; i++) {
		const char *at = svg->data + i;

		if (*at == '<')
			inside = true;
		else if (*at == '>')
			inside = false;
		if (!inside)
			continue;
		ck_assert_msg(strncmp(at, "\"nan", 4) != 0 && strncmp(at, "\"inf", 4) != 0 &&
		                      strncmp(at, "-nan", 4) != 0 && strncmp(at, "-inf", 4) != 0,
		              "%s: a number is not finite", chart->name);
	}
	/* A path holds commands and numbers only. */
	for (const char *d = strstr(hr_str_text(svg), " d=\""); d != NULL;
	     d = strstr(d + 1, " d=\"")) {
		size_t length = strcspn(d + 4, "\"");

		ck_assert_msg(strspn(d + 4, "MmlhvzaA0123456789.- ") == length, "%s: path %.40s",
		              chart->name, d + 4);
	}
}

START_TEST(every_number_is_finite)
{
	each_chart(&synthetic_runs[_i], check_numbers);
}
END_TEST

static size_t bytes_most(const struct synthetic *synthetic, const struct hr_chart *chart)
{
	if (strcmp(chart->name, "heat-map") == 0)
		return HEAT_BYTES_MAX;
	if (strcmp(synthetic->name, "decades") == 0 || strcmp(synthetic->name, "awkward") == 0 ||
	    strcmp(chart->name, "resources") == 0)
		return ODD_BYTES_MAX;
	return LINES_BYTES_MAX;
}

START_TEST(charts_stay_small)
{
	struct hr_scene scene;

	synthetic_scene(&synthetic_runs[_i], &scene);
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		struct hr_str svg = { 0 };

		hr_charts[i]->draw(&scene, hr_charts[i], &svg);
		ck_assert_msg(svg.length <= bytes_most(&synthetic_runs[_i], hr_charts[i]),
		              "%s has %zu bytes", hr_charts[i]->name, svg.length);
		hr_str_release(&svg);
	}
	synthetic_release(&scene);
}
END_TEST

static double number(const xmlChar *text)
{
	double value;

	ck_assert_msg(hr_parse_double(hr_slice_of((const char *)text), &value), "%s is no number",
	              text);
	return value;
}

/* In a band of a group of read-outs. */
static bool is_tip(xmlNode *node)
{
	xmlChar *class = xmlGetProp(node->parent->parent, (const xmlChar *)"class");
	bool tip = class != NULL && strncmp((const char *)class, "hits", 4) == 0;

	xmlFree(class);
	return tip;
}

/* Texts in the order they stand, without those that are shown on hover only. */
static void check_inside(xmlNode *node, const struct hr_chart *chart, double width, double height)
{
	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		/* Read-outs stand at the origin of their group. */
		if (strcmp((const char *)node->name, "text") == 0 && !is_tip(node)) {
			xmlChar *x = xmlGetProp(node, (const xmlChar *)"x");
			xmlChar *y = xmlGetProp(node, (const xmlChar *)"y");
			double at_x = number(x), at_y = number(y);

			ck_assert_msg(at_x >= 0 && at_x <= width && at_y >= 8 && at_y <= height,
			              "%s: a text at %s, %s", chart->name, x, y);
			xmlFree(x);
			xmlFree(y);
		}
		check_inside(node->children, chart, width, height);
	}
}

static void check_texts(const struct hr_chart *chart, const struct hr_str *svg)
{
	xmlDoc *doc = parse(svg);
	xmlNode *root = xmlDocGetRootElement(doc);
	xmlChar *height = xmlGetProp(root, (const xmlChar *)"height");

	check_inside(root->children, chart, chart->wide ? 1040 : 510, number(height));
	xmlFree(height);
	xmlFreeDoc(doc);
}

START_TEST(texts_start_within_the_canvas)
{
	each_chart(&synthetic_runs[_i], check_texts);
}
END_TEST

START_TEST(standalone_files_carry_their_style)
{
	struct hr_scene scene;

	synthetic_scene(&synthetic_runs[_i], &scene);
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		struct hr_str svg = { 0 };
		xmlDoc *doc;
		xmlNode *root;

		hr_chart_standalone(&scene, hr_charts[i], &svg);
		ck_assert_int_eq(strncmp(hr_str_text(&svg), "<?xml version=\"1.0\"", 19), 0);
		doc = parse(&svg);
		ck_assert_ptr_nonnull(doc);
		root = xmlDocGetRootElement(doc);
		ck_assert_str_eq((const char *)root->ns->href, "http://www.w3.org/2000/svg");
		if (hr_charts[i]->has_data(&scene)) {
			ck_assert_ptr_nonnull(child(root, "style"));
			ck_assert_ptr_nonnull(
			        strstr(hr_str_text(&svg), "prefers-color-scheme:dark"));
		}
		xmlFreeDoc(doc);
		hr_str_release(&svg);
	}
	synthetic_release(&scene);
}
END_TEST

START_TEST(names_are_unique_and_found)
{
	for (size_t i = 0; i < chart_count(); i++)
		ck_assert_ptr_eq(hr_chart_find(hr_charts[i]->name), hr_charts[i]);
	ck_assert_ptr_null(hr_chart_find("pie"));
	ck_assert_uint_ge(chart_count(), 15);
}
END_TEST

static const struct synthetic *run_called(const char *name)
{
	for (size_t i = 0; i < synthetic_count; i++) {
		if (strcmp(synthetic_runs[i].name, name) == 0)
			return &synthetic_runs[i];
	}
	return NULL;
}

/* Which charts a run has follows from what it holds. */
static const struct {
	const char *run, *chart;
	bool has_data;
} presence[] = {
	{ "constant", "errors-over-time", false },
	{ "incident", "errors-over-time", true },
	{ "failed", "errors-over-time", true },
	{ "one", "active-users", false },
	{ "constant", "active-users", true },
	{ "one", "bytes", false },
	{ "normal", "bytes", true },
	{ "normal", "resources", false },
	{ "resources", "resources", true },
	{ "nothing", "throughput", false },
	{ "untimed", "throughput", true },
	{ "untimed", "response-times", false },
	{ "undated", "percentile-curve", true },
	{ "undated", "throughput", false },
	{ "odd", "resources", true },
	{ "odd", "label-latency", false },
	{ "one", "heat-map", false },
	{ "one", "percentile-curve", false },
	{ "one", "label-response-times", false },
	{ "one", "distribution", true },
	{ "normal", "heat-map", true },
	{ "normal", "label-response-times", true },
	{ "decades", "users-vs-response", false },
};

START_TEST(charts_without_data_say_so)
{
	struct hr_scene scene;

	synthetic_scene(run_called(presence[_i].run), &scene);
	ck_assert_int_eq(hr_chart_find(presence[_i].chart)->has_data(&scene),
	                 presence[_i].has_data);
	synthetic_release(&scene);
}
END_TEST

/* What the pictures say of runs whose figures are known by construction. */
static const struct {
	const char *run, *chart, *text;
} findings[] = {
	{ "constant", "response-times", "The 95th percentile stays at 100\xe2\x80\xafms" },
	{ "constant", "throughput", "none failed" },
	{ "constant", "active-users", "stays at 1." },
	{ "constant", "percentile-curve", "the slowest took 100\xe2\x80\xafms." },
	{ "failed", "errors-over-time", "40 of 40 requests failed; the error ratio stays at 100" },
	{ "failed", "distribution", "0 succeeded and 40 failed." },
	{ "incident", "response-times", "database failover" },
	{ "day", "response-times", "20 Nov" },
	{ "awkward", "label-latency", "&lt;script&gt;alert(" },
	{ "awkward", "label-latency", "/positions/{positionId}/details</title>" },
	{ "awkward", "label-latency", "(no name)" },
	{ "decades", "response-times", "UTC+05:30" },
	{ "odd", "resources",
	  "(19 Nov 23:00:00 UTC\xe2\x88\x92"
	  "03:00)" },
	{ "odd", "resources", "&lt;swap&gt; &amp; " },
	{ "untimed", "errors-over-time", "10 of 100 requests failed" },
};

START_TEST(pictures_state_what_is_known)
{
	const struct hr_chart *chart = hr_chart_find(findings[_i].chart);
	struct hr_scene scene;
	struct hr_str svg = { 0 };

	synthetic_scene(run_called(findings[_i].run), &scene);
	chart->draw(&scene, chart, &svg);
	ck_assert_msg(strstr(hr_str_text(&svg), findings[_i].text) != NULL, "no \"%s\" in: %.600s",
	              findings[_i].text, hr_str_text(&svg));
	hr_str_release(&svg);
	synthetic_release(&scene);
}
END_TEST

START_TEST(drawing_is_repeatable)
{
	struct hr_scene first, second;

	synthetic_scene(run_called("awkward"), &first);
	synthetic_scene(run_called("awkward"), &second);
	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		struct hr_str a = { 0 }, b = { 0 };

		hr_chart_standalone(&first, hr_charts[i], &a);
		hr_chart_standalone(&second, hr_charts[i], &b);
		ck_assert_str_eq(hr_str_text(&a), hr_str_text(&b));
		hr_str_release(&a);
		hr_str_release(&b);
	}
	synthetic_release(&first);
	synthetic_release(&second);
}
END_TEST

static Suite *charts_suite(void)
{
	Suite *suite = suite_create("render/charts");
	TCase *tcase = tcase_create("charts");
	int runs = (int)synthetic_count;

	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, every_chart_is_well_formed_and_named, 0, runs);
	tcase_add_loop_test(tcase, nothing_forbidden_is_written, 0, runs);
	tcase_add_loop_test(tcase, every_number_is_finite, 0, runs);
	tcase_add_loop_test(tcase, charts_stay_small, 0, runs);
	tcase_add_loop_test(tcase, texts_start_within_the_canvas, 0, runs);
	tcase_add_loop_test(tcase, standalone_files_carry_their_style, 0, runs);
	tcase_add_test(tcase, names_are_unique_and_found);
	HR_ADD_ROWS(tcase, charts_without_data_say_so, presence);
	HR_ADD_ROWS(tcase, pictures_state_what_is_known, findings);
	tcase_add_test(tcase, drawing_is_repeatable);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(charts_suite)
