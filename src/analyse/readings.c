#include <config.h>
#include "analyse/readings.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "record/clean.h"
#include "stats/array.h"

#define ID_BYTES 1000

static struct hr_readings_series *find(struct hr_readings *readings, struct hr_slice id,
                                       const struct hr_observation *observation)
{
	uint64_t hash = hr_table_hash(id);
	uint32_t at = (uint32_t)hash;
	struct hr_readings_series *series;
	size_t position;

	while (hr_slots_next(&readings->slots, hash, &at, &position)) {
		if (hr_slice_is(id, readings->series[position].id))
			return &readings->series[position];
	}
	if (readings->count == HR_READINGS_SERIES_MAX)
		return NULL;
	readings->series = hr_grow(readings->series, readings->count, &readings->capacity,
	                           sizeof(*readings->series));
	series = &readings->series[readings->count];
	*series = (struct hr_readings_series){ .kind = observation->kind };
	series->id = hr_strndup(id.ptr, id.length);
	series->unit = hr_clean_copy(observation->unit, ID_BYTES);
	hr_slots_put(&readings->slots, hash, readings->count++);
	return series;
}

static int by_time(const void *a, const void *b)
{
	const struct hr_reading *x = a, *y = b;

	if (x->time_ns != y->time_ns)
		return x->time_ns < y->time_ns ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value);
}

/* Of times that are sorted; 0 when there are no two. */
static double median_distance(const struct hr_reading *items, size_t count)
{
	double *distances, median;
	size_t n = 0;

	if (count < 2)
		return 0;
	distances = hr_alloc_array(count, sizeof(*distances));
	for (size_t i = 1; i < count; i++) {
		int64_t distance = items[i].time_ns - items[i - 1].time_ns;

		if (distance > 0)
			distances[n++] = (double)distance;
	}
	median = n > 0 ? hr_doubles_median(distances, n) : 0;
	free(distances);
	return median;
}

void hr_readings_settle(struct hr_readings_series *series, int64_t step_ns)
{
	bool counts = series->kind == HR_SERIES_COUNTER;
	/* The first reading of a counter gives no value. */
	size_t valued = counts && series->count > 0 ? 1 : 0;

	if (series->settled)
		return;
	if (series->count > 0)
		qsort(series->items, series->count, sizeof(*series->items), by_time);
	series->settled = true;
	series->sums.step = hr_step_choose(
	        median_distance(series->items + valued, series->count - valued), step_ns);
	for (size_t i = 0; i < series->count; i++) {
		const struct hr_reading *reading = &series->items[i];

		if (counts)
			(void)hr_step_sums_count(&series->sums, reading->time_ns, reading->value);
		else
			hr_step_sums_add(&series->sums, reading->time_ns, reading->value);
	}
	free(series->items);
	series->items = NULL;
	series->count = series->capacity = 0;
}

/* The step of few readings would be a guess. */
static void settle_all(struct hr_readings *readings)
{
	readings->is_full = true;
	for (size_t i = 0; i < readings->count; i++)
		if (readings->series[i].count >= HR_READINGS_HELD_EACH)
			hr_readings_settle(&readings->series[i], readings->step_ns);
}

static void hold(struct hr_readings *readings, struct hr_readings_series *series,
                 struct hr_reading reading)
{
	series->items = hr_grow(series->items, series->count, &series->capacity,
	                        sizeof(*series->items));
	series->items[series->count++] = reading;
	readings->held++;
	if (!readings->is_full && readings->held >= readings->held_max)
		settle_all(readings);
	else if (readings->is_full && series->count >= HR_READINGS_HELD_EACH)
		hr_readings_settle(series, readings->step_ns);
}

static void on_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_readings *readings = (struct hr_readings *)sink;
	double value = (double)observation->value_micro / 1e6;
	struct hr_readings_series *series;
	struct hr_slice id;

	hr_str_truncate(&readings->key, 0);
	if (observation->host.length > 0) {
		hr_str_add_slice(&readings->key, observation->host);
		hr_str_putc(&readings->key, '/');
	}
	hr_str_add_slice(&readings->key, observation->name);
	id = hr_clean_text(hr_str_slice(&readings->key), ID_BYTES, &readings->clean);
	series = find(readings, id, observation);
	if (series == NULL)
		readings->dropped++;
	else if (!series->settled)
		hold(readings, series, (struct hr_reading){ observation->time_ns, value });
	else if (series->kind != HR_SERIES_COUNTER)
		hr_step_sums_add(&series->sums, observation->time_ns, value);
	else if (!hr_step_sums_count(&series->sums, observation->time_ns, value))
		readings->late++;
}

static void on_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	(void)sink;
	(void)sample;
}

static void on_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	(void)sink;
	(void)histogram;
}

static void on_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	(void)sink;
	(void)aggregate;
}

static void on_event(struct hr_sink *sink, const struct hr_event *event)
{
	(void)sink;
	(void)event;
}

void hr_readings_init(struct hr_readings *readings)
{
	static const struct hr_sink_ops ops = {
		.sample = on_sample,
		.observation = on_observation,
		.histogram = on_histogram,
		.aggregate = on_aggregate,
		.event = on_event,
	};

	*readings = (struct hr_readings){ .sink = { &ops }, .held_max = HR_READINGS_HELD };
}

void hr_readings_release(struct hr_readings *readings)
{
	for (size_t i = 0; i < readings->count; i++) {
		free(readings->series[i].id);
		free(readings->series[i].unit);
		free(readings->series[i].items);
		hr_step_sums_release(&readings->series[i].sums);
	}
	free(readings->series);
	hr_slots_release(&readings->slots);
	hr_str_release(&readings->key);
	hr_str_release(&readings->clean);
}
