#include <config.h>
#include "summarize/burst.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/mask.h"
#include "summarize/add.h"

#define SLOT_BITS     10
#define SLOTS         (1u << SLOT_BITS)
#define DURATION_BITS 46 /* 2^46 ns are 19 h, less than a duration may have */
#define PROBES        4u /* slots a label may take; beyond them the first is taken over */

struct hr_bursts {
	struct hr_run *run;
	hr_burst_target_fn *find_target;
	void *context;
	struct hr_burst *slots[SLOTS]; /* by label as recorded; made when first needed */
};

static uint32_t slot_of(struct hr_slice label, enum hr_sample_kind kind)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = (label.length + (uint64_t)kind) * factor;
	size_t at = 0;

	for (; label.length - at >= 8; at += 8)
		hash = (hash ^ hr_load64(label.ptr + at)) * factor;
	if (label.length >= 8)
		hash = (hash ^ hr_load64(label.ptr + label.length - 8)) * factor;
	else
		for (; at < label.length; at++)
			hash = (hash ^ (unsigned char)label.ptr[at]) * factor;
	return (uint32_t)(hash >> (64 - SLOT_BITS));
}

static bool is_label_of(const struct hr_burst *burst, struct hr_slice label,
                        enum hr_sample_kind kind)
{
	return burst->recorded_kind == kind &&
	       hr_slice_equal((struct hr_slice){ burst->label, burst->label_length }, label);
}

static void add_waiting(struct hr_bursts *bursts, struct hr_burst *burst)
{
	if (burst->count > 0 && !burst->target.excluded)
		hr_add_burst(bursts->run, burst);
	burst->count = 0;
}

static void set_label(struct hr_bursts *bursts, struct hr_burst *burst, struct hr_slice label,
                      enum hr_sample_kind kind)
{
	if (label.length > 0)
		memcpy(burst->label, label.ptr, label.length);
	burst->label_length = label.length;
	burst->recorded_kind = kind;
	hr_str_truncate(&burst->target.name, 0);
	bursts->find_target(bursts->context, label, kind, &burst->target);
}

static struct hr_burst *burst_of(struct hr_bursts *bursts, struct hr_slice label,
                                 enum hr_sample_kind kind)
{
	uint32_t home = slot_of(label, kind), free_slot = SLOTS;
	struct hr_burst *burst;

	for (uint32_t i = 0; i < PROBES; i++) {
		uint32_t slot = (home + i) % SLOTS;

		burst = bursts->slots[slot];
		if (burst != NULL && is_label_of(burst, label, kind))
			return burst;
		if (burst == NULL && free_slot == SLOTS)
			free_slot = slot;
	}
	if (free_slot != SLOTS) {
		burst = bursts->slots[free_slot] = hr_zalloc(1, sizeof(*burst));
	} else {
		burst = bursts->slots[home];
		add_waiting(bursts, burst);
	}
	set_label(bursts, burst, label, kind);
	return burst;
}

/* Durations as the run takes them: neither unknown nor to be cut. */
static inline bool is_usual(int64_t duration_ns)
{
	return (uint64_t)duration_ns < (uint64_t)HR_DURATION_MAX_NS;
}

/* A row of one success, with all that decides where it counts. */
static inline bool is_plain(const struct hr_sample *sample)
{
	return sample->weight == 1 && sample->failed == 0 && is_usual(sample->elapsed_ns) &&
	       sample->start_ns > -(INT64_MAX / 2) && sample->start_ns < INT64_MAX / 2 &&
	       sample->label.length <= HR_BURST_LABEL_BYTES &&
	       sample->code.length <= HR_BURST_TEXT_BYTES &&
	       sample->host.length <= HR_BURST_TEXT_BYTES &&
	       (is_usual(sample->latency_ns) || sample->latency_ns == HR_UNKNOWN) &&
	       (is_usual(sample->connect_ns) || sample->connect_ns == HR_UNKNOWN) &&
	       (uint64_t)(sample->received_bytes + 1) <= UINT32_MAX &&
	       (uint64_t)(sample->sent_bytes + 1) <= UINT32_MAX;
}

/* The same of most samples in a few steps: they carry all figures, none of them large. */
static inline bool is_full(const struct hr_sample *sample)
{
	uint64_t times = (uint64_t)(sample->elapsed_ns | sample->latency_ns | sample->connect_ns);
	uint64_t sizes = (uint64_t)(sample->received_bytes | sample->sent_bytes);
	uint64_t lengths = (sample->label.length / HR_BURST_LABEL_BYTES) |
	                   (sample->code.length / HR_BURST_TEXT_BYTES) |
	                   (sample->host.length / HR_BURST_TEXT_BYTES);

	return (times >> DURATION_BITS | sizes >> 32 | lengths | sample->failed |
	        (sample->weight ^ 1)) == 0 &&
	       sample->active_users >= 0 && sample->start_ns >= 0 &&
	       sample->start_ns < INT64_MAX / 2;
}

static inline unsigned carried_by(const struct hr_sample *sample)
{
	return (sample->latency_ns >= 0 ? HR_BURST_LATENCY : 0u) |
	       (sample->connect_ns >= 0 ? HR_BURST_CONNECT : 0u) |
	       (sample->received_bytes >= 0 ? HR_BURST_RECEIVED : 0u) |
	       (sample->sent_bytes >= 0 ? HR_BURST_SENT : 0u) |
	       (sample->active_users >= 0 ? HR_BURST_USERS : 0u);
}

static inline bool is_same_text(const char *text, uint8_t length, struct hr_slice other)
{
	return hr_slice_equal((struct hr_slice){ text, length }, other);
}

/* Does a sample that ends at @end_ns go with those that wait? */
static inline bool belongs(const struct hr_burst *burst, const struct hr_sample *sample,
                           unsigned carries, int64_t end_ns)
{
	return burst->count > 0 && end_ns >= burst->from_ns &&
	       end_ns - burst->from_ns < burst->length_ns && burst->carries == carries &&
	       is_same_text(burst->code, burst->code_length, sample->code) &&
	       is_same_text(burst->host, burst->host_length, sample->host);
}

static void copy_text(char *out, uint8_t *length, struct hr_slice text)
{
	if (text.length > 0)
		memcpy(out, text.ptr, text.length);
	*length = (uint8_t)text.length;
}

/* @sample becomes the first that waits. */
static void begin(struct hr_bursts *bursts, struct hr_burst *burst, const struct hr_sample *sample,
                  unsigned carries, int64_t end_ns)
{
	const struct hr_grid *grid = &bursts->run->grid;

	/* Steps only grow, to multiples: what is in one interval now will be in one then. */
	burst->from_ns = end_ns - end_ns % grid->step_ns;
	burst->length_ns = grid->step_ns;
	burst->carries = (uint8_t)carries;
	copy_text(burst->code, &burst->code_length, sample->code);
	copy_text(burst->host, &burst->host_length, sample->host);
	burst->first_start_ns = sample->start_ns;
	burst->last_end_ns = end_ns;
	burst->users = sample->active_users;
	burst->received_bytes = burst->sent_bytes = 0;
}

static inline void wait_with(struct hr_burst *burst, const struct hr_sample *sample, int64_t end_ns)
{
	uint32_t at = burst->count++;

	burst->elapsed_ns[at] = sample->elapsed_ns;
	burst->latency_ns[at] = sample->latency_ns;
	burst->connect_ns[at] = sample->connect_ns;
	if (burst->carries & HR_BURST_RECEIVED)
		burst->received_bytes += (uint64_t)sample->received_bytes;
	if (burst->carries & HR_BURST_SENT)
		burst->sent_bytes += (uint64_t)sample->sent_bytes;
	if (sample->start_ns < burst->first_start_ns)
		burst->first_start_ns = sample->start_ns;
	if (end_ns > burst->last_end_ns)
		burst->last_end_ns = end_ns;
	if (sample->active_users > burst->users)
		burst->users = sample->active_users;
}

const struct hr_burst_target *hr_bursts_take(struct hr_bursts *bursts,
                                             const struct hr_sample *sample)
{
	unsigned carries = HR_BURST_ALL;
	struct hr_burst *burst;
	int64_t end_ns;

	if (!is_full(sample)) {
		if (!is_plain(sample))
			return NULL;
		carries = carried_by(sample);
	}
	end_ns = sample->start_ns + sample->elapsed_ns;
	burst = burst_of(bursts, sample->label, sample->kind);
	if (burst->target.excluded)
		return &burst->target;
	if (!belongs(burst, sample, carries, end_ns)) {
		/* before the epoch intervals would be cut the other way */
		if (end_ns < 0 || hr_mask_possible(sample->code, true))
			return NULL;
		add_waiting(bursts, burst);
		begin(bursts, burst, sample, carries, end_ns);
	}
	wait_with(burst, sample, end_ns);
	if (burst->count == HR_BURST_SAMPLES)
		add_waiting(bursts, burst);
	return &burst->target;
}

void hr_bursts_flush(struct hr_bursts *bursts)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (bursts->slots[i] != NULL)
			add_waiting(bursts, bursts->slots[i]);
}

struct hr_bursts *hr_bursts_new(struct hr_run *run, hr_burst_target_fn *target, void *context)
{
	struct hr_bursts *bursts = hr_zalloc(1, sizeof(*bursts));

	bursts->run = run;
	bursts->find_target = target;
	bursts->context = context;
	return bursts;
}

void hr_bursts_free(struct hr_bursts *bursts)
{
	if (bursts == NULL)
		return;
	hr_bursts_flush(bursts);
	for (size_t i = 0; i < SLOTS; i++) {
		if (bursts->slots[i] != NULL)
			hr_str_release(&bursts->slots[i]->target.name);
		free(bursts->slots[i]);
	}
	free(bursts);
}
