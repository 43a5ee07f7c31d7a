#include <config.h>
#include "summarize/burst.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "record/mask.h"
#include "summarize/add.h"

#define SLOT_BITS     10
#define SLOTS         (1u << SLOT_BITS)
#define GROUPS_MAX    512u /* of plain rows */
#define DURATION_BITS 46   /* 2^46 ns are 19 h, less than a duration may have */
#define PROBES        4u   /* slots a burst may take; beyond them the first is taken over */

enum { LABEL, CODE, HOST, TEXTS };

struct hr_bursts {
	struct hr_run *run;
	hr_burst_target_fn *find_target;
	hr_burst_added_fn *added; /* NULL = nobody asks */
	void *context;
	struct hr_burst *slots[SLOTS]; /* of samples, by their texts; made when first needed */
	struct hr_burst *groups[GROUPS_MAX]; /* of plain rows */
	uint32_t group_count;
};

/* What tells bursts apart, of a sample or of a group. */
struct key {
	struct hr_slice texts[TEXTS];
	uint64_t head[TEXTS], tail[TEXTS];
	enum hr_sample_kind kind;
	unsigned carries;
	uint32_t hash;
};

/* The first and the last eight bytes of a text; of a shorter one all of it twice. With its length
 * they say all about a text of up to 16 bytes. */
static inline void take_ends(struct hr_slice text, uint64_t *head, uint64_t *tail)
{
	if (text.length >= 8) {
		*head = hr_load64(text.ptr);
		*tail = hr_load64(text.ptr + text.length - 8);
		return;
	}
	*head = 0;
	if (text.length >= 4) {
		uint32_t low, high;

		memcpy(&low, text.ptr, sizeof(low));
		memcpy(&high, text.ptr + text.length - sizeof(high), sizeof(high));
		*head = low | (uint64_t)high << 32;
	} else if (text.length > 0) {
		const unsigned char *c = (const unsigned char *)text.ptr;

		*head = c[0] | (unsigned)c[text.length / 2] << 8 |
		        (unsigned)c[text.length - 1] << 16;
	}
	*tail = *head;
}

static inline void make_key(struct key *key, struct hr_slice label, struct hr_slice code,
                            struct hr_slice host, enum hr_sample_kind kind, unsigned carries)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash;

	key->texts[LABEL] = label;
	key->texts[CODE] = code;
	key->texts[HOST] = host;
	for (int i = 0; i < TEXTS; i++)
		take_ends(key->texts[i], &key->head[i], &key->tail[i]);
	key->kind = kind;
	key->carries = carries;
	hash = (key->head[LABEL] ^ (key->tail[LABEL] << 5 | key->tail[LABEL] >> 59)) * factor;
	hash ^= (key->tail[CODE] + key->tail[HOST] + label.length + carries) * factor;
	key->hash = (uint32_t)((hash ^ hash >> 29) * factor >> (64 - SLOT_BITS));
}

static inline bool is_of(const struct hr_burst *burst, const struct key *key)
{
	const struct hr_slice *label = &key->texts[LABEL];
	uint64_t differences = (burst->head[LABEL] ^ key->head[LABEL]) |
	                       (burst->tail[LABEL] ^ key->tail[LABEL]) |
	                       (burst->head[CODE] ^ key->head[CODE]) |
	                       (burst->tail[CODE] ^ key->tail[CODE]) |
	                       (burst->head[HOST] ^ key->head[HOST]) |
	                       (burst->tail[HOST] ^ key->tail[HOST]);

	return (differences | (burst->label_length ^ label->length) |
	        (burst->code_length ^ key->texts[CODE].length) |
	        (burst->host_length ^ key->texts[HOST].length) |
	        (uint64_t)(burst->carries ^ key->carries)) == 0 &&
	       burst->recorded_kind == key->kind &&
	       (label->length <= 16 || hr_bytes_equal(burst->label, label->ptr, label->length));
}

/* Nothing waits. */
static void clear(struct hr_burst *burst)
{
	burst->count = 0;
	burst->first_start = INT64_MAX;
	burst->last_end = INT64_MIN;
	burst->users = 0;
	burst->received_bytes = burst->sent_bytes = 0;
}

static void add_waiting(struct hr_bursts *bursts, struct hr_burst *burst)
{
	if (burst->count == 0)
		return;
	if ((burst->carries & HR_CARRIED_RECEIVED) == 0)
		burst->received_bytes = 0;
	if ((burst->carries & HR_CARRIED_SENT) == 0)
		burst->sent_bytes = 0;
	hr_add_burst(bursts->run, burst);
	if (bursts->added != NULL)
		bursts->added(bursts->context, burst);
	clear(burst);
}

static void copy_text(char *out, struct hr_slice text)
{
	if (text.length > 0)
		memcpy(out, text.ptr, text.length);
}

/* Give an empty burst its texts. */
static void set_key(struct hr_bursts *bursts, struct hr_burst *burst, const struct key *key)
{
	copy_text(burst->label, key->texts[LABEL]);
	copy_text(burst->code, key->texts[CODE]);
	copy_text(burst->host, key->texts[HOST]);
	burst->label_length = key->texts[LABEL].length;
	burst->code_length = (uint8_t)key->texts[CODE].length;
	burst->host_length = (uint8_t)key->texts[HOST].length;
	memcpy(burst->head, key->head, sizeof(burst->head));
	memcpy(burst->tail, key->tail, sizeof(burst->tail));
	burst->recorded_kind = key->kind;
	burst->carries = (uint8_t)key->carries;
	burst->length = 0;
	clear(burst);
	hr_str_truncate(&burst->target.name, 0);
	bursts->find_target(bursts->context, key->texts[LABEL], key->kind, &burst->target);
}

static struct hr_burst *new_burst(bool plain)
{
	struct hr_burst *burst = hr_zalloc(1, sizeof(*burst));

	burst->plain = plain;
	burst->unit_ns = plain ? HR_NS_PER_MS : 1;
	return burst;
}

static struct hr_burst *make_burst(struct hr_bursts *bursts, const struct key *key)
{
	struct hr_burst **slot = &bursts->slots[key->hash];

	for (uint32_t i = 0; i < PROBES && *slot != NULL; i++)
		slot = &bursts->slots[(key->hash + i) % SLOTS];
	if (*slot != NULL) {
		slot = &bursts->slots[key->hash];
		add_waiting(bursts, *slot);
	} else {
		*slot = new_burst(false);
	}
	set_key(bursts, *slot, key);
	return *slot;
}

static inline struct hr_burst *burst_of(struct hr_bursts *bursts, const struct key *key)
{
	for (uint32_t i = 0; i < PROBES; i++) {
		struct hr_burst *burst = bursts->slots[(key->hash + i) % SLOTS];

		if (burst == NULL)
			break;
		if (is_of(burst, key))
			return burst;
	}
	return make_burst(bursts, key);
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
	return (sample->latency_ns >= 0 ? HR_CARRIED_LATENCY : 0u) |
	       (sample->connect_ns >= 0 ? HR_CARRIED_CONNECT : 0u) |
	       (sample->received_bytes >= 0 ? HR_CARRIED_RECEIVED : 0u) |
	       (sample->sent_bytes >= 0 ? HR_CARRIED_SENT : 0u) |
	       (sample->active_users >= 0 ? HR_CARRIED_USERS : 0u);
}

/* Does what ends at @end, in the burst's units, go with what waits? */
static inline bool is_within(const struct hr_burst *burst, int64_t end)
{
	return (uint64_t)(end - burst->from) < (uint64_t)burst->length;
}

/* What waits is of another interval than what ends at @end. False when that is for no burst:
 * before the epoch intervals would be cut the other way, and secrets may be masked in codes. */
static bool change_interval(struct hr_bursts *bursts, struct hr_burst *burst, int64_t end)
{
	if (end < 0 || hr_mask_possible((struct hr_slice){ burst->code, burst->code_length }, true))
		return false;
	add_waiting(bursts, burst);
	/* Steps only grow, to multiples: what is in one interval now will be in one then. */
	burst->length = bursts->run->grid.step_ns / burst->unit_ns;
	burst->from = end - end % burst->length;
	return true;
}

static inline void note_ends(struct hr_burst *burst, int64_t start, int64_t end, int32_t users)
{
	burst->first_start = start < burst->first_start ? start : burst->first_start;
	burst->last_end = end > burst->last_end ? end : burst->last_end;
	burst->users = users > burst->users ? users : burst->users;
}

static inline void wait_with(struct hr_burst *burst, const struct hr_sample *sample, int64_t end_ns)
{
	uint32_t at = burst->count++;

	burst->end[at] = end_ns;
	burst->elapsed.ns[at] = sample->elapsed_ns;
	burst->latency.ns[at] = sample->latency_ns;
	burst->connect.ns[at] = sample->connect_ns;
	/* sums of what is not carried are forgotten */
	burst->received_bytes += (uint64_t)sample->received_bytes;
	burst->sent_bytes += (uint64_t)sample->sent_bytes;
	note_ends(burst, sample->start_ns, end_ns, sample->active_users);
}

const struct hr_burst_target *hr_bursts_take(struct hr_bursts *bursts,
                                             const struct hr_sample *sample)
{
	unsigned carries = HR_CARRIED_ALL;
	struct hr_burst *burst;
	struct key key;
	int64_t end_ns;

	if (!is_full(sample)) {
		if (!is_plain(sample))
			return NULL;
		carries = carried_by(sample);
	}
	make_key(&key, sample->label, sample->code, sample->host, sample->kind, carries);
	burst = burst_of(bursts, &key);
	if (burst->target.excluded)
		return &burst->target;
	end_ns = sample->start_ns + sample->elapsed_ns;
	if (!is_within(burst, end_ns) && !change_interval(bursts, burst, end_ns))
		return NULL;
	wait_with(burst, sample, end_ns);
	if (burst->count == HR_BURST_SAMPLES)
		add_waiting(bursts, burst);
	return &burst->target;
}

uint32_t hr_bursts_group(struct hr_bursts *bursts, const struct hr_plain_group *group)
{
	struct key key;
	struct hr_burst *burst;

	if (group->label.length > HR_BURST_LABEL_BYTES ||
	    group->code.length > HR_BURST_TEXT_BYTES || group->host.length > HR_BURST_TEXT_BYTES ||
	    hr_mask_possible(group->code, true))
		return HR_PLAIN_NONE;
	make_key(&key, group->label, group->code, group->host, HR_SAMPLE_REQUEST, group->carries);
	for (uint32_t i = 0; i < bursts->group_count; i++)
		if (is_of(bursts->groups[i], &key))
			return i;
	if (bursts->group_count == GROUPS_MAX)
		return HR_PLAIN_NONE;
	burst = new_burst(true);
	set_key(bursts, burst, &key);
	bursts->groups[bursts->group_count] = burst;
	return bursts->group_count++;
}

_Static_assert(HR_PLAIN_FIGURE_MAX *HR_NS_PER_MS <= HR_DURATION_MAX_NS,
               "times of plain rows are never to be cut");

static inline void wait_with_row(struct hr_burst *burst, const struct hr_plain_row *row,
                                 int64_t end_ms)
{
	uint32_t at = burst->count++;

	burst->end[at] = end_ms;
	burst->elapsed.ms[at] = row->elapsed_ms;
	burst->latency.ms[at] = row->latency_ms;
	burst->connect.ms[at] = row->connect_ms;
	burst->received_bytes += row->received_bytes;
	burst->sent_bytes += row->sent_bytes;
	note_ends(burst, row->start_ms, end_ms, (int32_t)row->users);
}

void hr_bursts_take_rows(struct hr_bursts *bursts, const struct hr_plain_row *rows, size_t count)
{
	for (const struct hr_plain_row *row = rows; row < rows + count; row++) {
		struct hr_burst *burst = bursts->groups[row->group];
		int64_t end_ms = row->start_ms + row->elapsed_ms;

		if (!is_within(burst, end_ms) &&
		    (burst->target.excluded || !change_interval(bursts, burst, end_ms)))
			continue;
		wait_with_row(burst, row, end_ms);
		if (burst->count == HR_BURST_SAMPLES)
			add_waiting(bursts, burst);
	}
}

void hr_bursts_flush(struct hr_bursts *bursts)
{
	for (size_t i = 0; i < SLOTS; i++)
		if (bursts->slots[i] != NULL)
			add_waiting(bursts, bursts->slots[i]);
	for (uint32_t i = 0; i < bursts->group_count; i++)
		add_waiting(bursts, bursts->groups[i]);
}

struct hr_bursts *hr_bursts_new(struct hr_run *run, hr_burst_target_fn *target,
                                hr_burst_added_fn *added, void *context)
{
	struct hr_bursts *bursts = hr_zalloc(1, sizeof(*bursts));

	bursts->run = run;
	bursts->find_target = target;
	bursts->added = added;
	bursts->context = context;
	return bursts;
}

static void free_burst(struct hr_burst *burst)
{
	if (burst == NULL)
		return;
	hr_str_release(&burst->target.name);
	free(burst->target.note);
	free(burst);
}

void hr_bursts_free(struct hr_bursts *bursts)
{
	if (bursts == NULL)
		return;
	hr_bursts_flush(bursts);
	for (size_t i = 0; i < SLOTS; i++)
		free_burst(bursts->slots[i]);
	for (uint32_t i = 0; i < bursts->group_count; i++)
		free_burst(bursts->groups[i]);
	free(bursts);
}
