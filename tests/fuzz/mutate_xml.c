/*
 * XML as its tags and what stands between them: elements come twice, move into one another and lose
 * one of their tags, attributes change places and names, texts become CDATA, values become odd ones
 * or gain entities, and the text ends at a border.
 */
#include <config.h>
#include "mutate.h"

#include <string.h>

#include "base/mem.h"

#define PIECES_MAX     256
#define ATTRIBUTES_MAX 24
#define DEEPEN_MAX     40 /* elements around one at once */

struct attribute {
	struct hr_slice name, value; /* as it stands, without its quotes */
	char quote;
};

enum kind { OPEN, CLOSE, EMPTY, TEXT, OTHER };

struct piece {
	enum kind kind;
	struct hr_slice text; /* of a tag its name, of the others all they are */
	struct attribute attributes[ATTRIBUTES_MAX];
	size_t count;
};

struct tree {
	struct piece pieces[PIECES_MAX];
	size_t count;
	struct hr_slice rest;          /* beyond the pieces kept */
	struct piece lent[PIECES_MAX]; /* on their way to another place */
	struct hr_arena made;          /* of texts that are new */
	struct mutate_random random;
};

/* --- reading --- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip(struct hr_slice *text, size_t bytes)
{
	text->ptr += bytes;
	text->length -= bytes;
}

static void skip_blanks(struct hr_slice *text)
{
	while (text->length > 0 && is_blank(text->ptr[0]))
		skip(text, 1);
}

static struct hr_slice take_name(struct hr_slice *text)
{
	struct hr_slice name = { text->ptr, 0 };

	while (text->length > 0 && !is_blank(text->ptr[0]) &&
	       strchr("=/>\"'<", text->ptr[0]) == NULL)
		skip(text, 1);
	name.length = (size_t)(text->ptr - name.ptr);
	return name;
}

/* From "name" on, over its value; false when it is not of that form. */
static bool take_attribute(struct hr_slice *text, struct attribute *out)
{
	const char *end;

	out->name = take_name(text);
	skip_blanks(text);
	if (out->name.length == 0 || text->length == 0 || text->ptr[0] != '=')
		return false;
	skip(text, 1);
	skip_blanks(text);
	if (text->length == 0 || (text->ptr[0] != '"' && text->ptr[0] != '\''))
		return false;
	out->quote = text->ptr[0];
	skip(text, 1);
	end = text->length > 0 ? memchr(text->ptr, out->quote, text->length) : NULL;
	if (end == NULL)
		return false;
	out->value = (struct hr_slice){ text->ptr, (size_t)(end - text->ptr) };
	skip(text, out->value.length + 1);
	return true;
}

/* From '<' on, over the whole tag; false when it is none. */
static bool take_tag(struct hr_slice *text, struct piece *piece)
{
	piece->kind = OPEN;
	piece->count = 0;
	skip(text, 1);
	if (text->length > 0 && text->ptr[0] == '/') {
		piece->kind = CLOSE;
		skip(text, 1);
	}
	piece->text = take_name(text);
	for (skip_blanks(text); text->length > 0 && text->ptr[0] != '>'; skip_blanks(text)) {
		if (text->ptr[0] == '/') {
			piece->kind = EMPTY;
			skip(text, 1);
		} else if (piece->count == ATTRIBUTES_MAX ||
		           !take_attribute(text, &piece->attributes[piece->count++])) {
			return false;
		}
	}
	if (piece->text.length == 0 || text->length == 0)
		return false;
	skip(text, 1);
	return true;
}

/* The length of what ends with @end, to the end of @text where it never does. */
static size_t length_to(struct hr_slice text, const char *end)
{
	const char *found = memmem(text.ptr, text.length, end, strlen(end));

	return found != NULL ? (size_t)(found - text.ptr) + strlen(end) : text.length;
}

static size_t other_length(struct hr_slice text)
{
	static const char *const forms[][2] = {
		{ "<!--", "-->" }, { "<![CDATA[", "]]>" }, { "<?", "?>" }, { "<!", ">" }
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (hr_slice_starts(text, forms[i][0]))
			return length_to(text, forms[i][1]);
	return 0;
}

static void take_piece(struct tree *tree, struct hr_slice *text)
{
	struct piece *piece = &tree->pieces[tree->count++];
	struct hr_slice left = *text;
	size_t length = other_length(left);
	const char *next;

	if (length == 0 && left.ptr[0] == '<' && take_tag(&left, piece)) {
		*text = left;
		return;
	}
	piece->kind = length > 0 ? OTHER : TEXT;
	piece->count = 0;
	if (length == 0) {
		next = memchr(text->ptr + 1, '<', text->length - 1);
		length = next != NULL ? (size_t)(next - text->ptr) : text->length;
	}
	piece->text = (struct hr_slice){ text->ptr, length };
	skip(text, length);
}

static void tree_read(struct tree *tree, struct hr_slice text)
{
	tree->count = 0;
	while (text.length > 0 && tree->count < PIECES_MAX)
		take_piece(tree, &text);
	tree->rest = text;
}

/* --- writing --- */

static void put_tag(const struct piece *piece, struct hr_str *out)
{
	hr_str_puts(out, piece->kind == CLOSE ? "</" : "<");
	hr_str_add_slice(out, piece->text);
	for (size_t i = 0; i < piece->count; i++) {
		const struct attribute *attribute = &piece->attributes[i];

		hr_str_putc(out, ' ');
		hr_str_add_slice(out, attribute->name);
		hr_str_putc(out, '=');
		hr_str_putc(out, attribute->quote);
		hr_str_add_slice(out, attribute->value);
		hr_str_putc(out, attribute->quote);
	}
	hr_str_puts(out, piece->kind == EMPTY ? "/>" : ">");
}

static bool is_tag(const struct piece *piece)
{
	return piece->kind <= EMPTY;
}

static void tree_write(const struct tree *tree, struct hr_str *out)
{
	for (size_t i = 0; i < tree->count; i++) {
		if (is_tag(&tree->pieces[i]))
			put_tag(&tree->pieces[i], out);
		else
			hr_str_add_slice(out, tree->pieces[i].text);
	}
	hr_str_add_slice(out, tree->rest);
}

/* --- places --- */

static uint32_t below(struct tree *tree, size_t n)
{
	return mutate_below(&tree->random, (uint32_t)n);
}

/* The next from a place chosen at random that is of @kinds, bits by enum kind; NULL without. */
static struct piece *any_of(struct tree *tree, unsigned kinds)
{
	size_t from = below(tree, tree->count);

	for (size_t i = 0; i < tree->count; i++) {
		struct piece *piece = &tree->pieces[(from + i) % tree->count];

		if ((kinds >> piece->kind & 1) != 0)
			return piece;
	}
	return NULL;
}

#define BEGINS (1u << OPEN | 1u << EMPTY)
#define TAGS   (BEGINS | 1u << CLOSE)

static struct attribute *any_attribute(struct tree *tree)
{
	struct piece *piece = any_of(tree, BEGINS);

	return piece != NULL && piece->count > 0 ? &piece->attributes[below(tree, piece->count)]
	                                         : NULL;
}

/* A value or a text, NULL when the one chosen has none. */
static struct hr_slice *any_value(struct tree *tree)
{
	struct attribute *attribute;
	struct piece *piece;

	if (below(tree, 4) == 0) {
		piece = any_of(tree, 1u << TEXT);
		return piece != NULL ? &piece->text : NULL;
	}
	attribute = any_attribute(tree);
	return attribute != NULL ? &attribute->value : NULL;
}

/* How many pieces the element that begins with @piece has. */
static size_t extent(const struct tree *tree, const struct piece *piece)
{
	size_t at = (size_t)(piece - tree->pieces), i = at, depth = 0;

	for (; i < tree->count; i++) {
		if (tree->pieces[i].kind == OPEN)
			depth++;
		else if (tree->pieces[i].kind == CLOSE && depth > 0)
			depth--;
		if (depth == 0)
			return i + 1 - at;
	}
	return i - at;
}

/* Copies of @count pieces; without room nothing happens. @pieces is none of the tree's own. */
static void insert(struct tree *tree, size_t at, const struct piece *pieces, size_t count)
{
	if (tree->count + count > PIECES_MAX)
		return;
	memmove(&tree->pieces[at + count], &tree->pieces[at],
	        (tree->count - at) * sizeof(tree->pieces[0]));
	memcpy(&tree->pieces[at], pieces, count * sizeof(pieces[0]));
	tree->count += count;
}

static void take_out(struct tree *tree, struct piece *piece, size_t count)
{
	size_t behind = tree->count - (size_t)(piece - tree->pieces) - count;

	memmove(piece, piece + count, behind * sizeof(*piece));
	tree->count -= count;
}

/* An element into tree->lent; its size, 0 without one. */
static size_t lend(struct tree *tree, struct piece **out)
{
	size_t count;

	*out = any_of(tree, BEGINS);
	if (*out == NULL)
		return 0;
	count = extent(tree, *out);
	memcpy(tree->lent, *out, count * sizeof(**out));
	return count;
}

/* --- operations: elements --- */

static void duplicate_element(struct tree *tree)
{
	struct piece *piece;
	size_t count = lend(tree, &piece);

	insert(tree, below(tree, tree->count + 1), tree->lent, count);
}

static void move_element(struct tree *tree)
{
	struct piece *piece;
	size_t count = lend(tree, &piece);

	if (count == 0)
		return;
	take_out(tree, piece, count);
	insert(tree, below(tree, tree->count + 1), tree->lent, count);
}

static void drop_element(struct tree *tree)
{
	struct piece *piece = any_of(tree, BEGINS);

	if (piece != NULL)
		take_out(tree, piece, extent(tree, piece));
}

static void drop_piece(struct tree *tree)
{
	take_out(tree, &tree->pieces[below(tree, tree->count)], 1);
}

/* Into an element like another one, now and then into many. */
static void wrap_element(struct tree *tree)
{
	struct piece *piece = any_of(tree, BEGINS), *like = any_of(tree, BEGINS), open, close;
	uint32_t times = below(tree, 8) == 0 ? 1 + below(tree, DEEPEN_MAX) : 1;
	size_t at, count;

	if (piece == NULL)
		return;
	at = (size_t)(piece - tree->pieces);
	count = extent(tree, piece);
	open = close = *like;
	open.kind = OPEN;
	close.kind = CLOSE;
	close.count = 0;
	for (; times > 0 && tree->count + 2 <= PIECES_MAX; times--, count += 2) {
		insert(tree, at + count, &close, 1);
		insert(tree, at, &open, 1);
	}
}

/* Both of its tags go, what is between them stays. */
static void unwrap_element(struct tree *tree)
{
	struct piece *piece = any_of(tree, 1u << OPEN);
	size_t count;

	if (piece == NULL)
		return;
	count = extent(tree, piece);
	if (piece[count - 1].kind == CLOSE)
		take_out(tree, piece + count - 1, 1);
	take_out(tree, piece, 1);
}

static void change_kind(struct tree *tree)
{
	struct piece *piece = any_of(tree, TAGS);

	if (piece != NULL)
		piece->kind = (enum kind)below(tree, EMPTY + 1);
}

/* As another tag is called, or as those of JTL are; at both ends, or at one. */
static void rename_element(struct tree *tree)
{
	static const char *const names[] = { "testResults",  "httpSample",      "sample",
		                             "sampleResult", "assertionResult", "name",
		                             "failure",      "error",           "failureMessage",
		                             "responseData", "requestHeader",   "responseHeader",
		                             "java.net.URL", "cookies",         "method",
		                             "queryString",  "property",        "headroom-input",
		                             "x:y" };
	struct piece *piece = any_of(tree, TAGS), *like = any_of(tree, TAGS), *last;
	struct hr_slice name;

	if (piece == NULL)
		return;
	name = below(tree, 2) == 0
	               ? like->text
	               : hr_slice_of(names[below(tree, sizeof(names) / sizeof(*names))]);
	last = piece + extent(tree, piece) - 1;
	if (last->kind == CLOSE && below(tree, 4) != 0)
		last->text = name;
	piece->text = name;
}

/* --- operations: attributes --- */

static void drop_attribute(struct tree *tree)
{
	struct piece *piece = any_of(tree, BEGINS);
	size_t which;

	if (piece == NULL || piece->count == 0)
		return;
	which = below(tree, piece->count);
	memmove(&piece->attributes[which], &piece->attributes[which + 1],
	        (piece->count - which - 1) * sizeof(piece->attributes[0]));
	piece->count--;
}

/* That of another tag, too, or a second one of its name. */
static void copy_attribute(struct tree *tree)
{
	struct attribute *from = any_attribute(tree);
	struct piece *to = any_of(tree, BEGINS);

	if (from != NULL && to->count < ATTRIBUTES_MAX)
		to->attributes[to->count++] = *from;
}

static void swap_values(struct tree *tree)
{
	struct attribute *a = any_attribute(tree), *b = any_attribute(tree);
	struct hr_slice kept;

	if (a == NULL || b == NULL)
		return;
	kept = a->value;
	a->value = b->value;
	b->value = kept;
}

static void rename_attribute(struct tree *tree)
{
	static const char *const names[] = {
		"t",     "it",           "lt", "ct", "ts", "s",  "lb",        "rc",    "rm",
		"tn",    "dt",           "de", "by", "sc", "ec", "ng",        "na",    "hn",
		"sby",   "time",         "T",  "id", "",   "vn", "timeStamp", "label", "success",
		"class", "responseCode", "x:t"
	};
	struct attribute *attribute = any_attribute(tree), *like = any_attribute(tree);

	if (attribute == NULL)
		return;
	if (like != NULL && below(tree, 2) == 0)
		attribute->name = like->name;
	else
		attribute->name = hr_slice_of(names[below(tree, sizeof(names) / sizeof(*names))]);
}

static void change_quotes(struct tree *tree)
{
	struct attribute *attribute = any_attribute(tree);

	if (attribute != NULL)
		attribute->quote = attribute->quote == '"' ? '\'' : '"';
}

/* --- operations: values and texts --- */

static void put_escaped(const char *text, struct hr_str *out)
{
	for (; *text != '\0'; text++) {
		switch (*text) {
		case '"':
			hr_str_puts(out, "&quot;");
			break;
		case '&':
			hr_str_puts(out, "&amp;");
			break;
		case '<':
			hr_str_puts(out, "&lt;");
			break;
		default:
			hr_str_putc(out, *text);
		}
	}
}

static void set_odd_value(struct tree *tree)
{
	const char *text = mutate_odd_value(&tree->random);
	struct hr_slice *value = any_value(tree);
	struct hr_str made = { 0 };

	if (value == NULL)
		return;
	if (below(tree, 8) == 0)
		hr_str_puts(&made, text);
	else
		put_escaped(text, &made);
	*value = mutate_keep(&tree->made, &made);
}

static void set_bytes(struct tree *tree)
{
	struct hr_slice *value = any_value(tree);
	struct hr_str made = { 0 };

	if (value == NULL)
		return;
	mutate_bytes(*value, &made);
	*value = mutate_keep(&tree->made, &made);
}

static void add_entity(struct tree *tree)
{
	static const char *const entities[] = {
		"&amp;",  "&lt;",     "&gt;",        "&quot;",     "&apos;",     "&#65;",
		"&#x41;", "&#0;",     "&#xD800;",    "&#x10FFFF;", "&#x110000;", "&#99999999999;",
		"&b;",    "&nbsp;",   "&",           "&amp",       "&#;",        "&#x;",
		"&#10;",  "&amp;lt;", "&undefined;", "<![CDATA[",  "]]>",        "<"
	};
	struct hr_slice *value = any_value(tree);
	struct hr_str made = { 0 };
	size_t at;

	if (value == NULL)
		return;
	at = below(tree, value->length + 1);
	hr_str_add(&made, value->ptr, at);
	hr_str_puts(&made, entities[below(tree, sizeof(entities) / sizeof(*entities))]);
	hr_str_add(&made, value->ptr + at, value->length - at);
	*value = mutate_keep(&tree->made, &made);
}

/* Text as CDATA, a comment or an instruction, and what these hold as text. */
static void change_dress(struct tree *tree)
{
	static const char *const dresses[][2] = {
		{ "<![CDATA[", "]]>" }, { "<!--", "-->" }, { "<?x ", "?>" }, { "<![CDATA[", "" }
	};
	struct piece *piece = any_of(tree, 1u << TEXT | 1u << OTHER);
	size_t which = below(tree, sizeof(dresses) / sizeof(dresses[0]));
	struct hr_slice text;
	struct hr_str made = { 0 };

	if (piece == NULL)
		return;
	text = piece->text;
	if (piece->kind == OTHER) {
		if (hr_slice_starts(text, "<![CDATA[") && text.length >= 12)
			text = (struct hr_slice){ text.ptr + 9, text.length - 12 };
		piece->kind = TEXT;
		piece->text = text;
		return;
	}
	hr_str_puts(&made, dresses[which][0]);
	hr_str_add_slice(&made, text);
	hr_str_puts(&made, dresses[which][1]);
	piece->kind = OTHER;
	piece->text = mutate_keep(&tree->made, &made);
}

static void add_text(struct tree *tree)
{
	struct hr_str made = { 0 };
	struct piece piece = { .kind = TEXT };

	put_escaped(mutate_odd_value(&tree->random), &made);
	piece.text = mutate_keep(&tree->made, &made);
	insert(tree, below(tree, tree->count + 1), &piece, 1);
}

/* --- operations: the whole --- */

/* What may come before the root: another encoding, entities, a mark. */
static void change_prologue(struct tree *tree)
{
	static const char *const prologues[] = {
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
		"<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
		"<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
		"<?xml version=\"1.0\" encoding=\"none\"?>",
		"<?xml version=\"1.1\"?>",
		"<!DOCTYPE a [<!ENTITY b \"c\">]>",
		"<!DOCTYPE a [<!ENTITY b \"<sample t='1'/>\"><!ENTITY c \"&b;&b;\">]>",
		"<!DOCTYPE a SYSTEM \"none\">",
		"<!-- -->",
		"\xef\xbb\xbf",
	};
	struct piece piece = { .kind = OTHER };

	piece.text = hr_slice_of(prologues[below(tree, sizeof(prologues) / sizeof(prologues[0]))]);
	if (tree->pieces[0].kind == OTHER && below(tree, 2) == 0)
		tree->pieces[0] = piece;
	else
		insert(tree, 0, &piece, 1);
}

/* Ends behind a piece, or inside the last one. */
static void cut_at_border(struct tree *tree)
{
	struct hr_str made = { 0 };
	struct piece *last;

	tree->rest.length = 0;
	tree->count = 1 + below(tree, tree->count);
	last = &tree->pieces[tree->count - 1];
	if (below(tree, 2) == 0)
		return;
	if (is_tag(last))
		put_tag(last, &made);
	else
		hr_str_add_slice(&made, last->text);
	hr_str_truncate(&made, below(tree, made.length));
	last->kind = OTHER;
	last->text = mutate_keep(&tree->made, &made);
}

/* What takes away comes as often as what adds, else texts only grow. */
static void (*const operations[])(struct tree *) = {
	duplicate_element, move_element,    move_element,   drop_element,  drop_element,
	drop_piece,        wrap_element,    unwrap_element, change_kind,   rename_element,
	drop_attribute,    copy_attribute,  swap_values,    swap_values,   rename_attribute,
	rename_attribute,  change_quotes,   set_odd_value,  set_odd_value, set_odd_value,
	set_bytes,         set_bytes,       add_entity,     add_entity,    change_dress,
	add_text,          change_prologue, cut_at_border,
};

size_t mutate_xml(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	static struct tree tree;
	struct hr_str out = { 0 };

	tree.random = mutate_seed(seed);
	if (size == 0 || below(&tree, 8) == 0)
		return LLVMFuzzerMutate(data, size, max_size);
	tree_read(&tree, (struct hr_slice){ (const char *)data, size });
	for (uint32_t steps = 1 + below(&tree, 4); steps > 0 && tree.count > 0; steps--)
		operations[below(&tree, sizeof(operations) / sizeof(operations[0]))](&tree);
	tree_write(&tree, &out);
	hr_arena_release(&tree.made);
	return mutate_put(&out, data, max_size);
}

size_t cross_xml(struct hr_slice a, struct hr_slice b, uint8_t *out, size_t max_size, unsigned seed)
{
	static struct tree first, second;
	struct hr_str text = { 0 };

	tree_read(&first, a);
	tree_read(&second, b);
	first.random = second.random = mutate_seed(seed);
	for (uint32_t times = 1 + below(&first, 2); times > 0; times--) {
		struct piece *piece;
		size_t count = lend(&second, &piece);

		insert(&first, below(&first, first.count + 1), second.lent, count);
	}
	tree_write(&first, &text);
	return mutate_put(&text, out, max_size);
}
