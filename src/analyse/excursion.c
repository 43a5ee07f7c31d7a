/* Courses against limits. */
#include <config.h>
#include "analyse/excursion.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static void extend(struct hr_excursions *out, const struct hr_course_piece *piece,
                   enum hr_operator op, double limit)
{
	struct hr_excursion *last = out->count > 0 ? &out->items[out->count - 1] : NULL;

	out->total_ns += piece->end_ns - piece->start_ns;
	if (last != NULL && last->end_ns == piece->start_ns) {
		last->end_ns = piece->end_ns;
		if (hr_course_is_worse(op, limit, piece->value, last->worst))
			last->worst = piece->value;
		return;
	}
	out->items = hr_grow(out->items, out->count, &out->capacity, sizeof(*out->items));
	out->items[out->count++] = (struct hr_excursion){ piece->start_ns, piece->end_ns,
		                                          piece->value };
}

void hr_excursions_find(const struct hr_course *course, enum hr_operator op, double limit,
                        struct hr_excursions *out)
{
	*out = (struct hr_excursions){ .worst = (double)NAN };
	for (size_t i = 0; i < course->count; i++) {
		const struct hr_course_piece *piece = &course->pieces[i];

		out->open = false;
		if (isnan(piece->value))
			continue;
		out->judged++;
		if (hr_course_is_worse(op, limit, piece->value, out->worst))
			out->worst = piece->value;
		out->open = !hr_operator_holds(op, piece->value, limit);
		if (out->open)
			extend(out, piece, op, limit);
	}
}

void hr_excursions_release(struct hr_excursions *excursions)
{
	free(excursions->items);
	*excursions = (struct hr_excursions){ 0 };
}

const struct hr_excursion *hr_excursions_longest(const struct hr_excursions *excursions)
{
	const struct hr_excursion *longest = NULL;

	for (size_t i = 0; i < excursions->count; i++) {
		const struct hr_excursion *one = &excursions->items[i];

		if (longest == NULL ||
		    one->end_ns - one->start_ns > longest->end_ns - longest->start_ns)
			longest = one;
	}
	return longest;
}
