#include <config.h>
#include "render/payload.h"

#include "document/jsonx.h"
#include "render/model_part.h"

#define HEADER_MAX   149 /* and an ellipsis */
#define SECTIONS_MAX 20  /* 50 blocks would be allowed; nobody reads them */
#define TITLE_MAX    120 /* so that all sections together stay below 13,000 characters */
#define MESSAGE_MAX  380

static const struct sign {
	const char *emoji;
} signs[] = {
	[HR_NOTICE_INFO] = { ":information_source:" },
	[HR_NOTICE_WARNING] = { ":warning:" },
	[HR_NOTICE_ERROR] = { ":x:" },
	[HR_NOTICE_CRITICAL] = { ":rotating_light:" },
};

/* Slack's three control characters. A mention is made of "<", so none can come out of a label; the
 * marks of its formatting are parted from the word they would act on. */
static void put_mrkdwn(struct hr_str *out, const char *text, size_t max)
{
	struct hr_str cut = { 0 };

	hr_put_cut(&cut, text, max);
	for (size_t i = 0; i < cut.length; i++) {
		char c = cut.data[i];

		if (c == '&')
			hr_str_puts(out, "&amp;");
		else if (c == '<')
			hr_str_puts(out, "&lt;");
		else if (c == '>')
			hr_str_puts(out, "&gt;");
		else if (c == '*' || c == '_' || c == '~' || c == '`')
			hr_str_printf(out, "%c\xE2\x80\x8B", c);
		else
			hr_str_putc(out, (unsigned char)c < 0x20 ? ' ' : c);
	}
	hr_str_release(&cut);
}

static json_t *section(const char *text)
{
	return json_pack("{s:s, s:{s:s, s:o}}", "type", "section", "text", "type", "mrkdwn", "text",
	                 hr_json_text(text));
}

static json_t *write_notice(const struct hr_notice *notice)
{
	struct hr_str text = { 0 };
	json_t *block;

	hr_str_puts(&text, notice->resolved ? ":white_check_mark:" : signs[notice->severity].emoji);
	hr_str_puts(&text, " *");
	put_mrkdwn(&text, notice->title, TITLE_MAX);
	hr_str_printf(&text, "* %s", notice->resolved ? "resolved" : "");
	put_mrkdwn(&text, notice->resolved ? "" : hr_notice_rest(notice), MESSAGE_MAX);
	if (notice->level > 0)
		hr_str_printf(&text, " (escalation level %u)", notice->level);
	block = section(hr_str_text(&text));
	hr_str_release(&text);
	return block;
}

/* Where and what, and the way to the page. */
static json_t *write_context(const struct hr_bulletin *bulletin)
{
	struct hr_str text = { 0 };
	json_t *block;

	if (bulletin->environment != NULL)
		put_mrkdwn(&text, bulletin->environment, TITLE_MAX);
	if (bulletin->version != NULL) {
		hr_str_puts(&text, text.length > 0 ? " | " : "");
		put_mrkdwn(&text, bulletin->version, TITLE_MAX);
	}
	if (bulletin->report_url != NULL) {
		hr_str_puts(&text, text.length > 0 ? " | <" : "<");
		put_mrkdwn(&text, bulletin->report_url, 1000);
		hr_str_puts(&text, "|report>");
	}
	if (text.length == 0)
		hr_str_puts(&text, "headroom");
	block = json_pack("{s:s, s:[{s:s, s:o}]}", "type", "context", "elements", "type", "mrkdwn",
	                  "text", hr_json_text(hr_str_text(&text)));
	hr_str_release(&text);
	return block;
}

void hr_payload_slack(const struct hr_bulletin *bulletin, struct hr_str *out)
{
	json_t *payload = json_object(), *blocks = json_array();
	struct hr_str headline = { 0 }, header = { 0 }, text = { 0 };
	size_t shown = bulletin->count < SECTIONS_MAX ? bulletin->count : SECTIONS_MAX;

	hr_bulletin_headline(bulletin, &headline);
	hr_put_cut(&header, hr_str_text(&headline), HEADER_MAX);
	put_mrkdwn(&text, hr_str_text(&headline), HEADER_MAX);
	hr_json_append(blocks, json_pack("{s:s, s:{s:s, s:o}}", "type", "header", "text", "type",
	                                 "plain_text", "text", hr_json_text(hr_str_text(&header))));
	for (size_t i = 0; i < shown; i++)
		hr_json_append(blocks, write_notice(&bulletin->notices[i]));
	if (shown < bulletin->count) {
		hr_str_truncate(&header, 0);
		hr_str_printf(&header, "%zu more in the report", bulletin->count - shown);
		hr_json_append(blocks, section(hr_str_text(&header)));
	}
	hr_json_append(blocks, write_context(bulletin));
	hr_json_set(payload, "text", hr_json_text(hr_str_text(&text)));
	hr_json_set(payload, "blocks", blocks);
	hr_payload_dump(payload, out);
	hr_str_release(&headline);
	hr_str_release(&header);
	hr_str_release(&text);
}
