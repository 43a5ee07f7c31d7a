#include <config.h>
#include "capture/proc_text.h"

#include "base/num.h"

#define MICRO 6 /* decimal shift */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct hr_slice behind(struct hr_slice text, size_t taken)
{
	return (struct hr_slice){ text.ptr + taken, text.length - taken };
}

bool hr_proc_word(struct hr_slice *line, struct hr_slice *word)
{
	size_t start = 0, end;

	while (start < line->length && is_blank(line->ptr[start]))
		start++;
	end = start;
	while (end < line->length && !is_blank(line->ptr[end]))
		end++;
	*word = (struct hr_slice){ line->ptr + start, end - start };
	*line = behind(*line, end);
	return word->length > 0;
}

bool hr_proc_number(struct hr_slice word, uint64_t *out)
{
	int64_t negative;

	*out = 0;
	if (hr_parse_u64(word, out))
		return true;
	if (word.length == 0 || word.ptr[0] != '-' || !hr_parse_i64(word, &negative))
		return false;
	*out = (uint64_t)negative;
	return true;
}

bool hr_proc_micro(struct hr_slice word, uint64_t *out)
{
	int64_t micro;

	*out = 0;
	if (!hr_parse_scaled(word, MICRO, &micro) || micro < 0)
		return false;
	*out = (uint64_t)micro;
	return true;
}

bool hr_proc_keyed(struct hr_slice line, struct hr_slice *key, uint64_t *value)
{
	struct hr_slice word;

	if (!hr_proc_word(&line, key) || !hr_proc_word(&line, &word))
		return false;
	if (key->ptr[key->length - 1] == ':')
		key->length--;
	return key->length > 0 && hr_proc_number(word, value);
}

size_t hr_proc_columns(struct hr_slice line, uint64_t *values, size_t max)
{
	struct hr_slice word;
	size_t count = 0;

	while (count < max && hr_proc_word(&line, &word) && hr_proc_number(word, &values[count]))
		count++;
	return count;
}

bool hr_proc_stat_command(struct hr_slice *line, uint64_t *pid, struct hr_slice *command)
{
	struct hr_slice word;
	const char *open, *close;

	if (!hr_proc_word(line, &word) || !hr_proc_number(word, pid) || line->length == 0)
		return false;
	open = memchr(line->ptr, '(', line->length);
	close = memrchr(line->ptr, ')', line->length);
	if (open == NULL || close == NULL || close < open)
		return false;
	*command = (struct hr_slice){ open + 1, (size_t)(close - open - 1) };
	*line = behind(*line, (size_t)(close + 1 - line->ptr));
	return true;
}

bool hr_proc_named(struct hr_slice line, const char *name, struct hr_slice *value)
{
	size_t length = strlen(name);
	struct hr_slice word;

	while (hr_proc_word(&line, &word))
		if (word.length > length && word.ptr[length] == '=' &&
		    memcmp(word.ptr, name, length) == 0) {
			*value = behind(word, length + 1);
			return true;
		}
	return false;
}
