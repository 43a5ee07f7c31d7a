/*
 * A history as numbers: runs by series, one series for each metric of each label. The runs may come
 * from stored documents, from recordings or from the rows of a table.
 */
#ifndef HR_ANALYSE_RUN_TABLE_H
#define HR_ANALYSE_RUN_TABLE_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/unit.h"
#include "record/metric.h"
#include "record/slots.h"
#include "stats/segment.h"

#define HR_RUN_TABLE_MAX        HR_SEGMENT_VALUES /* the newest are analysed */
#define HR_RUN_TABLE_SERIES_MAX 20000             /* more are dropped and counted */
#define HR_RUN_TABLE_CELLS_MAX                                                                     \
	16000000 /* of all series, 16 bytes each; so are values beyond them */

/* All texts are owned; NULL where unknown. */
struct hr_table_run {
	char *id; /* of the store: names the run for good */
	char *version, *environment, *workload;
	int64_t started_ns; /* HR_INSTANT_NONE when unknown */
	size_t place;       /* in the order they were added */
};

struct hr_table_series {
	char *label, *metric; /* owned; the metric by its name */
	enum hr_quantity quantity;
	enum hr_better better;
	bool directed; /* is either direction better? Else a change is only a change. */
	bool hidden;   /* only there to judge others by */
	/* From the first run that has it to the last: a machine that lived for a night takes the
	 * room of one. Read them by hr_table_value() and hr_table_count_at(). */
	size_t first, held, capacity;
	double *values; /* NaN where missing */
	double *counts; /* requests behind each value, NaN unknown */
};

/* The value of a series in the run @row; NaN where it has none. */
static inline double hr_table_value(const struct hr_table_series *series, size_t row)
{
	return row - series->first < series->held ? series->values[row - series->first]
	                                          : (double)NAN;
}

/* Requests behind it; NaN unknown. */
static inline double hr_table_count_at(const struct hr_table_series *series, size_t row)
{
	return row - series->first < series->held ? series->counts[row - series->first]
	                                          : (double)NAN;
}

/* What a series is, as hr_run_table_put() is told. */
struct hr_table_key {
	const char *label, *metric;
	enum hr_quantity quantity;
	enum hr_better better;
	bool directed, hidden;
};

/* Zero-initialised is empty. */
struct hr_run_table {
	struct hr_table_run *runs;
	size_t run_count, run_capacity;
	struct hr_table_series *series;
	size_t series_count, series_capacity;
	size_t cells;          /* of all series */
	size_t dropped;        /* values for which there was no room */
	struct hr_slots slots; /* over series */
};

/* A new run; texts are copied, each may be NULL. Gives its row. */
size_t hr_run_table_add(struct hr_run_table *history, int64_t started_ns, const char *id,
                        const char *version, const char *environment, const char *workload);
/*
 * hr_run_table_put - the value of a series in the run @row.
 * @key    texts are copied when it is new
 * @count  requests behind it; NaN unknown
 */
void hr_run_table_put(struct hr_run_table *history, size_t row, const struct hr_table_key *key,
                      double value, double count);
/* Order the runs by start, then as added; without starts as added. */
void hr_run_table_sort(struct hr_run_table *history);
/* As if the runs had been added the other way round. */
void hr_run_table_reverse(struct hr_run_table *history);
/* Keep the runs for which @keep says so. */
void hr_run_table_keep(struct hr_run_table *history, const bool *keep);
/* NULL when there is none. */
const struct hr_table_series *hr_run_table_find(const struct hr_run_table *history,
                                                const char *label, const char *metric);
void hr_run_table_release(struct hr_run_table *history);

#endif
