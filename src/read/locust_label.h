/*
 * What the files of Locust have in common: a request is called by its method and name, and the sum
 * of all has no method.
 */
#ifndef HR_READ_LOCUST_LABEL_H
#define HR_READ_LOCUST_LABEL_H

#include "base/num.h"
#include "base/slice.h"
#include "base/str.h"

#define HR_LOCUST_LABEL_BYTES 4096

/* "GET /cart", "Aggregated"; replaces @out. */
static inline void hr_locust_label(struct hr_slice method, struct hr_slice name, struct hr_str *out)
{
	out->limit = HR_LOCUST_LABEL_BYTES;
	out->truncated = false;
	hr_str_truncate(out, 0);
	hr_str_add_slice(out, method);
	if (out->length > 0)
		hr_str_putc(out, ' ');
	hr_str_add_slice(out, name);
}

/* The row that sums all requests up; old versions call it "Total". */
static inline bool hr_locust_is_total(struct hr_slice method, struct hr_slice name)
{
	return (method.length == 0 || hr_slice_is(method, "None")) &&
	       (hr_slice_is(name, "Aggregated") || hr_slice_is(name, "Total"));
}

#endif
