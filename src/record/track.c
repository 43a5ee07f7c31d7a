/* A few texts, each with a number per interval. */
#include <config.h>
#include "record/track.h"

#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/digest.h"
#include "base/mem.h"
#include "record/clean.h"
#include "record/lane.h"

static struct hr_slice text_of(const struct hr_track *track)
{
	return (struct hr_slice){ track->text, track->length };
}

void hr_tracks_init(struct hr_tracks *tracks, enum hr_track_join join, size_t cap)
{
	*tracks = (struct hr_tracks){ .join = join, .cap = cap };
}

static uint64_t joined(enum hr_track_join join, uint64_t a, uint64_t b)
{
	if (join == HR_TRACK_MAX)
		return a > b ? a : b;
	return hr_count_add(a, b);
}

static void set(struct hr_track *track, enum hr_track_join join, int64_t interval, uint64_t value)
{
	uint64_t *at;

	if (value == 0)
		return;
	if (interval < track->first || (uint64_t)(interval - track->first) >= track->count) {
		struct hr_lane lane = { track->values, track->first, track->count, track->before,
			                track->capacity };

		hr_lane_cover(&lane, interval, sizeof(*track->values));
		track->values = lane.items;
		track->first = lane.first;
		track->count = lane.count;
		track->before = lane.before;
		track->capacity = lane.capacity;
	}
	at = &track->values[interval - track->first];
	*at = joined(join, *at, value);
}

static void merge_track(struct hr_track *into, enum hr_track_join join, const struct hr_track *from,
                        int64_t factor, int64_t floor)
{
	for (size_t i = 0; i < from->count; i++) {
		int64_t interval = hr_floor_div(from->first + (int64_t)i, factor);

		if (interval >= floor)
			set(into, join, interval, from->values[i]);
	}
}

static void release_track(struct hr_track *track)
{
	free(track->text);
	if (track->values != NULL)
		free(track->values - track->before);
	*track = (struct hr_track){ 0 };
}

/* Position of a text, or where it belongs. */
static bool search(const struct hr_tracks *tracks, struct hr_slice text, size_t *at)
{
	size_t low = 0, high = tracks->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = hr_text_compare(text_of(&tracks->tracks[middle]), text);

		if (order == 0) {
			*at = middle;
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*at = low;
	return false;
}

static size_t largest(const struct hr_tracks *tracks)
{
	size_t found = 0;

	/* of equal hashes the later one, which has the larger bytes */
	for (size_t i = 1; i < tracks->count; i++)
		if (tracks->tracks[i].hash >= tracks->tracks[found].hash)
			found = i;
	return found;
}

/* The track of a clean text that has none yet. */
static struct hr_track *insert(struct hr_tracks *tracks, struct hr_slice text)
{
	uint64_t hash = hr_digest64(text);
	size_t at;

	if (tracks->count >= tracks->cap) {
		size_t out = largest(tracks);
		struct hr_track *evicted = &tracks->tracks[out];

		if (hash > evicted->hash ||
		    (hash == evicted->hash && hr_text_compare(text, text_of(evicted)) > 0))
			return &tracks->rest;
		merge_track(&tracks->rest, tracks->join, evicted, 1, INT64_MIN);
		release_track(evicted);
		memmove(evicted, evicted + 1, (tracks->count - out - 1) * sizeof(*evicted));
		tracks->count--;
	}
	search(tracks, text, &at);
	tracks->tracks = hr_grow(tracks->tracks, tracks->count, &tracks->capacity,
	                         sizeof(*tracks->tracks));
	memmove(&tracks->tracks[at + 1], &tracks->tracks[at],
	        (tracks->count - at) * sizeof(*tracks->tracks));
	tracks->tracks[at] = (struct hr_track){ .text = hr_strndup(text.ptr, text.length),
		                                .length = text.length,
		                                .hash = hash };
	tracks->count++;
	tracks->last = at;
	return &tracks->tracks[at];
}

static struct hr_track *track_of(struct hr_tracks *tracks, struct hr_slice text)
{
	size_t at;

	if (!search(tracks, text, &at))
		return insert(tracks, text);
	tracks->last = at;
	return &tracks->tracks[at];
}

void hr_tracks_add(struct hr_tracks *tracks, struct hr_slice text, int64_t interval, uint64_t value)
{
	struct hr_str scratch = { 0 };
	struct hr_track *track;

	if (tracks->last < tracks->count &&
	    hr_slice_equal(text_of(&tracks->tracks[tracks->last]), text)) {
		set(&tracks->tracks[tracks->last], tracks->join, interval, value);
		return;
	}
	track = track_of(tracks, hr_clean_text(text, HR_TRACK_BYTES, &scratch));
	set(track, tracks->join, interval, value);
	hr_str_release(&scratch);
}

void hr_tracks_merge_coarser(struct hr_tracks *into, const struct hr_tracks *from, int64_t factor,
                             int64_t floor)
{
	for (size_t i = 0; i < from->count; i++)
		merge_track(track_of(into, text_of(&from->tracks[i])), into->join, &from->tracks[i],
		            factor, floor);
	merge_track(&into->rest, into->join, &from->rest, factor, floor);
}

void hr_tracks_merge(struct hr_tracks *into, const struct hr_tracks *from)
{
	hr_tracks_merge_coarser(into, from, 1, INT64_MIN);
}

static void coarsen_track(struct hr_track *track, enum hr_track_join join, int64_t factor)
{
	int64_t first = hr_floor_div(track->first, factor);
	size_t filled = 0;

	for (size_t i = 0; i < track->count; i++) {
		int64_t interval = hr_floor_div(track->first + (int64_t)i, factor);

		if ((size_t)(interval - first) == filled)
			track->values[filled++] = track->values[i];
		else
			track->values[filled - 1] = joined(join, track->values[filled - 1],
			                                   track->values[i]);
	}
	track->first = first;
	track->count = filled;
}

void hr_tracks_coarsen(struct hr_tracks *tracks, int64_t factor)
{
	if (factor == 1)
		return;
	for (size_t i = 0; i < tracks->count; i++)
		coarsen_track(&tracks->tracks[i], tracks->join, factor);
	coarsen_track(&tracks->rest, tracks->join, factor);
}

static void keep(struct hr_track *track, int64_t first, int64_t last)
{
	size_t begin = 0, end = track->count;

	if (track->count == 0)
		return;
	while (begin < end && (track->first + (int64_t)begin < first || track->values[begin] == 0))
		begin++;
	while (end > begin &&
	       (track->first + (int64_t)end - 1 > last || track->values[end - 1] == 0))
		end--;
	track->values += begin;
	track->before += begin;
	track->capacity -= begin;
	track->count = end - begin;
	track->first = track->count > 0 ? track->first + (int64_t)begin : 0;
}

void hr_tracks_keep(struct hr_tracks *tracks, int64_t first, int64_t last)
{
	for (size_t i = 0; i < tracks->count; i++)
		keep(&tracks->tracks[i], first, last);
	keep(&tracks->rest, first, last);
}

uint64_t hr_track_value(const struct hr_track *track, int64_t interval)
{
	if (interval < track->first || (uint64_t)(interval - track->first) >= track->count)
		return 0;
	return track->values[interval - track->first];
}

void hr_tracks_release(struct hr_tracks *tracks)
{
	for (size_t i = 0; i < tracks->count; i++)
		release_track(&tracks->tracks[i]);
	free(tracks->tracks);
	release_track(&tracks->rest);
	hr_tracks_init(tracks, tracks->join, tracks->cap);
}
