#include <config.h>
#include "render/payload.h"

#include "document/jsonx.h"
#include "render/model_part.h"

#define SUMMARY_MAX 1023 /* and an ellipsis */

static json_t *write_payload(const struct hr_bulletin *bulletin, const struct hr_notice *notice)
{
	json_t *payload = json_object(), *details = json_object();
	struct hr_str summary = { 0 }, cut = { 0 };

	hr_str_printf(&summary, "%s: %s", bulletin->suite, notice->message);
	hr_put_cut(&cut, hr_str_text(&summary), SUMMARY_MAX);
	hr_json_set(payload, "summary", hr_json_text(hr_str_text(&cut)));
	hr_json_set(payload, "source",
	            hr_json_text(bulletin->environment != NULL ? bulletin->environment
	                                                       : bulletin->suite));
	hr_json_set(payload, "severity", json_string(hr_notice_severity_name(notice->severity)));
	hr_json_set(payload, "timestamp", hr_json_instant(bulletin->now_ns));
	hr_json_set(payload, "component", hr_json_text(notice->subject));
	hr_json_set(payload, "group", hr_json_text(bulletin->suite));
	hr_json_set(payload, "class", hr_json_text(notice->metric));
	hr_json_set(details, "check", hr_json_text(notice->check));
	hr_json_set(details, "level", json_integer((json_int_t)notice->level));
	if (bulletin->version != NULL)
		hr_json_set(details, "version", hr_json_text(bulletin->version));
	hr_json_set(payload, "custom_details", details);
	hr_str_release(&summary);
	hr_str_release(&cut);
	return payload;
}

void hr_payload_pagerduty(const struct hr_bulletin *bulletin, const struct hr_notice *notice,
                          const char *routing_key, struct hr_str *out)
{
	json_t *event = json_object();

	hr_json_set(event, "routing_key", hr_json_text(routing_key));
	hr_json_set(event, "event_action", json_string(notice->resolved ? "resolve" : "trigger"));
	hr_json_set(event, "dedup_key", hr_json_text(notice->key));
	if (!notice->resolved) {
		hr_json_set(event, "payload", write_payload(bulletin, notice));
		if (bulletin->report_url != NULL)
			hr_json_set(event, "links",
			            json_pack("[{s:o, s:s}]", "href",
			                      hr_json_text(bulletin->report_url), "text",
			                      "report"));
		hr_json_set(event, "client", json_string("headroom"));
	}
	hr_payload_dump(event, out);
}
