/*
 * Counts per interval under a few texts: response codes (added up) and active users per host
 * (the largest seen). Capped like a tally, by smallest hash; the rest goes to one more track.
 */
#ifndef HR_RECORD_TRACK_H
#define HR_RECORD_TRACK_H

#include <stdint.h>

#include "base/slice.h"

#define HR_TRACK_BYTES 200 /* longer texts are cut at a character border */

enum hr_track_join { HR_TRACK_SUM, HR_TRACK_MAX };

struct hr_track {
	char *text; /* owned, valid UTF-8; NULL for the rest */
	size_t length;
	uint64_t hash;
	int64_t first; /* interval of values[0] */
	size_t count;  /* 0 when it has no value: skip it */
	uint64_t *values;
	size_t capacity, before; /* see record/lane.h */
};

struct hr_tracks {
	enum hr_track_join join;
	size_t cap;
	struct hr_track *tracks; /* sorted by text; at most cap */
	size_t count, capacity;
	struct hr_track rest;
	size_t last; /* the track added to last, a guess at the next one */
};

void hr_tracks_init(struct hr_tracks *tracks, enum hr_track_join join, size_t cap);
/* @text: any bytes; repaired and cut. A value of 0 makes the track and nothing else. */
void hr_tracks_add(struct hr_tracks *tracks, struct hr_slice text, int64_t interval,
                   uint64_t value);
void hr_tracks_merge(struct hr_tracks *into, const struct hr_tracks *from);
/* As hr_tracks_merge when an interval of @into covers @factor of @from's; what would go to
 * intervals below @floor is dropped. */
void hr_tracks_merge_coarser(struct hr_tracks *into, const struct hr_tracks *from, int64_t factor,
                             int64_t floor);
void hr_tracks_coarsen(struct hr_tracks *tracks, int64_t factor);
/* Forget what lies outside @first .. @last; the tracks stay. */
void hr_tracks_keep(struct hr_tracks *tracks, int64_t first, int64_t last);
uint64_t hr_track_value(const struct hr_track *track, int64_t interval); /* 0 outside */
void hr_tracks_release(struct hr_tracks *tracks);

#endif
