#include <config.h>
#include "analyse/criterion_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define TOTAL "total"

static const struct hr_label *exact(const struct hr_run *run, const struct hr_criterion *criterion)
{
	struct hr_slice name = hr_slice_of(criterion->label);
	const struct hr_label *label = hr_run_find(run, name, HR_SAMPLE_REQUEST);

	return label != NULL ? label : hr_run_find(run, name, HR_SAMPLE_TRANSACTION);
}

const struct hr_label **hr_criterion_labels(const struct hr_run *run, const struct hr_label *total,
                                            const struct hr_criterion *criterion, size_t *count)
{
	const struct hr_label **found = hr_alloc_array(run->label_count + 1, sizeof(*found));
	const struct hr_label *total_row = hr_run_total_row(run);

	*count = 1;
	found[0] = criterion->label == NULL ? total : exact(run, criterion);
	if (found[0] != NULL)
		return found;
	*count = 0;
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];
		struct hr_slice name = { label->name, label->length };

		if (label != total_row && hr_pattern_match(criterion->pattern, name))
			found[(*count)++] = label;
	}
	if (*count > 1)
		qsort(found, *count, sizeof(*found), hr_label_order);
	if (*count == 0 && strcmp(criterion->label, TOTAL) == 0)
		found[(*count)++] = total;
	return found;
}

const char *hr_criterion_subject(const struct hr_label *label, const struct hr_label *total)
{
	return label == total ? TOTAL : label->name;
}
