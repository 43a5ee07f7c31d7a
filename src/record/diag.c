/* What was wrong with the input, counted by place and reason. */
#include <config.h>
#include "record/diag.h"

#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/mem.h"
#include "record/clean.h"

static const char overflow_reason[] = "other reasons";

static bool is_overflow(const struct hr_diag_entry *entry)
{
	return entry->path[0] == '\0' && strcmp(entry->reason, overflow_reason) == 0;
}

static int compare(const struct hr_diag_entry *entry, const char *path, const char *reason,
                   enum hr_diag_severity severity)
{
	int order = strcmp(entry->path, path);

	if (order == 0)
		order = strcmp(entry->reason, reason);
	return order != 0 ? order : (entry->severity > severity) - (entry->severity < severity);
}

static size_t position_of(const struct hr_diag *diag, const char *path, const char *reason,
                          enum hr_diag_severity severity)
{
	size_t low = 0, high = diag->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&diag->entries[middle], path, reason, severity) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void release_entry(struct hr_diag_entry *entry)
{
	free(entry->path);
	free(entry->reason);
	for (size_t i = 0; i < entry->n_first; i++)
		free(entry->first[i].text);
}

static struct hr_diag_entry *insert(struct hr_diag *diag, size_t at, const char *path,
                                    const char *reason, enum hr_diag_severity severity)
{
	diag->entries = hr_grow(diag->entries, diag->count, &diag->capacity,
	                        sizeof(*diag->entries));
	memmove(&diag->entries[at + 1], &diag->entries[at],
	        (diag->count - at) * sizeof(*diag->entries));
	diag->count++;
	diag->entries[at] = (struct hr_diag_entry){ .path = hr_strdup(path),
		                                    .reason = hr_strdup(reason),
		                                    .severity = severity };
	return &diag->entries[at];
}

static struct hr_diag_entry *find_or_insert(struct hr_diag *diag, const char *path,
                                            const char *reason, enum hr_diag_severity severity)
{
	size_t at = position_of(diag, path, reason, severity);

	if (at < diag->count && compare(&diag->entries[at], path, reason, severity) == 0)
		return &diag->entries[at];
	return insert(diag, at, path, reason, severity);
}

static void count_more(struct hr_diag_entry *entry, uint64_t count)
{
	entry->count = hr_count_add(entry->count, count);
}

/*
 * Beyond the cap the entries that sort first stay, whatever came first; counts of the others go to
 * one entry a severity. Those sort first, so they stay themselves and do not count.
 */
static bool make_room(struct hr_diag *diag, const char *path, const char *reason,
                      enum hr_diag_severity severity)
{
	struct hr_diag_entry last;
	size_t pinned = 0;

	for (size_t i = 0; i < diag->count && diag->entries[i].path[0] == '\0'; i++)
		pinned += is_overflow(&diag->entries[i]);
	if (diag->count - pinned < HR_DIAG_REASONS_MAX)
		return true;
	last = diag->entries[diag->count - 1];
	if (compare(&last, path, reason, severity) < 0)
		return false;
	diag->count--;
	count_more(find_or_insert(diag, "", overflow_reason, last.severity), last.count);
	release_entry(&last);
	return true;
}

/* The entry to count in; *kept is false when it is the one for other reasons. */
static struct hr_diag_entry *entry_for(struct hr_diag *diag, const char *path, const char *reason,
                                       enum hr_diag_severity severity, bool *kept)
{
	size_t at = position_of(diag, path, reason, severity);

	*kept = true;
	if (at < diag->count && compare(&diag->entries[at], path, reason, severity) == 0)
		return &diag->entries[at];
	*kept = make_room(diag, path, reason, severity);
	if (!*kept)
		return find_or_insert(diag, "", overflow_reason, severity);
	return find_or_insert(diag, path, reason, severity);
}

/* Lines ascend, unknown ones last; texts decide between equal lines. */
static int compare_lines(uint64_t line, const char *text, const struct hr_diag_line *other)
{
	uint64_t a = line - 1, b = other->line - 1; /* 0 becomes the largest */

	return a != b ? (a > b) - (a < b) : strcmp(text, other->text);
}

static void keep_line(struct hr_diag_entry *entry, uint64_t line, const char *text)
{
	size_t at = entry->n_first;

	while (at > 0 && compare_lines(line, text, &entry->first[at - 1]) < 0)
		at--;
	if (at == HR_DIAG_FIRST)
		return;
	if (entry->n_first == HR_DIAG_FIRST)
		free(entry->first[--entry->n_first].text);
	memmove(&entry->first[at + 1], &entry->first[at],
	        (entry->n_first - at) * sizeof(entry->first[0]));
	entry->first[at] = (struct hr_diag_line){ line, hr_strdup(text) };
	entry->n_first++;
}

void hr_diag_add(struct hr_diag *diag, enum hr_diag_severity severity, const char *path,
                 const char *reason, uint64_t line, struct hr_slice text)
{
	bool kept;
	struct hr_diag_entry *entry = entry_for(diag, path, reason, severity, &kept);
	struct hr_str scratch = { 0 };
	char copy[HR_DIAG_TEXT_BYTES + 1];

	count_more(entry, 1);
	if (!kept || (line == 0 && text.length == 0))
		return;
	if (entry->n_first == HR_DIAG_FIRST && line - 1 > entry->first[HR_DIAG_FIRST - 1].line - 1)
		return;
	text = hr_clean_text(text, HR_DIAG_TEXT_BYTES, &scratch);
	if (text.length > 0)
		memcpy(copy, text.ptr, text.length);
	copy[text.length] = '\0';
	keep_line(entry, line, copy);
	hr_str_release(&scratch);
}

void hr_diag_add_entry(struct hr_diag *diag, const struct hr_diag_entry *entry)
{
	bool kept;
	struct hr_diag_entry *into = entry_for(diag, entry->path, entry->reason, entry->severity,
	                                       &kept);

	count_more(into, entry->count);
	for (size_t i = 0; kept && i < entry->n_first; i++)
		keep_line(into, entry->first[i].line, entry->first[i].text);
}

void hr_diag_merge(struct hr_diag *into, const struct hr_diag *from)
{
	for (size_t i = 0; i < from->count; i++)
		hr_diag_add_entry(into, &from->entries[i]);
}

void hr_diag_move_lines(struct hr_diag *diag, uint64_t lines)
{
	for (size_t i = 0; i < diag->count; i++)
		for (size_t j = 0; j < diag->entries[i].n_first; j++)
			if (diag->entries[i].first[j].line != 0)
				diag->entries[i].first[j].line += lines;
}

uint64_t hr_diag_total(const struct hr_diag *diag, enum hr_diag_severity severity, const char *path)
{
	uint64_t total = 0;

	for (size_t i = 0; i < diag->count; i++)
		if (diag->entries[i].severity == severity &&
		    (path == NULL || strcmp(diag->entries[i].path, path) == 0))
			total = hr_count_add(total, diag->entries[i].count);
	return total;
}

void hr_diag_release(struct hr_diag *diag)
{
	for (size_t i = 0; i < diag->count; i++)
		release_entry(&diag->entries[i]);
	free(diag->entries);
	*diag = (struct hr_diag){ 0 };
}
