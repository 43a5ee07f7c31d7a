/* Numbers within texts, read for their order alone. */
#include <config.h>
#include "render/varying.h"

#define DIGITS_MAX  15 /* longer ones are identifiers, and a double would not order them */
#define EXAMPLE_MAX 40 /* bytes, of a piece, which is ASCII */

static const struct convention {
	char point, group;
} conventions[2] = { { '.', ',' }, { ',', '.' } };

/* @group stands between every three digits before the point, or nowhere. */
static bool read_number(struct hr_slice text, const struct convention *convention, double *out)
{
	size_t whole = 0, since_group = 0, groups = 0, digits = 0;
	double value = 0, unit = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = text.ptr[i];

		if (c >= '0' && c <= '9') {
			if (++digits > DIGITS_MAX)
				return false;
			value = value * 10 + (c - '0');
			unit *= 10;
			whole += unit > 0 ? 0 : 1;
			since_group += unit > 0 ? 0 : 1;
		} else if (c == convention->point && unit <= 0) {
			unit = 1;
		} else if (c == convention->group && unit <= 0 &&
		           (groups == 0 ? whole <= 3 : since_group == 3)) {
			groups++;
			since_group = 0;
		} else {
			return false;
		}
	}
	/* 007 is no number, and neither is 0,123 one of thousands */
	if (digits == 0 || (groups > 0 && since_group != 3) || (whole > 1 && text.ptr[0] == '0'))
		return false;
	*out = unit > 0 ? value / unit : value;
	return true;
}

static void read_as(struct hr_varying_reading *reading, const struct convention *convention,
                    struct hr_slice piece, bool first)
{
	double value;

	if ((!first && !reading->valid))
		return;
	reading->valid = read_number(piece, convention, &value);
	if (!reading->valid)
		return;
	if (first || value < reading->low) {
		reading->low = value;
		reading->low_text = piece;
	}
	if (first || value > reading->high) {
		reading->high = value;
		reading->high_text = piece;
	}
}

void hr_varying_init(struct hr_varying *varying, struct hr_slice piece)
{
	*varying = (struct hr_varying){ .first = piece, .same = true };
	for (int i = 0; i < 2; i++)
		read_as(&varying->readings[i], &conventions[i], piece, true);
}

void hr_varying_add(struct hr_varying *varying, struct hr_slice piece)
{
	varying->same &= hr_slice_equal(varying->first, piece);
	for (int i = 0; i < 2; i++)
		read_as(&varying->readings[i], &conventions[i], piece, false);
}

/* The reading that orders the values, NULL when there is none or two differ. */
static const struct hr_varying_reading *order_of(const struct hr_varying *varying)
{
	const struct hr_varying_reading *a = &varying->readings[0], *b = &varying->readings[1];

	if (a->valid && b->valid &&
	    (!hr_slice_equal(a->low_text, b->low_text) ||
	     !hr_slice_equal(a->high_text, b->high_text)))
		return NULL;
	return a->valid ? a : b->valid ? b : NULL;
}

void hr_varying_put(const struct hr_varying *varying, struct hr_str *out)
{
	const struct hr_varying_reading *order = order_of(varying);
	struct hr_slice example = varying->first;

	if (order != NULL) {
		hr_str_add_slice(out, order->low_text);
		hr_str_puts(out, " to ");
		hr_str_add_slice(out, order->high_text);
		return;
	}
	if (example.length > EXAMPLE_MAX)
		example.length = EXAMPLE_MAX;
	hr_str_puts(out, "such as ");
	hr_str_add_slice(out, example);
}
