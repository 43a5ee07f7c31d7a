#include <config.h>
#include "read/json_line.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

void hr_json_line_clear(struct hr_json_line *line, size_t wants)
{
	memset(line->values, 0, wants * sizeof(*line->values));
	line->wants = line->used = wants;
	line->order_count = line->opened_count = 0;
	line->escaped = 0;
	line->too_many = false;
	hr_str_truncate(&line->text, 0);
}

void hr_json_line_release(struct hr_json_line *line)
{
	hr_str_release(&line->text);
}

void hr_json_line_keep(struct hr_json_line *line, struct hr_slice text)
{
	if (!line->too_many && text.length <= HR_JSON_LINE_BYTES)
		hr_str_add_slice(&line->text, text);
}

#ifdef __SSE2__
/* Which of 16 bytes are the same, as bits. */
static inline unsigned same16(const char *a, const char *b)
{
	__m128i of_a = _mm_loadu_si128((const __m128i *)(const void *)a);
	__m128i of_b = _mm_loadu_si128((const __m128i *)(const void *)b);

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(of_a, of_b));
}
#endif

/* How many bytes at the front of both are the same. */
static inline size_t common_length(const char *a, const char *b, size_t length)
{
	size_t at = 0;

#ifdef __SSE2__
	for (; at + 32 <= length; at += 32) {
		unsigned same = same16(a + at, b + at) | same16(a + at + 16, b + at + 16) << 16;

		if (same != UINT32_MAX)
			return at + (size_t)__builtin_ctz(~same);
	}
	if (at + 16 <= length) {
		unsigned same = same16(a + at, b + at);

		if (same != 0xffff)
			return at + (size_t)__builtin_ctz(~same);
		at += 16;
	}
#endif
	while (at + 8 <= length && hr_load64(a + at) == hr_load64(b + at))
		at += 8;
	while (at < length && a[at] == b[at])
		at++;
	return at;
}

struct change {
	size_t at; /* in the order */
	struct hr_json_value value;
};

static inline bool is_nested(const struct hr_json_value *value)
{
	return value->kind == HR_JSON_OBJECT || value->kind == HR_JSON_ARRAY;
}

static unsigned depth_of(const struct hr_json_line *line, size_t i)
{
	unsigned depth = 0;

	for (int outer = line->inside[i]; outer >= 0; outer = line->inside[outer])
		depth++;
	return depth;
}

/* Another value where one was; of another kind only where neither has any inside. */
static inline bool take_again(const struct hr_json_line *line, size_t i,
                              struct hr_json_cursor *cursor, struct hr_json_value *out)
{
	const struct hr_json_value *before = &line->values[i];
	unsigned depth = is_nested(before) ? depth_of(line, i) : 0;
	uint32_t begin = hr_json_place(cursor);

	if (!hr_json_take_value(cursor, depth, out) || out->begin != begin)
		return false;
	if (is_nested(before) || is_nested(out))
		return out->kind == before->kind && out->members == before->members;
	return true;
}

/* The values that differ; SIZE_MAX when other things do. */
static size_t find_changes(const struct hr_json_line *line, struct hr_slice text,
                           struct change changes[HR_JSON_VALUES_MAX])
{
	struct hr_json_cursor cursor = { text.ptr, text.ptr, text.ptr + text.length };
	size_t at = 0, length = line->text.length, count = 0, next = 0;

	for (;;) {
		size_t left = (size_t)(cursor.end - cursor.at);
		size_t same = common_length(line->text.data + at, cursor.at,
		                            left < length - at ? left : length - at);
		const struct hr_json_value *value;
		size_t i;

		at += same;
		cursor.at += same;
		if (at == length)
			return cursor.at == cursor.end ? count : SIZE_MAX;
		/* A number whose end is where they differ may be longer now. */
		while (next < line->order_count && line->values[line->order[next]].end < at)
			next++;
		if (next == line->order_count)
			return SIZE_MAX;
		i = line->order[next];
		value = &line->values[i];
		if (at < value->begin)
			return SIZE_MAX;
		cursor.at -= at - value->begin;
		at = value->end;
		if (!take_again(line, i, &cursor, &changes[count].value))
			return SIZE_MAX;
		changes[count++].at = next++;
	}
}

/* What lies behind a value moves when its length changes: objects that were looked into ... */
static void move_opened(struct hr_json_line *line, const struct hr_json_value *changed, uint32_t by)
{
	for (size_t i = 0; i < line->opened_count; i++) {
		struct hr_json_value *opened = &line->values[line->opened[i]];

		opened->begin += opened->begin > changed->begin ? by : 0;
		opened->end += opened->end > changed->begin ? by : 0;
	}
}

/* ... and values. */
static void move_values(struct hr_json_line *line, size_t from, size_t to, uint32_t by)
{
	for (size_t i = from; i < to; i++) {
		line->values[line->order[i]].begin += by;
		line->values[line->order[i]].end += by;
	}
}

/* Sets how much longer the line becomes by it; returns the wants it is of. */
static uint64_t make_change(struct hr_json_line *line, const struct change *change, uint32_t *by)
{
	size_t i = line->order[change->at];
	struct hr_json_value *value = &line->values[i];
	uint32_t was = value->end - value->begin;
	uint64_t wants = i < line->wants ? UINT64_C(1) << i : 0;

	*value = change->value;
	*by = value->end - value->begin - was;
	line->escaped = value->escaped ? line->escaped | wants : line->escaped & ~wants;
	for (int outer = line->inside[i]; outer >= 0; outer = line->inside[outer])
		wants |= UINT64_C(1) << outer;
	return wants;
}

/* In the order of the line, so that places in front of each change are right when it is made. */
static uint64_t make_changes(struct hr_json_line *line, const struct change *changes, size_t count)
{
	uint32_t by, moved = 0;
	uint64_t wants = 0;

	for (size_t i = 0; i < count; i++) {
		size_t next = i + 1 < count ? changes[i + 1].at : line->order_count;

		wants |= make_change(line, &changes[i], &by);
		moved += by;
		if (by != 0)
			move_opened(line, &changes[i].value, by);
		if (moved != 0)
			move_values(line, changes[i].at + 1, next, moved);
	}
	return wants;
}

bool hr_json_line_follow(struct hr_json_line *line, struct hr_slice text, uint64_t *changed)
{
	struct change changes[HR_JSON_VALUES_MAX];
	size_t count, same;

	if (line->text.length == 0 || text.length > HR_JSON_LINE_BYTES)
		return false;
	count = find_changes(line, text, changes);
	if (count == SIZE_MAX)
		return false;
	*changed = make_changes(line, changes, count);
	if (count == 0)
		return true;
	same = changes[0].value.begin;
	hr_str_truncate(&line->text, same);
	hr_str_add(&line->text, text.ptr + same, text.length - same);
	return true;
}
