/*
 * Histogram of durations, mergeable by addition, one scheme for all units:
 *   whole milliseconds from 0 to 65,535 ms are counted exactly, one bucket each;
 *   everything else (fractions, longer times) goes to log-linear buckets of relative width 2^-10:
 *   nanoseconds below 2,048 exactly, above that 1,024 buckets an octave, so a value stands for
 *   its bucket within 0.049 %.
 * The result depends on the values alone, never on order or grouping. Buckets live in pages of 64
 * allocated on first touch, so a histogram takes what its values need: 3 to 30 kB as a rule.
 * Scheme of the log-linear part: HdrHistogram (G. Tene).
 */
#ifndef HR_STATS_HIST_H
#define HR_STATS_HIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/str.h"

#define HR_HIST_EXACT_MS       65536
#define HR_HIST_RELATIVE_ERROR 0.00049 /* of the log-linear part, half a bucket */

struct hr_hist; /* opaque: its page table has an invariant */

/* Gives an empty histogram (hr_hist_free(), which takes NULL too). */
struct hr_hist *hr_hist_new(void);
void hr_hist_free(struct hr_hist *hist);
/* @value_ns in 0..HR_DURATION_MAX_NS (kept within). Allocates only when a page is new. */
void hr_hist_add(struct hr_hist *hist, int64_t value_ns, uint64_t weight);
/* Many values at once, each counted once. */
void hr_hist_add_each(struct hr_hist *hist, const int64_t *values_ns, size_t count);
/* The same for whole milliseconds, none beyond HR_DURATION_MAX_NS. @max_ms  the largest */
void hr_hist_add_each_ms(struct hr_hist *hist, const uint32_t *values_ms, size_t count,
                         uint32_t max_ms);
/* @from is another histogram than @into. */
void hr_hist_merge(struct hr_hist *into, const struct hr_hist *from);
uint64_t hr_hist_count(const struct hr_hist *hist);
/* True while every value was a whole millisecond below HR_HIST_EXACT_MS. */
bool hr_hist_exact(const struct hr_hist *hist);

/* One occupied bucket, in ascending order of its values. */
struct hr_hist_bucket {
	int64_t low_ns;   /* first value of the bucket */
	int64_t high_ns;  /* last value of the bucket, inclusive; == low_ns when exact */
	int64_t value_ns; /* what it stands for: the middle, or the exact value */
	uint64_t count;
	uint32_t index; /* place in the scheme, as coded */
};

/* A walk over the occupied buckets in ascending order of value_ns. Zero-initialise the cursor. */
struct hr_hist_cursor {
	uint32_t exact;
	uint32_t loglin;
};
bool hr_hist_next(const struct hr_hist *hist, struct hr_hist_cursor *cursor,
                  struct hr_hist_bucket *out);

/* Values at or below @limit_ns (a bucket that straddles the limit counts by its middle). */
uint64_t hr_hist_count_at_most(const struct hr_hist *hist, int64_t limit_ns);

/*
 * Coded form: pairs (difference of bucket index, count) by base/vlq over the indexes in rising
 * order: 0..65535 whole milliseconds, from 65536 on the log-linear buckets. "" is empty.
 */
void hr_hist_encode(const struct hr_hist *hist, struct hr_str *out);
/* Adds the coded counts; false when the text is not a histogram (foreign characters, index or count
 * out of range), with what came before it added. */
bool hr_hist_decode(struct hr_hist *hist, struct hr_slice text);

#endif
