/* What the specification's own tests leave out: values, hooks, limits, places of errors. Expected
 * outputs follow from the rules in mustache.h and headroom-template(5). */
#include <config.h>
#include "mustache/mustache.h"

#include <jansson.h>

#include "unit.h"

/* Partials are members of a JSON object; "chart.*" is known to the lookup hook. */
struct world {
	json_t *partials;
	struct hr_str told; /* by the missing hook */
	unsigned lookups;
};

static bool partial(void *context, const char *name, struct hr_slice *out)
{
	const struct world *world = context;
	const json_t *text = json_object_get(world->partials, name);

	if (text == NULL)
		return false;
	*out = (struct hr_slice){ json_string_value(text), json_string_length(text) };
	return true;
}

static bool lookup(void *context, const char *name, struct hr_str *out)
{
	struct world *world = context;

	world->lookups++;
	if (strcmp(name, "chart.empty") == 0)
		return true;
	if (strcmp(name, "chart.heat") != 0)
		return false;
	hr_str_puts(out, "<svg/>");
	return true;
}

static void missing(void *context, const char *template_name, uint64_t line, uint64_t column,
                    const char *name)
{
	struct world *world = context;

	hr_str_printf(&world->told, "%s:%u:%u %s;", template_name, (unsigned)line, (unsigned)column,
	              name);
}

static enum hr_err render(struct world *world, const char *text, const char *data,
                          const char *partials, struct hr_str *out, struct hr_error *err)
{
	const struct hr_mustache_options options = {
		.name = "main",
		.partial = partial,
		.lookup = lookup,
		.missing = missing,
		.context = world,
	};
	json_t *json = json_loads(data, JSON_DECODE_ANY, NULL);
	enum hr_err rc;

	ck_assert_ptr_nonnull(json);
	world->partials = json_loads(partials, 0, NULL);
	rc = hr_mustache_render(hr_slice_of(text), json, &options, out, err);
	json_decref(json);
	json_decref(world->partials);
	return rc;
}

struct example {
	const char *text, *data, *partials, *expected, *told;
};

static const struct example examples[] = {
	/* values */
	{ "{{.}}", "1.21", "{}", "1.21", "" },
	{ "{{.}}", "85", "{}", "85", "" },
	{ "{{.}}", "-9007199254740993", "{}", "-9007199254740993", "" },
	{ "{{.}}", "0.1", "{}", "0.1", "" },
	{ "{{.}}", "100.0", "{}", "100", "" },
	{ "{{a}}{{b}}{{c}}", "{\"a\":true,\"b\":false,\"c\":null}", "{}", "truefalse", "" },
	{ "{{x}}", "{\"x\":\"a'\\\"<>&\"}", "{}", "a&#39;&quot;&lt;&gt;&amp;", "" },
	{ "{{{x}}}{{&x}}", "{\"x\":\"<\"}", "{}", "<<", "" },
	/* data is never a template */
	{ "{{x}}", "{\"x\":\"{{y}}{{>p}}\"}", "{\"p\":\"P\"}", "{{y}}{{&gt;p}}", "" },
	/* truth */
	{ "{{#a}}1{{/a}}{{#b}}2{{/b}}{{#c}}3{{/c}}{{#d}}4{{/d}}{{#e}}5{{/e}}{{#f}}6{{/f}}",
	  "{\"a\":0,\"b\":\"\",\"c\":[],\"d\":{},\"e\":0.0,\"f\":\"0\"}", "{}", "46", "" },
	{ "{{^a}}no{{/a}}", "{}", "{}", "no", "" },
	/* names found nowhere are told once per place, objects and lists have no text */
	{ "{{#l}}{{x}}{{y}}{{/l}}\n {{z.q}}", "{\"l\":[{\"x\":1},{}],\"z\":{}}", "{}", "1\n ",
	  "main:1:12 y;main:1:7 x;main:2:2 z.q;" },
	{ "{{a}}|{{b}}", "{\"a\":{},\"b\":[1]}", "{}", "|", "main:1:1 a;main:1:7 b;" },
	{ "{{#no}}x{{/no}}{{^no}}y{{/no}}", "{}", "{}", "y", "main:1:1 no;" },
	{ "{{>p}}", "{}", "{\"p\":\"a\\n{{x}}\"}", "a\n", "p:2:1 x;" },
	/* an override's names stand in the template that wrote it */
	{ "{{<p}}{{$b}}{{x}}{{/b}}{{/p}}", "{}", "{\"p\":\"-{{$b}}{{/b}}-\"}", "--",
	  "main:1:13 x;" },
	/* the lookup hook: unescaped, for names that no object has */
	{ "{{chart.heat}}{{{chart.heat}}}", "{}", "{}", "<svg/><svg/>", "" },
	{ "{{chart.heat}}", "{\"chart\":{\"heat\":\"<\"}}", "{}", "&lt;", "" },
	{ "{{chart.heat}}", "{\"chart\":{}}", "{}", "<svg/>", "" },
	{ "{{#chart.heat}}[{{t}}]{{/chart.heat}}", "{\"t\":1}", "{}", "[1]", "" },
	{ "{{^chart.heat}}none{{/chart.heat}}{{^chart.no}}none{{/chart.no}}", "{}", "{}", "none",
	  "" },
	{ "{{#chart.empty}}x{{/chart.empty}}{{chart.empty}}", "{}", "{}", "", "" },
	/* indentation: nested partials add up, data is left alone, sections keep it */
	{ "  {{>a}}\n", "{\"l\":[\"x\\ny\",\"z\"]}",
	  "{\"a\":\"a\\n  {{>b}}\\nc\\n\",\"b\":\"{{#l}}\\n<{{.}}>\\n{{/l}}\\n\"}",
	  "  a\n    <x\ny>\n    <z>\n  c\n", "" },
	{ "  {{>a}}\r\n|", "{}", "{\"a\":\"a\\r\\nb\\r\\n\"}", "  a\r\n  b\r\n|", "" },
	/* inheritance: lines of an override take the place of the block's */
	{ "{{<p}}\n\t{{$b}}\n\t\tx\n\t\t\ty\n\t{{/b}}\n{{/p}}\n", "{}",
	  "{\"p\":\"<\\n  {{$b}}\\n  {{/b}}\\n>\\n\"}", "<\n  x\n  \ty\n>\n", "" },
	{ "{{<p}}{{$b}}x\ny{{/b}}{{/p}}", "{}", "{\"p\":\"  {{$b}}default{{/b}}.\\n\"}",
	  "  x\n  y.\n", "" },
	{ "{{<p}}{{$b}}1{{/b}}{{$b}}2{{/b}}{{/p}}", "{}", "{\"p\":\"{{$b}}{{/b}}\"}", "2", "" },
	/* only blocks directly inside the parent override */
	{ "{{<p}}{{#s}}{{$b}}x{{/b}}{{/s}}{{/p}}", "{\"s\":1}", "{\"p\":\"{{$b}}d{{/b}}\"}", "d",
	  "" },
	{ "{{>none}}|{{<none}}{{$b}}x{{/b}}{{/none}}|", "{}", "{}", "||", "" },
	{ "", "{}", "{}", "", "" },
	{ "{{!}}{{! {{x }}a", "{}", "{}", "a", "" },
	{ "{{=| |=}}|x||{x}||&x||={{ }}=|{{x}}", "{\"x\":\"<\"}", "{}", "&lt;<<&lt;", "" },
};

START_TEST(renders)
{
	const struct example *example = &examples[_i];
	struct world world = { 0 };
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };

	ck_assert_msg(render(&world, example->text, example->data, example->partials, &out, &err) ==
	                      HR_OK,
	              "%s: %s", example->text, err.text);
	ck_assert_str_eq(hr_str_text(&out), example->expected);
	ck_assert_str_eq(hr_str_text(&world.told), example->told);
	hr_str_release(&out);
	hr_str_release(&world.told);
}
END_TEST

struct mistake {
	const char *text, *partials, *message;
};

static const struct mistake mistakes[] = {
	{ "a\n {{x", "{}", "main:2:2: tag is not closed: expected '}}'" },
	{ "{{{x}}", "{}", "main:1:1: tag is not closed: expected '}}'" },
	{ "{{=| |=}}|x", "{}", "main:1:10: tag is not closed: expected '|'" },
	{ "\n\n  {{#a}}\n", "{}", "main:3:3: 'a' is opened here and never closed" },
	{ "{{#a}}\n{{/b}}", "{}", "main:2:1: closing tag 'b' where 'a' of line 1 is to be closed" },
	{ "{{/b}}", "{}", "main:1:1: closing tag without an opening one: 'b'" },
	{ "{{}}", "{}", "main:1:1: tag without a name" },
	{ "{{# }}", "{}", "main:1:1: tag without a name" },
	{ "{{a b}}", "{}", "main:1:1: blank inside the name of a tag: 'a b'" },
	{ "{{a..b}}", "{}", "main:1:1: name with an empty part: 'a..b'" },
	{ "{{#.a}}{{/.a}}", "{}", "main:1:1: name with an empty part: '.a'" },
	{ "{{=| =}}", "{}",
	  "main:1:1: delimiters are set by two words without '=', such as {{=<% %>=}}" },
	{ "{{=a b c=}}", "{}",
	  "main:1:1: delimiters are set by two words without '=', such as {{=<% %>=}}" },
	{ "{{== ==}}", "{}",
	  "main:1:1: delimiters are set by two words without '=', such as {{=<% %>=}}" },
	{ "{{=}}", "{}", "main:1:1: tag is not closed: expected '}}'" },
	{ "{{>p}}", "{\"p\":\"ok\\n{{#x}}\"}", "p:2:1: 'x' is opened here and never closed" },
	{ "{{>p}}", "{\"p\":\"\\n{{>q}}\",\"q\":\"{{>p}}\"}",
	  "q:1:1: templates nest too deep (64 levels, 512 sections): main > p > q > p > q > p > q "
	  "> p > ..." },
	{ "{{<p}}{{$b}}{{$b}}{{/b}}{{/b}}{{/p}}", "{\"p\":\"{{$b}}{{/b}}\"}",
	  "main:1:13: templates nest too deep (64 levels, 512 sections): main > p > main > main > "
	  "main > main > main > main > ..." },
};

START_TEST(says_where_it_is_wrong)
{
	const struct mistake *mistake = &mistakes[_i];
	struct world world = { 0 };
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };
	char text[1024];

	hr_str_puts(&out, "before");
	ck_assert_int_ne(render(&world, mistake->text, "{}", mistake->partials, &out, &err), HR_OK);
	hr_error_format(&err, text, sizeof(text));
	ck_assert_str_eq(text, mistake->message);
	ck_assert_str_eq(hr_str_text(&out), "before");
	hr_str_release(&out);
	hr_str_release(&world.told);
}
END_TEST

/* A list of lists @depth levels deep. */
static json_t *nested(unsigned depth)
{
	json_t *inner = json_pack("{s:[]}", "nodes");

	while (depth-- > 0)
		inner = json_pack("{s:[o]}", "nodes", inner);
	return inner;
}

static enum hr_err render_tree(unsigned depth, struct hr_str *out, struct hr_error *err)
{
	struct world world = {
		.partials = json_pack("{s:s}", "node", "({{#nodes}}{{>node}}{{/nodes}})"),
	};
	const struct hr_mustache_options options = {
		.name = "main",
		.partial = partial,
		.context = &world,
	};
	json_t *data = nested(depth);
	enum hr_err rc = hr_mustache_render(HR_SLICE_LITERAL("{{>node}}"), data, &options, out,
	                                    err);

	json_decref(data);
	json_decref(world.partials);
	return rc;
}

START_TEST(recursion_over_data_goes_as_deep_as_the_limit)
{
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };

	ck_assert_int_eq(render_tree(HR_MUSTACHE_DEPTH_MAX - 1, &out, &err), HR_OK);
	ck_assert_uint_eq(out.length, 2 * HR_MUSTACHE_DEPTH_MAX);
	ck_assert_int_eq(render_tree(HR_MUSTACHE_DEPTH_MAX, &out, &err), HR_ELIMIT);
	hr_str_release(&out);
}
END_TEST

/* Templates no one wrote in good faith: each ends in HR_ELIMIT or HR_EPARSE, and soon. */
enum { REPEAT = 200000 };

static char *repeat(const char *begin, const char *unit, size_t times, const char *end)
{
	struct hr_str text = { 0 };

	hr_str_puts(&text, begin);
	for (size_t i = 0; i < times; i++)
		hr_str_puts(&text, unit);
	hr_str_puts(&text, end);
	return hr_str_detach(&text);
}

static enum hr_err render_hostile(const char *text, const char *data, const char *partials)
{
	struct world world = { 0 };
	struct hr_str out = { 0 };
	enum hr_err rc = render(&world, text, data, partials, &out, NULL);

	hr_str_release(&out);
	hr_str_release(&world.told);
	return rc;
}

START_TEST(limits_hold)
{
	char *text;

	/* sixteen partials, each the next one sixteen times: 16^16 nodes without output */
	json_t *partials = json_object();

	for (int i = 0; i < 16; i++) {
		char unit[32];

		snprintf(unit, sizeof(unit), "{{>p%d}}", i + 1);
		text = repeat("", unit, 16, "");
		snprintf(unit, sizeof(unit), "p%d", i);
		json_object_set_new(partials, unit, json_string(text));
		free(text);
	}
	text = json_dumps(partials, 0);
	ck_assert_int_eq(render_hostile("{{>p0}}", "{}", text), HR_ELIMIT);
	free(text);
	json_decref(partials);

	/* output beyond its limit: 300 times 1 MB */
	text = repeat("[", "0,", 299, "0]");
	{
		char *big = repeat("{{#.}}", "0123456789", 100000, "{{/.}}");

		for (char *digit = text; *digit != '\0'; digit++)
			if (*digit == '0')
				*digit = '1';
		ck_assert_int_eq(render_hostile(big, text, "{}"), HR_ELIMIT);
		free(big);
	}
	free(text);

	text = repeat("", "{{#a}}", HR_MUSTACHE_DEPTH_MAX + 1, "");
	ck_assert_int_eq(render_hostile(text, "{}", "{}"), HR_ELIMIT);
	free(text);

	text = repeat("", "x", HR_MUSTACHE_TEMPLATE_BYTES + 1, "");
	ck_assert_int_eq(render_hostile(text, "{}", "{}"), HR_ELIMIT);
	free(text);
}
END_TEST

START_TEST(long_templates_cost_linear_time)
{
	static const struct {
		const char *begin, *unit, *end;
		enum hr_err rc;
	} cases[] = {
		{ "", "{{a}}", "", HR_OK },
		{ "", "{{", "", HR_EPARSE },
		{ "", "{{{a}}", "", HR_EPARSE },
		{ "", " ", "{{!x}}", HR_OK },
		{ "", "{{!x}} ", "", HR_OK },
		{ "", "\n", "{{#a}}{{/a}}", HR_OK },
		{ "{{$b}}\n", "\n \n", "{{/b}}", HR_OK },
		{ "", "{{$b}}\n\n{{/b}}", "", HR_OK },
		{ "{{<p}}", "{{$b}}{{/b}}", "{{/p}}", HR_OK },
		{ "{{=", "a", " b=}}", HR_ELIMIT },
		{ "", "}}{{", "", HR_EPARSE },
		{ "", "{{>none}}", "", HR_OK },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *text = repeat(cases[i].begin, cases[i].unit, REPEAT, cases[i].end);

		ck_assert_msg(render_hostile(text, "{}", "{}") == cases[i].rc, "case %zu", i);
		free(text);
	}
}
END_TEST

static Suite *mustache_suite(void)
{
	Suite *suite = suite_create("mustache");
	TCase *tcase = tcase_create("mustache");

	tcase_set_timeout(tcase, 60);
	HR_ADD_ROWS(tcase, renders, examples);
	HR_ADD_ROWS(tcase, says_where_it_is_wrong, mistakes);
	tcase_add_test(tcase, recursion_over_data_goes_as_deep_as_the_limit);
	tcase_add_test(tcase, limits_hold);
	tcase_add_test(tcase, long_templates_cost_linear_time);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(mustache_suite)
