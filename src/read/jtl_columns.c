#include <config.h>
#include "read/jtl_columns.h"

#include <strings.h>

#include "base/num.h"
#include "read/jtl_time.h"

static const char *const column_names[HR_JTL_COLUMN_COUNT] = {
	[HR_JTL_TIME] = "timeStamp",
	[HR_JTL_ELAPSED] = "elapsed",
	[HR_JTL_LABEL] = "label",
	[HR_JTL_CODE] = "responseCode",
	[HR_JTL_MESSAGE] = "responseMessage",
	[HR_JTL_THREAD] = "threadName",
	[HR_JTL_DATA_TYPE] = "dataType",
	[HR_JTL_SUCCESS] = "success",
	[HR_JTL_FAILURE] = "failureMessage",
	[HR_JTL_BYTES] = "bytes",
	[HR_JTL_SENT] = "sentBytes",
	[HR_JTL_GROUP_USERS] = "grpThreads",
	[HR_JTL_ALL_USERS] = "allThreads",
	[HR_JTL_URL] = "URL",
	[HR_JTL_FILENAME] = "Filename",
	[HR_JTL_LATENCY] = "Latency",
	[HR_JTL_ENCODING] = "Encoding",
	[HR_JTL_WEIGHT] = "SampleCount",
	[HR_JTL_ERRORS] = "ErrorCount",
	[HR_JTL_HOST] = "Hostname",
	[HR_JTL_IDLE] = "IdleTime",
	[HR_JTL_CONNECT] = "Connect",
};

static const struct {
	const char *name;
	enum hr_jtl_column column;
} aliases[] = {
	{ "time", HR_JTL_TIME },
	{ "receivedBytes", HR_JTL_BYTES },
	{ "connectTime", HR_JTL_CONNECT },
	{ "host", HR_JTL_HOST },
};

#define END            HR_JTL_COLUMN_COUNT
#define LAYOUT_COLUMNS 18

/*
 * The default sets of JMeter's CSVSaveService with bin/jmeter.properties, newest first, without
 * IdleTime and Connect where those came later. A row must have as many fields, and fit.
 */
static const enum hr_jtl_column layouts[][LAYOUT_COLUMNS] = {
	/* 4.0 and later: 17 */
	{ HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE, HR_JTL_THREAD,
	  HR_JTL_DATA_TYPE, HR_JTL_SUCCESS, HR_JTL_FAILURE, HR_JTL_BYTES, HR_JTL_SENT,
	  HR_JTL_GROUP_USERS, HR_JTL_ALL_USERS, HR_JTL_URL, HR_JTL_LATENCY, HR_JTL_IDLE,
	  HR_JTL_CONNECT, END },
	/* 3.1 to 3.3: 16, no URL */
	{ HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE, HR_JTL_THREAD,
	  HR_JTL_DATA_TYPE, HR_JTL_SUCCESS, HR_JTL_FAILURE, HR_JTL_BYTES, HR_JTL_SENT,
	  HR_JTL_GROUP_USERS, HR_JTL_ALL_USERS, HR_JTL_LATENCY, HR_JTL_IDLE, HR_JTL_CONNECT, END },
	/* 3.0: 15, no sentBytes */
	{ HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE, HR_JTL_THREAD,
	  HR_JTL_DATA_TYPE, HR_JTL_SUCCESS, HR_JTL_FAILURE, HR_JTL_BYTES, HR_JTL_GROUP_USERS,
	  HR_JTL_ALL_USERS, HR_JTL_LATENCY, HR_JTL_IDLE, HR_JTL_CONNECT, END },
	/* 2.x: 10 */
	{ HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE, HR_JTL_THREAD,
	  HR_JTL_DATA_TYPE, HR_JTL_SUCCESS, HR_JTL_BYTES, HR_JTL_LATENCY, END },
	/* 2.x without latency: 9 */
	{ HR_JTL_TIME, HR_JTL_ELAPSED, HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE, HR_JTL_THREAD,
	  HR_JTL_DATA_TYPE, HR_JTL_SUCCESS, HR_JTL_BYTES, END },
};

static bool same_name(struct hr_slice text, const char *name)
{
	return strlen(name) == text.length && strncasecmp(text.ptr, name, text.length) == 0;
}

bool hr_jtl_column_find(struct hr_slice name, enum hr_jtl_column *out)
{
	name = hr_slice_trim(name);
	if (name.length == 0)
		return false;
	for (size_t i = 0; i < HR_JTL_COLUMN_COUNT; i++)
		if (same_name(name, column_names[i])) {
			*out = (enum hr_jtl_column)i;
			return true;
		}
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (same_name(name, aliases[i].name)) {
			*out = aliases[i].column;
			return true;
		}
	return false;
}

bool hr_jtl_columns_is_header(const struct hr_csv_row *row)
{
	enum hr_jtl_column column;
	size_t known = 0;
	bool own = false;

	for (size_t i = 0; i < row->count; i++) {
		if (!hr_jtl_column_find(row->fields[i], &column)) {
			if (i == 0)
				return false;
			continue;
		}
		known++;
		if (column == HR_JTL_ELAPSED || column == HR_JTL_SUCCESS || column == HR_JTL_CODE ||
		    column == HR_JTL_THREAD)
			own = true;
	}
	/* Of a few columns all must be known: `timestamp,value` is a series. */
	return own && (known >= 3 || (known == 2 && row->count == 2));
}

static void clear(struct hr_jtl_columns *columns, size_t count)
{
	for (size_t i = 0; i < HR_JTL_COLUMN_COUNT; i++)
		columns->at[i] = HR_JTL_ABSENT;
	columns->count = count;
}

void hr_jtl_columns_from_header(struct hr_jtl_columns *columns, const struct hr_csv_row *row)
{
	enum hr_jtl_column column;

	clear(columns, row->count);
	for (size_t i = 0; i < row->count; i++)
		if (hr_jtl_column_find(row->fields[i], &column) &&
		    columns->at[column] == HR_JTL_ABSENT)
			columns->at[column] = (int16_t)i;
}

bool hr_jtl_columns_equal(const struct hr_jtl_columns *a, const struct hr_jtl_columns *b)
{
	return a->count == b->count && memcmp(a->at, b->at, sizeof(a->at)) == 0;
}

static bool is_boolean(struct hr_slice text)
{
	text = hr_slice_trim(text);
	return same_name(text, "true") || same_name(text, "false");
}

static bool is_integer(struct hr_slice text)
{
	int64_t number;

	return hr_parse_i64(hr_slice_trim(text), &number);
}

static bool is_data_type(struct hr_slice text)
{
	return text.length == 0 || same_name(text, "text") || same_name(text, "bin");
}

/* JMeter ends thread names in "group-number": "Thread Group 1-12". */
static bool is_thread_name(struct hr_slice text)
{
	size_t end = text.length;
	size_t i = end;

	while (i > 0 && text.ptr[i - 1] >= '0' && text.ptr[i - 1] <= '9')
		i--;
	if (i == end || i < 2 || text.ptr[i - 1] != '-')
		return false;
	return text.ptr[i - 2] >= '0' && text.ptr[i - 2] <= '9';
}

static bool fits(enum hr_jtl_column column, struct hr_slice text)
{
	switch (column) {
	case HR_JTL_TIME:
		return hr_jtl_time_likely(text);
	case HR_JTL_DATA_TYPE:
		return is_data_type(text);
	case HR_JTL_SUCCESS:
		return is_boolean(text);
	case HR_JTL_ELAPSED:
	case HR_JTL_BYTES:
	case HR_JTL_SENT:
	case HR_JTL_GROUP_USERS:
	case HR_JTL_ALL_USERS:
	case HR_JTL_LATENCY:
	case HR_JTL_IDLE:
	case HR_JTL_CONNECT:
		return is_integer(text);
	default:
		return true;
	}
}

static bool fits_layout(const enum hr_jtl_column *layout, const struct hr_csv_row *row)
{
	size_t i = 0;

	for (; layout[i] != END; i++)
		if (i >= row->count || !fits(layout[i], row->fields[i]))
			return false;
	return i == row->count;
}

/* The fields before success, from the outside to the inside. */
static void infer_before(struct hr_jtl_columns *columns, const struct hr_csv_row *row,
                         size_t success)
{
	static const enum hr_jtl_column texts[] = { HR_JTL_LABEL, HR_JTL_CODE, HR_JTL_MESSAGE };
	size_t from = 0, to = success;

	if (from < to && hr_jtl_time_likely(row->fields[from])) {
		columns->at[HR_JTL_TIME] = (int16_t)from++;
		if (from < to && is_integer(row->fields[from]))
			columns->at[HR_JTL_ELAPSED] = (int16_t)from++;
	}
	if (to - from >= 2 && is_data_type(row->fields[to - 1]))
		columns->at[HR_JTL_DATA_TYPE] = (int16_t)--to;
	if (to - from >= 2 && is_thread_name(row->fields[to - 1]))
		columns->at[HR_JTL_THREAD] = (int16_t)--to;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && from < to; i++)
		columns->at[texts[i]] = (int16_t)from++;
}

/* Behind success only what is unmistakable: one number is bytes, two are bytes and latency. */
static void infer_after(struct hr_jtl_columns *columns, const struct hr_csv_row *row,
                        size_t success)
{
	size_t rest = row->count - success - 1;

	if (rest >= 1 && rest <= 2 && is_integer(row->fields[success + 1]))
		columns->at[HR_JTL_BYTES] = (int16_t)(success + 1);
	if (rest == 2 && is_integer(row->fields[success + 2]))
		columns->at[HR_JTL_LATENCY] = (int16_t)(success + 2);
}

int hr_jtl_columns_infer(struct hr_jtl_columns *columns, const struct hr_csv_row *row)
{
	size_t success = 0;

	clear(columns, row->count);
	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (!fits_layout(layouts[i], row))
			continue;
		for (size_t j = 0; j < row->count; j++)
			columns->at[layouts[i][j]] = (int16_t)j;
		return 60;
	}
	while (success < row->count && !is_boolean(row->fields[success]))
		success++;
	if (success == row->count || success < 2)
		return 0;
	columns->at[HR_JTL_SUCCESS] = (int16_t)success;
	infer_before(columns, row, success);
	infer_after(columns, row, success);
	/* A time with an elapsed time, or a thread name: less could be any table. */
	if (columns->at[HR_JTL_LABEL] == HR_JTL_ABSENT ||
	    (columns->at[HR_JTL_ELAPSED] == HR_JTL_ABSENT &&
	     columns->at[HR_JTL_THREAD] == HR_JTL_ABSENT))
		return 0;
	return 40;
}

void hr_jtl_columns_describe(const struct hr_jtl_columns *columns, struct hr_str *out)
{
	for (size_t i = 0; i < columns->count; i++) {
		const char *name = "-";

		for (size_t column = 0; column < HR_JTL_COLUMN_COUNT; column++)
			if (columns->at[column] == (int16_t)i)
				name = column_names[column];
		hr_str_printf(out, "%s%s", i == 0 ? "" : ", ", name);
	}
}
