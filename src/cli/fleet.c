#include <config.h>
#include "cli/fleet.h"

#include <math.h>
#include <stdlib.h>

#include "base/digest.h"
#include "base/log.h"
#include "base/mem.h"
#include "cli/load.h"
#include "record/sink.h"
#include "record/slots.h"

/* Series, and where they are by their names. */
struct fleet {
	struct hr_sink sink; /* first */
	struct entry {
		struct hr_daily daily;
		enum hr_series_kind kind;
		int64_t before_micro, before_ns; /* of a counter */
		bool has_before;
	} * items;
	size_t count, capacity;
	struct hr_slots slots;
	uint64_t dropped;
};

/* What tells series apart. */
struct key {
	struct hr_slice name, host; /* cut as they are kept */
	enum hr_series_kind kind;
};

static struct hr_slice cut(struct hr_slice text)
{
	if (text.length > HR_SERIES_TEXT_BYTES)
		text.length = HR_SERIES_TEXT_BYTES;
	return text;
}

static uint64_t hash_of(const struct key *key)
{
	return hr_table_hash(key->name) * 31 + hr_table_hash(key->host) * 7 + (uint64_t)key->kind;
}

static bool is_entry(const struct entry *entry, const struct key *key)
{
	return entry->kind == key->kind && hr_slice_is(key->name, entry->daily.name) &&
	       hr_slice_is(key->host, entry->daily.host);
}

static char *text_of(struct hr_slice slice)
{
	return hr_strndup(slice.length > 0 ? slice.ptr : "", slice.length);
}

static void add_entry(struct fleet *fleet, const struct key *key, struct hr_slice unit)
{
	char *name = text_of(key->name), *host = text_of(key->host), *unit_text = text_of(unit);

	fleet->items = hr_grow(fleet->items, fleet->count, &fleet->capacity, sizeof(*fleet->items));
	fleet->items[fleet->count] = (struct entry){ .kind = key->kind };
	hr_daily_init(&fleet->items[fleet->count].daily, name, host, unit_text);
	fleet->count++;
	free(name);
	free(host);
	free(unit_text);
}

static struct entry *entry_of(struct fleet *fleet, const struct hr_observation *observation)
{
	struct key key = { cut(observation->name), cut(observation->host), observation->kind };
	uint64_t hash = hash_of(&key);
	uint32_t at = (uint32_t)hash;
	size_t position;

	while (hr_slots_next(&fleet->slots, hash, &at, &position))
		if (is_entry(&fleet->items[position], &key))
			return &fleet->items[position];
	if (fleet->count == HR_FLEET_MAX)
		return NULL;
	hr_slots_put(&fleet->slots, hash, fleet->count);
	add_entry(fleet, &key, cut(observation->unit));
	return &fleet->items[fleet->count - 1];
}

/* A counter's rate since its value before; a reset starts anew. */
static double rate_of(struct entry *entry, const struct hr_observation *observation)
{
	double span_s = (double)(observation->time_ns - entry->before_ns) / 1e9;
	double rise = (double)(observation->value_micro - entry->before_micro) / 1e6;
	bool known = entry->has_before && span_s > 0;

	entry->has_before = true;
	entry->before_ns = observation->time_ns;
	entry->before_micro = observation->value_micro;
	if (rise < 0)
		rise = (double)observation->value_micro / 1e6;
	return known ? rise / span_s : (double)NAN;
}

static void add_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	struct fleet *fleet = (struct fleet *)sink;
	struct entry *entry = entry_of(fleet, observation);

	if (entry == NULL)
		fleet->dropped++;
	else
		hr_daily_add(&entry->daily, observation->time_ns,
		             entry->kind == HR_SERIES_COUNTER
		                     ? rate_of(entry, observation)
		                     : (double)observation->value_micro / 1e6,
		             1);
}

static void ignore_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	(void)sink;
	(void)sample;
}

static void ignore_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	(void)sink;
	(void)histogram;
}

static void ignore_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	(void)sink;
	(void)aggregate;
}

static void ignore_event(struct hr_sink *sink, const struct hr_event *event)
{
	(void)sink;
	(void)event;
}

static const struct hr_sink_ops ops = {
	.sample = ignore_sample,
	.observation = add_observation,
	.histogram = ignore_histogram,
	.aggregate = ignore_aggregate,
	.event = ignore_event,
};

static bool is_whole(const struct hr_run *run)
{
	return run->series_count < HR_SERIES_MAX;
}

static enum hr_err stream(const struct hr_job *job,
                          void (*take)(const struct hr_daily *daily, void *context), void *context,
                          struct hr_error *err)
{
	struct fleet fleet = { .sink = { &ops } };
	struct hr_job again = *job; /* reading notes the window in it */
	struct hr_run known;
	enum hr_err code = hr_load_records(&again, &fleet.sink, &known, err);

	for (size_t i = 0; i < fleet.count; i++) {
		hr_daily_finish(&fleet.items[i].daily);
		if (code == HR_OK)
			take(&fleet.items[i].daily, context);
		hr_daily_release(&fleet.items[i].daily);
	}
	if (fleet.dropped > 0)
		hr_log(HR_LOG_WARNING, "more than %d series; %llu values of others are left out",
		       HR_FLEET_MAX, (unsigned long long)fleet.dropped);
	free(fleet.items);
	hr_slots_release(&fleet.slots);
	hr_run_release(&known);
	return code;
}

enum hr_err hr_fleet_each(const struct hr_job *job, const struct hr_run *run,
                          void (*take)(const struct hr_daily *daily, void *context), void *context,
                          struct hr_error *err)
{
	if (!is_whole(run))
		return stream(job, take, context, err);
	for (size_t i = 0; i < run->series_count; i++) {
		struct hr_daily daily;

		hr_daily_of_series(&run->series[i], &daily);
		take(&daily, context);
		hr_daily_release(&daily);
	}
	return HR_OK;
}
