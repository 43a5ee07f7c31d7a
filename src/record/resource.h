/*
 * What is known of resources beyond their series: units, and the names that different recorders
 * give the same thing.
 */
#ifndef HR_RECORD_RESOURCE_H
#define HR_RECORD_RESOURCE_H

#include "base/unit.h"
#include "record/series.h"

/* What figures of a series are. */
struct hr_resource_unit {
	enum hr_quantity quantity; /* HR_QUANTITY_NUMBER where the unit is not known */
	double factor;             /* from the series' values to the quantity's base */
};

/* Of the values that hr_series_value() gives: a counter's are rates. False when the unit of the
 * series is not known; then its values stay as they are. */
bool hr_resource_unit(const struct hr_series *series, struct hr_resource_unit *out);
/*
 * hr_resource_known_name - how recorders call the resource that people call @name.
 * @i  from 0, the likeliest first
 * NULL beyond the last, and for names that stand for no resource. "CPU" stands for cpu, cpu.busy,
 * cpu_usage and so on; case does not count.
 */
const char *hr_resource_known_name(struct hr_slice name, size_t i);
/* The same name but for case. */
bool hr_resource_same_name(struct hr_slice a, const char *b);

#endif
