/*
 * Mail: to a server, or to a program such as sendmail.
 */
#include <config.h>

#include "deliver/channel_part.h"
#include "base/secret.h"
#include "base/url.h"
#include "net/smtp_send.h"

/* "Name <address>" and "address" both stand for the address. */
static void put_bare(const char *text, struct hr_str *out)
{
	struct hr_slice rest = hr_slice_of(text);

	for (size_t i = 0; i < rest.length; i++) {
		if (rest.ptr[i] == '<') {
			rest.ptr += i + 1;
			rest.length -= i + 1;
			break;
		}
	}
	for (size_t i = 0; i < rest.length && rest.ptr[i] != '>'; i++)
		hr_str_putc(out, rest.ptr[i]);
}

#define RECIPIENTS_MAX 100

static enum hr_sent send_to_server(const struct hr_config_channel *channel, const char *server,
                                   const char *password, struct hr_slice message,
                                   struct hr_error *err)
{
	struct hr_str from = { 0 }, to[RECIPIENTS_MAX] = { { 0 } };
	const char *addresses[RECIPIENTS_MAX + 1] = { NULL };
	size_t count = channel->to.count < RECIPIENTS_MAX ? channel->to.count : RECIPIENTS_MAX;
	struct hr_smtp_message mail = {
		.server = server,
		.to = addresses,
		.user = channel->user,
		.password = channel->user != NULL ? password : NULL,
		.ca_file = channel->ca_file,
		.plain = channel->plain,
		.timeout_ns = channel->timeout_ns,
		.text = message,
	};
	enum hr_err code;

	put_bare(channel->from, &from);
	mail.from = hr_str_text(&from);
	for (size_t i = 0; i < count; i++) {
		put_bare(channel->to.items[i], &to[i]);
		addresses[i] = hr_str_text(&to[i]);
	}
	code = hr_smtp_send(&mail, err);
	for (size_t i = 0; i < count; i++)
		hr_str_release(&to[i]);
	hr_str_release(&from);
	return code == HR_OK ? HR_SENT : HR_SENT_LATER;
}

enum hr_sent hr_send_mail(const struct hr_config_channel *channel, struct hr_slice message,
                          int64_t *retry_after_ns, struct hr_error *err)
{
	struct hr_str server = { 0 }, password = { 0 };
	enum hr_sent sent = HR_SENT_LATER;

	if (channel->exec.count > 0)
		return hr_send_exec(channel, message, retry_after_ns, err);
	if (hr_secret_resolve(channel->url, channel->url_file, &server, err) == HR_OK &&
	    hr_url_check(hr_str_text(&server), HR_URL_MAIL, err) == HR_OK &&
	    hr_secret_resolve(channel->password, channel->password_file, &password, err) == HR_OK)
		sent = send_to_server(channel, hr_str_text(&server), hr_str_text(&password),
		                      message, err);
	hr_str_release(&server);
	hr_str_release(&password);
	return sent;
}
