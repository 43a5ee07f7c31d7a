#include <config.h>
#include "analyse/run_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/mem.h"
#include "base/str.h"

static char *copy_text(const char *text)
{
	return text != NULL ? hr_strdup(text) : NULL;
}

size_t hr_run_table_add(struct hr_run_table *history, int64_t started_ns, const char *id,
                        const char *version, const char *environment, const char *workload)
{
	history->runs = hr_grow(history->runs, history->run_count, &history->run_capacity,
	                        sizeof(*history->runs));
	history->runs[history->run_count] = (struct hr_table_run){
		.id = copy_text(id),
		.version = copy_text(version),
		.environment = copy_text(environment),
		.workload = copy_text(workload),
		.started_ns = started_ns,
		.place = history->run_count,
	};
	return history->run_count++;
}

static uint64_t hash_of(const char *label, const char *metric)
{
	struct hr_str key = { 0 };
	uint64_t hash;

	hr_str_puts(&key, metric);
	hr_str_putc(&key, '\0');
	hr_str_puts(&key, label);
	hash = hr_table_hash(hr_str_slice(&key));
	hr_str_release(&key);
	return hash;
}

static struct hr_table_series *look_up(const struct hr_run_table *history, uint64_t hash,
                                       const char *label, const char *metric)
{
	uint32_t at = (uint32_t)hash;
	size_t place;

	while (hr_slots_next(&history->slots, hash, &at, &place)) {
		struct hr_table_series *series = &history->series[place];

		if (strcmp(series->label, label) == 0 && strcmp(series->metric, metric) == 0)
			return series;
	}
	return NULL;
}

static struct hr_table_series *add_series(struct hr_run_table *history, uint64_t hash,
                                          const struct hr_table_key *key)
{
	struct hr_table_series *series;

	if (history->series_count >= HR_RUN_TABLE_SERIES_MAX) {
		history->dropped++;
		return NULL;
	}
	history->series = hr_grow(history->series, history->series_count, &history->series_capacity,
	                          sizeof(*history->series));
	series = &history->series[history->series_count];
	*series = (struct hr_table_series){
		.label = hr_strdup(key->label),
		.metric = hr_strdup(key->metric),
		.quantity = key->quantity,
		.better = key->better,
		.directed = key->directed,
		.hidden = key->hidden,
	};
	hr_slots_put(&history->slots, hash, history->series_count++);
	return series;
}

static void make_room(struct hr_table_series *series, size_t held)
{
	size_t capacity = series->capacity > 0 ? series->capacity : 4;

	while (capacity < held)
		capacity *= 2;
	if (capacity == series->capacity)
		return;
	series->capacity = capacity;
	series->values = hr_realloc_array(series->values, capacity, sizeof(double));
	series->counts = hr_realloc_array(series->counts, capacity, sizeof(double));
}

static void blank(struct hr_table_series *series, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		series->values[i] = series->counts[i] = (double)NAN;
}

/* The runs of a series come to reach to @row; false when there is no room for them. */
static bool reach(struct hr_run_table *history, struct hr_table_series *series, size_t row)
{
	size_t held = series->held, before, after;

	if (held == 0)
		series->first = row;
	before = row < series->first ? series->first - row : 0;
	after = row >= series->first + held ? row - series->first - held + 1 : 0;
	if (history->cells + before + after > HR_RUN_TABLE_CELLS_MAX)
		return false;
	history->cells += before + after;
	make_room(series, held + before + after);
	if (before > 0) {
		memmove(series->values + before, series->values, held * sizeof(double));
		memmove(series->counts + before, series->counts, held * sizeof(double));
		blank(series, 0, before);
		series->first = row;
	}
	blank(series, before + held, before + held + after);
	series->held = before + held + after;
	return true;
}

void hr_run_table_put(struct hr_run_table *history, size_t row, const struct hr_table_key *key,
                      double value, double count)
{
	uint64_t hash = hash_of(key->label, key->metric);
	struct hr_table_series *found = look_up(history, hash, key->label, key->metric);

	if (found == NULL)
		found = add_series(history, hash, key);
	if (found == NULL)
		return;
	if (!reach(history, found, row)) {
		history->dropped++;
		return;
	}
	found->values[row - found->first] = isfinite(value) ? value : (double)NAN;
	found->counts[row - found->first] = count;
}

const struct hr_table_series *hr_run_table_find(const struct hr_run_table *history,
                                                const char *label, const char *metric)
{
	return look_up(history, hash_of(label, metric), label, metric);
}

static int by_start(const void *left, const void *right)
{
	const struct hr_table_run *a = left, *b = right;

	if (a->started_ns != b->started_ns)
		return a->started_ns < b->started_ns ? -1 : 1;
	return (a->place > b->place) - (a->place < b->place);
}

/* A column of one value a run becomes the series' own; what it does not have at its ends takes no
 * room. */
static void take_column(struct hr_run_table *history, struct hr_table_series *series,
                        const double *values, const double *counts, size_t n)
{
	size_t first = 0, end = n;

	while (first < end && isnan(values[first]) && isnan(counts[first]))
		first++;
	while (end > first && isnan(values[end - 1]) && isnan(counts[end - 1]))
		end--;
	history->cells = history->cells - series->held + (end - first);
	make_room(series, end - first);
	memcpy(series->values, values + first, (end - first) * sizeof(double));
	memcpy(series->counts, counts + first, (end - first) * sizeof(double));
	series->first = first;
	series->held = end - first;
}

/* The values of all series go where the runs' places are now. */
static void follow_places(struct hr_run_table *history)
{
	size_t n = history->run_count;
	double *values = hr_alloc_array(n + 1, sizeof(*values));
	double *counts = hr_alloc_array(n + 1, sizeof(*counts));

	for (size_t k = 0; k < history->series_count; k++) {
		struct hr_table_series *series = &history->series[k];

		for (size_t i = 0; i < n; i++) {
			values[i] = hr_table_value(series, history->runs[i].place);
			counts[i] = hr_table_count_at(series, history->runs[i].place);
		}
		take_column(history, series, values, counts, n);
	}
	free(values);
	free(counts);
}

static void number_places(struct hr_run_table *history)
{
	for (size_t i = 0; i < history->run_count; i++)
		history->runs[i].place = i;
}

void hr_run_table_sort(struct hr_run_table *history)
{
	if (history->run_count < 2)
		return;
	number_places(history);
	qsort(history->runs, history->run_count, sizeof(*history->runs), by_start);
	follow_places(history);
}

void hr_run_table_reverse(struct hr_run_table *history)
{
	size_t n = history->run_count;

	if (n < 2)
		return;
	number_places(history);
	for (size_t i = 0; i < n / 2; i++) {
		struct hr_table_run held = history->runs[i];

		history->runs[i] = history->runs[n - 1 - i];
		history->runs[n - 1 - i] = held;
	}
	follow_places(history);
}

static void release_run(struct hr_table_run *run)
{
	free(run->id);
	free(run->version);
	free(run->environment);
	free(run->workload);
}

void hr_run_table_keep(struct hr_run_table *history, const bool *keep)
{
	size_t kept = 0;

	for (size_t row = 0; row < history->run_count; row++) {
		if (!keep[row]) {
			release_run(&history->runs[row]);
			continue;
		}
		history->runs[kept] = history->runs[row];
		history->runs[kept++].place = row;
	}
	if (kept == history->run_count)
		return;
	history->run_count = kept;
	follow_places(history);
	number_places(history);
}

void hr_run_table_release(struct hr_run_table *history)
{
	for (size_t i = 0; i < history->run_count; i++)
		release_run(&history->runs[i]);
	for (size_t i = 0; i < history->series_count; i++) {
		free(history->series[i].label);
		free(history->series[i].metric);
		free(history->series[i].values);
		free(history->series[i].counts);
	}
	free(history->runs);
	free(history->series);
	hr_slots_release(&history->slots);
	*history = (struct hr_run_table){ 0 };
}
