#include <config.h>
#include "analyse/run_intervals.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"

static double users_at(const struct hr_tracks *tracks, int64_t interval)
{
	double sum = (double)hr_track_value(&tracks->rest, interval);

	for (size_t i = 0; i < tracks->count; i++)
		sum += (double)hr_track_value(&tracks->tracks[i], interval);
	return sum;
}

static double mean_of(hr_u128 sum_ns, uint64_t count)
{
	return count > 0 ? (double)sum_ns / (double)count / (double)HR_NS_PER_MS : (double)NAN;
}

static void read_interval(struct hr_run_intervals *out, const struct hr_run *run,
                          const struct hr_label *total, size_t i)
{
	int64_t number = out->first + (int64_t)i;
	const struct hr_cell *cell = hr_cells_peek(&total->cells, number);
	double users = users_at(&run->users, number);

	out->requests[i] = cell != NULL ? (double)cell->count : 0;
	out->mean_ms[i] = cell != NULL ? mean_of(cell->sum_ns, cell->timed) : (double)NAN;
	out->connect_ms[i] = cell != NULL ? mean_of(cell->connect_sum_ns, cell->connect_count)
	                                  : (double)NAN;
	out->users[i] = users > 0 ? users : (double)NAN;
	if (users > 0)
		out->users_max = isnan(out->users_max) ? users : fmax(out->users_max, users);
}

void hr_run_intervals_init(struct hr_run_intervals *intervals, const struct hr_run *run,
                           const struct hr_label *total)
{
	*intervals = (struct hr_run_intervals){ .first = total->cells.first,
		                                .count = total->cells.count,
		                                .users_max = NAN,
		                                .step_s = (double)run->grid.step_ns /
		                                          (double)HR_NS_PER_S };
	intervals->requests = hr_alloc_array(intervals->count, sizeof(double));
	intervals->mean_ms = hr_alloc_array(intervals->count, sizeof(double));
	intervals->connect_ms = hr_alloc_array(intervals->count, sizeof(double));
	intervals->users = hr_alloc_array(intervals->count, sizeof(double));
	for (size_t i = 0; i < intervals->count; i++)
		read_interval(intervals, run, total, i);
}

void hr_run_intervals_release(struct hr_run_intervals *intervals)
{
	free(intervals->requests);
	free(intervals->mean_ms);
	free(intervals->connect_ms);
	free(intervals->users);
	*intervals = (struct hr_run_intervals){ 0 };
}

int64_t hr_run_intervals_start_ns(const struct hr_run_intervals *intervals,
                                  const struct hr_run *run, size_t i)
{
	return (intervals->first + (int64_t)i) * run->grid.step_ns;
}
