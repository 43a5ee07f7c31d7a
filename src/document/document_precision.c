#include <config.h>
#include "document/document_part.h"

#include <math.h>

#include "analyse/precision.h"
#include "document/jsonx.h"

static json_t *interval(double low, double high)
{
	json_t *out;

	if (!isfinite(low) || !isfinite(high))
		return json_null();
	out = json_array();
	hr_json_append(out, hr_json_real(low));
	hr_json_append(out, hr_json_real(high));
	return out;
}

json_t *hr_document_precision(const struct hr_label *label, enum hr_quantile_method method)
{
	struct hr_precision precision;
	json_t *out;

	hr_precision_of(label, method, &precision);
	if (precision.batches == 0)
		return json_null();
	out = json_object();
	hr_json_set(out, "batches", hr_json_u64(precision.batches));
	for (enum hr_figure i = HR_FIGURE_MEAN; i <= HR_FIGURE_P999; i++)
		hr_json_set(out, hr_figure_metric(i)->key,
		            interval(precision.low_ms[i], precision.high_ms[i]));
	hr_json_set(out, "throughput_error", hr_json_real(precision.throughput_error));
	hr_json_set(out, "error_dispersion", hr_json_real(precision.error_dispersion));
	return out;
}
