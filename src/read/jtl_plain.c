#include <config.h>
#include "read/jtl_plain.h"

#include <stddef.h>

#include "base/num.h"
#include "read/jtl_time.h"

#define TIME_DIGITS 13 /* epoch milliseconds from 2001 on */
#define FIELDS_MAX  64

static const struct {
	enum hr_jtl_column column;
	size_t member;
	int64_t unit;
} figures[HR_JTL_FIGURES] = {
	{ HR_JTL_ELAPSED, offsetof(struct hr_sample, elapsed_ns), HR_NS_PER_MS },
	{ HR_JTL_LATENCY, offsetof(struct hr_sample, latency_ns), HR_NS_PER_MS },
	{ HR_JTL_CONNECT, offsetof(struct hr_sample, connect_ns), HR_NS_PER_MS },
	{ HR_JTL_BYTES, offsetof(struct hr_sample, received_bytes), 1 },
	{ HR_JTL_SENT, offsetof(struct hr_sample, sent_bytes), 1 },
};

void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns,
                       struct hr_slice host)
{
	const int16_t *at = columns->at;

	plain->columns = *columns;
	plain->host = host;
	/* Behind the time stamp of 13 digits eight bytes may be read in front of every field's end.
	 */
	plain->usable = at[HR_JTL_TIME] == 0 && at[HR_JTL_ELAPSED] != HR_JTL_ABSENT &&
	                at[HR_JTL_LABEL] != HR_JTL_ABSENT && at[HR_JTL_SUCCESS] != HR_JTL_ABSENT &&
	                at[HR_JTL_WEIGHT] == HR_JTL_ABSENT && at[HR_JTL_ERRORS] == HR_JTL_ABSENT &&
	                columns->count <= FIELDS_MAX;
	plain->figure_count = 0;
	for (size_t i = 0; i < HR_JTL_FIGURES; i++) {
		if (at[figures[i].column] == HR_JTL_ABSENT)
			continue;
		plain->figures[plain->figure_count].column = at[figures[i].column];
		plain->figures[plain->figure_count].member = figures[i].member;
		plain->figures[plain->figure_count++].unit = figures[i].unit;
	}
}

/* A row, as the index has it. */
struct row {
	const char *bytes;
	uint32_t begin;
	const uint32_t *ends;
};

static inline struct hr_slice field(const struct row *row, int at)
{
	uint32_t begin = at > 0 ? row->ends[at - 1] + 1 : row->begin;

	return (struct hr_slice){ row->bytes + begin, row->ends[at] - begin };
}

/* The text of a column; NULL and empty where the file has none. */
static inline struct hr_slice text(const struct hr_jtl_plain *plain, const struct row *row,
                                   enum hr_jtl_column column)
{
	int at = plain->columns.at[column];

	return at != HR_JTL_ABSENT ? field(row, at) : (struct hr_slice){ NULL, 0 };
}

/* One to seven digits of a field that is not the first; false for anything else. No branch depends
 * on how many. */
static inline bool read_small(const struct row *row, int at, int64_t *out)
{
	uint32_t end = row->ends[at], length = end - row->ends[at - 1] - 1;
	unsigned shift = 64 - 8 * (length & 7);
	uint64_t word;

	if (length - 1 > 6)
		return false;
	word = le64toh(hr_load64(row->bytes + end - 8)) >> shift << shift;
	return hr_digits_value(word | UINT64_C(0x3030303030303030) >> (64 - shift), out);
}

static inline bool read_time(const struct row *row, int64_t *out_ns)
{
	const char *digits = row->bytes + row->begin;
	uint64_t head;
	int64_t ms;

	/* its last five digits, and the eight in front of them */
	if (row->ends[0] - row->begin != TIME_DIGITS ||
	    !hr_digits_value(le64toh(hr_load64(digits)), &ms) ||
	    !hr_parse_digits8(digits + 8, TIME_DIGITS - 8, &head))
		return false;
	*out_ns = (ms * 100000 + (int64_t)head) * HR_NS_PER_MS;
	return hr_jtl_time_possible(*out_ns);
}

static inline bool read_success(struct hr_slice word, bool *out)
{
	*out = word.length == 4 && memcmp(word.ptr, "true", 4) == 0;
	return *out || (word.length == 5 && memcmp(word.ptr, "false", 5) == 0);
}

static inline bool read_numbers(const struct hr_jtl_plain *plain, const struct row *row,
                                struct hr_sample *sample)
{
	int64_t users = HR_UNKNOWN;

	sample->latency_ns = sample->connect_ns = HR_UNKNOWN;
	sample->received_bytes = sample->sent_bytes = HR_UNKNOWN;
	for (size_t i = 0; i < plain->figure_count; i++) {
		int64_t value;

		if (!read_small(row, plain->figures[i].column, &value))
			return false;
		value *= plain->figures[i].unit;
		memcpy((char *)sample + plain->figures[i].member, &value, sizeof(value));
	}
	if (plain->columns.at[HR_JTL_ALL_USERS] != HR_JTL_ABSENT &&
	    !read_small(row, plain->columns.at[HR_JTL_ALL_USERS], &users))
		return false;
	sample->active_users = (int32_t)users;
	return read_time(row, &sample->start_ns);
}

static inline bool read_row(const struct hr_jtl_plain *plain, const struct row *row,
                            struct hr_sample *sample)
{
	if (!read_success(field(row, plain->columns.at[HR_JTL_SUCCESS]), &sample->success) ||
	    !read_numbers(plain, row, sample))
		return false;
	sample->message = text(plain, row, HR_JTL_MESSAGE);
	/* "Number of samples in transaction : " */
	if (sample->message.length > 0 && sample->message.ptr[0] == 'N')
		return false;
	sample->kind = HR_SAMPLE_REQUEST;
	sample->weight = 1;
	sample->failed = !sample->success;
	sample->label = field(row, plain->columns.at[HR_JTL_LABEL]);
	sample->code = text(plain, row, HR_JTL_CODE);
	sample->failure = text(plain, row, HR_JTL_FAILURE);
	sample->host = text(plain, row, HR_JTL_HOST);
	if (sample->host.length == 0)
		sample->host = plain->host;
	return true;
}

/* The ends of a row whose last field ends before a carriage return. */
static const uint32_t *without_return(const uint32_t *ends, size_t count, uint32_t *copy)
{
	memcpy(copy, ends, count * sizeof(*copy));
	copy[count - 1]--;
	return copy;
}

size_t hr_jtl_plain_take(const struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                         hr_jtl_plain_sample_fn *on_sample, void *context)
{
	uint32_t copy[FIELDS_MAX], end = rows->first, begin = rows->begin;
	const uint32_t *ends = rows->ends;
	size_t count = plain->columns.count;

	for (size_t i = 0; i < rows->count; i++) {
		struct row row = { rows->bytes, begin, ends };
		struct hr_sample sample;
		uint32_t line_feed;

		if (rows->rows[i].end + 1 - end != count)
			return i;
		line_feed = ends[count - 1];
		if (rows->bytes[line_feed - 1] == '\r')
			row.ends = without_return(ends, count, copy);
		if (!read_row(plain, &row, &sample))
			return i;
		on_sample(context, &sample);
		begin = line_feed + 1;
		ends += count;
		end += (uint32_t)count;
	}
	return rows->count;
}
