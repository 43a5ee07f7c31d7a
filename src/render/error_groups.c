/* Errors as people count them. */
#include <config.h>
#include "render/error_groups.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "record/clean.h"
#include "record/error_text.h"
#include "render/model_part.h"
#include "render/varying.h"

#define FOLDED_MIN  3 /* texts: two may differ in a figure by chance */
#define VARYING_MAX 4 /* pieces of a text that are described */

/* An exact text, or a group of the document, by the mask both have. */
struct masked {
	uint64_t hash;
	char *mask; /* owned */
	size_t length;
	const struct hr_tally_entry *entry;
	bool is_group;
};

static struct hr_slice text_of(const struct hr_tally_entry *entry)
{
	return (struct hr_slice){ entry->text, entry->length };
}

static struct hr_slice mask_of(const struct masked *masked)
{
	return (struct hr_slice){ masked->mask, masked->length };
}

/* Those of one mask together: its group, then its texts, most frequent first. */
static int by_mask(const void *left, const void *right)
{
	const struct masked *a = left, *b = right;
	int order;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	order = hr_text_compare(mask_of(a), mask_of(b));
	if (order != 0)
		return order;
	if (a->is_group != b->is_group)
		return a->is_group ? -1 : 1;
	if (a->entry->count != b->entry->count)
		return a->entry->count > b->entry->count ? -1 : 1;
	return hr_text_compare(text_of(a->entry), text_of(b->entry));
}

static int most_frequent_first(const void *left, const void *right)
{
	const struct hr_error_group *a = left, *b = right;

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return strcmp(a->text, b->text);
}

static struct masked *masked_new(const struct hr_label *label)
{
	const struct hr_tally *exact = &label->errors_exact, *groups = &label->error_groups;
	struct masked *out = hr_alloc_array(exact->count + groups->count + 1, sizeof(*out));
	struct hr_str mask = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < exact->count; i++, n++) {
		hr_error_mask(text_of(&exact->entries[i]), &mask);
		out[n] = (struct masked){ .hash = hr_digest64(hr_str_slice(&mask)),
			                  .length = mask.length,
			                  .mask = hr_strndup(hr_str_text(&mask), mask.length),
			                  .entry = &exact->entries[i] };
	}
	for (size_t i = 0; i < groups->count; i++, n++) {
		const struct hr_tally_entry *entry = &groups->entries[i];

		out[n] = (struct masked){ .hash = hr_digest64(text_of(entry)),
			                  .length = entry->length,
			                  .mask = hr_strndup(entry->text, entry->length),
			                  .entry = entry,
			                  .is_group = true };
	}
	qsort(out, n, sizeof(*out), by_mask);
	hr_str_release(&mask);
	return out;
}

static void add(struct hr_error_groups *out, const struct hr_error_group *group)
{
	out->groups[out->count++] = *group;
}

static void add_texts(struct hr_error_groups *out, const struct hr_tally_entry **members, size_t n)
{
	for (size_t i = 0; i < n; i++)
		add(out, &(struct hr_error_group){
		                 .text = hr_strndup(members[i]->text, members[i]->length),
		                 .varies = hr_strndup("", 0),
		                 .count = members[i]->count,
		                 .wordings = 1,
		                 .members = members + i });
}

/* The pieces of all texts, compared; gives how many there are, SIZE_MAX when the texts do not have
 * the same number of them. */
static size_t compare_pieces(const struct hr_error_group *group, struct hr_varying *pieces)
{
	size_t count = 0;

	for (size_t i = 0; i < group->wordings; i++) {
		struct hr_error_scan scan;
		struct hr_slice words, piece;
		size_t n = 0;

		hr_error_scan_init(&scan, text_of(group->members[i]));
		while (hr_error_scan_next(&scan, &words, &piece)) {
			if (piece.length == 0)
				continue;
			if (i == 0)
				hr_varying_init(&pieces[n], piece);
			else if (n < count)
				hr_varying_add(&pieces[n], piece);
			n++;
		}
		if (i > 0 && n != count)
			return SIZE_MAX;
		count = n;
	}
	return count;
}

/* The first text with what differs left out; what it is there, into @varies. */
static void describe(struct hr_error_group *group, const struct hr_varying *pieces)
{
	struct hr_str text = { 0 }, varies = { 0 };
	struct hr_slice words, piece;
	struct hr_error_scan scan;
	size_t n = 0, shown = 0;

	hr_error_scan_init(&scan, text_of(group->members[0]));
	for (; hr_error_scan_next(&scan, &words, &piece); n += piece.length > 0) {
		hr_str_add_slice(&text, words);
		if (piece.length == 0)
			continue;
		if (pieces[n].same) {
			hr_str_add_slice(&text, piece);
			continue;
		}
		hr_str_puts(&text, HR_ERROR_GAP);
		if (shown++ < VARYING_MAX) {
			hr_str_puts(&varies, shown > 1 ? "; " : "");
			hr_varying_put(&pieces[n], &varies);
		}
	}
	if (scan.cut && !hr_slice_ends(hr_str_slice(&text), HR_ERROR_GAP))
		hr_str_puts(&text, HR_ERROR_GAP);
	group->text = hr_str_detach(&text);
	group->varies = hr_str_detach(&varies);
}

/* One row for all texts of @mask. */
static void add_group(struct hr_error_groups *out, struct hr_slice mask,
                      struct hr_error_group group)
{
	/* every piece is a byte of the text at least, and a byte of words lies between two */
	struct hr_varying *pieces = hr_alloc_array(HR_ERROR_BYTES, sizeof(*pieces));

	if (group.wordings >= FOLDED_MIN && compare_pieces(&group, pieces) != SIZE_MAX) {
		describe(&group, pieces);
	} else {
		group.text = hr_strndup(mask.ptr, mask.length);
		group.varies = hr_strndup("", 0);
	}
	free(pieces);
	add(out, &group);
}

void hr_error_groups_init(struct hr_error_groups *out, const struct hr_label *label)
{
	const struct hr_tally *exact = &label->errors_exact, *groups = &label->error_groups;
	size_t n = exact->count + groups->count, used = 0, i, end;
	struct masked *masked = masked_new(label);
	uint64_t all_exact = exact->rest, all_groups = groups->rest, all, shown = 0;

	*out = (struct hr_error_groups){ .groups = hr_alloc_array(n + 1, sizeof(*out->groups)),
		                         .members = hr_alloc_array(n + 1, sizeof(*out->members)) };
	for (i = 0; i < n; i = end) {
		struct hr_error_group group = { .members = out->members + used };
		uint64_t known = 0;

		for (end = i; end < n && masked[end].hash == masked[i].hash &&
		              hr_slice_equal(mask_of(&masked[end]), mask_of(&masked[i]));
		     end++) {
			if (masked[end].is_group) {
				group.count += masked[end].entry->count;
				continue;
			}
			known += masked[end].entry->count;
			out->members[used++] = masked[end].entry;
			group.wordings++;
		}
		all_exact += known;
		all_groups += group.count;
		group.has_more = group.count > known;
		if (!group.has_more)
			group.count = known;
		shown += group.count;
		if (group.wordings < FOLDED_MIN && !group.has_more)
			add_texts(out, group.members, group.wordings);
		else
			add_group(out, mask_of(&masked[i]), group);
	}
	all = all_exact > all_groups ? all_exact : all_groups;
	out->rest = all > shown ? all - shown : 0;
	qsort(out->groups, out->count, sizeof(*out->groups), most_frequent_first);
	for (i = 0; i < n; i++)
		free(masked[i].mask);
	free(masked);
}

void hr_error_groups_release(struct hr_error_groups *groups)
{
	for (size_t i = 0; i < groups->count; i++) {
		free(groups->groups[i].text);
		free(groups->groups[i].varies);
	}
	free(groups->groups);
	free(groups->members);
	*groups = (struct hr_error_groups){ 0 };
}

bool hr_error_group_is_folded(const struct hr_error_group *group)
{
	return group->wordings != 1 || group->has_more;
}

void hr_error_group_put_wordings(const struct hr_error_group *group, bool in_full,
                                 struct hr_str *out)
{
	if (group->wordings < FOLDED_MIN) {
		hr_str_puts(out, "several wordings");
		return;
	}
	hr_str_puts(out, group->has_more ? "more than " : "");
	hr_put_count(out, group->wordings, "wording", "wordings");
	if (in_full && group->varies[0] != '\0')
		hr_str_printf(out, ", %s", group->varies);
}
