#include <config.h>
#include "cli/history_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyse/trend.h"
#include "base/count.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/str.h"
#include "cli/history_column.h"
#include "read/csv.h"

#define LABEL_BYTES     1024
#define DIMENSION_MAX   20                       /* different values of a dimension */
#define DIMENSION_SHARE 10                       /* and each in so many rows on average */
#define RUN_GAP_NS      (6 * 3600 * HR_NS_PER_S) /* between rows of one run */

struct table {
	struct hr_arena arena;
	struct hr_history_column columns[HR_HISTORY_TABLE_COLUMNS];
	size_t column_count;
	struct hr_slice *cells; /* rows x columns */
	uint64_t *lines;
	size_t row_count, cell_capacity, line_capacity;
	const char *path;
	struct hr_diag *diag;
	const char *const *wanted; /* metrics */
	bool too_many;
};

struct sniffed {
	bool has_time, has_run, has_label;
	size_t metrics;
};

static void sniff_header(void *context, const struct hr_csv_row *row)
{
	struct sniffed *sniffed = context;

	for (size_t i = 0; i < row->count; i++) {
		struct hr_history_column column = { 0 };

		hr_history_column_recognise(row->fields[i], &column);
		sniffed->has_time = sniffed->has_time || column.role == HR_ROLE_TIME;
		sniffed->has_run = sniffed->has_run || column.role == HR_ROLE_RUN;
		sniffed->has_label = sniffed->has_label || column.role == HR_ROLE_LABEL;
		sniffed->metrics += column.role == HR_ROLE_METRIC;
	}
}

bool hr_history_table_sniff(struct hr_slice head)
{
	struct sniffed sniffed = { 0 };

	hr_csv_first_row(head, 0, sniff_header, &sniffed);
	return sniffed.metrics >= 3 && sniffed.has_time && sniffed.has_label;
}

/* --- rows --- */

static struct hr_slice keep_text(struct table *table, struct hr_slice text)
{
	text = hr_slice_trim(text);
	if (text.length > LABEL_BYTES)
		text.length = LABEL_BYTES;
	return (struct hr_slice){ hr_arena_strndup(&table->arena, text.ptr, text.length),
		                  text.length };
}

static void take_header(struct table *table, const struct hr_csv_row *row)
{
	for (size_t i = 0; i < row->count && i < HR_HISTORY_TABLE_COLUMNS; i++) {
		struct hr_history_column *column = &table->columns[table->column_count++];

		column->name = keep_text(table, hr_slice_skip_bom(row->fields[i])).ptr;
		hr_history_column_recognise(row->fields[i], column);
	}
}

static void take_row(void *context, const struct hr_csv_row *row)
{
	struct table *table = context;
	size_t usable;

	if (table->column_count == 0) {
		take_header(table, row);
		return;
	}
	usable = hr_csv_row_usable(row, table->column_count);
	if (usable < table->column_count) {
		struct hr_str text = { 0 };

		hr_csv_row_misfit(row, ',', table->column_count, &text);
		hr_diag_add(table->diag, HR_DIAG_REJECTED, table->path,
		            hr_csv_misfit_reason(row, table->column_count), row->line,
		            hr_str_slice(&text));
		hr_str_release(&text);
		return;
	}
	if (table->row_count >= HR_HISTORY_TABLE_ROWS) {
		table->too_many = true;
		return;
	}
	table->lines = hr_grow(table->lines, table->row_count, &table->line_capacity,
	                       sizeof(*table->lines));
	for (size_t i = 0; i < table->column_count; i++) {
		size_t at = table->row_count * table->column_count + i;

		table->cells = hr_grow(table->cells, at, &table->cell_capacity,
		                       sizeof(*table->cells));
		table->cells[at] = keep_text(table, row->fields[i]);
	}
	table->lines[table->row_count++] = row->line;
}

static struct hr_slice cell(const struct table *table, size_t row, size_t column)
{
	return table->cells[row * table->column_count + column];
}

static size_t find_role(const struct table *table, enum hr_column_role role)
{
	size_t i = 0;

	while (i < table->column_count && table->columns[i].role != role)
		i++;
	return i;
}

/* --- columns that no name explains --- */

static int compare_slices(const void *left, const void *right)
{
	const struct hr_slice *a = left, *b = right;
	size_t n = a->length < b->length ? a->length : b->length;
	int order = n > 0 ? memcmp(a->ptr, b->ptr, n) : 0;

	return order != 0 ? order : (a->length > b->length) - (a->length < b->length);
}

static size_t count_different(const struct table *table, size_t column)
{
	struct hr_slice *values = hr_alloc_array(table->row_count + 1, sizeof(*values));
	size_t different = table->row_count > 0;

	for (size_t row = 0; row < table->row_count; row++)
		values[row] = cell(table, row, column);
	if (table->row_count > 1)
		qsort(values, table->row_count, sizeof(*values), compare_slices);
	for (size_t row = 1; row < table->row_count; row++)
		different += compare_slices(&values[row - 1], &values[row]) != 0;
	free(values);
	return different;
}

static bool is_numeric(const struct table *table, size_t column)
{
	double value;

	for (size_t row = 0; row < table->row_count; row++) {
		struct hr_slice text = cell(table, row, column);

		if (text.length > 0 && !hr_parse_double(text, &value))
			return false;
	}
	return true;
}

static void settle_columns(struct table *table)
{
	for (size_t i = 0; i < table->column_count; i++) {
		size_t different;

		if (table->columns[i].role != HR_ROLE_NONE)
			continue;
		different = count_different(table, i);
		if (different > 1 && different <= DIMENSION_MAX &&
		    different * DIMENSION_SHARE <= table->row_count)
			table->columns[i].role = HR_ROLE_DIMENSION;
		else if (different > 1 && is_numeric(table, i))
			table->columns[i].role = HR_ROLE_NUMBER;
	}
}

/* --- rows to runs --- */

struct entry {
	size_t row;
	int64_t time_ns;
	char *label;         /* of the arena */
	size_t label_number; /* the same for the same label, from 0 */
};

static char *label_of(struct table *table, size_t row)
{
	size_t label = find_role(table, HR_ROLE_LABEL), dimensions = 0;
	struct hr_str text = { 0 };
	char *kept;

	if (label < table->column_count)
		hr_str_add_slice(&text, cell(table, row, label));
	if (text.length == 0)
		hr_str_puts(&text, HR_TREND_TOTAL);
	for (size_t i = 0; i < table->column_count; i++) {
		struct hr_slice value = cell(table, row, i);

		if (table->columns[i].role != HR_ROLE_DIMENSION)
			continue;
		hr_str_printf(&text, "%s%s %.*s", dimensions++ == 0 ? " [" : ", ",
		              table->columns[i].name, (int)value.length, value.ptr);
	}
	hr_str_puts(&text, dimensions > 0 ? "]" : "");
	kept = hr_arena_strndup(&table->arena, hr_str_text(&text), text.length);
	hr_str_release(&text);
	return kept;
}

static void reject_row(struct table *table, size_t row, const char *reason, struct hr_slice text)
{
	hr_diag_add(table->diag, HR_DIAG_REJECTED, table->path, reason, table->lines[row], text);
}

/* The rows with a usable time. */
static size_t collect(struct table *table, const struct hr_zone *zone, struct entry *entries)
{
	size_t time = find_role(table, HR_ROLE_TIME), count = 0;

	for (size_t row = 0; row < table->row_count; row++) {
		struct entry entry = { row, HR_INSTANT_NONE, NULL, 0 };

		if (time < table->column_count &&
		    hr_instant_parse(cell(table, row, time), zone, &entry.time_ns, NULL) != HR_OK) {
			reject_row(table, row, "the time is none", cell(table, row, time));
			continue;
		}
		entry.label = label_of(table, row);
		entries[count++] = entry;
	}
	return count;
}

static int by_label(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	return strcmp(a->label, b->label);
}

/* Gives how many different ones there are. */
static size_t number_labels(struct entry *entries, size_t count)
{
	size_t number = 0;

	if (count > 1)
		qsort(entries, count, sizeof(*entries), by_label);
	for (size_t i = 1; i < count; i++) {
		number += strcmp(entries[i - 1].label, entries[i].label) != 0;
		entries[i].label_number = number;
	}
	return count > 0 ? number + 1 : 0;
}

static int by_time(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;

	if (a->time_ns != b->time_ns)
		return a->time_ns < b->time_ns ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static bool same_cell(const struct table *table, size_t column, size_t a, size_t b)
{
	return column >= table->column_count ||
	       hr_slice_equal(cell(table, a, column), cell(table, b, column));
}

/* Does @next begin another run than the row before it, whose run has had its label or not? */
static bool begins_run(const struct table *table, const struct entry *next, bool had_label)
{
	const struct entry *before = next - 1;
	size_t run = find_role(table, HR_ROLE_RUN);

	if (run < table->column_count)
		return !same_cell(table, run, before->row, next->row);
	return had_label ||
	       !same_cell(table, find_role(table, HR_ROLE_VERSION), before->row, next->row) ||
	       next->time_ns == HR_INSTANT_NONE || next->time_ns - before->time_ns > RUN_GAP_NS;
}

static const char *text_of(const struct table *table, enum hr_column_role role, size_t row)
{
	size_t column = find_role(table, role);

	if (column >= table->column_count || cell(table, row, column).length == 0)
		return NULL;
	return cell(table, row, column).ptr;
}

/* Why the metric (NULL: one nobody knows) cannot have the value; NULL when it can. */
static const char *why_not(const struct hr_metric *metric, double value)
{
	enum hr_quantity quantity = metric != NULL ? metric->quantity : HR_QUANTITY_NUMBER;

	if (quantity == HR_QUANTITY_RATIO && !(value >= 0 && value <= 1))
		return "a ratio is not within 0 to 1: percent is written with a % sign";
	if (quantity == HR_QUANTITY_COUNT && !(value >= 0 && value <= (double)HR_COUNT_MAX))
		return "a count is not within 0 to 2^53";
	return NULL;
}

/* "0.05%", "5" under "Error %", "0.05" under "error_ratio"; NaN with the @fault of one that is not
 * usable. */
static double value_of(const struct hr_history_column *column, struct hr_slice text,
                       const char **fault)
{
	bool percent = column->percent && column->metric != NULL &&
	               column->metric->quantity == HR_QUANTITY_RATIO;
	double value;

	if (text.length > 0 && text.ptr[text.length - 1] == '%') {
		text.length--;
		percent = true;
	}
	if (!hr_parse_double(text, &value)) {
		*fault = "a value is no number";
		return (double)NAN;
	}
	if (percent)
		value = hr_round15(value / 100);
	*fault = why_not(column->metric, value);
	return *fault == NULL ? value : (double)NAN;
}

static double count_of(const struct table *table, size_t row)
{
	const char *fault; /* told where the column is wanted */

	for (size_t i = 0; i < table->column_count; i++)
		if (table->columns[i].metric != NULL &&
		    strcmp(table->columns[i].metric->name, "count") == 0)
			return value_of(&table->columns[i], cell(table, row, i), &fault);
	return (double)NAN;
}

static bool is_wanted(const struct table *table, const char *metric)
{
	for (size_t i = 0; table->wanted[i] != NULL; i++)
		if (strcmp(table->wanted[i], metric) == 0)
			return true;
	return false;
}

static void put_row(struct table *table, const struct entry *entry, size_t index,
                    struct hr_run_table *history)
{
	double count = count_of(table, entry->row);

	for (size_t i = 0; i < table->column_count; i++) {
		const struct hr_history_column *column = &table->columns[i];
		const struct hr_metric *metric = column->metric;
		struct hr_slice text = cell(table, entry->row, i);
		struct hr_table_key key = { entry->label,    column->name, HR_QUANTITY_NUMBER,
			                    HR_BETTER_LOWER, false,        false };
		const char *fault;
		double value = value_of(column, text, &fault);
		bool errors = metric != NULL && strcmp(metric->name, "error_ratio") == 0;

		if (column->role == HR_ROLE_METRIC && (errors || is_wanted(table, metric->name)))
			key = (struct hr_table_key){ entry->label,
				                     metric->name,
				                     metric->quantity,
				                     metric->better,
				                     metric->quantity != HR_QUANTITY_COUNT,
				                     !is_wanted(table, metric->name) };
		else if (column->role != HR_ROLE_NUMBER)
			continue;
		if (fault != NULL && text.length > 0)
			hr_diag_add(table->diag, HR_DIAG_DEGRADED, table->path, fault,
			            table->lines[entry->row], text);
		hr_run_table_put(history, index, &key, value, count);
	}
}

static void make_runs(struct table *table, const struct entry *entries, size_t count, size_t labels,
                      struct hr_run_table *history)
{
	size_t *runs = hr_zalloc(labels + 1, sizeof(*runs)); /* the latest of each label, from 1 */
	size_t run = 0, index = 0;

	for (size_t i = 0; i < count; i++) {
		size_t row = entries[i].row, *latest = &runs[entries[i].label_number];

		if (i == 0 || begins_run(table, &entries[i], *latest == run)) {
			run++;
			index = hr_run_table_add(history, entries[i].time_ns,
			                         text_of(table, HR_ROLE_RUN, row),
			                         text_of(table, HR_ROLE_VERSION, row),
			                         text_of(table, HR_ROLE_ENVIRONMENT, row),
			                         text_of(table, HR_ROLE_WORKLOAD, row));
		}
		*latest = run;
		put_row(table, &entries[i], index, history);
	}
	free(runs);
}

static enum hr_err check_table(const struct table *table, struct hr_error *err)
{
	if (table->column_count == 0)
		return hr_error_at(err, HR_EPARSE, table->path, 1, 0,
		                   "no header: expected the names of columns");
	if (table->too_many)
		return hr_error_at(err, HR_ELIMIT, table->path, 0, 0,
		                   "more than %d rows in a table of runs", HR_HISTORY_TABLE_ROWS);
	if (find_role(table, HR_ROLE_METRIC) == table->column_count &&
	    find_role(table, HR_ROLE_NUMBER) == table->column_count)
		return hr_error_at(err, HR_EPARSE, table->path, 1, 0,
		                   "no column with a metric: expected for example mean, p95 or "
		                   "throughput, or numbers that differ from row to row");
	return HR_OK;
}

enum hr_err hr_history_table_read(struct hr_slice text, const char *path,
                                  const struct hr_zone *zone, const char *const *metrics,
                                  struct hr_run_table *history, struct hr_diag *diag,
                                  struct hr_error *err)
{
	struct table table = { .path = path, .diag = diag, .wanted = metrics };
	struct hr_csv *csv = hr_csv_new(0, take_row, &table);
	struct entry *entries;
	size_t count, labels;
	enum hr_err code;

	hr_csv_feed(csv, text);
	hr_csv_finish(csv);
	hr_csv_free(csv);
	settle_columns(&table);
	code = check_table(&table, err);
	if (code == HR_OK) {
		entries = hr_alloc_array(table.row_count + 1, sizeof(*entries));
		count = collect(&table, zone != NULL ? zone : hr_zone_utc(), entries);
		labels = number_labels(entries, count);
		if (count > 1)
			qsort(entries, count, sizeof(*entries), by_time);
		make_runs(&table, entries, count, labels, history);
		free(entries);
	}
	hr_arena_release(&table.arena);
	free(table.cells);
	free(table.lines);
	return code;
}
