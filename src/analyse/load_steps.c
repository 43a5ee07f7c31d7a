#include <config.h>
#include "analyse/load_steps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/num.h"
#include "record/lane.h"
#include "summarize/cut.h"

#define INTERVALS_A_STEP  3    /* fewer tell nothing of a level */
#define SHARE_OF_PLATEAU  0.02 /* of the time */
#define SHARE_OF_PLATEAUS 0.6
#define STEPS_WANTED      3 /* for a curve */
#define CLASSES_MAX       20
#define DESCENT           0.95 /* of the top load: what comes after the last such is the way down */

const char *hr_steps_source_name(enum hr_steps_source source)
{
	static const char *const names[] = { [HR_STEPS_NONE] = "none",
		                             [HR_STEPS_GIVEN] = "given",
		                             [HR_STEPS_MARKERS] = "markers",
		                             [HR_STEPS_PLATEAUS] = "plateaus",
		                             [HR_STEPS_RAMP] = "ramp" };

	return names[source];
}

/* --- users over time --- */

struct users {
	int64_t first; /* interval of levels[0] */
	double *levels;
	size_t count;
	double top;
};

static double users_at(const struct hr_tracks *tracks, int64_t interval)
{
	double sum = (double)hr_track_value(&tracks->rest, interval);

	for (size_t i = 0; i < tracks->count; i++)
		sum += (double)hr_track_value(&tracks->tracks[i], interval);
	return sum;
}

/* An interval in which nothing ended says nothing of users: it has those of the one before, so that
 * a standstill is part of its step. Empty ends are left out. */
static void read_users(const struct hr_run *run, struct users *users)
{
	size_t used = 0;

	*users = (struct users){ .first = run->grid.first };
	if (run->grid.first > run->grid.last)
		return;
	users->count = (size_t)(run->grid.last - run->grid.first) + 1;
	users->levels = hr_alloc_array(users->count, sizeof(*users->levels));
	for (size_t i = 0; i < users->count; i++) {
		double level = users_at(&run->users, run->grid.first + (int64_t)i);

		if (level > 0)
			used = i + 1;
		users->levels[i] = level > 0 || i == 0 ? level : users->levels[i - 1];
		users->top = fmax(users->top, level);
	}
	users->count = used;
}

/* Nothing after the last time the load was near its top. */
static void drop_descent(struct users *users)
{
	while (users->count > 0 && users->levels[users->count - 1] < users->top * DESCENT)
		users->count--;
}

/* --- steps --- */

static struct hr_load_step *add_step(struct hr_load_steps *steps, const char *name, double load)
{
	steps->items = hr_grow(steps->items, steps->count, &steps->capacity, sizeof(*steps->items));
	steps->items[steps->count] = (struct hr_load_step){ .name = name != NULL ? hr_strdup(name)
		                                                                 : NULL,
		                                            .load = load };
	return &steps->items[steps->count++];
}

static void add_span(struct hr_load_step *step, int64_t first, int64_t last)
{
	if (first > last)
		return;
	step->spans = hr_grow(step->spans, step->span_count, &step->span_capacity,
	                      sizeof(*step->spans));
	step->spans[step->span_count++] = (struct hr_interval_span){ first, last };
}

/* The stretch without its first part, while the system settles; at least half stays. */
static void add_settled(struct hr_load_step *step, int64_t first, int64_t last, int64_t settle)
{
	int64_t half = (last - first + 1) / 2;

	add_span(step, first + (settle < half ? settle : half), last);
}

static size_t covered(const struct hr_load_step *step)
{
	size_t sum = 0;

	for (size_t i = 0; i < step->span_count; i++)
		sum += (size_t)(step->spans[i].last - step->spans[i].first + 1);
	return sum;
}

static void free_step(struct hr_load_step *step)
{
	free(step->name);
	free(step->spans);
}

void hr_load_steps_release(struct hr_load_steps *steps)
{
	for (size_t i = 0; i < steps->count; i++)
		free_step(&steps->items[i]);
	free(steps->items);
	*steps = (struct hr_load_steps){ 0 };
}

static void drop_short(struct hr_load_steps *steps, size_t least)
{
	size_t kept = 0;

	for (size_t i = 0; i < steps->count; i++) {
		if (covered(&steps->items[i]) >= least)
			steps->items[kept++] = steps->items[i];
		else
			free_step(&steps->items[i]);
	}
	steps->count = kept;
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return (left > right) - (left < right);
}

static int compare_steps(const void *a, const void *b)
{
	const struct hr_load_step *left = a, *right = b;
	int order = (left->load > right->load) - (left->load < right->load);

	if (order != 0 || left->span_count == 0 || right->span_count == 0)
		return order;
	return (left->spans[0].first > right->spans[0].first) -
	       (left->spans[0].first < right->spans[0].first);
}

/* --- from users --- */

static bool same(double a, double b)
{
	return !(a < b) && !(a > b);
}

/* Stretches of intervals that @class_of puts into class @k become spans of @step. */
static void collect(const struct users *users, const int *class_of, int k, int64_t settle,
                    struct hr_load_step *step)
{
	for (size_t i = 0; i < users->count;) {
		size_t end = i;

		while (end < users->count && class_of[end] == k)
			end++;
		if (end > i)
			add_settled(step, users->first + (int64_t)i,
			            users->first + (int64_t)end - 1, settle);
		i = end > i ? end : i + 1;
	}
}

struct level {
	double load;
	size_t intervals;
};

/* The levels held long enough; gives their number, and in @share how much of the time. */
static size_t find_plateaus(const struct users *users, struct level *plateaus, double *share)
{
	double *sorted = hr_alloc_array(users->count + 1, sizeof(*sorted));
	double least = fmax(INTERVALS_A_STEP, SHARE_OF_PLATEAU * (double)users->count);
	size_t count = 0, held = 0;

	memcpy(sorted, users->levels, users->count * sizeof(*sorted));
	qsort(sorted, users->count, sizeof(*sorted), compare_doubles);
	for (size_t i = 0; i < users->count;) {
		size_t end = i;

		while (end < users->count && same(sorted[end], sorted[i]))
			end++;
		if ((double)(end - i) >= least && sorted[i] > 0) {
			plateaus[count++] = (struct level){ sorted[i], end - i };
			held += end - i;
		}
		i = end;
	}
	*share = users->count > 0 ? (double)held / (double)users->count : 0;
	free(sorted);
	return count;
}

static void steps_of_plateaus(const struct users *users, const struct level *plateaus, size_t count,
                              int64_t settle, struct hr_load_steps *out)
{
	int *class_of = hr_alloc_array(users->count + 1, sizeof(*class_of));

	out->source = HR_STEPS_PLATEAUS;
	for (size_t i = 0; i < users->count; i++) {
		class_of[i] = -1;
		for (size_t k = 0; k < count; k++)
			if (same(users->levels[i], plateaus[k].load))
				class_of[i] = (int)k;
	}
	for (size_t k = 0; k < count; k++)
		collect(users, class_of, (int)k, settle, add_step(out, NULL, plateaus[k].load));
	free(class_of);
}

/* Classes of equal width over the range of loads; each is at the mean load of its intervals. */
static void steps_of_ramp(const struct users *users, struct hr_load_steps *out)
{
	size_t classes = users->count / INTERVALS_A_STEP;
	int *class_of = hr_alloc_array(users->count + 1, sizeof(*class_of));

	out->source = HR_STEPS_RAMP;
	classes = classes > CLASSES_MAX ? CLASSES_MAX : classes;
	for (size_t i = 0; i < users->count; i++) {
		double place = users->levels[i] / users->top * (double)classes;

		class_of[i] = users->levels[i] > 0 ? (int)ceil(place) - 1 : -1;
	}
	for (size_t k = 0; k < classes; k++) {
		struct hr_load_step *step = add_step(out, NULL, 0);
		double sum = 0;
		size_t n = 0;

		for (size_t i = 0; i < users->count; i++) {
			if (class_of[i] != (int)k)
				continue;
			sum += users->levels[i];
			n++;
		}
		step->load = n > 0 ? sum / (double)n : 0;
		collect(users, class_of, (int)k, 0, step);
	}
	free(class_of);
	drop_short(out, INTERVALS_A_STEP);
}

static void steps_of_users(struct users *users, int64_t settle, struct hr_load_steps *out)
{
	struct level *plateaus;
	double share;
	size_t count;

	drop_descent(users);
	if (users->count == 0)
		return;
	plateaus = hr_alloc_array(users->count, sizeof(*plateaus));
	count = find_plateaus(users, plateaus, &share);
	if (count < STEPS_WANTED || share < SHARE_OF_PLATEAUS || count > HR_LOAD_STEPS_MAX)
		steps_of_ramp(users, out);
	if (out->count < STEPS_WANTED && count > 0 && count <= HR_LOAD_STEPS_MAX) {
		hr_load_steps_release(out);
		steps_of_plateaus(users, plateaus, count, settle, out);
	}
	free(plateaus);
}

/* --- given and marked --- */

/* Whole intervals within [@from_ns, @to_ns). */
static void add_window(const struct hr_run *run, struct hr_load_step *step, int64_t from_ns,
                       int64_t to_ns, int64_t settle)
{
	int64_t step_ns = run->grid.step_ns;
	int64_t first = hr_floor_div(from_ns + step_ns - 1, step_ns);
	int64_t last = hr_floor_div(to_ns, step_ns) - 1;

	if (first < run->grid.first)
		first = run->grid.first;
	if (last > run->grid.last)
		last = run->grid.last;
	add_settled(step, first, last, settle);
}

/* The median of the users seen in a step. */
static double recorded_load(const struct users *users, const struct hr_load_step *step)
{
	double *values = hr_alloc_array(covered(step) + 1, sizeof(*values));
	double median = (double)NAN;
	size_t n = 0;

	for (size_t i = 0; i < step->span_count; i++) {
		for (int64_t k = step->spans[i].first; k <= step->spans[i].last; k++) {
			int64_t at = k - users->first;

			if (at >= 0 && (size_t)at < users->count && users->levels[at] > 0)
				values[n++] = users->levels[at];
		}
	}
	if (n > 0) {
		qsort(values, n, sizeof(*values), compare_doubles);
		median = values[n / 2];
	}
	free(values);
	return median;
}

/* A step without intervals or without any load is none. */
static void keep_loaded(const struct users *users, struct hr_load_steps *steps)
{
	size_t kept = 0;

	for (size_t i = 0; i < steps->count; i++) {
		struct hr_load_step *step = &steps->items[i];

		if (isnan(step->load))
			step->load = recorded_load(users, step);
		if (covered(step) > 0 && step->load > 0)
			steps->items[kept++] = *step;
		else
			free_step(step);
	}
	steps->count = kept;
}

static void steps_given(const struct hr_run *run, const struct hr_load_phase *given, size_t count,
                        int64_t settle, struct hr_load_steps *out)
{
	int64_t at_ns = run->start_ns;

	out->source = HR_STEPS_GIVEN;
	for (size_t i = 0; i < count && at_ns < run->end_ns; i++) {
		struct hr_load_step *step = add_step(out, given[i].name, given[i].load);

		add_window(run, step, at_ns, at_ns + given[i].duration_ns, settle);
		at_ns += given[i].duration_ns + given[i].pause_ns;
	}
}

/* The first number in "step 3: 50 users" that stands beside a word for users, else the last one. */
static double load_of_text(const char *text)
{
	double load = (double)NAN;

	while (*text != '\0') {
		size_t n = strspn(text, "0123456789.");
		double value;

		if (n > 0 && hr_parse_double((struct hr_slice){ text, n }, &value)) {
			const char *next = text + n + strspn(text + n, " \t");

			load = value;
			if (strncasecmp(next, "user", 4) == 0 ||
			    strncasecmp(next, "thread", 6) == 0 ||
			    strncasecmp(next, "vu", 2) == 0 || strncasecmp(next, "conn", 4) == 0)
				return load;
		}
		text += n > 0 ? n : 1;
	}
	return load;
}

static bool is_marker(const struct hr_run_event *event)
{
	return strcasecmp(event->kind, "phase") == 0 || strcasecmp(event->kind, "step") == 0;
}

/* A marker that is a moment lasts until the next one. */
static void steps_marked(const struct hr_run *run, const struct users *users, int64_t settle,
                         struct hr_load_steps *out)
{
	for (size_t i = 0; i < run->event_count && out->count < HR_LOAD_STEPS_MAX; i++) {
		const struct hr_run_event *event = &run->events[i];
		int64_t to_ns = event->end_ns;
		struct hr_load_step *step;

		if (!is_marker(event))
			continue;
		if (to_ns <= event->start_ns) {
			to_ns = run->end_ns;
			for (size_t k = i + 1; k < run->event_count; k++) {
				if (is_marker(&run->events[k]) &&
				    run->events[k].start_ns > event->start_ns) {
					to_ns = run->events[k].start_ns;
					break;
				}
			}
		}
		out->source = HR_STEPS_MARKERS;
		step = add_step(out, event->text, (double)NAN);
		add_window(run, step, event->start_ns, to_ns, settle);
		step->load = recorded_load(users, step);
		if (isnan(step->load))
			step->load = load_of_text(event->text);
	}
}

void hr_load_steps_find(const struct hr_run *run, const struct hr_load_phase *given, size_t count,
                        int64_t settle_ns, struct hr_load_steps *out)
{
	int64_t settle = (settle_ns + run->grid.step_ns - 1) / run->grid.step_ns;
	struct users users;

	*out = (struct hr_load_steps){ .source = HR_STEPS_NONE };
	read_users(run, &users);
	if (count > 0 && run->start_ns != HR_INSTANT_NONE)
		steps_given(run, given, count, settle, out);
	else
		steps_marked(run, &users, settle, out);
	keep_loaded(&users, out);
	if (out->count == 0 && count == 0)
		steps_of_users(&users, settle > 1 ? settle : 1, out);
	if (out->count > 0)
		qsort(out->items, out->count, sizeof(*out->items), compare_steps);
	else
		out->source = HR_STEPS_NONE;
	out->users_max = users.top > 0 ? users.top : (double)NAN;
	free(users.levels);
}
