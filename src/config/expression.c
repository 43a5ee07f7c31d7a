/*
 * Recursive descent to a tree, the tree to tests in a row. Tests are written back to front, so both
 * places to go on with are known when a test is written.
 */
#include <config.h>
#include "config/expression.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "base/pattern.h"
#include "base/str.h"
#include "base/suggest.h"
#include "base/unit.h"
#include "base/utf8.h"
#include "config/scan.h"

#define DEPTH_MAX 50
#define NODES_MAX (4 * HR_PREDICATE_TESTS_MAX)

enum kind { KIND_BOOLEAN, KIND_TEXT, KIND_STATUS, KIND_DURATION, KIND_BYTES };

static const struct field {
	const char *name;
	enum hr_predicate_field field;
	enum kind kind;
} fields[] = {
	{ "success", HR_ASK_SUCCESS, KIND_BOOLEAN },  { "label", HR_ASK_LABEL, KIND_TEXT },
	{ "code", HR_ASK_CODE, KIND_TEXT },           { "message", HR_ASK_MESSAGE, KIND_TEXT },
	{ "failure", HR_ASK_FAILURE, KIND_TEXT },     { "host", HR_ASK_HOST, KIND_TEXT },
	{ "status", HR_ASK_STATUS, KIND_STATUS },     { "elapsed", HR_ASK_ELAPSED, KIND_DURATION },
	{ "latency", HR_ASK_LATENCY, KIND_DURATION }, { "connect", HR_ASK_CONNECT, KIND_DURATION },
	{ "received", HR_ASK_RECEIVED, KIND_BYTES },  { "sent", HR_ASK_SENT, KIND_BYTES },
};
#define FIELDS (sizeof(fields) / sizeof(fields[0]))

enum node_kind { NODE_TEST, NODE_AND, NODE_OR, NODE_NOT, NODE_ALWAYS, NODE_NEVER };

/* Children are numbers of nodes: the array moves as it grows. */
struct node {
	enum node_kind kind;
	int left, right;
	struct hr_predicate_test test; /* its texts are owned until they go into the program */
};

struct parser {
	struct hr_scan scan;
	int depth;
	struct node *nodes;
	size_t count, capacity;
	size_t tests, labels;
	enum hr_err status; /* of the first error */
};

/* --- errors --- */

/* The first error stays. */
static int fail_at(struct parser *parser, size_t at, enum hr_err code, const char *what)
{
	if (parser->status == HR_OK)
		parser->status = hr_scan_fail(&parser->scan, at, code, what);
	return -1;
}

static bool take(struct parser *parser, const char *token)
{
	return hr_scan_take(&parser->scan, token);
}

/* --- nodes --- */

static int add_node(struct parser *parser, enum node_kind kind, int left, int right)
{
	if (parser->status != HR_OK)
		return -1;
	if (parser->count == NODES_MAX)
		return fail_at(parser, parser->scan.at, HR_ELIMIT, "the filter is too long");
	parser->nodes = hr_grow(parser->nodes, parser->count, &parser->capacity,
	                        sizeof(*parser->nodes));
	parser->nodes[parser->count] = (struct node){ .kind = kind, .left = left, .right = right };
	return (int)parser->count++;
}

static int add_test(struct parser *parser, size_t at, const struct field *field,
                    enum hr_predicate_test_op op, bool opposite)
{
	int number = add_node(parser, NODE_TEST, -1, -1);
	struct hr_predicate_test *test;

	if (number < 0)
		return -1;
	if (parser->tests++ == HR_PREDICATE_TESTS_MAX)
		return fail_at(parser, at, HR_ELIMIT,
		               "a filter has at most " HR_DIGITS(HR_PREDICATE_TESTS_MAX) " tests");
	test = &parser->nodes[number].test;
	test->field = field->field;
	test->op = op;
	test->opposite = opposite;
	if (field->field != HR_ASK_LABEL)
		return number;
	if (parser->labels == HR_PREDICATE_LABELS_MAX)
		return fail_at(parser, at, HR_ELIMIT,
		               "a filter asks a label at most " HR_DIGITS(
		                       HR_PREDICATE_LABELS_MAX) " things");
	test->bit = UINT64_C(1) << parser->labels++;
	return number;
}

/* --- values --- */

static bool scan_text(struct parser *parser, struct hr_str *out)
{
	hr_scan_skip_blanks(&parser->scan);
	if (!hr_scan_at_quote(&parser->scan))
		fail_at(parser, parser->scan.at, HR_EPARSE,
		        "a text in quotes is expected, such as 'checkout'");
	else if (parser->status == HR_OK)
		parser->status = hr_scan_quoted(&parser->scan, out);
	return parser->status == HR_OK;
}

static bool scan_number(struct parser *parser, const struct field *field, int64_t *out)
{
	struct hr_slice amount;
	struct hr_error inner = { 0 };
	double bytes;
	size_t start;

	hr_scan_skip_blanks(&parser->scan);
	start = parser->scan.at;
	amount = hr_scan_amount(&parser->scan);
	if (amount.length == 0) {
		fail_at(parser, start, HR_EPARSE,
		        field->kind == KIND_DURATION ? "a duration is expected, such as 300ms"
		        : field->kind == KIND_BYTES
		                ? "an amount of bytes is expected, such as 20KiB"
		                : "a response code is expected, such as 500");
		return false;
	}
	if (field->kind == KIND_STATUS) {
		if (hr_parse_i64(amount, out) && *out >= 0)
			return true;
		fail_at(parser, start, HR_EPARSE, "a response code is a whole number, such as 500");
		return false;
	}
	if (field->kind == KIND_DURATION) {
		if (hr_duration_parse(amount, out, &inner) == HR_OK)
			return true;
	} else if (hr_unit_parse(amount, HR_QUANTITY_BYTES, &bytes, &inner) == HR_OK) {
		if (bytes >= 0 && bytes < 9e18) {
			*out = (int64_t)bytes;
			return true;
		}
		hr_error_set(&inner, HR_EPARSE, "the amount is out of range");
	}
	fail_at(parser, start, HR_EPARSE, inner.text);
	return false;
}

/* --- tests --- */

static int text_test(struct parser *parser, const struct field *field, bool pattern, bool opposite)
{
	struct hr_str text = { 0 };
	struct hr_error inner = { 0 };
	size_t start;
	int number = -1;

	hr_scan_skip_blanks(&parser->scan);
	start = parser->scan.at;
	if (scan_text(parser, &text))
		number = add_test(parser, start, field, pattern ? HR_TEST_MATCHES : HR_TEST_IS,
		                  opposite);
	if (number >= 0 && pattern) {
		if (hr_pattern_compile(hr_str_slice(&text), &parser->nodes[number].test.pattern,
		                       &inner) != HR_OK)
			number = fail_at(parser, start, HR_EPARSE, inner.text);
	} else if (number >= 0) {
		parser->nodes[number].test.length = text.length;
		parser->nodes[number].test.text = hr_str_detach(&text);
	}
	hr_str_release(&text);
	return number;
}

static int number_test(struct parser *parser, const struct field *field,
                       enum hr_predicate_test_op op, bool opposite)
{
	int64_t value;
	size_t start = parser->scan.at;
	int number;

	if (!scan_number(parser, field, &value))
		return -1;
	number = add_test(parser, start, field, op, opposite);
	if (number >= 0)
		parser->nodes[number].test.number = value;
	return number;
}

/* One element of a list: a text, a number, or a..b. */
static int element(struct parser *parser, const struct field *field)
{
	int64_t from, to;
	size_t start = parser->scan.at;
	int low, high;

	if (field->kind == KIND_TEXT)
		return text_test(parser, field, false, false);
	if (!scan_number(parser, field, &from))
		return -1;
	if (!take(parser, "..")) {
		low = add_test(parser, start, field, HR_TEST_EQUAL, false);
		if (low >= 0)
			parser->nodes[low].test.number = from;
		return low;
	}
	if (!scan_number(parser, field, &to))
		return -1;
	if (to < from)
		return fail_at(parser, start, HR_EPARSE, "the range ends before it begins");
	low = add_test(parser, start, field, HR_TEST_LESS, true);
	high = add_test(parser, start, field, HR_TEST_AT_MOST, false);
	if (low < 0 || high < 0)
		return -1;
	parser->nodes[low].test.number = from;
	parser->nodes[high].test.number = to;
	return add_node(parser, NODE_AND, low, high);
}

static int list_test(struct parser *parser, const struct field *field)
{
	int all = -1;

	if (!take(parser, "("))
		return fail_at(
		        parser, parser->scan.at, HR_EPARSE,
		        "a list in brackets is expected after 'in', such as (200..299, 304)");
	do {
		int one = element(parser, field);

		if (one < 0)
			return -1;
		all = all < 0 ? one : add_node(parser, NODE_OR, all, one);
	} while (take(parser, ","));
	if (!take(parser, ")"))
		return fail_at(parser, parser->scan.at, HR_EPARSE, "',' or ')' is expected");
	return all;
}

static int boolean_test(struct parser *parser, const struct field *field, size_t at)
{
	bool opposite = false;

	if (take(parser, "==") || take(parser, "!=")) {
		bool unequal = parser->scan.text.ptr[parser->scan.at - 2] == '!';

		if (take(parser, "true"))
			opposite = unequal;
		else if (take(parser, "false"))
			opposite = !unequal;
		else
			return fail_at(parser, parser->scan.at, HR_EPARSE,
			               "true or false is expected");
	}
	return add_test(parser, at, field, HR_TEST_IS, opposite);
}

static int compare(struct parser *parser, const struct field *field, size_t at)
{
	bool text = field->kind == KIND_TEXT;

	if (field->kind == KIND_BOOLEAN)
		return boolean_test(parser, field, at);
	if (take(parser, "in"))
		return list_test(parser, field);
	if (take(parser, "=="))
		return text ? text_test(parser, field, false, false)
		            : number_test(parser, field, HR_TEST_EQUAL, false);
	if (take(parser, "!="))
		return text ? text_test(parser, field, false, true)
		            : number_test(parser, field, HR_TEST_EQUAL, true);
	if (text && take(parser, "~"))
		return text_test(parser, field, true, false);
	if (text && take(parser, "!~"))
		return text_test(parser, field, true, true);
	if (!text && take(parser, "<="))
		return number_test(parser, field, HR_TEST_AT_MOST, false);
	if (!text && take(parser, ">="))
		return number_test(parser, field, HR_TEST_LESS, true);
	if (!text && take(parser, "<"))
		return number_test(parser, field, HR_TEST_LESS, false);
	if (!text && take(parser, ">"))
		return number_test(parser, field, HR_TEST_AT_MOST, true);
	hr_scan_skip_blanks(&parser->scan);
	return fail_at(parser, parser->scan.at, HR_EPARSE,
	               text ? "one of == != ~ !~ in is expected after a text"
	                    : "one of == != < <= > >= in is expected after a number");
}

static int unknown_field(struct parser *parser, size_t at, struct hr_slice word)
{
	struct hr_suggestion suggestion = { .wrong = word };
	struct hr_str message = { 0 };

	if (word.length == 0)
		return fail_at(parser, at, HR_EPARSE,
		               "a field is expected, such as success, status or label");
	for (size_t i = 0; i < FIELDS; i++)
		hr_suggest_try(&suggestion, fields[i].name);
	hr_str_printf(&message, "unknown field '%s'%s", hr_quoted_slice(word).text,
	              hr_suggest_hint(&suggestion, NULL));
	fail_at(parser, at, HR_EPARSE, hr_str_text(&message));
	hr_str_release(&message);
	return -1;
}

/* --- the grammar --- */

static int parse_or(struct parser *parser);

static int parse_primary(struct parser *parser)
{
	struct hr_slice word;
	size_t at;
	int inner;

	if (take(parser, "(")) {
		inner = parse_or(parser);
		if (inner >= 0 && !take(parser, ")"))
			return fail_at(parser, parser->scan.at, HR_EPARSE, "')' is expected");
		return inner;
	}
	if (take(parser, "true"))
		return add_node(parser, NODE_ALWAYS, -1, -1);
	if (take(parser, "false"))
		return add_node(parser, NODE_NEVER, -1, -1);
	hr_scan_skip_blanks(&parser->scan);
	at = parser->scan.at;
	word = hr_scan_word(&parser->scan);
	for (size_t i = 0; i < FIELDS; i++)
		if (hr_slice_is(word, fields[i].name))
			return compare(parser, &fields[i], at);
	return unknown_field(parser, at, word);
}

static int parse_not(struct parser *parser)
{
	int inner;

	if (!take(parser, "!") && !take(parser, "not"))
		return parse_primary(parser);
	if (++parser->depth > DEPTH_MAX)
		return fail_at(parser, parser->scan.at, HR_ELIMIT, "the filter nests too deep");
	inner = parse_not(parser);
	parser->depth--;
	return inner < 0 ? -1 : add_node(parser, NODE_NOT, inner, -1);
}

static int parse_and(struct parser *parser)
{
	int left = parse_not(parser);

	while (left >= 0 && (take(parser, "&&") || take(parser, "and"))) {
		int right = parse_not(parser);

		left = right < 0 ? -1 : add_node(parser, NODE_AND, left, right);
	}
	return left;
}

static int parse_or(struct parser *parser)
{
	int left;

	if (++parser->depth > DEPTH_MAX)
		return fail_at(parser, parser->scan.at, HR_ELIMIT, "the filter nests too deep");
	left = parse_and(parser);
	while (left >= 0 && (take(parser, "||") || take(parser, "or"))) {
		int right = parse_and(parser);

		left = right < 0 ? -1 : add_node(parser, NODE_OR, left, right);
	}
	parser->depth--;
	return left;
}

/* --- the program --- */

/*
 * Write @number so that it goes on with @yes or @no; returns where to begin. "not" of a test with
 * numbers or texts keeps saying no to what the sample lacks only inside the test, so brackets with
 * "not" turn the answer around as logic has it.
 */
static int16_t write_node(struct parser *parser, int number, struct hr_predicate *out, int16_t yes,
                          int16_t no)
{
	struct node *node = &parser->nodes[number];
	struct hr_predicate_test *test;

	switch (node->kind) {
	case NODE_ALWAYS:
		return yes;
	case NODE_NEVER:
		return no;
	case NODE_NOT:
		return write_node(parser, node->left, out, no, yes);
	case NODE_AND:
		yes = write_node(parser, node->right, out, yes, no);
		return write_node(parser, node->left, out, yes, no);
	case NODE_OR:
		no = write_node(parser, node->right, out, yes, no);
		return write_node(parser, node->left, out, yes, no);
	case NODE_TEST:
		break;
	}
	test = &out->tests[out->count];
	*test = node->test;
	node->test = (struct hr_predicate_test){ 0 };
	test->yes = yes;
	test->no = no;
	out->asks_label |= test->field == HR_ASK_LABEL;
	return (int16_t)out->count++;
}

static void release_nodes(struct parser *parser)
{
	for (size_t i = 0; i < parser->count; i++) {
		free(parser->nodes[i].test.text);
		hr_pattern_free(parser->nodes[i].test.pattern);
	}
	free(parser->nodes);
}

enum hr_err hr_expression_compile(struct hr_slice text, struct hr_predicate *out,
                                  struct hr_error *err)
{
	struct parser parser = { .scan = { .what = "filter", .text = text, .err = err } };
	int root;

	*out = (struct hr_predicate){ 0 };
	if (text.length > HR_EXPRESSION_BYTES_MAX)
		return hr_error_set(err, HR_ELIMIT,
		                    "a filter has at most %d bytes, this one has %zu",
		                    HR_EXPRESSION_BYTES_MAX, text.length);
	if (!hr_utf8_valid(text))
		return hr_error_set(err, HR_EPARSE, "a filter must be UTF-8 text");
	root = parse_or(&parser);
	hr_scan_skip_blanks(&parser.scan);
	if (root >= 0 && parser.scan.at < text.length)
		fail_at(&parser, parser.scan.at, HR_EPARSE, "&& or || is expected");
	if (parser.status == HR_OK) {
		out->tests = hr_zalloc(parser.tests + 1, sizeof(*out->tests));
		out->entry = write_node(&parser, root, out, HR_PREDICATE_YES, HR_PREDICATE_NO);
		out->text = hr_strndup(text.ptr, text.length);
	}
	release_nodes(&parser);
	return parser.status;
}
