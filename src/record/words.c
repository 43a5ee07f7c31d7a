#include <config.h>
#include "record/words.h"

#include <string.h>

#include "record/metric.h"

const char *hr_metric_words(const char *metric)
{
	for (size_t i = 0; i < hr_metric_count; i++)
		if (strcmp(hr_metrics[i].name, metric) == 0)
			return hr_metrics[i].words;
	return metric;
}

const char *hr_subject_words(const char *subject)
{
	return strcmp(subject, HR_TOTAL) == 0 ? "all requests" : subject;
}

void hr_words_put_figure(struct hr_str *out, const char *metric, const char *subject)
{
	hr_str_puts(out, hr_metric_words(metric));
	hr_str_puts(out, " of ");
	hr_str_puts(out, hr_subject_words(subject));
}
