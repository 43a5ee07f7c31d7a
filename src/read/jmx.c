/* A plan is a tree of pairs: an element, and a hashTree with what stands below it. */
#include <config.h>
#include "read/jmx.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/message.h"
#include "read/jmx_property.h"
#include "read/xml_library.h"
#include "record/clean.h"

#define DEPTH_MAX    200
#define S_PER_MINUTE 60.0

/* Where in the tree we are. */
struct scope {
	const char *group, *sampler; /* names; "" and NULL outside */
	int64_t threads;             /* of the group; -1 */
	double times;                /* runs an iteration of the group; NaN: it depends */
	bool once;                   /* below a once-only controller */
	const xmlNode *defaults;     /* of HTTP requests; NULL */
	int depth;
};

static void walk(struct hr_jmx *jmx, const xmlNode *tree, struct scope scope);

static const char *kind_of(const xmlNode *element)
{
	const char *name = (const char *)element->name, *dot = strrchr(name, '.');

	return dot != NULL ? dot + 1 : name;
}

static bool ends_with(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcmp(text + n - m, end) == 0;
}

/* --- controllers --- */

static double loop_times(struct hr_jmx *jmx, const xmlNode *element)
{
	int64_t loops = hr_jmx_count(jmx, element, "LoopController.loops", "loops of a controller");

	return loops >= 0 ? (double)loops : (double)NAN;
}

/* Only the share of iterations is a declaration; a number of executions depends on the run. */
static double share_times(struct hr_jmx *jmx, const xmlNode *element)
{
	int64_t style = hr_jmx_count(jmx, element, "ThroughputController.style",
	                             "style of a throughput controller");

	if (style != 1)
		return NAN;
	return hr_jmx_number(jmx, element, "ThroughputController.percentThroughput",
	                     "per cent of a throughput controller") /
	       100;
}

static double unknown_times(struct hr_jmx *jmx, const xmlNode *element)
{
	(void)jmx;
	(void)element;
	return NAN;
}

static const struct {
	const char *kind;
	double (*times)(struct hr_jmx *jmx, const xmlNode *element);
} controllers[] = {
	{ "LoopController", loop_times },       { "ThroughputController", share_times },
	{ "IfController", unknown_times },      { "WhileController", unknown_times },
	{ "ForeachController", unknown_times }, { "RandomController", unknown_times },
	{ "InterleaveControl", unknown_times }, { "SwitchController", unknown_times },
	{ "RunTime", unknown_times },           { "IncludeController", unknown_times },
	{ "ModuleController", unknown_times },
};

static void enter_controller(struct hr_jmx *jmx, const xmlNode *element, struct scope *scope)
{
	const char *kind = kind_of(element);

	if (strcmp(kind, "OnceOnlyController") == 0)
		scope->once = true;
	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++)
		if (strcmp(controllers[i].kind, kind) == 0)
			scope->times *= controllers[i].times(jmx, element);
}

/* --- samplers --- */

static bool is_sampler(const char *kind)
{
	return ends_with(kind, "Sampler") || ends_with(kind, "SamplerProxy") ||
	       strcmp(kind, "HTTPSampler2") == 0 || strcmp(kind, "AjpSampler") == 0;
}

/* The request's own property, else that of the HTTP defaults it stands under. */
static char *http_text(struct hr_jmx *jmx, const xmlNode *element, const struct scope *scope,
                       const char *name, const char *what)
{
	char *text = hr_jmx_text(jmx, element, name, what);

	if (text == NULL && scope->defaults != NULL)
		text = hr_jmx_text(jmx, scope->defaults, name, what);
	return text;
}

static void add_sampler(struct hr_jmx *jmx, const xmlNode *element, struct scope *scope,
                        bool transaction)
{
	struct hr_plan_sampler *sampler = hr_plan_add_sampler(jmx->plan);
	const char *kind = kind_of(element);

	if (sampler == NULL)
		return;
	sampler->name = hr_jmx_name(jmx, element);
	sampler->kind = hr_strdup(kind);
	sampler->group = hr_strdup(scope->group);
	sampler->transaction = transaction;
	sampler->once = scope->once;
	sampler->per_iteration = scope->times;
	scope->sampler = sampler->name;
	if (strncmp(kind, "HTTPSampler", strlen("HTTPSampler")) != 0)
		return;
	sampler->method = http_text(jmx, element, scope, "HTTPSampler.method", "method");
	sampler->protocol = http_text(jmx, element, scope, "HTTPSampler.protocol", "protocol");
	sampler->host = http_text(jmx, element, scope, "HTTPSampler.domain", "host");
	sampler->port = http_text(jmx, element, scope, "HTTPSampler.port", "port");
	sampler->path = http_text(jmx, element, scope, "HTTPSampler.path", "path");
}

/* --- timers and assertions --- */

/* Requests a second of all its threads; @mode 0 is for each thread alone. */
static double constant_rate(struct hr_jmx *jmx, const xmlNode *element, const struct scope *scope)
{
	double per_minute = hr_jmx_number(jmx, element, "throughput", "throughput");
	int64_t mode = hr_jmx_count(jmx, element, "calcMode", "mode of a throughput timer");

	if (mode == 0)
		per_minute *= scope->threads >= 0 ? (double)scope->threads : (double)NAN;
	return per_minute / S_PER_MINUTE;
}

static double precise_rate(struct hr_jmx *jmx, const xmlNode *element)
{
	return hr_jmx_number(jmx, element, "throughput", "throughput") /
	       hr_jmx_number(jmx, element, "throughputPeriod", "period of the throughput");
}

static void add_timer(struct hr_jmx *jmx, const xmlNode *element, const struct scope *scope)
{
	struct hr_plan_timer *timer = hr_plan_add_timer(jmx->plan);
	const char *kind = kind_of(element);

	if (timer == NULL)
		return;
	timer->name = hr_jmx_name(jmx, element);
	timer->kind = hr_strdup(kind);
	timer->group = hr_strdup(scope->group);
	timer->sampler = scope->sampler != NULL ? hr_strdup(scope->sampler) : NULL;
	timer->delay_ms = hr_jmx_number(jmx, element, "ConstantTimer.delay", "delay of a timer");
	timer->range_ms = hr_jmx_number(jmx, element, "RandomTimer.range", "range of a timer");
	if (strcmp(kind, "ConstantThroughputTimer") == 0)
		timer->rate_per_s = constant_rate(jmx, element, scope);
	else if (strcmp(kind, "PreciseThroughputTimer") == 0)
		timer->rate_per_s = precise_rate(jmx, element);
	if (timer->sampler != NULL && isfinite(timer->rate_per_s) && jmx->plan->sampler_count > 0) {
		struct hr_plan_sampler *last = &jmx->plan->samplers[jmx->plan->sampler_count - 1];

		if (strcmp(last->name, timer->sampler) == 0)
			last->rate_per_s = timer->rate_per_s;
	}
}

static void put_strings(struct hr_jmx *jmx, const xmlNode *list, struct hr_str *out)
{
	const xmlNode *item = list != NULL ? hr_jmx_element(list->children) : NULL;

	for (; item != NULL; item = hr_jmx_element(item->next)) {
		xmlChar *content = hr_xml()->content(item);
		char *text = hr_jmx_expand(jmx, content != NULL ? (char *)content : "",
		                           "text of an assertion");

		hr_str_printf(out, "%s%s", out->length > 0 ? ", " : "", text);
		free(text);
		free(content);
	}
}

static void add_assertion(struct hr_jmx *jmx, const xmlNode *element, const struct scope *scope)
{
	struct hr_plan_assertion *assertion = hr_plan_add_assertion(jmx->plan);
	struct hr_str expected = { .limit = HR_PLAN_TEXT_BYTES };
	char *duration;

	if (assertion == NULL)
		return;
	assertion->name = hr_jmx_name(jmx, element);
	assertion->kind = hr_strdup(kind_of(element));
	assertion->group = hr_strdup(scope->group);
	/* JMeter's own spelling */
	put_strings(jmx, hr_jmx_property(element, "Asserion.test_strings"), &expected);
	duration = hr_jmx_text(jmx, element, "DurationAssertion.duration", "duration asserted");
	if (duration != NULL)
		hr_str_printf(&expected, "%s ms", duration);
	free(duration);
	if (expected.length > 0)
		assertion->expected = hr_clean_copy(hr_str_slice(&expected), HR_PLAN_TEXT_BYTES);
	hr_str_release(&expected);
}

/* --- the tree --- */

static void take_plan(struct hr_jmx *jmx, const xmlNode *element)
{
	const xmlNode *variables = hr_jmx_property(element, "TestPlan.user_defined_variables");

	if (variables != NULL)
		hr_jmx_add_variables(jmx, variables);
	free(jmx->plan->name);
	jmx->plan->name = hr_jmx_name(jmx, element);
	jmx->plan->one_by_one = hr_jmx_flag(element, "TestPlan.serialize_threadgroups");
}

/* One element, and what stands below it. */
static void take_element(struct hr_jmx *jmx, const xmlNode *element, const xmlNode *below,
                         struct scope scope)
{
	const char *kind = kind_of(element);
	struct hr_plan_group *group = NULL;
	char *name = NULL;

	if (strcmp(kind, "TestPlan") == 0) {
		take_plan(jmx, element);
	} else if (hr_jmx_group(jmx, element, &group)) {
		if (group == NULL)
			return;
		name = hr_strdup(group->name); /* groups move when more are added */
		scope = (struct scope){ .group = name,
			                .threads = group->threads,
			                .times = 1,
			                .defaults = scope.defaults,
			                .depth = scope.depth };
	} else if (strcmp(kind, "TransactionController") == 0) {
		const char *outer = scope.sampler;

		add_sampler(jmx, element, &scope, true);
		scope.sampler = outer;
	} else if (is_sampler(kind)) {
		add_sampler(jmx, element, &scope, false);
	} else if (ends_with(kind, "Timer")) {
		add_timer(jmx, element, &scope);
	} else if (ends_with(kind, "Assertion")) {
		add_assertion(jmx, element, &scope);
	} else {
		enter_controller(jmx, element, &scope);
	}
	/* Samplers move when more are added: their names do not, they are owned apart. */
	if (below != NULL)
		walk(jmx, below, scope);
	free(name);
}

static bool is_tree(const xmlNode *node)
{
	return node != NULL && hr_jmx_is(node, "hashTree");
}

/* HTTP defaults count for everything in the same tree and below, wherever they stand in it. */
static void find_defaults(const xmlNode *tree, struct scope *scope)
{
	const xmlNode *node = hr_jmx_element(tree->children);

	for (; node != NULL; node = hr_jmx_element(node->next))
		if (hr_jmx_is(node, "ConfigTestElement") && hr_jmx_enabled(node) &&
		    (hr_jmx_property(node, "HTTPSampler.domain") != NULL ||
		     hr_jmx_property(node, "HTTPSampler.path") != NULL))
			scope->defaults = node;
}

static void walk(struct hr_jmx *jmx, const xmlNode *tree, struct scope scope)
{
	const xmlNode *node = hr_jmx_element(tree->children);

	if (scope.depth++ == DEPTH_MAX)
		return;
	find_defaults(tree, &scope);
	while (node != NULL) {
		const xmlNode *next = hr_jmx_element(node->next);
		const xmlNode *below = is_tree(next) ? next : NULL;

		if (is_tree(node)) {
			walk(jmx, node, scope);
			node = next;
			continue;
		}
		if (hr_jmx_enabled(node))
			take_element(jmx, node, below, scope);
		else
			jmx->plan->disabled++;
		node = below != NULL ? hr_jmx_element(below->next) : next;
	}
}

/* Variables first: they count wherever they are defined. */
static void find_variables(struct hr_jmx *jmx, const xmlNode *tree, int depth)
{
	const xmlNode *node = hr_jmx_element(tree->children);
	bool enabled = true;

	for (; node != NULL && depth < DEPTH_MAX; node = hr_jmx_element(node->next)) {
		if (is_tree(node)) {
			if (enabled)
				find_variables(jmx, node, depth + 1);
			continue;
		}
		enabled = hr_jmx_enabled(node);
		if (enabled && hr_jmx_is(node, "Arguments"))
			hr_jmx_add_variables(jmx, node);
		if (enabled && hr_jmx_is(node, "TestPlan")) {
			const xmlNode *own = hr_jmx_property(node,
			                                     "TestPlan.user_defined_variables");

			if (own != NULL)
				hr_jmx_add_variables(jmx, own);
		}
	}
}

static enum hr_err take_document(xmlDoc *document, struct hr_plan *plan, struct hr_error *err)
{
	const xmlNode *root = hr_xml()->root_element(document);
	struct hr_jmx jmx = { .plan = plan };
	const xmlNode *tree;
	char *version;

	if (document->intSubset != NULL)
		return hr_error_set(err, HR_EPARSE,
		                    "the plan declares a document type, which JMeter never writes");
	if (root == NULL || !hr_jmx_is(root, "jmeterTestPlan"))
		return hr_error_set(err, HR_EPARSE,
		                    "expected a JMeter plan (jmeterTestPlan), found <%s>",
		                    hr_quoted(root != NULL ? (const char *)root->name : NULL).text);
	version = hr_jmx_attribute(root, "jmeter");
	if (version != NULL) {
		struct hr_str text = { 0 };

		hr_str_printf(&text, "JMeter %s", version);
		plan->tool = hr_clean_copy(hr_str_slice(&text), HR_PLAN_TEXT_BYTES);
		hr_str_release(&text);
	}
	free(version);
	tree = hr_jmx_element(root->children);
	for (const xmlNode *node = tree; node != NULL; node = hr_jmx_element(node->next))
		if (is_tree(node))
			find_variables(&jmx, node, 0);
	for (const xmlNode *node = tree; node != NULL; node = hr_jmx_element(node->next))
		if (is_tree(node))
			walk(&jmx, node, (struct scope){ .group = "", .threads = -1, .times = 1 });
	if (plan->name == NULL)
		plan->name = hr_strdup("");
	hr_jmx_release(&jmx);
	return HR_OK;
}

static enum hr_err parse(struct hr_slice text, xmlDoc **out, struct hr_error *err)
{
	enum hr_err code = hr_xml_open(err);
	xmlParserCtxt *parser;
	xmlError *error;

	if (code != HR_OK)
		return code;
	parser = hr_xml()->new_parser();
	if (parser == NULL)
		hr_out_of_memory();
	*out = hr_xml()->read_memory(parser, text.ptr, (int)text.length, NULL, NULL,
	                             XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
	                                     XML_PARSE_NOCDATA);
	if (*out == NULL) {
		error = hr_xml()->last_error(parser);
		hr_error_at(err, HR_EPARSE, NULL,
		            error != NULL && error->line > 0 ? (uint64_t)error->line : 0, 0,
		            "the plan is not well-formed XML: %s",
		            error != NULL && error->message != NULL ? error->message : "empty");
		if (err != NULL && err->text[0] != '\0' && err->text[strlen(err->text) - 1] == '\n')
			err->text[strlen(err->text) - 1] = '\0';
	}
	hr_xml()->free_parser(parser);
	return *out != NULL ? HR_OK : HR_EPARSE;
}

enum hr_err hr_jmx_read(struct hr_slice text, const char *path, struct hr_plan *out,
                        struct hr_error *err)
{
	xmlDoc *document = NULL;
	enum hr_err code;

	*out = (struct hr_plan){ 0 };
	if (text.length > HR_JMX_BYTES_MAX)
		return hr_error_at(err, HR_ELIMIT, path, 0, 0,
		                   "the plan has %zu bytes, at most %zu are read", text.length,
		                   HR_JMX_BYTES_MAX);
	out->path = hr_clean_copy(hr_slice_of(path), HR_PLAN_TEXT_BYTES);
	snprintf(out->digest, sizeof(out->digest), "%016" PRIx64, hr_digest64(text));
	code = parse(text, &document, err);
	if (code == HR_OK)
		code = take_document(document, out, err);
	if (document != NULL)
		hr_xml()->free_document(document);
	hr_error_locate(err, path);
	return code;
}
