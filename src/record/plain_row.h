/*
 * Plain rows: successes of which a recording holds millions, with whole milliseconds and texts that
 * were met before. A reader that can tell them gives what rows have in common to the sink once, as
 * a group, and the rows by hundreds: much cheaper than samples, and meaning the same.
 */
#ifndef HR_RECORD_PLAIN_ROW_H
#define HR_RECORD_PLAIN_ROW_H

#include <stdint.h>

#include "base/instant.h"
#include "record/sample.h"

#define HR_PLAIN_NONE UINT32_MAX /* no group: such rows are given as samples */

/* Which of the figures that a sample may lack, as bits. */
enum hr_carried {
	HR_CARRIED_LATENCY = 1 << 0,
	HR_CARRIED_CONNECT = 1 << 1,
	HR_CARRIED_RECEIVED = 1 << 2,
	HR_CARRIED_SENT = 1 << 3,
	HR_CARRIED_USERS = 1 << 4,
	HR_CARRIED_ALL = (1 << 5) - 1,
};

/* What rows have in common besides being requests that succeeded. */
struct hr_plain_group {
	struct hr_slice label, code, host;
	unsigned carries; /* enum hr_carried */
};

/* Figures that the group does not carry are to be ignored. */
struct hr_plain_row {
	int64_t start_ms; /* since the epoch, not before it */
	uint32_t elapsed_ms, latency_ms, connect_ms;
	uint32_t received_bytes, sent_bytes, users;
	uint32_t group; /* what the sink called it */
	uint32_t spare; /* of no meaning: readers may write eight numbers at once */
};

/* All figures are below this. */
#define HR_PLAIN_FIGURE_MAX 100000000u

static inline int64_t hr_carried_or_unknown(unsigned carries, enum hr_carried which, uint32_t value,
                                            int64_t unit)
{
	return (carries & which) != 0 ? (int64_t)value * unit : HR_UNKNOWN;
}

/* The sample that a row of @group stands for. */
static inline struct hr_sample hr_plain_sample(const struct hr_plain_group *group,
                                               const struct hr_plain_row *row)
{
	unsigned carries = group->carries;

	return (struct hr_sample){
		.kind = HR_SAMPLE_REQUEST,
		.success = true,
		.start_ns = row->start_ms * HR_NS_PER_MS,
		.elapsed_ns = (int64_t)row->elapsed_ms * HR_NS_PER_MS,
		.latency_ns = hr_carried_or_unknown(carries, HR_CARRIED_LATENCY, row->latency_ms,
		                                    HR_NS_PER_MS),
		.connect_ns = hr_carried_or_unknown(carries, HR_CARRIED_CONNECT, row->connect_ms,
		                                    HR_NS_PER_MS),
		.received_bytes = hr_carried_or_unknown(carries, HR_CARRIED_RECEIVED,
		                                        row->received_bytes, 1),
		.sent_bytes = hr_carried_or_unknown(carries, HR_CARRIED_SENT, row->sent_bytes, 1),
		.active_users = (int32_t)hr_carried_or_unknown(carries, HR_CARRIED_USERS,
		                                               row->users, 1),
		.weight = 1,
		.label = group->label,
		.code = group->code,
		.host = group->host,
	};
}

#endif
