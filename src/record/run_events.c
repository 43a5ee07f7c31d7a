/* Events and series of a run: sorted, without duplicates, capped so that any order gives the same.
 */
#include <config.h>
#include "record/run.h"

#include <stdlib.h>

#include "base/count.h"
#include "base/digest.h"
#include "base/mem.h"
#include "base/message.h"
#include "record/clean.h"
#include "record/series.h"

#define EVENT_TEXT_BYTES 500

static int compare_i64(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_events(const struct hr_run_event *a, const struct hr_run_event *b)
{
	int order = compare_i64(a->start_ns, b->start_ns);

	if (order == 0)
		order = compare_i64(a->end_ns, b->end_ns);
	if (order == 0)
		order = strcmp(a->kind, b->kind);
	return order != 0 ? order : strcmp(a->text, b->text);
}

static void release_event(struct hr_run_event *event)
{
	free(event->kind);
	free(event->text);
}

/* Nothing is wrong with such a row: the run is full. */
static void count_dropped(struct hr_run *run, const char *reason, uint64_t count)
{
	struct hr_diag_entry entry = { .path = (char[]){ "" },
		                       .severity = HR_DIAG_DEGRADED,
		                       .count = count };

	if (count == 0)
		return;
	entry.reason = hr_strdup(reason);
	hr_diag_add_entry(&run->diag, &entry);
	free(entry.reason);
}

void hr_run_add_event(struct hr_run *run, int64_t start_ns, int64_t end_ns, struct hr_slice kind,
                      struct hr_slice text)
{
	struct hr_run_event event = { start_ns, end_ns, hr_clean_copy(kind, EVENT_TEXT_BYTES),
		                      hr_clean_copy(text, EVENT_TEXT_BYTES) };
	size_t low = 0, high = run->event_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_events(&run->events[middle], &event);

		if (order == 0) {
			release_event(&event);
			return;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (run->event_count == HR_EVENTS_MAX) {
		count_dropped(
		        run, "event beyond the first " HR_DIGITS(HR_EVENTS_MAX) " that a run keeps",
		        1);
		if (low == run->event_count) {
			release_event(&event);
			return;
		}
		release_event(&run->events[--run->event_count]);
	}
	run->events = hr_grow(run->events, run->event_count, &run->event_capacity,
	                      sizeof(*run->events));
	memmove(&run->events[low + 1], &run->events[low],
	        (run->event_count - low) * sizeof(*run->events));
	run->events[low] = event;
	run->event_count++;
}

/* What tells one series from another, as clean text. */
struct series_key {
	struct hr_slice name, host, unit;
	enum hr_series_kind kind;
};

static int compare_series(const struct hr_series *series, const struct series_key *key)
{
	int order = hr_text_compare(hr_slice_of(series->name), key->name);

	if (order == 0)
		order = hr_text_compare(hr_slice_of(series->host), key->host);
	if (order == 0)
		order = hr_text_compare(hr_slice_of(series->unit), key->unit);
	return order != 0 ? order : (series->kind > key->kind) - (series->kind < key->kind);
}

static uint64_t hash_of(const struct series_key *key)
{
	uint64_t parts[4] = { hr_digest64(key->name), hr_digest64(key->host),
		              hr_digest64(key->unit), (uint64_t)key->kind };

	return hr_digest64((struct hr_slice){ (const char *)parts, sizeof(parts) });
}

void hr_run_series_dropped(struct hr_run *run, uint64_t values)
{
	count_dropped(run, "value of a series beyond the 1000 that a run keeps", values);
}

/* Takes out the series with the largest hash unless the newcomer's is larger. */
static bool make_room(struct hr_run *run, uint64_t hash)
{
	struct hr_series *largest = run->series;
	uint64_t values = 0;

	for (size_t i = 1; i < run->series_count; i++)
		if (run->series[i].hash >= largest->hash)
			largest = &run->series[i];
	if (hash > largest->hash)
		return false;
	for (size_t i = 0; i < largest->count; i++)
		values = hr_count_add(values, largest->points[i].count);
	hr_run_series_dropped(run, values);
	hr_series_release(largest);
	run->series_count--;
	memmove(largest, largest + 1,
	        (size_t)(run->series + run->series_count - largest) * sizeof(*largest));
	return true;
}

static size_t position_of(const struct hr_run *run, const struct series_key *key)
{
	size_t low = 0, high = run->series_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_series(&run->series[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct hr_series *find_or_make(struct hr_run *run, const struct series_key *key)
{
	size_t at = position_of(run, key);
	uint64_t hash;

	if (at == run->series_count || compare_series(&run->series[at], key) != 0) {
		hash = hash_of(key);
		if (run->series_count == HR_SERIES_MAX && !make_room(run, hash))
			return NULL;
		at = position_of(run, key);
		run->series = hr_grow(run->series, run->series_count, &run->series_capacity,
		                      sizeof(*run->series));
		memmove(&run->series[at + 1], &run->series[at],
		        (run->series_count - at) * sizeof(*run->series));
		run->series_count++;
		hr_series_init(&run->series[at], key->name, key->host, key->unit, key->kind);
		run->series[at].hash = hash;
	}
	return &run->series[at];
}

static bool is_series(const struct hr_series *series, const struct series_key *key)
{
	return series->kind == key->kind && hr_slice_is(key->name, series->name) &&
	       hr_slice_is(key->host, series->host) && hr_slice_is(key->unit, series->unit);
}

/* The one that came after the last one before, or that one again: recordings have their series in
 * turn. Text that equals clean text needs no cleaning. NULL when it is another. */
static struct hr_series *guess_series(struct hr_run *run, const struct series_key *key)
{
	size_t last = run->series_last, next;

	if (last >= run->series_count)
		return NULL;
	next = run->series[last].next;
	if (next < run->series_count && is_series(&run->series[next], key))
		return &run->series[next];
	return is_series(&run->series[last], key) ? &run->series[last] : NULL;
}

struct hr_series *hr_run_series(struct hr_run *run, const struct hr_observation *observation)
{
	struct series_key key = { observation->name, observation->host, observation->unit,
		                  observation->kind };
	struct hr_series *series = guess_series(run, &key);
	struct hr_str scratch[3] = { { 0 } };

	if (series != NULL) {
		run->series_last = (size_t)(series - run->series);
		return series;
	}
	key.name = hr_clean_text(key.name, HR_SERIES_TEXT_BYTES, &scratch[0]);
	key.host = hr_clean_text(key.host, HR_SERIES_TEXT_BYTES, &scratch[1]);
	key.unit = hr_clean_text(key.unit, HR_SERIES_TEXT_BYTES, &scratch[2]);
	series = find_or_make(run, &key);
	for (size_t i = 0; i < 3; i++)
		hr_str_release(&scratch[i]);
	if (series == NULL)
		return NULL;
	if (run->series_last < run->series_count)
		run->series[run->series_last].next = (size_t)(series - run->series);
	run->series_last = (size_t)(series - run->series);
	return series;
}
