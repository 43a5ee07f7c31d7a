/*
 * Services that take JSON over HTTP.
 */
#include <config.h>

#include <jansson.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/secret.h"
#include "base/url.h"
#include "base/utf8.h"
#include "deliver/channel_part.h"
#include "document/jsonx.h"
#include "net/http_post.h"
#include "render/payload.h"

#define PAGERDUTY_URL   "https://events.pagerduty.com/v2/enqueue"
#define JSON_TYPE       "application/json"
#define REQUEST_TIMEOUT 408
#define TOO_MANY        429
#define ANSWER_SHOWN    200

/* What an answer means: taken, come back, or do not bother. */
static enum hr_sent judge(const char *url, const struct hr_http_answer *answer,
                          struct hr_error *err)
{
	struct hr_str origin = { 0 }, body = { 0 };

	if (answer->status >= 200 && answer->status < 300)
		return HR_SENT;
	hr_url_origin(url, &origin);
	hr_utf8_repair(hr_str_slice(&answer->body), &body);
	hr_str_truncate(&body, body.length < ANSWER_SHOWN ? body.length : ANSWER_SHOWN);
	hr_error_set(err, HR_EIO, "%s answered %ld%s%s", hr_str_text(&origin), answer->status,
	             body.length > 0 ? ": " : "", hr_str_text(&body));
	hr_str_release(&origin);
	hr_str_release(&body);
	return answer->status >= 500 || answer->status == TOO_MANY ||
	                       answer->status == REQUEST_TIMEOUT
	               ? HR_SENT_LATER
	               : HR_SENT_NEVER;
}

static enum hr_err resolve_headers(const struct hr_config_texts *headers, char ***out,
                                   struct hr_error *err)
{
	enum hr_err code = HR_OK;

	*out = hr_zalloc(headers->count + 1, sizeof(**out));
	for (size_t i = 0; code == HR_OK && i < headers->count; i++) {
		struct hr_str text = { 0 };

		code = hr_secret_resolve(headers->items[i], NULL, &text, err);
		(*out)[i] = hr_strdup(hr_str_text(&text));
		hr_str_release(&text);
	}
	return code;
}

static enum hr_sent post(const struct hr_config_channel *channel, const char *url,
                         struct hr_slice message, int64_t *retry_after_ns, struct hr_error *err)
{
	struct hr_http_request request = {
		.url = url,
		.content_type = channel->content_type != NULL ? channel->content_type : JSON_TYPE,
		.body = message,
		.timeout_ns = channel->timeout_ns,
		.ca_file = channel->ca_file,
	};
	struct hr_http_answer answer = { 0 };
	enum hr_sent sent = HR_SENT_LATER;
	char **headers;

	if (hr_url_check(url, HR_URL_HTTP, err) != HR_OK)
		return HR_SENT_LATER; /* by a variable or file, which can be mended */
	if (resolve_headers(&channel->headers, &headers, err) == HR_OK) {
		request.headers = (const char *const *)headers;
		if (hr_http_post(&request, &answer, err) == HR_OK)
			sent = judge(url, &answer, err);
		if (answer.retry_after_ns > 0)
			*retry_after_ns = answer.retry_after_ns;
		hr_str_release(&answer.body);
	}
	for (size_t i = 0; headers[i] != NULL; i++)
		free(headers[i]);
	free(headers);
	return sent;
}

enum hr_sent hr_send_json(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err)
{
	struct hr_str url = { 0 };
	enum hr_sent sent = HR_SENT_LATER;

	if (channel->exec.count > 0)
		return hr_send_exec(channel, message, retry_after_ns, err);
	if (hr_secret_resolve(channel->url, channel->url_file, &url, err) == HR_OK)
		sent = post(channel, hr_str_text(&url), message, retry_after_ns, err);
	hr_str_release(&url);
	return sent;
}

enum hr_sent hr_send_pagerduty(const struct hr_config_channel *channel, struct hr_slice message,
                               int64_t *retry_after_ns, struct hr_error *err)
{
	json_t *event = json_loadb(message.ptr, message.length, 0, NULL);
	struct hr_str key = { 0 }, url = { 0 }, body = { 0 };
	enum hr_sent sent = HR_SENT_LATER;
	const char *address = channel->url != NULL ? channel->url : PAGERDUTY_URL;

	if (event == NULL) {
		hr_error_set(err, HR_EPARSE, "a spooled event is no JSON");
		return HR_SENT_NEVER;
	}
	if (hr_secret_resolve(channel->routing_key, channel->routing_key_file, &key, err) ==
	            HR_OK &&
	    hr_secret_resolve(address, channel->url_file, &url, err) == HR_OK) {
		hr_json_set(event, "routing_key", hr_json_text(hr_str_text(&key)));
		hr_payload_dump(json_incref(event), &body);
		sent = channel->exec.count > 0
		               ? hr_send_exec(channel, hr_str_slice(&body), retry_after_ns, err)
		               : post(channel, hr_str_text(&url), hr_str_slice(&body),
		                      retry_after_ns, err);
	}
	json_decref(event);
	hr_str_release(&key);
	hr_str_release(&url);
	hr_str_release(&body);
	return sent;
}
