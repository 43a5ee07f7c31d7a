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

static const char *const kinds[] = {
	[HR_SUBJECT_TOTAL] = HR_TOTAL,
	[HR_SUBJECT_REQUEST] = "request",
	[HR_SUBJECT_TRANSACTION] = "transaction",
	[HR_SUBJECT_RESOURCE] = "resource",
};

const char *hr_subject_kind_name(enum hr_subject_kind kind)
{
	return kinds[kind];
}

enum hr_subject_kind hr_subject_kind_find(const char *name)
{
	for (size_t i = HR_SUBJECT_TOTAL; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(name, kinds[i]) == 0)
			return (enum hr_subject_kind)i;
	return HR_SUBJECT_OTHER;
}

const char *hr_subject_words(enum hr_subject_kind kind, const char *subject)
{
	return kind == HR_SUBJECT_TOTAL ? "all requests" : subject;
}

void hr_words_put_figure(struct hr_str *out, const char *metric, enum hr_subject_kind kind,
                         const char *subject)
{
	hr_str_puts(out, hr_metric_words(metric));
	hr_str_puts(out, " of ");
	hr_str_puts(out, hr_subject_words(kind, subject));
}
