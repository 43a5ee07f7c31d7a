#include <config.h>
#include "render/payload.h"

#include "document/jsonx.h"
#include "render/escape.h"
#include "render/model_part.h"

#define FACTS_MAX 25
#define TEXT_MAX  400

/* Adaptive Cards read a part of Markdown. */
static json_t *card_text(const char *text)
{
	struct hr_str cut = { 0 }, escaped = { 0 };
	json_t *value;

	hr_put_cut(&cut, text, TEXT_MAX);
	hr_escape_markdown(hr_str_slice(&cut), &escaped);
	value = hr_json_text(hr_str_text(&escaped));
	hr_str_release(&cut);
	hr_str_release(&escaped);
	return value;
}

static json_t *write_facts(const struct hr_bulletin *bulletin)
{
	json_t *facts = json_array();

	for (size_t i = 0; i < bulletin->count && i < FACTS_MAX; i++) {
		const struct hr_notice *notice = &bulletin->notices[i];
		json_t *fact = json_object();

		hr_json_set(fact, "title", card_text(notice->title));
		hr_json_set(fact, "value",
		            card_text(notice->resolved ? "resolved" : hr_notice_rest(notice)));
		hr_json_append(facts, fact);
	}
	if (bulletin->count > FACTS_MAX) {
		struct hr_str more = { 0 };

		hr_str_printf(&more, "%zu in the report", bulletin->count - FACTS_MAX);
		hr_json_append(facts, json_pack("{s:s, s:s}", "title", "more", "value",
		                                hr_str_text(&more)));
		hr_str_release(&more);
	}
	return facts;
}

void hr_payload_teams(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	json_t *body = json_array(), *card, *payload;
	struct hr_str headline = { 0 };

	hr_bulletin_headline(bulletin, &headline);
	hr_json_append(body,
	               json_pack("{s:s, s:s, s:o, s:b}", "type", "TextBlock", "weight", "Bolder",
	                         "text", card_text(hr_str_text(&headline)), "wrap", 1));
	if (bulletin->count > 0)
		hr_json_append(body, json_pack("{s:s, s:o}", "type", "FactSet", "facts",
		                               write_facts(bulletin)));
	card = json_pack("{s:s, s:s, s:s, s:o}", "$schema",
	                 "http://adaptivecards.io/schemas/adaptive-card.json", "type",
	                 "AdaptiveCard", "version", "1.2", "body", body);
	if (bulletin->report_url != NULL)
		hr_json_set(card, "actions",
		            json_pack("[{s:s, s:s, s:o}]", "type", "Action.OpenUrl", "title",
		                      "Report", "url", hr_json_text(bulletin->report_url)));
	payload = json_pack("{s:s, s:[{s:s, s:n, s:o}]}", "type", "message", "attachments",
	                    "contentType", "application/vnd.microsoft.card.adaptive", "contentUrl",
	                    "content", card);
	hr_payload_dump(payload, out);
	hr_str_release(&headline);
}
