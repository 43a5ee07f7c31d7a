#include <config.h>
#include "read/json_scan.h"

#include <stdlib.h>

#include "base/mem.h"

#define LINES 8 /* kinds of lines that come in turn */

#define NO_WANT HR_JSON_WANTS_MAX

/* ---- a line unlike those before ---- */

struct scanner {
	struct hr_json_cursor cursor;
	struct hr_json_scan *scan;
	struct hr_json_line *line;
	size_t last; /* the want met last; before the first the last of them */
};

static inline bool is_want(const struct hr_json_scan *scan, size_t i, struct hr_slice name,
                           int inside)
{
	const struct hr_json_want *want = &scan->wants[i];

	return want->length == name.length && want->inside == inside &&
	       hr_bytes_equal(want->name, name.ptr, name.length);
}

/* The want of that name in an object. The one that came next in the line before is tried first. */
static size_t find_want(struct scanner *scanner, struct hr_slice name, int inside)
{
	struct hr_json_scan *scan = scanner->scan;
	size_t likely = scan->after[scanner->last];

	if (likely < scan->count && is_want(scan, likely, name, inside))
		return scanner->last = likely;
	for (size_t i = 0; i < scan->count; i++) {
		if (!is_want(scan, i, name, inside))
			continue;
		scan->after[scanner->last] = (uint8_t)i;
		return scanner->last = i;
	}
	return NO_WANT;
}

/* Where a value is kept: its want's place, or one behind the wants'; NULL when there is none. */
static struct hr_json_value *place_for(struct hr_json_line *line, size_t want, int inside)
{
	size_t i = want != NO_WANT ? want : line->used;

	if (i == HR_JSON_VALUES_MAX) {
		line->too_many = true;
		return NULL;
	}
	line->used += want == NO_WANT;
	line->inside[i] = (int8_t)inside;
	return &line->values[i];
}

static bool take_members(struct scanner *scanner, int inside, unsigned depth, uint32_t *count);

/* An object that wants lie in. */
static bool take_opened(struct scanner *scanner, size_t want, unsigned depth)
{
	struct hr_json_value *value = &scanner->line->values[want];

	if (depth == HR_JSON_DEPTH_MAX)
		return false;
	value->kind = HR_JSON_OBJECT;
	value->begin = hr_json_place(&scanner->cursor);
	scanner->cursor.at++;
	if (!take_members(scanner, (int)want, depth + 1, &value->members))
		return false;
	value->end = hr_json_place(&scanner->cursor);
	scanner->line->opened[scanner->line->opened_count++] = (uint8_t)want;
	return true;
}

/* A member kept, or passed over. One of a name that came before is for jansson. */
static bool take_member(struct scanner *scanner, int inside, unsigned depth)
{
	struct hr_json_line *line = scanner->line;
	struct hr_json_value passed, *value;
	struct hr_slice name;
	size_t want;

	if (!hr_json_take_name(&scanner->cursor, &name))
		return false;
	want = find_want(scanner, name, inside);
	value = place_for(line, want, inside);
	if (value == NULL)
		return hr_json_take_value(&scanner->cursor, depth, &passed);
	if (want != NO_WANT) {
		if (value->kind != HR_JSON_ABSENT)
			return false;
		if ((scanner->scan->opened >> want & 1) != 0 &&
		    hr_json_peek(&scanner->cursor) == '{')
			return take_opened(scanner, want, depth);
	}
	line->order[line->order_count++] = (uint8_t)(value - line->values);
	return hr_json_take_value(&scanner->cursor, depth, value);
}

static bool take_members(struct scanner *scanner, int inside, unsigned depth, uint32_t *count)
{
	uint32_t members = 0;

	*count = 0;
	if (hr_json_take(&scanner->cursor, '}'))
		return true;
	do {
		if (!take_member(scanner, inside, depth))
			return false;
		members++;
	} while (hr_json_take(&scanner->cursor, ','));
	*count = members;
	return hr_json_take(&scanner->cursor, '}');
}

static bool take_line(struct hr_json_scan *scan, struct hr_json_line *line, struct hr_slice text)
{
	struct scanner scanner = { .cursor = { text.ptr, text.ptr, text.ptr + text.length },
		                   .scan = scan,
		                   .line = line,
		                   .last = scan->count > 0 ? scan->count - 1 : 0 };

	if (text.length > UINT32_MAX || !hr_json_take(&scanner.cursor, '{') ||
	    !take_members(&scanner, HR_JSON_TOP, 0, &line->members))
		return false;
	hr_json_peek(&scanner.cursor);
	for (size_t i = 0; i < scan->count; i++)
		line->escaped |= (uint64_t)line->values[i].escaped << i;
	return scanner.cursor.at == scanner.cursor.end;
}

/* ---- escapes ---- */

/* Escapes make texts longer, so that the room is enough and nothing moves while it is filled. */
static void decode(struct hr_json_scan *scan)
{
	struct hr_str *out = &scan->decoded;
	size_t room = 1;

	for (size_t i = 0; i < scan->count; i++)
		if (scan->line->values[i].escaped)
			room += scan->line->values[i].end - scan->line->values[i].begin;
	hr_str_truncate(out, 0);
	hr_str_reserve(out, room);
	for (size_t i = 0; i < scan->count; i++) {
		const struct hr_json_value *value = &scan->line->values[i];
		size_t begin = out->length;

		if (!value->escaped)
			continue;
		hr_json_decode((struct hr_slice){ scan->bytes + value->begin + 1,
		                                  value->end - value->begin - 2 },
		               out);
		scan->meant[i] = (struct hr_slice){ out->data + begin, out->length - begin };
	}
}

/* ---- lines ---- */

static void take_result(struct hr_json_scan *scan, size_t i, struct hr_slice text, uint64_t changed)
{
	bool follows = !scan->parted && scan->line == &scan->lines[i];

	scan->line = &scan->lines[i];
	scan->bytes = text.ptr;
	scan->changed = follows ? changed : UINT64_MAX;
	scan->parted = false;
	if ((scan->line->escaped & scan->changed) != 0)
		decode(scan);
}

static inline bool follows(struct hr_json_scan *scan, size_t i, struct hr_slice text)
{
	uint64_t changed;

	if (!hr_json_line_follow(&scan->lines[i], text, &changed))
		return false;
	scan->last_line = i;
	take_result(scan, i, text, changed);
	return true;
}

bool hr_json_scan_again(struct hr_json_scan *scan, struct hr_slice text)
{
	if (scan->line_count > 0 && follows(scan, scan->last_line, text))
		return true;
	for (size_t i = 0; i < scan->line_count; i++)
		if (i != scan->last_line && follows(scan, i, text))
			return true;
	return false;
}

static void prepare(struct hr_json_scan *scan)
{
	scan->lines = hr_zalloc(LINES, sizeof(*scan->lines));
	scan->opened = 0;
	for (size_t i = 0; i < scan->count; i++)
		if (scan->wants[i].inside != HR_JSON_TOP)
			scan->opened |= UINT64_C(1) << scan->wants[i].inside;
}

bool hr_json_scan(struct hr_json_scan *scan, struct hr_slice text)
{
	size_t i = scan->next_line;

	if (scan->lines == NULL)
		prepare(scan);
	if (hr_json_scan_again(scan, text))
		return true;
	hr_json_line_clear(&scan->lines[i], scan->count);
	if (!take_line(scan, &scan->lines[i], text)) {
		hr_json_scan_part(scan);
		return false;
	}
	hr_json_line_keep(&scan->lines[i], text);
	scan->last_line = i;
	scan->next_line = (i + 1) % LINES;
	if (scan->line_count < LINES)
		scan->line_count++;
	take_result(scan, i, text, UINT64_MAX);
	return true;
}

void hr_json_scan_part(struct hr_json_scan *scan)
{
	scan->parted = true;
}

void hr_json_scan_forget(struct hr_json_scan *scan)
{
	hr_json_line_clear(&scan->lines[scan->last_line], scan->count);
}

void hr_json_scan_release(struct hr_json_scan *scan)
{
	for (size_t i = 0; scan->lines != NULL && i < LINES; i++)
		hr_json_line_release(&scan->lines[i]);
	free(scan->lines);
	hr_str_release(&scan->decoded);
}
