/* Order statistics by a declared definition: R. J. Hyndman and Y. Fan, "Sample Quantiles in
 * Statistical Packages", The American Statistician 50 (1996) 361-365. */
#include <config.h>
#include "stats/quantile.h"

#include <float.h>
#include <math.h>

#include "base/instant.h"
#include "base/message.h"

static const char *const method_names[] = {
	[HR_QUANTILE_R6] = "R6",
	[HR_QUANTILE_R7] = "R7",
	[HR_QUANTILE_NEAREST] = "nearest",
};

const char *hr_quantile_method_name(enum hr_quantile_method method)
{
	return method_names[method];
}

enum hr_err hr_quantile_method_parse(struct hr_slice text, enum hr_quantile_method *out,
                                     struct hr_error *err)
{
	for (size_t i = 0; i < sizeof(method_names) / sizeof(method_names[0]); i++)
		if (hr_slice_is(text, method_names[i])) {
			*out = (enum hr_quantile_method)i;
			return HR_OK;
		}
	return hr_error_set(err, HR_EINVAL,
	                    "quantile method \"%s\" is unknown: expected R6, R7 or nearest",
	                    hr_quoted_slice(text).text);
}

/* Between which two order statistics (from 1) a quantile lies, and where between them. */
struct position {
	uint64_t lower;
	double fraction; /* 0: the lower one itself */
};

static struct position position_of(uint64_t n, double p, enum hr_quantile_method method)
{
	double count = (double)n, place, whole;
	struct position position = { 1, 0 };

	switch (method) {
	case HR_QUANTILE_R6:
		place = p * (count + 1);
		break;
	case HR_QUANTILE_R7:
		place = p * (count - 1) + 1;
		break;
	case HR_QUANTILE_NEAREST:
	default:
		place = p * count;
		break;
	}
	/* p is a binary fraction: 0.07 * 100 is 7.000000000000001, which is meant to be 7. */
	whole = nearbyint(place);
	if (fabs(place - whole) <= 4 * DBL_EPSILON * place)
		place = whole;
	if (method == HR_QUANTILE_NEAREST)
		place = ceil(place);
	if (!(place > 1))
		return position;
	if (place >= count) {
		position.lower = n;
		return position;
	}
	position.lower = (uint64_t)place;
	/* What p says in decimals, without the noise of the product, which a wide gap enlarges. */
	position.fraction = round((place - floor(place)) * 1e9) / 1e9;
	return position;
}

static double between(double lower, double upper, double fraction)
{
	return fraction > 0 ? lower + fraction * (upper - lower) : lower;
}

double hr_quantile_sorted(const double *ascending, size_t n, double p,
                          enum hr_quantile_method method)
{
	struct position position = position_of(n, p, method);

	return between(ascending[position.lower - 1],
	               ascending[position.lower < n ? position.lower : n - 1], position.fraction);
}

/* Without the binary noise of an interpolation: 793.071, not 793.07100000001. Doubles of larger
 * values are further apart than that. */
static double round_to_pm(double value_ms)
{
	return value_ms < 4e6 ? round(value_ms * 1e9) / 1e9 : value_ms;
}

/* A walk that finds order statistics of rising rank. */
struct walk {
	const struct hr_hist *hist;
	struct hr_hist_cursor cursor;
	struct hr_hist_bucket bucket;
	uint64_t seen; /* ranks up to the end of the bucket */
	int64_t min_ns, max_ns;
};

static double walk_to(struct walk *walk, uint64_t rank)
{
	int64_t value_ns;

	while (walk->seen < rank && hr_hist_next(walk->hist, &walk->cursor, &walk->bucket))
		walk->seen += walk->bucket.count;
	value_ns = walk->bucket.value_ns;
	if (rank == 1 || value_ns < walk->min_ns)
		value_ns = walk->min_ns;
	else if (rank == hr_hist_count(walk->hist) || value_ns > walk->max_ns)
		value_ns = walk->max_ns;
	return (double)value_ns / (double)HR_NS_PER_MS;
}

void hr_quantiles_ms(const struct hr_hist *hist, const double *p, double *out, size_t n,
                     enum hr_quantile_method method, int64_t min_ns, int64_t max_ns)
{
	struct walk walk = { .hist = hist, .min_ns = min_ns, .max_ns = max_ns };
	uint64_t count = hist != NULL ? hr_hist_count(hist) : 0;

	for (size_t i = 0; i < n; i++) {
		struct position position;
		struct walk ahead;

		if (count == 0) {
			out[i] = (double)NAN;
			continue;
		}
		position = position_of(count, p[i], method);
		out[i] = walk_to(&walk, position.lower);
		if (!(position.fraction > 0))
			continue;
		/* The next quantile may want the lower rank again: look ahead on a copy. */
		ahead = walk;
		out[i] = round_to_pm(
		        between(out[i], walk_to(&ahead, position.lower + 1), position.fraction));
	}
}

double hr_quantile_ms(const struct hr_hist *hist, double p, enum hr_quantile_method method,
                      int64_t min_ns, int64_t max_ns)
{
	double value;

	hr_quantiles_ms(hist, &p, &value, 1, method, min_ns, max_ns);
	return value;
}
