#include <config.h>
#include "stats/false_discovery.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

struct test {
	double p;
	size_t index;
};

static int compare(const void *left, const void *right)
{
	double a = ((const struct test *)left)->p, b = ((const struct test *)right)->p;

	return (a > b) - (a < b);
}

size_t hr_false_discovery(const double *p, size_t n, double *adjusted)
{
	struct test *tests = hr_alloc_array(n, sizeof(*tests));
	size_t count = 0;
	double least = 1;

	for (size_t i = 0; i < n; i++) {
		if (!isnan(p[i]))
			tests[count++] = (struct test){ p[i], i };
		else
			adjusted[i] = (double)NAN;
	}
	if (count > 1)
		qsort(tests, count, sizeof(*tests), compare);
	for (size_t rank = count; rank >= 1; rank--) {
		least = fmin(least, tests[rank - 1].p * (double)count / (double)rank);
		adjusted[tests[rank - 1].index] = least;
	}
	free(tests);
	return count;
}
