/* Adding one run to another: a sum of everything, once both have the same grid. */
#include <config.h>
#include "base/instant.h"
#include "base/message.h"
#include "record/run.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/count.h"
#include "base/mem.h"
#include "record/grid.h"
#include "record/label.h"
#include "record/lane.h"
#include "record/series.h"

#define NAMES_MAX 16

/* The step both can be brought to; 0 when there is none. A forced step stays as it was asked for:
 * intervals that the data chose must divide it. */
static int64_t common_step(const struct hr_grid *a, const struct hr_grid *b)
{
	int64_t longer = a->step_ns > b->step_ns ? a->step_ns : b->step_ns;
	int64_t shorter = a->step_ns > b->step_ns ? b->step_ns : a->step_ns;

	if (a->forced != b->forced && longer != (a->forced ? a : b)->step_ns)
		return 0;
	return longer % shorter == 0 ? longer : 0;
}

static struct hr_slice name_of(const struct hr_label *label)
{
	return (struct hr_slice){ label->name, label->length };
}

/* Aggregates are shown as they are: nothing can be added to one. */
static enum hr_err check_aggregates(const struct hr_run *into, const struct hr_run *from,
                                    struct hr_error *err)
{
	for (size_t i = 0; i < from->label_count; i++) {
		const struct hr_label *label = from->labels[i];
		const struct hr_label *other = hr_run_find(into, name_of(label), label->kind);

		if (other != NULL &&
		    (other->source == HR_SOURCE_AGGREGATE || label->source == HR_SOURCE_AGGREGATE))
			return hr_error_set(err, HR_EINVAL,
			                    "label \"%s\" holds aggregated figures, which "
			                    "cannot be merged with another run's",
			                    hr_quoted(label->name).text);
	}
	return HR_OK;
}

/* Of a forced grid what ended before its first interval is dropped; another one holds everything.
 */
static int64_t floor_of(const struct hr_grid *grid)
{
	return grid->forced && !hr_grid_is_empty(grid) ? grid->first : INT64_MIN;
}

static uint64_t merge_label(const struct hr_run *into, struct hr_label *other,
                            const struct hr_run *from, struct hr_label *label, bool take)
{
	int64_t factor = into->grid.step_ns / from->grid.step_ns, floor = floor_of(&into->grid);

	return take ? hr_label_take_coarser(other, label, factor, floor)
	            : hr_label_merge_coarser(other, label, factor, floor);
}

static void merge_labels(struct hr_run *into, const struct hr_run *from, bool take)
{
	for (size_t i = 0; i < from->label_count; i++) {
		struct hr_label *label = from->labels[i];
		struct hr_label *other = hr_run_label(into, name_of(label), label->kind);
		bool folded = !hr_slice_equal(name_of(other), name_of(label));

		if (label->source == HR_SOURCE_AGGREGATE) {
			if (folded)
				continue;
			other->source = HR_SOURCE_AGGREGATE;
			other->aggregate = hr_alloc(sizeof(*other->aggregate));
			*other->aggregate = *label->aggregate;
			continue;
		}
		/* a new label may have made the grid coarser */
		hr_grid_count_outside(into, merge_label(into, other, from, label, take));
		if (folded)
			into->labels_folded = hr_count_add(into->labels_folded, label->count);
	}
	into->labels_folded = hr_count_add(into->labels_folded, from->labels_folded);
}

/* Bring @into to a grid that holds both; labels may still make it coarser. */
static void merge_grids(struct hr_run *into, const struct hr_run *from, int64_t step_ns)
{
	int64_t factor;

	hr_grid_coarsen(into, step_ns / into->grid.step_ns);
	into->grid.forced |= from->grid.forced;
	if (hr_grid_is_empty(&from->grid))
		return;
	factor = step_ns / from->grid.step_ns;
	hr_grid_widen(into, hr_floor_div(from->grid.first, factor),
	              hr_floor_div(from->grid.last, factor));
}

static void merge_series(struct hr_run *into, const struct hr_run *from)
{
	for (size_t i = 0; i < from->series_count; i++) {
		const struct hr_series *series = &from->series[i];
		struct hr_observation key = { .kind = series->kind,
			                      .name = hr_slice_of(series->name),
			                      .host = hr_slice_of(series->host),
			                      .unit = hr_slice_of(series->unit) };
		struct hr_series *other = hr_run_series(into, &key);
		uint64_t values = 0;

		if (other != NULL) {
			hr_series_merge(other, series);
			continue;
		}
		for (size_t j = 0; j < series->count; j++)
			values = hr_count_add(values, series->points[j].count);
		hr_run_series_dropped(into, values);
	}
}

static void merge_inputs(struct hr_run *into, const struct hr_run *from)
{
	for (size_t i = 0; i < from->input_count; i++)
		hr_run_add_input(into, &from->inputs[i]);
	hr_run_add_inputs_rest(into, &from->inputs_rest);
}

/* One name of a list "a, b", and the rest behind it. */
static struct hr_slice first_name(struct hr_slice *list)
{
	struct hr_slice name = *list;
	const char *comma = list->length > 0 ? memmem(list->ptr, list->length, ", ", 2) : NULL;

	if (comma != NULL)
		name.length = (size_t)(comma - list->ptr);
	list->ptr += comma != NULL ? name.length + 2 : name.length;
	list->length -= comma != NULL ? name.length + 2 : name.length;
	return name;
}

static int compare_names(struct hr_slice a, struct hr_slice b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter > 0 ? memcmp(a.ptr, b.ptr, shorter) : 0;

	return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

/* Runs of different names make a run of all their names, sorted, whatever the order of merging;
 * the smallest NAMES_MAX are kept. */
static void join_names(char **into, const char *from)
{
	struct hr_slice a = hr_slice_of(*into), b = hr_slice_of(from);
	struct hr_slice next_a, next_b;
	struct hr_str joined = { 0 };

	if (from == NULL)
		return;
	next_a = first_name(&a);
	next_b = first_name(&b);
	for (int i = 0; i < NAMES_MAX && (next_a.length > 0 || next_b.length > 0); i++) {
		int order = next_a.length == 0   ? 1
		            : next_b.length == 0 ? -1
		                                 : compare_names(next_a, next_b);

		if (i > 0)
			hr_str_puts(&joined, ", ");
		hr_str_add_slice(&joined, order <= 0 ? next_a : next_b);
		if (order <= 0)
			next_a = first_name(&a);
		if (order >= 0)
			next_b = first_name(&b);
	}
	free(*into);
	*into = hr_str_detach(&joined);
}

/* What a run is about is counted exactly or not at all. Labels, their times and their cells count
 * no more than all requests, series no more than all values, so that none of these can overflow. */
static enum hr_err check_count(uint64_t into, uint64_t from, const char *what, struct hr_error *err)
{
	if (into <= HR_COUNT_MAX && from <= HR_COUNT_MAX - into)
		return HR_OK;
	return hr_error_set(err, HR_ELIMIT,
	                    "%" PRIu64 " %s and %" PRIu64 " more: a run counts at most %" PRIu64
	                    " (2^53) of them",
	                    into, what, from, HR_COUNT_MAX);
}

/* The last interval of a grid whose intervals become @factor times as long. */
static int64_t last_of(const struct hr_grid *grid, int64_t factor)
{
	return hr_grid_is_empty(grid) ? INT64_MIN : hr_floor_div(grid->last, factor);
}

/* The first interval that stays once both are one run with a forced grid, or one before it. */
static int64_t first_kept(const struct hr_run *into, int64_t into_factor, const struct hr_run *from,
                          int64_t from_factor)
{
	int64_t last = last_of(&into->grid, into_factor);
	int64_t other = last_of(&from->grid, from_factor);
	size_t labels = into->label_count;

	if (other > last)
		last = other;
	if (last == INT64_MIN)
		return last;
	for (size_t i = 0; i < from->label_count; i++)
		labels += hr_run_find(into, name_of(from->labels[i]), from->labels[i]->kind) ==
		          NULL;
	return hr_grid_forced_first(last, labels < HR_LABELS_MAX ? labels : HR_LABELS_MAX);
}

/* What sketches keep is bound by the cells and the octaves there are but where an interval is
 * forced: there may be many cells then. */
static enum hr_err check_octaves(const struct hr_run *into, const struct hr_run *from,
                                 int64_t step_ns, struct hr_error *err)
{
	int64_t into_factor = step_ns / into->grid.step_ns;
	int64_t from_factor = step_ns / from->grid.step_ns;
	uint64_t octaves = 0;
	int64_t floor;

	if (!into->grid.forced && !from->grid.forced)
		return HR_OK;
	floor = first_kept(into, into_factor, from, from_factor);
	for (size_t i = 0; i < into->label_count; i++) {
		const struct hr_label *label = into->labels[i];
		const struct hr_label *other = hr_run_find(from, name_of(label), label->kind);

		octaves += hr_cells_octaves(&label->cells, into_factor,
		                            other != NULL ? &other->cells : NULL, from_factor,
		                            floor);
	}
	for (size_t i = 0; i < from->label_count; i++) {
		const struct hr_label *label = from->labels[i];

		if (hr_run_find(into, name_of(label), label->kind) == NULL)
			octaves += hr_cells_octaves(NULL, 1, &label->cells, from_factor, floor);
	}
	if (octaves <= HR_OCTAVES_MAX)
		return HR_OK;
	return hr_error_set(err, HR_ELIMIT,
	                    "the times of the intervals lie in %" PRIu64
	                    " octaves, of which at most %d are kept; let the interval be longer "
	                    "than %lld s",
	                    octaves, HR_OCTAVES_MAX, (long long)(step_ns / HR_NS_PER_S));
}

static enum hr_err merge(struct hr_run *into, const struct hr_run *from, bool take,
                         struct hr_error *err)
{
	int64_t step_ns = common_step(&into->grid, &from->grid);
	enum hr_err result = check_aggregates(into, from, err);

	if (result == HR_OK)
		result = check_count(into->sample_count, from->sample_count, "requests", err);
	if (result == HR_OK)
		result = check_count(into->observation_count, from->observation_count,
		                     "values of resources", err);
	if (result != HR_OK)
		return result;
	if (step_ns == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "intervals of %lld s and %lld s cannot be merged: one must "
		                    "divide the other",
		                    (long long)(into->grid.step_ns / HR_NS_PER_S),
		                    (long long)(from->grid.step_ns / HR_NS_PER_S));
	result = check_octaves(into, from, step_ns, err);
	if (result != HR_OK)
		return result;
	join_names(&into->name, from->name);
	join_names(&into->environment, from->environment);
	join_names(&into->version, from->version);
	join_names(&into->workload, from->workload);
	merge_grids(into, from, step_ns);
	merge_labels(into, from, take);
	hr_tracks_merge_coarser(&into->codes, &from->codes, into->grid.step_ns / from->grid.step_ns,
	                        floor_of(&into->grid));
	hr_tracks_merge_coarser(&into->users, &from->users, into->grid.step_ns / from->grid.step_ns,
	                        floor_of(&into->grid));
	hr_slis_merge(&into->slis, &from->slis);
	merge_series(into, from);
	for (size_t i = 0; i < from->event_count; i++)
		hr_run_add_event(into, from->events[i].start_ns, from->events[i].end_ns,
		                 hr_slice_of(from->events[i].kind),
		                 hr_slice_of(from->events[i].text));
	merge_inputs(into, from);
	hr_plans_merge(&into->plans, &from->plans);
	hr_diag_merge(&into->diag, &from->diag);
	hr_span_add(&into->start_ns, &into->end_ns, from->start_ns, from->end_ns);
	into->sample_count += from->sample_count;
	into->observation_count += from->observation_count;
	into->rebuilt |= from->rebuilt;
	return HR_OK;
}

enum hr_err hr_run_merge(struct hr_run *into, const struct hr_run *from, struct hr_error *err)
{
	return merge(into, from, false, err);
}

enum hr_err hr_run_absorb(struct hr_run *into, struct hr_run *from, struct hr_error *err)
{
	return merge(into, from, true, err);
}
