#include <config.h>
#include "document/document_part.h"

#include "analyse/precision.h"
#include "document/jsonx.h"
#include "record/metric.h"

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
		            hr_json_interval(precision.low_ms[i], precision.high_ms[i]));
	hr_json_set(out, "throughput_error", hr_json_real(precision.throughput_error));
	hr_json_set(out, "error_dispersion", hr_json_real(precision.error_dispersion));
	return out;
}
