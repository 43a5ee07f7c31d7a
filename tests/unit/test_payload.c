/* Payloads of channels. Limits: Slack's block kit reference, PagerDuty's events API version 2, RFC
 * 5322. */
#include <config.h>
#include "render/payload.h"

#include <string.h>

#include "deliver/retry.h"
#include "document/jsonx.h"
#include "base/instant.h"
#include "render_fixture.h"
#include "unit.h"

/* A bulletin as long as it gets: 300 notices with long, hostile texts. */
static void make_long(struct hr_bulletin *bulletin)
{
	static const char hostile[] =
	        "<!channel> @here *b* & [x](http://e) \r\nBcc: a@b \"'\\ \xff\xe2\x80\xae";
	struct hr_str text = { 0 };

	for (int i = 0; i < 100; i++)
		hr_str_puts(&text, hostile);
	*bulletin = (struct hr_bulletin){ .suite = strdup(hr_str_text(&text)),
		                          .environment = strdup(hostile),
		                          .verdict = "fail",
		                          .report_url = strdup("https://ci/\"><script>"),
		                          .now_ns = FIXTURE_START_NS,
		                          .checks = 300,
		                          .failed = 300 };
	for (int i = 0; i < 300; i++) {
		struct hr_notice *notice = hr_bulletin_add(bulletin);

		notice->severity = HR_NOTICE_ERROR;
		notice->title = strdup(hr_str_text(&text));
		notice->message = strdup(hr_str_text(&text));
		notice->kind = strdup("criterion");
		notice->metric = strdup("p95");
		notice->subject = strdup(hostile);
		notice->check = strdup(hr_str_text(&text));
		hr_notice_key(bulletin->suite, notice->check, notice->key);
	}
	hr_str_release(&text);
}

static json_t *parse(const struct hr_str *text)
{
	json_t *value = json_loadb(text->data, text->length, JSON_REJECT_DUPLICATES, NULL);

	ck_assert_ptr_nonnull(value);
	return value;
}

static size_t characters(const json_t *text)
{
	size_t n = 0;

	for (const char *c = json_string_value(text); *c != '\0'; c++)
		n += ((unsigned char)*c & 0xc0) != 0x80;
	return n;
}

START_TEST(slack_keeps_its_limits)
{
	struct hr_bulletin bulletin;
	struct hr_str out = { 0 };
	const json_t *blocks, *block;
	json_t *payload;
	size_t i, all = 0;

	make_long(&bulletin);
	hr_payload_slack(&bulletin, &out);
	payload = parse(&out);
	blocks = json_object_get(payload, "blocks");
	ck_assert_uint_le(json_array_size(blocks), 50);
	ck_assert_uint_le(characters(hr_json_at(json_array_get(blocks, 0), "text.text")), 150);
	json_array_foreach(blocks, i, block)
	{
		const json_t *text = hr_json_at(block, "text.text");

		if (text == NULL)
			continue;
		ck_assert_uint_le(characters(text), 3000);
		all += characters(text);
		/* No mention can come out of a label. */
		if (strcmp(hr_json_text_at(block, "text.type"), "mrkdwn") == 0)
			ck_assert_ptr_null(strchr(json_string_value(text), '<'));
	}
	ck_assert_uint_le(all, 13000);
	json_decref(payload);
	hr_str_release(&out);
	hr_bulletin_release(&bulletin);
}
END_TEST

START_TEST(pagerduty_keeps_its_limits)
{
	struct hr_bulletin bulletin;
	struct hr_str out = { 0 };
	json_t *event;

	make_long(&bulletin);
	hr_payload_pagerduty(&bulletin, &bulletin.notices[0], "key", &out);
	event = parse(&out);
	ck_assert_uint_le(characters(json_object_get(event, "dedup_key")), 255);
	ck_assert_uint_le(characters(hr_json_at(event, "payload.summary")), 1024);
	ck_assert_str_eq(hr_json_text_at(event, "event_action"), "trigger");
	ck_assert_str_eq(hr_json_text_at(event, "routing_key"), "key");
	json_decref(event);
	bulletin.notices[0].resolved = true;
	hr_str_truncate(&out, 0);
	hr_payload_pagerduty(&bulletin, &bulletin.notices[0], "", &out);
	event = parse(&out);
	ck_assert_str_eq(hr_json_text_at(event, "event_action"), "resolve");
	ck_assert_ptr_null(json_object_get(event, "payload"));
	json_decref(event);
	hr_str_release(&out);
	hr_bulletin_release(&bulletin);
}
END_TEST

START_TEST(keys_of_long_names_differ)
{
	char a[HR_NOTICE_KEY_BYTES], b[HR_NOTICE_KEY_BYTES], suite[600];

	memset(suite, 'x', sizeof(suite));
	suite[sizeof(suite) - 1] = '\0';
	hr_notice_key(suite, "a", a);
	hr_notice_key(suite, "b", b);
	ck_assert_uint_eq(strlen(a), 255);
	ck_assert_str_ne(a, b);
}
END_TEST

START_TEST(alerts_end)
{
	struct hr_bulletin bulletin;
	struct hr_str out = { 0 };
	json_t *alerts;

	make_long(&bulletin);
	bulletin.notices[1].resolved = true;
	hr_payload_alertmanager(&bulletin, &out);
	alerts = parse(&out);
	ck_assert_uint_eq(json_array_size(alerts), 300);
	ck_assert_ptr_null(json_object_get(json_array_get(alerts, 0), "endsAt"));
	ck_assert_str_eq(hr_json_text_at(json_array_get(alerts, 1), "endsAt"),
	                 "2026-11-01T02:00:00Z");
	json_decref(alerts);
	hr_str_truncate(&out, 0);
	hr_payload_teams(&bulletin, &out);
	alerts = parse(&out);
	json_decref(alerts);
	hr_str_release(&out);
	hr_bulletin_release(&bulletin);
}
END_TEST

/* RFC 5322: lines of at most 998 bytes, CR LF at every end, nothing of a label in a header line. */
START_TEST(mail_cannot_be_broken_out_of)
{
	const struct hr_mail mail = { .from = "a@b\r\nBcc: x@y", .to = "c@d" };
	struct hr_bulletin bulletin;
	struct hr_str out = { 0 };
	const char *line;

	make_long(&bulletin);
	hr_payload_mail(&bulletin, &mail, &out);
	ck_assert_uint_le(out.length, 102000); /* where Gmail clips */
	hr_str_text(&out);
	for (line = out.data; *line != '\0';) {
		const char *end = strchr(line, '\n');

		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end - line, 998);
		ck_assert_int_eq(end[-1], '\r');
		ck_assert(strncmp(line, "Bcc:", 4) != 0);
		line = end + 1;
	}
	ck_assert_ptr_nonnull(strstr(out.data, "Date: Sun, 1 Nov 2026 02:00:00 +0000\r\n"));
	hr_str_release(&out);
	hr_bulletin_release(&bulletin);
}
END_TEST

START_TEST(waits_double_within_bounds)
{
	struct hr_retry retry = { .attempts = 3, .base_ns = HR_NS_PER_S, .state = 42 };

	for (unsigned n = 1; n <= 40; n++) {
		int64_t most = n < 8 ? HR_NS_PER_S << (n - 1) : HR_RETRY_WAIT_MAX_NS;
		int64_t wait_ns = hr_retry_wait_ns(&retry, n, -1);

		ck_assert_int_le(wait_ns, most);
		ck_assert_int_ge(wait_ns, most / 2);
	}
	ck_assert_int_eq(hr_retry_wait_ns(&retry, 1, 7 * HR_NS_PER_S), 7 * HR_NS_PER_S);
	ck_assert_int_eq(hr_retry_wait_ns(&retry, 1, INT64_MAX), HR_RETRY_WAIT_MAX_NS);
}
END_TEST

static Suite *payload_suite(void)
{
	Suite *suite = suite_create("render/payload");
	TCase *tcase = tcase_create("payload");

	tcase_add_test(tcase, slack_keeps_its_limits);
	tcase_add_test(tcase, pagerduty_keeps_its_limits);
	tcase_add_test(tcase, keys_of_long_names_differ);
	tcase_add_test(tcase, alerts_end);
	tcase_add_test(tcase, mail_cannot_be_broken_out_of);
	tcase_add_test(tcase, waits_double_within_bounds);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(payload_suite)
