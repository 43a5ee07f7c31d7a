/*
 * Bursts: samples that say the same about label, code and host and differ in their times and sizes
 * only, added to the run together. A recording is made of them: thousands of successes in a row.
 * What is asked once a burst (masking, patterns, hashes, the places of cells and counters) then
 * costs nothing a sample.
 *
 * Everything in a run is a sum, a minimum, a maximum or a set of smallest hashes, so adding samples
 * later, and in another order, gives the same run bit for bit.
 */
#ifndef HR_SUMMARIZE_BURST_H
#define HR_SUMMARIZE_BURST_H

#include "base/str.h"
#include "record/plain_row.h"
#include "record/run.h"

#define HR_BURST_SAMPLES     64
#define HR_BURST_TEXT_BYTES  16  /* of codes and hosts; others go the general way */
#define HR_BURST_LABEL_BYTES 256 /* of labels */

/* What the options of a summary make of a label as recorded. */
struct hr_burst_target {
	bool excluded;
	enum hr_sample_kind kind;
	struct hr_str name; /* masked and renamed */
	void *note;         /* of who finds targets; NULL at first, freed with the burst */
};

/* Durations of a burst. */
union hr_burst_times {
	int64_t ns[HR_BURST_SAMPLES];
	uint32_t ms[HR_BURST_SAMPLES]; /* of plain rows */
};

/* Samples that wait to be added. */
struct hr_burst {
	/* What they have in common. */
	char label[HR_BURST_LABEL_BYTES]; /* as recorded */
	size_t label_length;
	enum hr_sample_kind recorded_kind;
	struct hr_burst_target target;
	char code[HR_BURST_TEXT_BYTES], host[HR_BURST_TEXT_BYTES];
	uint8_t code_length, host_length;
	uint8_t carries;  /* enum hr_carried */
	bool plain;       /* of rows: all times are milliseconds, else nanoseconds */
	int64_t unit_ns;  /* of from, length, first_start, last_end and end, too */
	uint64_t head[3]; /* the first and the last bytes of label, code and host */
	uint64_t tail[3];

	int64_t from, length; /* ends lie within these, all in one interval; no length: in none */
	uint32_t count;
	int64_t first_start, last_end;
	int32_t users; /* the most */
	uint64_t received_bytes, sent_bytes;
	int64_t end[HR_BURST_SAMPLES];
	union hr_burst_times elapsed, latency, connect;
};

/* Finds what becomes of a label; fills @out, whose name is empty. */
typedef void hr_burst_target_fn(void *context, struct hr_slice label, enum hr_sample_kind kind,
                                struct hr_burst_target *out);

/* Told of every burst that is added. */
typedef void hr_burst_added_fn(void *context, const struct hr_burst *burst);

struct hr_bursts;

/* @run and @context are borrowed; @added may be NULL. */
struct hr_bursts *hr_bursts_new(struct hr_run *run, hr_burst_target_fn *target,
                                hr_burst_added_fn *added, void *context);
/* Add what waits, then free. */
void hr_bursts_free(struct hr_bursts *bursts);
/*
 * hr_bursts_take - let a sample wait for others like it; what its label means (borrowed).
 * NULL when it is none for a burst (a failure, a row of several samples, without a time or elapsed
 * time, long texts): it must be added alone. @sample is inside the window.
 */
const struct hr_burst_target *hr_bursts_take(struct hr_bursts *bursts,
                                             const struct hr_sample *sample);
/* The number of a group of plain rows; HR_PLAIN_NONE when its rows are none for bursts, or when
 * there are too many groups. */
uint32_t hr_bursts_group(struct hr_bursts *bursts, const struct hr_plain_group *group);
/* The same for rows of such groups. */
void hr_bursts_take_rows(struct hr_bursts *bursts, const struct hr_plain_row *rows, size_t count);
/* Add all that waits to the run. */
void hr_bursts_flush(struct hr_bursts *bursts);

#endif
