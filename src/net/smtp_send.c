#include <config.h>
#include "net/smtp_send.h"

#include <string.h>

#include "base/instant.h"
#include "net/curl_library.h"
#include "base/url.h"

#ifdef HAVE_LIBCURL

static size_t give_text(char *to, size_t size, size_t count, void *context)
{
	struct hr_slice *rest = context;
	size_t n = size * count;

	if (n > rest->length)
		n = rest->length;
	memcpy(to, rest->ptr, n);
	rest->ptr += n;
	rest->length -= n;
	return n;
}

static void set_up(const struct hr_curl *curl, CURL *handle, const struct hr_smtp_message *message,
                   struct curl_slist *to, struct hr_slice *rest, char *problem)
{
	curl->easy_setopt(handle, CURLOPT_URL, message->server);
	curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl->easy_setopt(handle, CURLOPT_USE_SSL,
	                  message->plain ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
	curl->easy_setopt(handle, CURLOPT_MAIL_FROM, message->from);
	curl->easy_setopt(handle, CURLOPT_MAIL_RCPT, to);
	curl->easy_setopt(handle, CURLOPT_UPLOAD, 1L);
	curl->easy_setopt(handle, CURLOPT_READFUNCTION, give_text);
	curl->easy_setopt(handle, CURLOPT_READDATA, rest);
	curl->easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)(message->timeout_ns / HR_NS_PER_MS));
	curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, problem);
	if (message->ca_file != NULL)
		curl->easy_setopt(handle, CURLOPT_CAINFO, message->ca_file);
	if (message->user != NULL)
		curl->easy_setopt(handle, CURLOPT_USERNAME, message->user);
	if (message->password != NULL)
		curl->easy_setopt(handle, CURLOPT_PASSWORD, message->password);
}

enum hr_err hr_smtp_send(const struct hr_smtp_message *message, struct hr_error *err)
{
	char problem[CURL_ERROR_SIZE] = "";
	struct hr_slice rest = message->text;
	struct curl_slist *to = NULL;
	struct hr_str origin = { 0 };
	const struct hr_curl *curl;
	CURL *handle;
	CURLcode result;
	enum hr_err code = hr_curl_open(&curl, err);

	if (code != HR_OK)
		return code;
	handle = curl->easy_init();
	for (size_t i = 0; message->to[i] != NULL; i++)
		to = curl->slist_append(to, message->to[i]);
	if (handle == NULL || to == NULL) {
		code = hr_error_set(err, HR_EIO, "libcurl has no memory");
	} else {
		set_up(curl, handle, message, to, &rest, problem);
		result = curl->easy_perform(handle);
		hr_url_origin(message->server, &origin);
		if (result != CURLE_OK)
			code = hr_error_set(err, HR_EIO, "%s: %s", hr_str_text(&origin),
			                    problem[0] != '\0' ? problem
			                                       : curl->easy_strerror(result));
	}
	hr_str_release(&origin);
	curl->slist_free_all(to);
	curl->easy_cleanup(handle);
	return code;
}

#else

enum hr_err hr_smtp_send(const struct hr_smtp_message *message, struct hr_error *err)
{
	(void)message;
	return hr_curl_missing("sending mail", err);
}

#endif
