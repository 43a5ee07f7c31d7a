/*
 * What a metrics endpoint says: the exposition format of Prometheus, and OpenMetrics.
 * Shapes: https://prometheus.io/docs/instrumenting/exposition_formats/ and the OpenMetrics
 * specification.
 */
#ifndef HR_READ_PROM_TEXT_H
#define HR_READ_PROM_TEXT_H

#include "read/reader.h"

/*
 * hr_prom_text_read - each value as an observation into @context's sink.
 * @time_ns  of values that carry no time of their own
 * What is a counter is said by its # TYPE, else by its name. NaN and infinities are gaps; lines
 * that are none of the format are rejected and cost nothing else.
 */
void hr_prom_text_read(struct hr_read_context *context, struct hr_slice text, int64_t time_ns);

#endif
