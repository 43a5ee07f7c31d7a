/* A run cut to a window of whole intervals. */
#include <config.h>
#include "summarize/cut.h"

#include <stdlib.h>

#include "base/count.h"
#include "base/mem.h"
#include "record/grid.h"
#include "record/label.h"
#include "record/lane.h"
#include "record/series.h"

/* Whole intervals of @step_ns inside the window: the first and the last of them. */
static void whole_intervals(const struct hr_filter *filter, int64_t step_ns, int64_t *first,
                            int64_t *last)
{
	*first = INT64_MIN;
	*last = INT64_MAX;
	if (filter->from_ns != HR_INSTANT_NONE) {
		*first = hr_floor_div(filter->from_ns, step_ns);
		*first += filter->from_ns % step_ns != 0;
	}
	if (filter->to_ns != HR_INSTANT_NONE)
		*last = hr_floor_div(filter->to_ns, step_ns) - 1;
}

/* Counts of a sketch as values within the cell's extremes. */
static void add_cell_times(struct hr_timing *timing, const struct hr_cell *cell)
{
	for (uint32_t bucket = 0, n; (n = hr_sketch_next(&cell->sketch, &bucket)) > 0; bucket++) {
		int64_t value = hr_sketch_value_ns((uint16_t)bucket);

		if (value < cell->min_ns)
			value = cell->min_ns;
		if (value > cell->max_ns)
			value = cell->max_ns;
		hr_timing_add(timing, value, n);
	}
	if (cell->timed > 0) {
		if (cell->min_ns < timing->moments.min_ns)
			timing->moments.min_ns = cell->min_ns;
		if (cell->max_ns > timing->moments.max_ns)
			timing->moments.max_ns = cell->max_ns;
	}
}

/* Only count and sum are known of what has no sketch. */
static void add_mean_only(struct hr_timing *timing, uint64_t count, hr_u128 sum_ns)
{
	timing->moments.count += count;
	timing->moments.sum_ns += sum_ns;
	if (count > 0)
		timing->moments.sum_squares = ~(hr_u128)0;
}

static void snap_span(struct hr_label *label, int64_t step_ns)
{
	const struct hr_cells *cells = &label->cells;
	int64_t from, to;

	if (!__builtin_mul_overflow(cells->first, step_ns, &from) && label->start_ns < from)
		label->start_ns = from;
	if (!__builtin_mul_overflow(cells->first + (int64_t)cells->count, step_ns, &to) &&
	    label->end_ns > to)
		label->end_ns = to;
}

static void rebuild(struct hr_label *label, int64_t step_ns)
{
	struct hr_timing elapsed = { 0 };
	hr_u128 elapsed_ns = 0;
	bool received = label->received_count > 0, sent = label->sent_count > 0;

	label->count = label->errors = 0;
	label->received_count = label->sent_count = 0;
	label->received_bytes = label->sent_bytes = 0;
	hr_label_clear_details(label);
	for (size_t i = 0; i < label->cells.count; i++) {
		const struct hr_cell *cell = &label->cells.cells[i];

		label->count += cell->count;
		label->errors += cell->errors;
		label->received_bytes += cell->received_bytes;
		label->sent_bytes += cell->sent_bytes;
		add_cell_times(&elapsed, cell);
		elapsed_ns += cell->sum_ns;
		add_mean_only(&label->latency, cell->latency_count, cell->latency_sum_ns);
		add_mean_only(&label->connect, cell->connect_count, cell->connect_sum_ns);
	}
	/* the cells know it exactly */
	hr_moments_set_sum(&elapsed.moments, elapsed_ns);
	label->received_count = received ? label->count : 0;
	label->sent_count = sent ? label->count : 0;
	if (label->count > 0 && label->errors == label->count)
		label->failed = elapsed;
	else
		label->ok = elapsed;
	snap_span(label, step_ns);
}

static void cut_series(struct hr_series *series, const struct hr_filter *filter)
{
	int64_t first, last;
	size_t kept = 0;

	whole_intervals(filter, series->step_ns, &first, &last);
	for (size_t i = 0; i < series->count; i++)
		if (series->points[i].interval >= first && series->points[i].interval <= last)
			series->points[kept++] = series->points[i];
	series->count = kept;
}

static void cut_events(struct hr_run *run, const struct hr_filter *filter)
{
	size_t kept = 0;

	for (size_t i = 0; i < run->event_count; i++) {
		struct hr_run_event *event = &run->events[i];

		if ((filter->from_ns == HR_INSTANT_NONE || event->end_ns >= filter->from_ns) &&
		    (filter->to_ns == HR_INSTANT_NONE || event->start_ns < filter->to_ns)) {
			run->events[kept++] = *event;
			continue;
		}
		free(event->kind);
		free(event->text);
	}
	run->event_count = kept;
}

/* Of the start of an interval; as far as numbers go. */
static int64_t second_of(int64_t interval, int64_t step_ns)
{
	int64_t second;

	if (__builtin_mul_overflow(interval, step_ns / HR_NS_PER_S, &second))
		return interval < 0 ? INT64_MIN : INT64_MAX;
	return second;
}

static void cut_window(struct hr_run *run, const struct hr_filter *filter)
{
	int64_t first, last;

	whole_intervals(filter, run->grid.step_ns, &first, &last);
	run->rebuilt = true;
	for (size_t i = 0; i < run->label_count; i++) {
		hr_cells_keep(&run->labels[i]->cells, first, last);
		rebuild(run->labels[i], run->grid.step_ns);
	}
	hr_tracks_keep(&run->codes, first, last);
	hr_tracks_keep(&run->users, first, last);
	hr_slis_cut(&run->slis, second_of(first, run->grid.step_ns),
	            last < INT64_MAX ? second_of(last + 1, run->grid.step_ns) : INT64_MAX);
	for (size_t i = 0; i < run->series_count; i++)
		cut_series(&run->series[i], filter);
	cut_events(run, filter);
}

static void recount(struct hr_run *run)
{
	run->sample_count = run->observation_count = 0;
	run->start_ns = run->end_ns = HR_INSTANT_NONE;
	for (size_t i = 0; i < run->label_count; i++) {
		const struct hr_label *label = run->labels[i];

		run->sample_count += label->count;
		hr_span_add(&run->start_ns, &run->end_ns, label->start_ns, label->end_ns);
	}
	for (size_t i = 0; i < run->series_count; i++)
		for (size_t j = 0; j < run->series[i].count; j++) {
			const struct hr_point *point = &run->series[i].points[j];

			run->observation_count = hr_count_add(run->observation_count, point->count);
			hr_span_add(&run->start_ns, &run->end_ns, point->first_time_ns,
			            point->last_time_ns);
		}
}

void hr_run_cut(struct hr_run *run, const struct hr_filter *filter)
{
	bool window = hr_filter_has_window(filter), partial = false;

	if (window)
		cut_window(run, filter);
	for (size_t i = run->label_count; i-- > 0;) {
		struct hr_label *label = run->labels[i];
		bool selected = hr_filter_label(filter,
		                                (struct hr_slice){ label->name, label->length });

		partial |= !selected && label->count > 0;
		if (!selected || (window && label->cells.count == 0))
			hr_run_drop_label(run, label);
	}
	hr_grid_shrink(run);
	/* Codes by time are those of all labels together: what a part of them had is not known. */
	if (partial)
		hr_tracks_release(&run->codes);
	hr_tracks_keep(&run->codes, run->grid.first, run->grid.last);
	hr_tracks_keep(&run->users, run->grid.first, run->grid.last);
	recount(run);
	hr_run_classify(run);
}

static void extract_label(const struct hr_run *run, const struct hr_label *from,
                          const struct hr_interval_span *spans, size_t count, struct hr_run *out)
{
	int64_t step_ns = run->grid.step_ns, covered = 0;
	struct hr_label *to = hr_run_label(out, (struct hr_slice){ from->name, from->length },
	                                   from->kind);

	to->source = from->source;
	to->sub_result = from->sub_result;
	for (size_t i = 0; i < count; i++) {
		covered += spans[i].last - spans[i].first + 1;
		for (int64_t k = spans[i].first; k <= spans[i].last; k++) {
			const struct hr_cell *cell = hr_cells_peek(&from->cells, k);

			if (cell != NULL && cell->count > 0)
				hr_cell_merge(hr_cells_at(&to->cells, k), cell);
		}
	}
	to->received_count = from->received_count;
	to->sent_count = from->sent_count;
	rebuild(to, step_ns);
	if (count > 0) {
		to->start_ns = spans[0].first * step_ns;
		to->end_ns = to->start_ns + covered * step_ns;
	}
}

static bool is_in_spans(const struct hr_interval_span *spans, size_t count, int64_t step_ns,
                        const struct hr_point *point)
{
	for (size_t i = 0; i < count; i++)
		if (point->first_time_ns >= spans[i].first * step_ns &&
		    point->last_time_ns < (spans[i].last + 1) * step_ns)
			return true;
	return false;
}

/* Points that were recorded within the spans. */
static void extract_series(const struct hr_run *run, const struct hr_series *from,
                           const struct hr_interval_span *spans, size_t count, struct hr_run *out)
{
	const struct hr_observation key = { .name = hr_slice_of(from->name),
		                            .host = hr_slice_of(from->host),
		                            .unit = hr_slice_of(from->unit),
		                            .kind = from->kind };
	struct hr_series *to = hr_run_series(out, &key);
	struct hr_series kept = *from;

	if (to == NULL)
		return;
	kept.points = hr_alloc_array(from->count + 1, sizeof(*kept.points));
	kept.count = 0;
	for (size_t i = 0; i < from->count; i++)
		if (is_in_spans(spans, count, run->grid.step_ns, &from->points[i]))
			kept.points[kept.count++] = from->points[i];
	hr_series_merge(to, &kept);
	free(kept.points);
}

void hr_run_extract(const struct hr_run *run, const struct hr_interval_span *spans, size_t count,
                    struct hr_run *out)
{
	hr_run_init(out, run->grid.step_ns);
	out->rebuilt = true;
	for (size_t i = 0; i < run->label_count; i++)
		if (run->labels[i]->cells.count > 0)
			extract_label(run, run->labels[i], spans, count, out);
	for (size_t i = 0; i < run->series_count; i++)
		extract_series(run, &run->series[i], spans, count, out);
	hr_grid_shrink(out);
	recount(out);
	if (count == 0)
		return;
	/* As far as the run was recorded: labels know how long that is, the run when. */
	out->start_ns = spans[0].first * run->grid.step_ns;
	out->end_ns = (spans[count - 1].last + 1) * run->grid.step_ns;
	if (run->start_ns != HR_INSTANT_NONE && run->start_ns > out->start_ns)
		out->start_ns = run->start_ns;
	if (run->end_ns != HR_INSTANT_NONE && run->end_ns < out->end_ns)
		out->end_ns = run->end_ns;
}
