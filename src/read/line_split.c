#include <config.h>
#include "read/line_split.h"

#include "record/diag.h"

static struct hr_slice without_end(struct hr_slice line)
{
	if (line.length > 0 && line.ptr[line.length - 1] == '\r')
		line.length--;
	return line;
}

static void give(struct hr_line_split *split, struct hr_slice text, bool at_end)
{
	struct hr_line line = { .too_long = split->too_long, .at_end = at_end };

	line.number = ++split->count;
	line.text = without_end(line.number == 1 ? hr_slice_skip_bom(text) : text);
	split->on_line(split->context, &line);
	split->too_long = false;
	hr_str_truncate(&split->rest, 0);
}

static void keep(struct hr_line_split *split, struct hr_slice part)
{
	if (part.length > HR_LINE_BYTES - split->rest.length) {
		part.length = HR_LINE_BYTES - split->rest.length;
		split->too_long = true;
	}
	hr_str_add_slice(&split->rest, part);
}

void hr_line_split_feed(struct hr_line_split *split, struct hr_slice bytes)
{
	while (bytes.length > 0) {
		const char *end = memchr(bytes.ptr, '\n', bytes.length);
		struct hr_slice part = { bytes.ptr,
			                 end != NULL ? (size_t)(end - bytes.ptr) : bytes.length };
		size_t taken = part.length + (end != NULL ? 1 : 0);

		if (end != NULL && split->rest.length == 0 && part.length <= HR_LINE_BYTES) {
			give(split, part, false);
		} else {
			keep(split, part);
			if (end != NULL)
				give(split, hr_str_slice(&split->rest), false);
		}
		bytes.ptr += taken;
		bytes.length -= taken;
	}
}

void hr_line_split_finish(struct hr_line_split *split)
{
	if (split->rest.length > 0)
		give(split, hr_str_slice(&split->rest), true);
}

void hr_line_split_release(struct hr_line_split *split)
{
	hr_str_release(&split->rest);
}

bool hr_line_take(struct hr_slice *text, struct hr_slice *line)
{
	*text = hr_slice_skip_bom(*text);
	if (!hr_slice_take(text, '\n', line))
		return false;
	*line = without_end(*line);
	return true;
}

struct hr_slice hr_line_start(struct hr_slice line)
{
	if (line.length > HR_DIAG_TEXT_BYTES)
		line.length = HR_DIAG_TEXT_BYTES;
	return line;
}

bool hr_line_word(struct hr_slice *line, struct hr_slice *word)
{
	*line = hr_slice_trim(*line);
	if (line->length == 0)
		return false;
	word->ptr = line->ptr;
	word->length = 0;
	while (line->length > 0 && line->ptr[0] != ' ' && line->ptr[0] != '\t') {
		line->ptr++;
		line->length--;
		word->length++;
	}
	return true;
}
