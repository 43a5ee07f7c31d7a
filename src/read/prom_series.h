/*
 * What a series of Prometheus is called and what its values are, in whatever form it was exported:
 * `name{label="value",...}` without the label `instance`, which is the host; kind and unit by the
 * endings that Prometheus's naming rules prescribe
 * (https://prometheus.io/docs/practices/naming/).
 */
#ifndef HR_READ_PROM_SERIES_H
#define HR_READ_PROM_SERIES_H

#include "read/reader.h"
#include "record/sample.h"

#define HR_PROM_NAME_BYTES 400 /* of a name with its labels, and of a host; longer ones are cut */

/* Zero-initialised is no series. */
struct hr_prom_series {
	struct hr_str name, host;
	enum hr_series_kind kind;
	const char *unit;
	size_t labels; /* in the name so far */
};

/* A new series called @name (may be empty), its labels one by one, and the end of it: without name
 * and labels it is called "value". The label "__name__" is the name, where @name is empty. */
void hr_prom_series_begin(struct hr_prom_series *series, struct hr_slice name);
void hr_prom_series_label(struct hr_prom_series *series, struct hr_slice label,
                          struct hr_slice value);
void hr_prom_series_end(struct hr_prom_series *series);
void hr_prom_series_release(struct hr_prom_series *series);

/*
 * hr_prom_series_take - the series at the start of @text, `name{a="b", c="d"}`, `name` or
 * `{a="b"}`, taken off it. False, with @text and the series in any state, when there is none.
 * Escapes in values: \\ \" \n.
 */
bool hr_prom_series_take(struct hr_prom_series *series, struct hr_slice *text);

/* NaN and infinities. */
bool hr_prom_is_gap(struct hr_slice value);
/* Push @value at @time_ns as an observation of the series, or count it as a gap or as rejected;
 * @line and @row say where. */
void hr_prom_series_push(struct hr_read_context *context, const struct hr_prom_series *series,
                         int64_t time_ns, struct hr_slice value, uint64_t line,
                         struct hr_slice row);

#endif
