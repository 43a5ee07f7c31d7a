/*
 * The fast way for rows of JTL CSV as JMeter writes them: read where they lie, only the columns
 * that count, numbers eight digits at a time. Whatever is unusual about a row (a number that is
 * none, a date, fields too many or too few, a transaction controller) is left to jtl_csv.c, which
 * knows what to do and what to say.
 */
#ifndef HR_READ_JTL_PLAIN_H
#define HR_READ_JTL_PLAIN_H

#include "read/csv.h"
#include "read/jtl_columns.h"
#include "record/sample.h"

#define HR_JTL_FIGURES 5

struct hr_jtl_plain {
	bool usable; /* the columns allow it */
	struct hr_jtl_columns columns;
	struct hr_slice host; /* where rows name none; borrowed */
	/* Columns of numbers that the file has, and the members of the sample they go to. */
	size_t figure_count;
	struct {
		int column;
		size_t member;
		int64_t unit;
	} figures[HR_JTL_FIGURES];
};

/* For rows of these columns, whose times are epoch milliseconds and mark the start. */
void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns,
                       struct hr_slice host);

/* Take the first rows for as long as they are usual: gives each as a sample, and how many. */
typedef void hr_jtl_plain_sample_fn(void *context, const struct hr_sample *sample);
size_t hr_jtl_plain_take(const struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                         hr_jtl_plain_sample_fn *on_sample, void *context);

#endif
