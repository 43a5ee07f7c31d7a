#include <config.h>
#include "analyse/readings.h"

#include <stdlib.h>

#include "base/digest.h"
#include "base/mem.h"
#include "record/clean.h"

#define ID_BYTES 1000

static struct hr_readings_series *find(struct hr_readings *readings, struct hr_slice id,
                                       const struct hr_observation *observation)
{
	uint64_t hash = hr_digest64(id);
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

static void on_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct hr_readings *readings = (struct hr_readings *)sink;
	struct hr_readings_series *series = NULL;
	struct hr_slice id;

	hr_str_truncate(&readings->key, 0);
	if (observation->host.length > 0) {
		hr_str_add_slice(&readings->key, observation->host);
		hr_str_putc(&readings->key, '/');
	}
	hr_str_add_slice(&readings->key, observation->name);
	id = hr_clean_text(hr_str_slice(&readings->key), ID_BYTES, &readings->clean);
	if (readings->total < HR_READINGS_MAX)
		series = find(readings, id, observation);
	if (series == NULL) {
		readings->dropped++;
		return;
	}
	series->items = hr_grow(series->items, series->count, &series->capacity,
	                        sizeof(*series->items));
	series->items[series->count].time_ns = observation->time_ns;
	series->items[series->count++].value = (double)observation->value_micro / 1e6;
	readings->total++;
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

	*readings = (struct hr_readings){ .sink = { &ops } };
}

void hr_readings_release(struct hr_readings *readings)
{
	for (size_t i = 0; i < readings->count; i++) {
		free(readings->series[i].id);
		free(readings->series[i].unit);
		free(readings->series[i].items);
	}
	free(readings->series);
	hr_slots_release(&readings->slots);
	hr_str_release(&readings->key);
	hr_str_release(&readings->clean);
}
