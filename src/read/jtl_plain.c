#include <config.h>
#include "read/jtl_plain.h"

#include "read/jtl_numbers.h"
#include "read/jtl_time.h"

#define FIELDS_MAX 64
#define ROWS_MAX   128 /* given to the sink at once */

enum { ELAPSED, LATENCY, CONNECT, RECEIVED, SENT, USERS };

static const struct {
	enum hr_jtl_column column;
	enum hr_carried carried;
} figures[HR_JTL_FIGURES] = {
	[ELAPSED] = { HR_JTL_ELAPSED, 0 },
	[LATENCY] = { HR_JTL_LATENCY, HR_CARRIED_LATENCY },
	[CONNECT] = { HR_JTL_CONNECT, HR_CARRIED_CONNECT },
	[RECEIVED] = { HR_JTL_BYTES, HR_CARRIED_RECEIVED },
	[SENT] = { HR_JTL_SENT, HR_CARRIED_SENT },
	[USERS] = { HR_JTL_ALL_USERS, HR_CARRIED_USERS },
};

void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns,
                       struct hr_slice host)
{
	const int16_t *at = columns->at;

	hr_jtl_plain_release(plain);
	plain->columns = *columns;
	plain->host = host;
	/* Behind the time stamp of 13 digits eight bytes may be read in front of every field's end.
	 */
	plain->usable = at[HR_JTL_TIME] == 0 && at[HR_JTL_ELAPSED] != HR_JTL_ABSENT &&
	                at[HR_JTL_LABEL] != HR_JTL_ABSENT && at[HR_JTL_SUCCESS] != HR_JTL_ABSENT &&
	                at[HR_JTL_WEIGHT] == HR_JTL_ABSENT && at[HR_JTL_ERRORS] == HR_JTL_ABSENT &&
	                columns->count <= FIELDS_MAX;
	if (!plain->usable)
		return;
	for (int i = 0; i < HR_JTL_FIGURES; i++) {
		int16_t column = at[figures[i].column];

		plain->figures[i] = (uint32_t)(column != HR_JTL_ABSENT ? column
		                                                       : at[HR_JTL_ELAPSED]);
		if (column != HR_JTL_ABSENT)
			plain->carries |= figures[i].carried;
	}
}

void hr_jtl_plain_release(struct hr_jtl_plain *plain)
{
	hr_jtl_groups_free(plain->groups);
	*plain = (struct hr_jtl_plain){ 0 };
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

static inline bool read_success(struct hr_slice word, bool *out)
{
	*out = word.length == 4 && memcmp(word.ptr, "true", 4) == 0;
	return *out || (word.length == 5 && memcmp(word.ptr, "false", 5) == 0);
}

/* "Number of samples in transaction : " */
static inline bool may_be_transaction(const struct hr_jtl_plain *plain, const struct row *row)
{
	int at = plain->columns.at[HR_JTL_MESSAGE];

	return at != HR_JTL_ABSENT && row->bytes[row->ends[at - 1] + 1] == 'N';
}

static inline struct hr_slice host_of(const struct hr_jtl_plain *plain, const struct row *row)
{
	struct hr_slice host = text(plain, row, HR_JTL_HOST);

	return host.length > 0 ? host : plain->host;
}

/* The last bytes of a text of 0 to 8, at the end of the word. */
static inline uint64_t last_bytes(const char *end, uint32_t length)
{
	unsigned empty = 8 * (8 - length);

	return length > 0 ? le64toh(hr_load64(end - 8)) >> empty : 0;
}

static inline uint32_t group_of(const struct hr_jtl_plain *plain, const struct row *row)
{
	struct hr_slice label = field(row, plain->columns.at[HR_JTL_LABEL]);
	struct hr_slice code = text(plain, row, HR_JTL_CODE);
	struct hr_jtl_texts texts = { .label_length = (uint32_t)label.length,
		                      .code_length = (uint32_t)code.length,
		                      .label = label,
		                      .host = host_of(plain, row) };
	const char *end = label.ptr + label.length;

	texts.tail = last_bytes(end, label.length < 8 ? texts.label_length : 8);
	texts.head = label.length > 8 ? le64toh(hr_load64(label.ptr)) : texts.tail;
	if (code.length > 0)
		texts.code = last_bytes(code.ptr + code.length,
		                        code.length < 8 ? texts.code_length : 8);
	return hr_jtl_groups_find(plain->groups, &texts, code);
}

/* The general way: a sample of the numbers that were read. */
static void fill_sample(const struct hr_jtl_plain *plain, const struct row *row,
                        const struct hr_plain_row *numbers, bool success, struct hr_sample *sample)
{
	struct hr_plain_group group = {
		.label = field(row, plain->columns.at[HR_JTL_LABEL]),
		.code = text(plain, row, HR_JTL_CODE),
		.host = host_of(plain, row),
		.carries = plain->carries,
	};

	*sample = hr_plain_sample(&group, numbers);
	sample->success = success;
	sample->failed = !success;
	sample->message = text(plain, row, HR_JTL_MESSAGE);
	sample->failure = text(plain, row, HR_JTL_FAILURE);
}

typedef bool numbers_fn(const char *bytes, uint32_t time, const uint32_t *ends,
                        const uint32_t *columns, uint32_t out[HR_JTL_NUMBERS]);

/* All numbers of a row; false when it is none for us. */
static inline __attribute__((always_inline)) bool read_numbers(const struct hr_jtl_plain *plain,
                                                               const struct row *row,
                                                               numbers_fn *numbers,
                                                               struct hr_plain_row *out)
{
	uint32_t all[HR_JTL_NUMBERS];

	if (row->ends[0] - row->begin != HR_JTL_TIME_DIGITS ||
	    !numbers(row->bytes, row->begin, row->ends, plain->figures, all))
		return false;
	out->start_ms = (int64_t)all[HR_JTL_HEAD] * 100000 + all[HR_JTL_TAIL];
	memcpy(&out->elapsed_ms, all, HR_JTL_FIGURES * sizeof(*all));
	return hr_jtl_time_possible(out->start_ms * HR_NS_PER_MS);
}

/* The ends of a row whose last field ends before a carriage return. */
static const uint32_t *without_return(const uint32_t *ends, size_t count, uint32_t *copy)
{
	memcpy(copy, ends, count * sizeof(*copy));
	copy[count - 1]--;
	return copy;
}

/* Plain rows that wait to be pushed. */
struct waiting {
	struct hr_read_context *context;
	size_t count;
	struct hr_plain_row rows[ROWS_MAX];
};

static void push_waiting(struct waiting *waiting)
{
	if (waiting->count > 0)
		hr_read_rows(waiting->context, waiting->rows, waiting->count);
	waiting->count = 0;
}

static bool push_alone(const struct hr_jtl_plain *plain, const struct row *row,
                       struct waiting *waiting)
{
	struct hr_plain_row numbers = waiting->rows[waiting->count];
	struct hr_sample sample;
	bool success;

	if (!read_success(field(row, plain->columns.at[HR_JTL_SUCCESS]), &success))
		return false;
	push_waiting(waiting);
	fill_sample(plain, row, &numbers, success, &sample);
	hr_read_sample(waiting->context, &sample);
	return true;
}

static inline __attribute__((always_inline)) bool take_row(const struct hr_jtl_plain *plain,
                                                           const struct row *row,
                                                           numbers_fn *numbers,
                                                           struct waiting *waiting)
{
	struct hr_plain_row *next = &waiting->rows[waiting->count];
	struct hr_slice success = field(row, plain->columns.at[HR_JTL_SUCCESS]);

	if (may_be_transaction(plain, row) || !read_numbers(plain, row, numbers, next))
		return false;
	next->group = HR_PLAIN_NONE;
	if (success.length == 4 && memcmp(success.ptr, "true", 4) == 0)
		next->group = group_of(plain, row);
	if (next->group == HR_PLAIN_NONE)
		return push_alone(plain, row, waiting);
	if (++waiting->count == ROWS_MAX)
		push_waiting(waiting);
	return true;
}

static inline __attribute__((always_inline)) size_t take(const struct hr_jtl_plain *plain,
                                                         const struct hr_csv_plain *rows,
                                                         struct hr_read_context *context,
                                                         numbers_fn *numbers)
{
	uint32_t copy[FIELDS_MAX], end = rows->first, begin = rows->begin;
	const uint32_t *ends = rows->ends;
	size_t count = plain->columns.count, taken = 0;
	struct waiting waiting;

	waiting.context = context;
	waiting.count = 0;
	for (; taken < rows->count; taken++) {
		struct row row = { rows->bytes, begin, ends };
		uint32_t line_feed;

		if (rows->rows[taken].end + 1 - end != count)
			break;
		line_feed = ends[count - 1];
		if (rows->bytes[line_feed - 1] == '\r')
			row.ends = without_return(ends, count, copy);
		if (!take_row(plain, &row, numbers, &waiting))
			break;
		begin = line_feed + 1;
		ends += count;
		end += (uint32_t)count;
	}
	push_waiting(&waiting);
	return taken;
}

#ifdef HR_JTL_NUMBERS_AVX2
HR_AVX2 static size_t take_avx2(const struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                                struct hr_read_context *context)
{
	return take(plain, rows, context, hr_jtl_numbers_avx2);
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}
#else
#define take_avx2(plain, rows, context) take(plain, rows, context, hr_jtl_numbers)
static bool has_avx2(void)
{
	return false;
}
#endif

size_t hr_jtl_plain_take(struct hr_jtl_plain *plain, const struct hr_csv_plain *rows,
                         struct hr_read_context *context)
{
	/* a reader may read on for another sink than its first */
	if (plain->groups == NULL || plain->groups->sink != context->sink) {
		hr_jtl_groups_free(plain->groups);
		plain->groups = hr_jtl_groups_new(context->sink, plain->carries);
	}
	if (has_avx2())
		return take_avx2(plain, rows, context);
	return take(plain, rows, context, hr_jtl_numbers);
}
