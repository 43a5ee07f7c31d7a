/* Adding one run to another: a sum of everything, once both have the same grid. */
#include <config.h>
#include "record/run.h"

#include "base/mem.h"
#include "record/grid.h"
#include "record/label.h"
#include "record/lane.h"

/* The step both can be brought to; 0 when there is none. */
static int64_t common_step(const struct hr_grid *a, const struct hr_grid *b)
{
	int64_t longer = a->step_ns > b->step_ns ? a->step_ns : b->step_ns;
	int64_t shorter = a->step_ns > b->step_ns ? b->step_ns : a->step_ns;

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
			                    "label \"%.80s\" holds aggregated figures, which "
			                    "cannot be merged with another run's",
			                    label->name);
	}
	return HR_OK;
}

/* Of a forced grid what ended before its first interval is dropped; another one holds everything.
 */
static int64_t floor_of(const struct hr_grid *grid)
{
	return grid->forced && !hr_grid_is_empty(grid) ? grid->first : INT64_MIN;
}

static void merge_labels(struct hr_run *into, const struct hr_run *from)
{
	for (size_t i = 0; i < from->label_count; i++) {
		const struct hr_label *label = from->labels[i];
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
		hr_grid_count_outside(
		        into, hr_label_merge_coarser(other, label,
		                                     into->grid.step_ns / from->grid.step_ns,
		                                     floor_of(&into->grid)));
		if (folded)
			into->labels_folded += label->count;
	}
	into->labels_folded += from->labels_folded;
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
			values += series->points[j].count;
		hr_run_series_dropped(into, values);
	}
}

static void merge_inputs(struct hr_run *into, const struct hr_run *from)
{
	for (size_t i = 0; i < from->input_count; i++) {
		const struct hr_run_input *input = &from->inputs[i];
		struct hr_run_input *copy = hr_run_add_input(into, input->path, input->format);
		char *path = copy->path, *format = copy->format;

		*copy = *input;
		copy->path = path;
		copy->format = format;
	}
}

static void inherit(char **into, const char *from)
{
	if (*into == NULL && from != NULL)
		*into = hr_strdup(from);
}

enum hr_err hr_run_merge(struct hr_run *into, const struct hr_run *from, struct hr_error *err)
{
	int64_t step_ns = common_step(&into->grid, &from->grid);
	enum hr_err result = check_aggregates(into, from, err);

	if (result != HR_OK)
		return result;
	if (step_ns == 0)
		return hr_error_set(err, HR_EINVAL,
		                    "intervals of %lld s and %lld s cannot be merged: one must "
		                    "divide the other",
		                    (long long)(into->grid.step_ns / HR_NS_PER_S),
		                    (long long)(from->grid.step_ns / HR_NS_PER_S));
	inherit(&into->name, from->name);
	inherit(&into->environment, from->environment);
	inherit(&into->version, from->version);
	merge_grids(into, from, step_ns);
	merge_labels(into, from);
	hr_tracks_merge_coarser(&into->codes, &from->codes, into->grid.step_ns / from->grid.step_ns,
	                        floor_of(&into->grid));
	hr_tracks_merge_coarser(&into->users, &from->users, into->grid.step_ns / from->grid.step_ns,
	                        floor_of(&into->grid));
	merge_series(into, from);
	for (size_t i = 0; i < from->event_count; i++)
		hr_run_add_event(into, from->events[i].start_ns, from->events[i].end_ns,
		                 hr_slice_of(from->events[i].kind),
		                 hr_slice_of(from->events[i].text));
	merge_inputs(into, from);
	hr_diag_merge(&into->diag, &from->diag);
	hr_span_add(&into->start_ns, &into->end_ns, from->start_ns, from->end_ns);
	into->sample_count += from->sample_count;
	into->observation_count += from->observation_count;
	return HR_OK;
}
