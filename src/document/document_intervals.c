#include <config.h>
#include "base/instant.h"
#include "document/document_part.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/mem.h"
#include "base/vlq.h"
#include "document/jsonx.h"

/* Columns of a label's cells; all but the sketches are whole numbers. */
enum column {
	COLUMN_COUNT,
	COLUMN_ERRORS,
	COLUMN_UNTIMED,
	COLUMN_SUM,
	COLUMN_MIN,
	COLUMN_MAX,
	COLUMN_LATENCY_COUNT,
	COLUMN_LATENCY_SUM,
	COLUMN_CONNECT_COUNT,
	COLUMN_CONNECT_SUM,
	COLUMN_RECEIVED,
	COLUMN_SENT,
	COLUMNS
};

/* What a value is, and so how a cell keeps it. */
enum column_type {
	TYPE_COUNT,   /* of requests or bytes */
	TYPE_UNTIMED, /* what the timed ones leave of all */
	TYPE_SUM,     /* of durations, in units of scale_ns */
	TYPE_TIME,    /* a duration, in units of scale_ns; 0 where none is known */
};

/* Whether a column of a cell goes with those that are read before it. */
static bool errors_fit(const struct hr_cell *cell)
{
	return cell->errors <= cell->count;
}

static bool timed_fit(const struct hr_cell *cell)
{
	return cell->timed <= cell->count;
}

static bool times_fit(const struct hr_cell *cell)
{
	hr_u128 timed = cell->timed;

	return cell->max_ns >= cell->min_ns && cell->sum_ns >= timed * (uint64_t)cell->min_ns &&
	       cell->sum_ns <= timed * (uint64_t)cell->max_ns;
}

static bool latencies_fit(const struct hr_cell *cell)
{
	return cell->latency_count <= cell->count;
}

static bool latency_sum_fits(const struct hr_cell *cell)
{
	return hr_moments_has_sum(cell->latency_count, cell->latency_sum_ns);
}

static bool connects_fit(const struct hr_cell *cell)
{
	return cell->connect_count <= cell->count;
}

static bool connect_sum_fits(const struct hr_cell *cell)
{
	return hr_moments_has_sum(cell->connect_count, cell->connect_sum_ns);
}

static const struct {
	const char *key;
	size_t offset; /* in a cell */
	enum column_type type;
	bool (*fits)(const struct hr_cell *cell); /* NULL: whatever its type allows */
} columns[COLUMNS] = {
#define FIELD(name) offsetof(struct hr_cell, name)
	[COLUMN_COUNT] = { "count", FIELD(count), TYPE_COUNT, NULL },
	[COLUMN_ERRORS] = { "errors", FIELD(errors), TYPE_COUNT, errors_fit },
	[COLUMN_UNTIMED] = { "untimed", FIELD(timed), TYPE_UNTIMED, timed_fit },
	[COLUMN_SUM] = { "sum", FIELD(sum_ns), TYPE_SUM, NULL },
	[COLUMN_MIN] = { "min", FIELD(min_ns), TYPE_TIME, NULL },
	[COLUMN_MAX] = { "max", FIELD(max_ns), TYPE_TIME, times_fit },
	[COLUMN_LATENCY_COUNT] = { "latency_count", FIELD(latency_count), TYPE_COUNT,
	                           latencies_fit },
	[COLUMN_LATENCY_SUM] = { "latency_sum", FIELD(latency_sum_ns), TYPE_SUM, latency_sum_fits },
	[COLUMN_CONNECT_COUNT] = { "connect_count", FIELD(connect_count), TYPE_COUNT,
	                           connects_fit },
	[COLUMN_CONNECT_SUM] = { "connect_sum", FIELD(connect_sum_ns), TYPE_SUM, connect_sum_fits },
	[COLUMN_RECEIVED] = { "received_bytes", FIELD(received_bytes), TYPE_COUNT, NULL },
	[COLUMN_SENT] = { "sent_bytes", FIELD(sent_bytes), TYPE_COUNT, NULL },
#undef FIELD
};

static const int64_t scales_ns[] = { HR_NS_PER_MS, HR_NS_PER_US, 1 };

static bool is_scaled(enum column column)
{
	return columns[column].type == TYPE_SUM || columns[column].type == TYPE_TIME;
}

static hr_u128 get_column(const struct hr_cell *cell, enum column column)
{
	const char *field = (const char *)cell + columns[column].offset;

	switch (columns[column].type) {
	case TYPE_COUNT:
		return *(const uint64_t *)field;
	case TYPE_UNTIMED:
		return cell->count - cell->timed;
	case TYPE_SUM:
		return *(const hr_u128 *)field;
	case TYPE_TIME:
		break;
	}
	return cell->timed > 0 ? (uint64_t) * (const int64_t *)field : 0;
}

/* The largest number that 64 bits of a column may say; sums may be longer than that. */
static uint64_t most_of(enum column column, uint64_t scale)
{
	if (columns[column].type == TYPE_TIME)
		return (uint64_t)HR_DURATION_MAX_NS / scale;
	return columns[column].type == TYPE_SUM ? UINT64_MAX : HR_COUNT_MAX;
}

/* Values into the column of as many cells, up to the first that is larger than it may be; gives
 * which one that is. */
static size_t set_column(struct hr_cell *cells, enum column column, uint64_t scale,
                         const uint64_t *values, size_t count)
{
	char *fields = (char *)cells + columns[column].offset;
	uint64_t most = most_of(column, scale);
	size_t i;

	switch (columns[column].type) {
	case TYPE_COUNT:
	case TYPE_TIME:
		for (i = 0; i < count && values[i] <= most; i++)
			*(uint64_t *)(fields + i * sizeof(*cells)) = values[i] * scale;
		return i;
	case TYPE_UNTIMED:
		for (i = 0; i < count && values[i] <= most; i++)
			cells[i].timed = cells[i].count - values[i];
		return i;
	case TYPE_SUM:
		break;
	}
	for (i = 0; i < count; i++)
		*(hr_u128 *)(fields + i * sizeof(*cells)) = (hr_u128)values[i] * scale;
	return i;
}

/* The first cell whose value of a column does not fit; @count when there is none. */
static size_t find_unfitting(const struct hr_cell *cells, enum column column, size_t count)
{
	bool (*fits)(const struct hr_cell *cell) = columns[column].fits;
	size_t i = 0;

	if (fits == NULL)
		return count;
	while (i < count && fits(&cells[i]))
		i++;
	return i;
}

static hr_u128 scaled(hr_u128 value, int64_t scale_ns)
{
	hr_u128 scale = (uint64_t)scale_ns;

	return value / scale;
}

static bool divides(hr_u128 value, int64_t scale_ns)
{
	return scaled(value, scale_ns) * (uint64_t)scale_ns == value;
}

static bool divides_all(const struct hr_run *run, int64_t scale_ns)
{
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_cells *cells = &run->labels[i]->cells;

		for (size_t k = 0; k < cells->count; k++)
			for (enum column c = 0; c < COLUMNS; c++)
				if (is_scaled(c) &&
				    !divides(get_column(&cells->cells[k], c), scale_ns))
					return false;
	}
	return true;
}

static int64_t scale_of(const struct hr_run *run)
{
	size_t i = 0;

	while (scales_ns[i] > 1 && !divides_all(run, scales_ns[i]))
		i++;
	return scales_ns[i];
}

/* A column of zeros is the empty text. */
static json_t *column_text(const struct hr_cells *cells, enum column column, int64_t scale_ns)
{
	struct hr_str text = { 0 };
	bool any = false;
	json_t *out;

	for (size_t i = 0; i < cells->count; i++) {
		hr_u128 value = get_column(&cells->cells[i], column);

		any |= value != 0;
		hr_vlq_put(&text, is_scaled(column) ? scaled(value, scale_ns) : value);
	}
	if (!any)
		hr_str_truncate(&text, 0);
	out = json_stringn_nocheck(hr_str_text(&text), text.length);
	hr_str_release(&text);
	return out;
}

static json_t *sketch_text(const struct hr_cells *cells)
{
	struct hr_str text = { 0 };
	bool any = false;
	json_t *out;

	for (size_t i = 0; i < cells->count; i++) {
		any |= hr_sketch_count(&cells->cells[i].sketch) > 0;
		hr_sketch_encode(&cells->cells[i].sketch, &text);
	}
	if (!any)
		hr_str_truncate(&text, 0);
	out = json_stringn_nocheck(hr_str_text(&text), text.length);
	hr_str_release(&text);
	return out;
}

static const char *kind_name(enum hr_sample_kind kind)
{
	return kind == HR_SAMPLE_TRANSACTION ? "transaction" : "request";
}

static json_t *write_cells(const struct hr_label *label, const struct hr_grid *grid,
                           int64_t scale_ns)
{
	json_t *out = json_object();

	hr_json_set(out, "label", hr_json_text(label->name));
	hr_json_set(out, "kind", json_string(kind_name(label->kind)));
	hr_json_set(out, "first", json_integer(label->cells.first - grid->first));
	hr_json_set(out, "cells", json_integer((json_int_t)label->cells.count));
	for (enum column c = 0; c < COLUMNS; c++)
		hr_json_set(out, columns[c].key, column_text(&label->cells, c, scale_ns));
	hr_json_set(out, "sketches", sketch_text(&label->cells));
	return out;
}

static json_t *write_track(const struct hr_track *track, const struct hr_grid *grid)
{
	json_t *out = json_object();
	struct hr_str text = { 0 };

	for (size_t i = 0; i < track->count; i++)
		hr_vlq_put(&text, track->values[i]);
	hr_json_set(out, "text", hr_json_text(track->text));
	hr_json_set(out, "first", json_integer(track->count > 0 ? track->first - grid->first : 0));
	hr_json_set(out, "values", json_stringn_nocheck(hr_str_text(&text), text.length));
	hr_str_release(&text);
	return out;
}

/* The track of the rest comes last and has a null text. */
static json_t *write_tracks(const struct hr_tracks *tracks, const struct hr_grid *grid)
{
	json_t *out = json_array();

	for (size_t i = 0; i < tracks->count; i++)
		hr_json_append(out, write_track(&tracks->tracks[i], grid));
	if (tracks->rest.count > 0)
		hr_json_append(out, write_track(&tracks->rest, grid));
	return out;
}

json_t *hr_document_write_intervals(const struct hr_run *run)
{
	const struct hr_label **sorted = hr_run_labels_in_order(run);
	const struct hr_grid *grid = &run->grid;
	bool any = grid->first <= grid->last;
	int64_t scale_ns = scale_of(run);
	json_t *out = json_object(), *labels = json_array();

	for (size_t i = 0; i < run->label_count; i++)
		if (sorted[i]->cells.count > 0)
			hr_json_append(labels, write_cells(sorted[i], grid, scale_ns));
	free(sorted);
	hr_json_set(out, "step_s", json_integer(grid->step_ns / HR_NS_PER_S));
	hr_json_set(out, "forced", json_boolean(grid->forced));
	hr_json_set(out, "start",
	            hr_json_instant(any ? grid->first * grid->step_ns : HR_INSTANT_NONE));
	hr_json_set(out, "count", json_integer(any ? grid->last - grid->first + 1 : 0));
	hr_json_set(out, "scale_ns", json_integer(scale_ns));
	hr_json_set(out, "labels", labels);
	hr_json_set(out, "codes", write_tracks(&run->codes, grid));
	hr_json_set(out, "users", write_tracks(&run->users, grid));
	return out;
}

static void read_grid(const struct hr_json_place *place, struct hr_grid *grid)
{
	struct hr_json_place step = hr_place_member(place, "step_s");
	struct hr_json_place start = hr_place_member(place, "start");
	struct hr_json_place count = hr_place_member(place, "count");
	int64_t step_s = hr_place_i64(&step, 1, INT64_MAX / HR_NS_PER_S / 4);
	int64_t intervals = hr_place_i64(&count, 0, HR_FORCED_INTERVALS_MAX);
	int64_t start_ns = hr_place_instant(&start), end_ns;

	if (hr_place_failed(place))
		return;
	grid->forced = hr_member_bool(place, "forced");
	if (!grid->forced && (step_s & (step_s - 1)) != 0)
		hr_place_fail(&step, "found %" PRId64 ", expected a power of two", step_s);
	grid->step_ns = step_s * HR_NS_PER_S;
	if (intervals == 0)
		return;
	if (start_ns == HR_INSTANT_NONE || start_ns % grid->step_ns != 0) {
		hr_place_fail(&start, "expected a multiple of the step since 1970");
		return;
	}
	if (__builtin_mul_overflow(intervals, grid->step_ns, &end_ns) ||
	    __builtin_add_overflow(end_ns, start_ns, &end_ns)) {
		hr_place_fail(&count, "the intervals reach beyond the year 2262");
		return;
	}
	grid->first = start_ns / grid->step_ns;
	grid->last = grid->first + intervals - 1;
}

/* Intervals of the grid; 0 for an empty one. */
static int64_t grid_count(const struct hr_grid *grid)
{
	return grid->first <= grid->last ? grid->last - grid->first + 1 : 0;
}

/* The caps that hr_run_* keep. */
static bool grid_fits(const struct hr_run *run)
{
	uint64_t intervals = (uint64_t)grid_count(&run->grid);
	uint64_t cells = intervals * (run->label_count > 0 ? run->label_count : 1);

	if (run->grid.forced)
		return intervals <= HR_FORCED_INTERVALS_MAX && cells <= HR_FORCED_CELLS_MAX;
	return intervals <= HR_INTERVALS_MAX && cells <= HR_CELLS_MAX;
}

/* The value of cell @i, which is no number of 64 bits: only a sum may be longer. */
static bool read_long(const struct hr_json_place *place, struct hr_vlq_reader *reader,
                      struct hr_cells *cells, size_t i, enum column column, uint64_t scale)
{
	char *field = (char *)&cells->cells[i] + columns[column].offset;
	hr_u128 value;

	if (!hr_vlq_get(reader, &value))
		hr_place_fail(place, "the coded column breaks off at cell %zu", i);
	else if (columns[column].type != TYPE_SUM ||
	         __builtin_mul_overflow(value, (hr_u128)scale, (hr_u128 *)field) ||
	         find_unfitting(&cells->cells[i], column, 1) == 0)
		hr_place_fail(place, "the value of cell %zu is out of range", i);
	return !hr_place_failed(place);
}

/* @values  room for as many as there are cells */
static void read_column(const struct hr_json_place *place, struct hr_cells *cells,
                        enum column column, int64_t scale_ns, uint64_t *values)
{
	struct hr_json_place member = hr_place_member(place, columns[column].key);
	struct hr_vlq_reader reader = { .rest = hr_place_text(&member, SIZE_MAX) };
	uint64_t scale = is_scaled(column) ? (uint64_t)scale_ns : 1;
	bool zeros = hr_vlq_at_end(&reader);
	size_t i = 0;

	if (hr_place_failed(place))
		return;
	if (zeros)
		memset(values, 0, cells->count * sizeof(*values));
	while (i < cells->count) {
		size_t left = cells->count - i;
		size_t n = zeros ? left : hr_vlq_get_each(&reader, values, left);
		size_t fitting = set_column(&cells->cells[i], column, scale, values, n);

		fitting = find_unfitting(&cells->cells[i], column, fitting);
		i += fitting;
		if (fitting < n) {
			hr_place_fail(&member, "the value of cell %zu is out of range", i);
			return;
		}
		if (n < left && !read_long(&member, &reader, cells, i++, column, scale))
			return;
	}
	if (!hr_vlq_at_end(&reader))
		hr_place_fail(&member, "the coded column has more values than cells");
}

/* @octaves  that those before have kept */
static void read_sketches(const struct hr_json_place *place, struct hr_cells *cells,
                          struct hr_arena *memory, uint64_t *octaves)
{
	struct hr_json_place member = hr_place_member(place, "sketches");
	struct hr_vlq_reader reader = { .rest = hr_place_text(&member, SIZE_MAX) };

	bool empty = reader.rest.length == 0;

	for (size_t i = 0; i < cells->count && !hr_place_failed(place); i++) {
		struct hr_cell *cell = &cells->cells[i];
		uint64_t values = 0;

		if (!empty && !hr_sketch_decode(&cell->sketch, &reader, memory, &values))
			hr_place_fail(&member, "the sketch of cell %zu is no coded sketch", i);
		else if (values != cell->timed && !hr_sketch_is_of(&cell->sketch, cell->timed))
			hr_place_fail(&member,
			              "the sketch of cell %zu holds %" PRIu64
			              " values, expected %" PRIu64,
			              i, hr_sketch_count(&cell->sketch), cell->timed);
		*octaves += (uint64_t)__builtin_popcountll(hr_sketch_octaves(&cell->sketch));
		if (*octaves > HR_OCTAVES_MAX)
			hr_place_fail(&member, "more than the %d octaves that a run keeps",
			              HR_OCTAVES_MAX);
	}
	if (!hr_place_failed(place) && !hr_vlq_at_end(&reader))
		hr_place_fail(&member, "there are more sketches than cells");
}

/* Requests of a label that have no usable time are in no interval, but none is in two. */
static void check_counts(const struct hr_json_place *place, const struct hr_label *label)
{
	hr_u128 count = 0, errors = 0;

	for (size_t i = 0; i < label->cells.count; i++) {
		count += label->cells.cells[i].count;
		errors += label->cells.cells[i].errors;
	}
	if (count > label->count || errors > label->errors)
		hr_place_fail(place, "the intervals count more requests or errors than the label");
}

/* The run's label that a row of cells is about; it has no cells yet. */
static struct hr_label *label_of(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_slice name = hr_member_text(place, "label", HR_LABEL_BYTES);
	struct hr_json_place kind_place = hr_place_member(place, "kind");
	struct hr_slice kind = hr_place_text(&kind_place, 32);
	bool transaction = hr_slice_is(kind, "transaction");
	const struct hr_label *known;

	if (hr_place_failed(place))
		return NULL;
	if (!transaction && !hr_slice_is(kind, "request")) {
		hr_place_fail(&kind_place, "expected request or transaction");
		return NULL;
	}
	known = hr_run_find(run, name, transaction ? HR_SAMPLE_TRANSACTION : HR_SAMPLE_REQUEST);
	if (known == NULL || known->cells.count > 0) {
		hr_place_fail(place, known == NULL ? "no label of this name is listed"
		                                   : "the label stands here twice");
		return NULL;
	}
	/* The same label, as one that may be changed. */
	return hr_run_label(run, name, known->kind);
}

static void read_cells(const struct hr_json_place *place, struct hr_run *run, int64_t scale_ns,
                       uint64_t *octaves)
{
	struct hr_label *label = label_of(place, run);
	struct hr_json_place first_place = hr_place_member(place, "first");
	struct hr_json_place cells_place = hr_place_member(place, "cells");
	int64_t room = grid_count(&run->grid), first, cells;
	uint64_t *values;

	first = hr_place_i64(&first_place, 0, room > 0 ? room - 1 : 0);
	cells = hr_place_i64(&cells_place, 1, room > first ? room - first : 1);
	if (room == 0)
		hr_place_fail(place, "cells without intervals");
	if (hr_place_failed(place) || label == NULL)
		return;
	first += run->grid.first;
	hr_cells_at(&label->cells, first);
	hr_cells_at(&label->cells, first + cells - 1);
	values = hr_alloc_array(label->cells.count, sizeof(*values));
	for (enum column c = 0; c < COLUMNS; c++)
		read_column(place, &label->cells, c, scale_ns, values);
	free(values);
	check_counts(place, label);
	read_sketches(place, &label->cells, &run->sketches, octaves);
}

/* Values of a track into @track; false after a failure. */
static bool read_values(const struct hr_json_place *place, const struct hr_grid *grid,
                        struct hr_track *track)
{
	struct hr_json_place first = hr_place_member(place, "first");
	struct hr_json_place values = hr_place_member(place, "values");
	int64_t room = grid_count(grid);
	int64_t offset = hr_place_i64(&first, 0, room > 0 ? room - 1 : 0);
	struct hr_vlq_reader reader = { .rest = hr_place_text(&values, SIZE_MAX) };

	track->first = grid->first + offset;
	while (!hr_place_failed(place) && !hr_vlq_at_end(&reader)) {
		track->values = hr_grow(track->values, track->count, &track->capacity,
		                        sizeof(*track->values));
		if ((int64_t)track->count >= room - offset)
			hr_place_fail(&values, "the values reach beyond the intervals");
		else if (!hr_vlq_get_u64(&reader, &track->values[track->count]) ||
		         track->values[track->count] > HR_COUNT_MAX)
			hr_place_fail(&values, "the text is no coded column");
		else
			track->count++;
	}
	return !hr_place_failed(place);
}

static void add_track(struct hr_tracks *tracks, struct hr_slice text, const struct hr_track *track)
{
	/* Makes the track even when there is no value but zero. */
	hr_tracks_add(tracks, text, track->first, 0);
	for (size_t i = 0; i < track->count; i++)
		hr_tracks_add(tracks, text, track->first + (int64_t)i, track->values[i]);
}

static void add_rest(struct hr_tracks *tracks, const struct hr_track *track)
{
	struct hr_tracks rest = { .join = tracks->join, .cap = tracks->cap, .rest = *track };

	hr_tracks_merge(tracks, &rest);
}

static void read_tracks(const struct hr_json_place *place, const struct hr_grid *grid,
                        struct hr_tracks *tracks)
{
	size_t n = hr_place_array(place, tracks->cap + 1);

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_json_place item = hr_place_item(place, i);
		struct hr_json_place text_place = hr_place_member(&item, "text");
		bool rest = hr_place_is_null(&text_place);
		struct hr_track track = { 0 };
		struct hr_slice text = { "", 0 };

		if (rest ? i + 1 < n : i >= tracks->cap)
			hr_place_fail(&item, "expected a text, and null only in the last track");
		if (!rest)
			text = hr_place_text(&text_place, HR_TRACK_BYTES);
		if (!read_values(&item, grid, &track)) {
			free(track.values);
			return;
		}
		if (rest)
			add_rest(tracks, &track);
		else
			add_track(tracks, text, &track);
		free(track.values);
		if (!rest && tracks->count != i + 1)
			hr_place_fail(&item, "the track stands here twice");
	}
}

void hr_document_read_intervals(const struct hr_json_place *intervals, struct hr_run *run)
{
	struct hr_json_place labels = hr_place_member(intervals, "labels");
	struct hr_json_place codes = hr_place_member(intervals, "codes");
	struct hr_json_place users = hr_place_member(intervals, "users");
	struct hr_json_place scale = hr_place_member(intervals, "scale_ns");
	int64_t scale_ns = hr_place_i64(&scale, 1, HR_NS_PER_S);
	size_t n = hr_place_array(&labels, run->label_count);
	uint64_t octaves = 0;

	read_grid(intervals, &run->grid);
	if (!hr_place_failed(intervals) && !grid_fits(run))
		hr_place_fail(intervals, "more labels x intervals than any run has");
	for (size_t i = 0; i < n && !hr_place_failed(intervals); i++) {
		struct hr_json_place item = hr_place_item(&labels, i);

		read_cells(&item, run, scale_ns, &octaves);
	}
	read_tracks(&codes, &run->grid, &run->codes);
	read_tracks(&users, &run->grid, &run->users);
}
