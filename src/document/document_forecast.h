/*
 * A forecast as JSON: one object a series.
 */
#ifndef HR_DOCUMENT_DOCUMENT_FORECAST_H
#define HR_DOCUMENT_DOCUMENT_FORECAST_H

#include <jansson.h>

#include "model/forecast.h"

/* What the forecast is of. All is borrowed. */
struct hr_forecast_subject {
	const char *id, *unit;  /* unit NULL: none */
	int64_t step_ns;        /* 0: unknown */
	const int64_t *times;   /* start of each step of the horizon; NULL: unknown */
	double limit;           /* NaN: none */
	bool above;             /* the limit is passed by being above it */
	const double *crossing; /* probability of having passed it, per step; NULL: none */
};

/* Gives a reference. Values without a number are null. */
json_t *hr_document_forecast(const struct hr_forecast *forecast,
                             const struct hr_forecast_subject *subject);

/* What a history is good for, as "quality" of a forecast. */
json_t *hr_document_quality(const struct hr_quality *quality);

#endif
