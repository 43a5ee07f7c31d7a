#include <config.h>
#include "read/jtl_plain.h"

#include "base/num.h"
#include "read/jtl_time.h"

#define TIME_DIGITS 13 /* epoch milliseconds from 2001 on */

void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns,
                       struct hr_slice host)
{
	const int16_t *at = columns->at;

	plain->columns = *columns;
	plain->host = host;
	plain->usable = at[HR_JTL_TIME] != HR_JTL_ABSENT && at[HR_JTL_ELAPSED] != HR_JTL_ABSENT &&
	                at[HR_JTL_LABEL] != HR_JTL_ABSENT && at[HR_JTL_SUCCESS] != HR_JTL_ABSENT &&
	                at[HR_JTL_WEIGHT] == HR_JTL_ABSENT && at[HR_JTL_ERRORS] == HR_JTL_ABSENT &&
	                columns->count <= INT16_MAX;
}

/* A row, as the index has it. */
struct row {
	const char *bytes;
	uint32_t begin;
	const uint32_t *ends;
	uint32_t last; /* where its last field ends: before a CR */
	int last_field;
};

static inline struct hr_slice field(const struct row *row, int at)
{
	uint32_t begin = at > 0 ? row->ends[at - 1] + 1 : row->begin;
	uint32_t end = at < row->last_field ? row->ends[at] : row->last;

	return (struct hr_slice){ row->bytes + begin, end - begin };
}

/* The text of a column; NULL and empty where the file has none. */
static inline struct hr_slice text(const struct hr_jtl_plain *plain, const struct row *row,
                                   enum hr_jtl_column column)
{
	int at = plain->columns.at[column];

	return at != HR_JTL_ABSENT ? field(row, at) : (struct hr_slice){ NULL, 0 };
}

/* At most seven digits; false for anything else. */
static inline bool read_small(struct hr_slice digits, int64_t *out)
{
	uint64_t value;

	if (digits.length - 1 > 6 || !hr_parse_digits8(digits.ptr, digits.length, &value))
		return false;
	*out = (int64_t)value;
	return true;
}

static inline bool read_time(struct hr_slice digits, int64_t *out_ns)
{
	uint64_t head, tail;

	if (digits.length != TIME_DIGITS || !hr_parse_digits8(digits.ptr, TIME_DIGITS - 8, &head) ||
	    !hr_parse_digits8(digits.ptr + TIME_DIGITS - 8, 8, &tail))
		return false;
	*out_ns = (int64_t)(head * 100000000 + tail) * HR_NS_PER_MS;
	return hr_jtl_time_possible(*out_ns);
}

/* A figure that the file may lack; false when it is there but no plain number. */
static inline bool read_figure(const struct hr_jtl_plain *plain, const struct row *row,
                               enum hr_jtl_column column, int64_t unit, int64_t *out)
{
	int at = plain->columns.at[column];

	*out = HR_UNKNOWN;
	if (at == HR_JTL_ABSENT)
		return true;
	if (!read_small(field(row, at), out))
		return false;
	*out *= unit;
	return true;
}

static inline bool read_success(struct hr_slice word, bool *out)
{
	*out = word.length == 4 && memcmp(word.ptr, "true", 4) == 0;
	return *out || (word.length == 5 && memcmp(word.ptr, "false", 5) == 0);
}

static inline bool read_numbers(const struct hr_jtl_plain *plain, const struct row *row,
                                struct hr_sample *sample)
{
	int64_t users;

	if (!read_time(field(row, plain->columns.at[HR_JTL_TIME]), &sample->start_ns) ||
	    !read_small(field(row, plain->columns.at[HR_JTL_ELAPSED]), &sample->elapsed_ns) ||
	    !read_figure(plain, row, HR_JTL_LATENCY, HR_NS_PER_MS, &sample->latency_ns) ||
	    !read_figure(plain, row, HR_JTL_CONNECT, HR_NS_PER_MS, &sample->connect_ns) ||
	    !read_figure(plain, row, HR_JTL_BYTES, 1, &sample->received_bytes) ||
	    !read_figure(plain, row, HR_JTL_SENT, 1, &sample->sent_bytes) ||
	    !read_figure(plain, row, HR_JTL_ALL_USERS, 1, &users))
		return false;
	sample->elapsed_ns *= HR_NS_PER_MS;
	sample->active_users = (int32_t)users;
	return true;
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

size_t hr_jtl_plain_take(const struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                         hr_jtl_plain_sample_fn *on_sample, void *context)
{
	struct row row = { .bytes = rows->bytes,
		           .begin = rows->begin,
		           .ends = rows->ends,
		           .last_field = (int)plain->columns.count - 1 };
	uint32_t end = rows->first;

	for (size_t i = 0; i < rows->count; i++) {
		struct hr_sample sample;
		uint32_t fields = rows->rows[i].end + 1 - end;
		uint32_t line_feed = row.ends[fields - 1];

		if (fields != plain->columns.count)
			return i;
		row.last = line_feed - (line_feed > row.begin && row.bytes[line_feed - 1] == '\r');
		if (!read_row(plain, &row, &sample))
			return i;
		on_sample(context, &sample);
		row.begin = line_feed + 1;
		row.ends += fields;
		end += fields;
	}
	return rows->count;
}
