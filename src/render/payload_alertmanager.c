#include <config.h>
#include "base/instant.h"
#include "render/payload.h"

#include "document/jsonx.h"

/* A label whose value is empty is the same as none, so it is left out. */
static void put_label(json_t *labels, const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		hr_json_set(labels, name, hr_json_text(value));
}

static json_t *write_alert(const struct hr_bulletin *bulletin, const struct hr_notice *notice)
{
	int64_t since_ns = notice->since_ns != HR_INSTANT_NONE ? notice->since_ns
	                                                       : bulletin->now_ns;
	json_t *alert = json_object(), *labels = json_object(), *annotations = json_object();

	/* Alertmanager tells alerts apart by their labels, so nothing measured is one. */
	put_label(labels, "alertname", "HeadroomCheck");
	put_label(labels, "suite", bulletin->suite);
	put_label(labels, "environment", bulletin->environment);
	put_label(labels, "check", notice->check);
	put_label(labels, "kind", notice->kind);
	put_label(labels, "metric", notice->metric);
	put_label(labels, "subject", notice->subject);
	put_label(labels, "severity", hr_notice_severity_name(notice->severity));
	put_label(annotations, "summary", notice->title);
	put_label(annotations, "description", notice->message);
	hr_json_set(alert, "labels", labels);
	hr_json_set(alert, "annotations", annotations);
	hr_json_set(alert, "startsAt", hr_json_instant(since_ns));
	if (notice->resolved)
		hr_json_set(alert, "endsAt", hr_json_instant(bulletin->now_ns));
	if (bulletin->report_url != NULL)
		hr_json_set(alert, "generatorURL", hr_json_text(bulletin->report_url));
	return alert;
}

void hr_payload_alertmanager(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	json_t *alerts = json_array();

	for (size_t i = 0; i < bulletin->count; i++)
		hr_json_append(alerts, write_alert(bulletin, &bulletin->notices[i]));
	hr_payload_dump(alerts, out);
}
