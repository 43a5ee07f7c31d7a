/*
 * The fast way for rows of a JTL as JMeter writes them (of XML: jtl_xml_tags.h): read where they
 * lie, only the columns that count, all numbers of a row at once. Successes whose texts were met
 * before become plain rows (record/plain_row.h), others samples. Whatever is unusual about a row (a
 * number that is none, a date, fields too many or too few, a transaction controller) is left to
 * jtl_csv.c, which knows what to do and what to say.
 */
#ifndef HR_READ_JTL_PLAIN_H
#define HR_READ_JTL_PLAIN_H

#include "read/csv.h"
#include "read/jtl_columns.h"
#include "read/reader.h"

struct hr_jtl_groups;

#define HR_JTL_FIGURES 6 /* elapsed, latency, connect, received, sent, users */

struct hr_jtl_plain {
	bool usable; /* the columns allow it */
	struct hr_jtl_columns columns;
	struct hr_slice host;             /* where rows name none; borrowed */
	unsigned carries;                 /* enum hr_carried */
	uint32_t time, label, success;    /* columns */
	uint32_t code, message;           /* 0: there is none */
	uint32_t figures[HR_JTL_FIGURES]; /* their columns; elapsed again for what is not
	                                   * there */
	struct hr_jtl_groups *groups;     /* of the sink at hand; NULL: none yet */
};

/*
 * hr_jtl_plain_init - for rows of these columns, whose times are epoch milliseconds and mark the
 * start. @plain is zero-initialised or was in use.
 * @led  eight bytes of a row may be read in front of the end of any field that matters; else that
 *       is so when the time stamp is the first field
 */
void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns, bool led,
                       struct hr_slice host);
void hr_jtl_plain_release(struct hr_jtl_plain *plain);

/* Push the first rows for as long as they are usual; gives how many. */
size_t hr_jtl_plain_take(struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                         struct hr_read_context *context);

#endif
