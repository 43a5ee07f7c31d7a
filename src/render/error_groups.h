/*
 * Errors as people count them: texts that differ in figures or identifiers alone are one group
 * (record/error_text.h), "It took … milliseconds, but should not have lasted longer than 3,000
 * milliseconds." What is equal in all its texts stays as it is. The document keeps the exact texts;
 * every form that shows errors shows these.
 *
 * Fewer than three texts are left alone. Counts are those of the document's groups, which hold also
 * for texts beyond the cap on exact ones.
 */
#ifndef HR_RENDER_ERROR_GROUPS_H
#define HR_RENDER_ERROR_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "record/run.h"

struct hr_error_group {
	char *text;   /* owned */
	char *varies; /* "3,012 to 41,222", "such as 4bf92f35"; "" where not known; owned */
	uint64_t count;
	size_t wordings; /* exact texts known, 0 where all are beyond the cap */
	bool has_more;   /* exact texts beyond the cap */
	const struct hr_tally_entry **members; /* those known, most frequent first; borrowed */
};

struct hr_error_groups {
	struct hr_error_group *groups; /* most frequent first, ties by text */
	size_t count;
	uint64_t rest; /* failures of no group shown here */
	const struct hr_tally_entry **members;
};

/* @label must outlive @out. Cost: texts x log texts. */
void hr_error_groups_init(struct hr_error_groups *out, const struct hr_label *label);
void hr_error_groups_release(struct hr_error_groups *groups);

/* Is it one of several texts? */
bool hr_error_group_is_folded(const struct hr_error_group *group);
/* Append "925 wordings" or "more than 925 wordings", @in_full with what varies after a comma. */
void hr_error_group_put_wordings(const struct hr_error_group *group, bool in_full,
                                 struct hr_str *out);

#endif
