/*
 * Coarse histogram for one interval of one label: log-linear, 16 buckets an octave, so a value
 * stands for its bucket within 3.2 %; values below 1,024 ns share the first bucket. Keeps only the
 * octaves it has seen, so what it takes is bounded by how many values it was given, or by the
 * length of its coded form, however far apart they are. Mergeable by addition.
 */
#ifndef HR_STATS_SKETCH_H
#define HR_STATS_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Bound on the error of a value taken for its bucket's middle, from 1,024 ns on. */
#define HR_SKETCH_RELATIVE_ERROR 0.032

/* Zero-initialised is empty. 16 bytes: fifty thousand of them are kept. */
struct hr_sketch {
	uint32_t *counts; /* of the octaves in use, 16 buckets each, upwards; hr_sketch_next() */
	uint64_t octaves; /* which they are: bit i is of buckets 16 i .. 16 i + 15 */
};

void hr_sketch_add(struct hr_sketch *sketch, int64_t value_ns,
                   uint32_t weight); /* counts saturate */
/* Many values at once, each counted once. */
void hr_sketch_add_each(struct hr_sketch *sketch, const int64_t *values_ns, size_t count);
/* The same for at least one whole number of milliseconds, none beyond HR_DURATION_MAX_NS.
 * @min_ms, @max_ms  the extremes */
void hr_sketch_add_each_ms(struct hr_sketch *sketch, const uint32_t *values_ms, size_t count,
                           uint32_t min_ms, uint32_t max_ms);
void hr_sketch_merge(struct hr_sketch *into, const struct hr_sketch *from);
/* The same; an empty @into is given what counts @from has of its own. */
void hr_sketch_take(struct hr_sketch *into, struct hr_sketch *from);
void hr_sketch_release(struct hr_sketch *sketch);
/* The octaves it keeps, a bit each: each takes 64 bytes. */
uint64_t hr_sketch_octaves(const struct hr_sketch *sketch);
uint64_t hr_sketch_count(const struct hr_sketch *sketch);
/* True when it may be the sketch of @values values: their count, or fewer where a count has met its
 * maximum. */
bool hr_sketch_is_of(const struct hr_sketch *sketch, uint64_t values);
/*
 * hr_sketch_next - the first bucket from *@bucket on that counts something.
 * Moves *@bucket there and gives its count; 0 when there is none. So
 *   for (uint32_t bucket = 0, n; (n = hr_sketch_next(sketch, &bucket)) > 0; bucket++)
 */
uint32_t hr_sketch_next(const struct hr_sketch *sketch, uint32_t *bucket);
/* Nearest-rank quantile in ms of the bucket's middle; NaN when empty. */
double hr_sketch_quantile_ms(const struct hr_sketch *sketch, double p);
/* Values at or below @limit_ns, a bucket shared out in proportion. */
double hr_sketch_at_most(const struct hr_sketch *sketch, double limit_ns);
/* Middle and borders of a bucket in ns. */
int64_t hr_sketch_value_ns(uint16_t bucket);
int64_t hr_sketch_low_ns(uint16_t bucket);
/* Coded form by base/vlq: number of buckets in the window, then (unless 0) the first bucket and the
 * buckets: twice the count of an occupied one, twice the length plus one for a run of empty ones.
 * Trimmed to its outermost occupied buckets, so equal content has equal text. */
void hr_sketch_encode(const struct hr_sketch *sketch, struct hr_str *out);
struct hr_vlq_reader;
struct hr_arena;
/*
 * hr_sketch_decode - the sketch of a coded form.
 * @sketch  empty; its counts lie in @memory, where those of many sketches cost one allocation, and
 *          are gone with it, but the sketch may be added to and released as any other; they take at
 *          most an octave (64 bytes) for each character that was read
 * @values  how many it holds
 * False on bad text.
 */
bool hr_sketch_decode(struct hr_sketch *sketch, struct hr_vlq_reader *reader,
                      struct hr_arena *memory, uint64_t *values);

#endif
