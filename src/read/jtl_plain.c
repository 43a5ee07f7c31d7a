#include <config.h>
#include "read/jtl_plain.h"

#include "read/csv_index.h"
#include "read/jtl_groups.h"
#include "read/jtl_numbers.h"
#include "read/jtl_time.h"
#include "record/plain_row.h"
#include "record/sample.h"

#define FIELDS_MAX 64
#define ROWS_MAX   128 /* given to the sink at once */
/* In a plain row the six figures lie as they are read, and there is room for two numbers more. */
#define FIGURES_AT offsetof(struct hr_plain_row, elapsed_ms)
_Static_assert(sizeof(struct hr_plain_row) == FIGURES_AT + HR_JTL_NUMBERS * sizeof(uint32_t) &&
                       offsetof(struct hr_plain_row, users) == FIGURES_AT + 5 * sizeof(uint32_t),
               "eight numbers in a row");

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

void hr_jtl_plain_init(struct hr_jtl_plain *plain, const struct hr_jtl_columns *columns, bool led,
                       struct hr_slice host)
{
	const int16_t *at = columns->at;

	hr_jtl_plain_release(plain);
	plain->columns = *columns;
	plain->host = host;
	/* Behind the time stamp of 13 digits eight bytes may be read in front of every field's end.
	 */
	plain->usable = (led ? at[HR_JTL_TIME] != HR_JTL_ABSENT : at[HR_JTL_TIME] == 0) &&
	                at[HR_JTL_ELAPSED] != HR_JTL_ABSENT && at[HR_JTL_LABEL] != HR_JTL_ABSENT &&
	                at[HR_JTL_SUCCESS] != HR_JTL_ABSENT && at[HR_JTL_WEIGHT] == HR_JTL_ABSENT &&
	                at[HR_JTL_ERRORS] == HR_JTL_ABSENT && columns->count <= FIELDS_MAX;
	if (!plain->usable)
		return;
	plain->time = (uint32_t)at[HR_JTL_TIME];
	plain->label = (uint32_t)at[HR_JTL_LABEL];
	plain->success = (uint32_t)at[HR_JTL_SUCCESS];
	plain->code = at[HR_JTL_CODE] != HR_JTL_ABSENT ? (uint32_t)at[HR_JTL_CODE] : 0;
	plain->message = at[HR_JTL_MESSAGE] != HR_JTL_ABSENT ? (uint32_t)at[HR_JTL_MESSAGE] : 0;
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
	const uint32_t *ends;
	uint32_t quote; /* 1 when each field is in quotes */
};

/* @at  not the time stamp's, so that there is a field before it */
static inline struct hr_slice field(const struct row *row, uint32_t at)
{
	uint32_t begin = row->ends[at - 1] + 1 + row->quote;

	return (struct hr_slice){ row->bytes + begin, row->ends[at] - row->quote - begin };
}

/* The text of a column; NULL and empty where the file has none. */
static inline struct hr_slice text(const struct hr_jtl_plain *plain, const struct row *row,
                                   enum hr_jtl_column column)
{
	int at = plain->columns.at[column];

	return at != HR_JTL_ABSENT ? field(row, (uint32_t)at) : (struct hr_slice){ NULL, 0 };
}

static inline bool read_success(struct hr_slice word, bool *out)
{
	*out = word.length == 4 && memcmp(word.ptr, "true", 4) == 0;
	return *out || (word.length == 5 && memcmp(word.ptr, "false", 5) == 0);
}

static inline struct hr_slice host_of(const struct hr_jtl_plain *plain, const struct row *row)
{
	struct hr_slice host = text(plain, row, HR_JTL_HOST);

	return host.length > 0 ? host : plain->host;
}

static inline struct hr_slice code_of(const struct hr_jtl_plain *plain, const struct row *row,
                                      struct hr_slice label)
{
	/* where the file has none, eight bytes may be read in front of the label's end, too */
	return plain->code > 0 ? field(row, plain->code)
	                       : (struct hr_slice){ label.ptr + label.length, 0 };
}

/* What a row has in common with others. */
static struct hr_plain_group texts_of(const struct hr_jtl_plain *plain, const struct row *row)
{
	struct hr_slice label = field(row, plain->label);

	return (struct hr_plain_group){
		.label = label,
		.code = code_of(plain, row, label),
		.host = plain->groups->hosts ? host_of(plain, row) : plain->host,
		.carries = plain->carries,
	};
}

typedef bool numbers_fn(const char *bytes, uint32_t time, const uint32_t *ends,
                        const uint32_t *columns, uint32_t quote, uint32_t out[HR_JTL_NUMBERS]);

/* Rows that were taken together. */
struct batch {
	const struct hr_jtl_plain *plain;
	const char *bytes;
	uint32_t begin; /* of the first row */
	uint32_t *ends; /* those of all rows */
	bool cut;       /* rows that end in a carriage return were made to end before it */
	size_t count;
	struct hr_plain_row rows[ROWS_MAX];
};

/* The numbers of the first rows that are for us. @first  what the index calls the first end */
static inline __attribute__((always_inline)) void read_numbers(struct batch *batch,
                                                               const struct hr_csv_index_row *rows,
                                                               size_t most, uint32_t first,
                                                               numbers_fn *numbers, uint32_t quote)
{
	const struct hr_jtl_plain *plain = batch->plain;
	const char *bytes = batch->bytes;
	uint32_t *ends = batch->ends, begin = batch->begin + quote, time = plain->time;
	uint32_t fields = (uint32_t)plain->columns.count, end = first + fields - 1;
	size_t i = 0;

	batch->cut = false;
	for (; i < most; i++, ends += fields, end += fields) {
		struct hr_plain_row *row = &batch->rows[i];
		uint32_t *all = (uint32_t *)(void *)((char *)row + FIGURES_AT), line_feed;

		if (time > 0)
			begin = ends[time - 1] + 1 + quote;
		if (rows[i].end != end || ends[time] - quote - begin != HR_JTL_TIME_DIGITS)
			break;
		line_feed = ends[fields - 1];
		if (bytes[line_feed - 1] == '\r') { /* a store would make what reads it wait */
			ends[fields - 1]--;
			batch->cut = true;
		}
		if (!numbers(bytes, begin, ends, plain->figures, quote, all) ||
		    (plain->message > 0 && bytes[ends[plain->message - 1] + 1 + quote] == 'N')) {
			ends[fields - 1] = line_feed;
			break; /* "Number of samples in transaction : ", it may be */
		}
		row->start_ms = (int64_t)all[HR_JTL_HEAD] * 100000 + all[HR_JTL_TAIL];
		begin = line_feed + 1 + quote;
	}
	batch->count = i;
}

/* What the index says again. */
static void restore_ends(struct batch *batch)
{
	size_t fields = batch->plain->columns.count;

	for (size_t i = 1; batch->cut && i <= batch->count; i++) {
		uint32_t *line_feed = &batch->ends[i * fields - 1];

		*line_feed += batch->bytes[*line_feed] == '\r';
	}
}

static void push_rows(struct hr_read_context *context, const struct hr_plain_row *rows,
                      size_t count)
{
	if (count > 0)
		hr_read_rows(context, rows, count);
}

/* The general way: a sample of the numbers that were read. False when it is none. */
static bool push_alone(const struct hr_jtl_plain *plain, struct row row,
                       const struct hr_plain_row *numbers, struct hr_read_context *context)
{
	struct hr_plain_group group = texts_of(plain, &row);
	struct hr_sample sample = hr_plain_sample(&group, numbers);

	if (!read_success(field(&row, plain->success), &sample.success))
		return false;
	sample.failed = !sample.success;
	sample.message = text(plain, &row, HR_JTL_MESSAGE);
	sample.failure = text(plain, &row, HR_JTL_FAILURE);
	hr_read_sample(context, &sample);
	return true;
}

/* Texts that were not met before, or are for samples. */
static __attribute__((noinline)) uint32_t add_group(const struct hr_jtl_plain *plain,
                                                    struct row row)
{
	struct hr_plain_group texts = texts_of(plain, &row);

	return hr_jtl_groups_add(plain->groups, &texts);
}

/* HR_PLAIN_NONE when the row is none to be pushed with others. */
static inline __attribute__((always_inline)) uint32_t find_group(const struct hr_jtl_plain *plain,
                                                                 const struct row *row)
{
	struct hr_slice success = field(row, plain->success);
	struct hr_slice label = field(row, plain->label);
	const struct hr_jtl_group *group;

	if (success.length != 4 || memcmp(success.ptr, "true", 4) != 0)
		return HR_PLAIN_NONE;
	group = hr_jtl_groups_find(plain->groups, label, code_of(plain, row, label),
	                           plain->groups->hosts ? host_of(plain, row) : plain->host);
	return group != NULL ? group->number : add_group(plain, *row);
}

/* Push the rows of which the numbers were read; gives how many. */
static inline __attribute__((always_inline)) size_t push_batch(struct batch *batch,
                                                               struct hr_read_context *context,
                                                               uint32_t quote)
{
	const struct hr_jtl_plain *plain = batch->plain;
	size_t pushed = 0, at = 0;
	struct row row = { batch->bytes, batch->ends, quote };

	for (; at < batch->count; at++, row.ends += plain->columns.count) {
		struct hr_plain_row *next = &batch->rows[at];

		if (!hr_jtl_time_possible_ms(next->start_ms))
			break;
		next->group = find_group(plain, &row);
		if (next->group != HR_PLAIN_NONE)
			continue;
		push_rows(context, batch->rows + pushed, at - pushed);
		if (!push_alone(plain, row, next, context))
			return at;
		pushed = at + 1;
	}
	push_rows(context, batch->rows + pushed, at - pushed);
	return at;
}

/* @quote  known to the compiler, like @numbers */
static inline __attribute__((always_inline)) size_t take_all(const struct hr_jtl_plain *plain,
                                                             const struct hr_csv_plain *rows,
                                                             struct hr_read_context *context,
                                                             numbers_fn *numbers, uint32_t quote)
{
	uint32_t fields = (uint32_t)plain->columns.count;
	struct batch batch;
	size_t taken = 0;

	batch.plain = plain;
	batch.bytes = rows->bytes;
	batch.begin = rows->begin;
	while (taken < rows->count) {
		size_t most = rows->count - taken < ROWS_MAX ? rows->count - taken : ROWS_MAX;
		size_t pushed;

		batch.ends = rows->ends + taken * fields;
		read_numbers(&batch, rows->rows + taken, most,
		             rows->first + (uint32_t)taken * fields, numbers, quote);
		pushed = push_batch(&batch, context, quote);
		restore_ends(&batch);
		taken += pushed;
		if (pushed < most)
			break;
		batch.begin = batch.ends[pushed * fields - 1] + 1;
	}
	return taken;
}

static inline __attribute__((always_inline)) size_t take(const struct hr_jtl_plain *plain,
                                                         const struct hr_csv_plain *rows,
                                                         struct hr_read_context *context,
                                                         numbers_fn *numbers)
{
	return rows->quoted ? take_all(plain, rows, context, numbers, 1)
	                    : take_all(plain, rows, context, numbers, 0);
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
		plain->groups = hr_jtl_groups_new(context->sink,
		                                  plain->columns.at[HR_JTL_HOST] != HR_JTL_ABSENT);
	}
	if (has_avx2())
		return take_avx2(plain, rows, context);
	return take(plain, rows, context, hr_jtl_numbers);
}
