/*
 * Counters of service level indicators: of the requests (or transactions) a definition looked at,
 * how many were valid and how many of those good, second by second. Sums of integers, so runs
 * merge exactly. The second is that of a sample's end, as for intervals.
 */
#ifndef HR_RECORD_SLI_H
#define HR_RECORD_SLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record/sample.h"

struct hr_predicate;

#define HR_SLIS_MAX             64    /* definitions a run counts for */
#define HR_SLI_BLOCK_S          1024  /* seconds kept together */
#define HR_SLI_BLOCKS_MAX       32768 /* of one definition: 388 days; the latest are kept */
#define HR_SLI_DEFINITION_BYTES 16384
#define HR_SLI_SECOND_NONE      INT64_MIN

/* What is counted. Borrowed by who counts. */
struct hr_sli_rule {
	const char *name;       /* of an objective that asks for it */
	const char *definition; /* the key: equal text counts the same */
	enum hr_sample_kind scope;
	const struct hr_predicate *valid, *good; /* good among valid */
};

/* Each saturates at UINT32_MAX, which merges to the same in any order. good <= valid <= seen. */
struct hr_sli_second {
	uint32_t seen, valid, good;
};

struct hr_sli_block {
	int64_t number; /* of seconds number * HR_SLI_BLOCK_S and on */
	struct hr_sli_second seconds[HR_SLI_BLOCK_S];
};

struct hr_sli_sum {
	uint64_t seen, valid, good;
};

struct hr_sli {
	char *name, *definition; /* owned */
	enum hr_sample_kind scope;
	struct hr_sli_sum all;        /* whatever was counted, also without a place below */
	struct hr_sli_sum untimed;    /* of samples without a usable time */
	struct hr_sli_block **blocks; /* owned, by number */
	size_t block_count, block_capacity;
	size_t block_last; /* the one used last: a guess at the next */
};

/* Zero-initialised is empty. */
struct hr_slis {
	struct hr_sli **items; /* owned, sorted by definition */
	size_t count, capacity;
};

/* The counters of that definition, made when missing; of several names the smallest by bytes
 * stays. NULL beyond HR_SLIS_MAX. */
struct hr_sli *hr_slis_get(struct hr_slis *slis, const char *name, const char *definition,
                           enum hr_sample_kind scope);
const struct hr_sli *hr_slis_find(const struct hr_slis *slis, const char *definition);
void hr_slis_merge(struct hr_slis *into, const struct hr_slis *from);
/* Keep seconds in [from_s, to_s); what has no time goes. */
void hr_slis_cut(struct hr_slis *slis, int64_t from_s, int64_t to_s);
void hr_slis_release(struct hr_slis *slis);

/* @second HR_SLI_SECOND_NONE = without a usable time. Cost: a compare when near the last. */
void hr_sli_add(struct hr_sli *sli, int64_t second, struct hr_sli_second counts);
/* The counts of one second; all zero where there are none. @hint is a position to start with (any
 * value), kept by the caller: then neighbours cost a compare. */
struct hr_sli_second hr_sli_at(const struct hr_sli *sli, int64_t second, size_t *hint);
/* First and last second with anything; false when there is none. */
bool hr_sli_span(const struct hr_sli *sli, int64_t *first, int64_t *last);
/* The first second at or after @second that has anything; INT64_MAX when there is none. */
int64_t hr_sli_next(const struct hr_sli *sli, int64_t second, size_t *hint);

#endif
