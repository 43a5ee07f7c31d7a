#include <config.h>
#include "net/http_post.h"

#include <string.h>

#include "base/instant.h"
#include "base/url.h"
#include "net/curl_library.h"

#ifdef HAVE_LIBCURL

static size_t keep_body(char *bytes, size_t size, size_t count, void *context)
{
	struct hr_str *body = context;
	size_t room = HR_HTTP_ANSWER_BYTES - body->length, n = size * count;

	hr_str_add(body, bytes, n < room ? n : room);
	return n;
}

static struct curl_slist *make_headers(const struct hr_curl *curl,
                                       const struct hr_http_request *request)
{
	struct hr_str type = { 0 };
	struct curl_slist *list;

	hr_str_printf(&type, "Content-Type: %s", request->content_type);
	list = curl->slist_append(NULL, hr_str_text(&type));
	list = curl->slist_append(list, "Expect:"); /* no 100-continue round trip */
	for (size_t i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
		list = curl->slist_append(list, request->headers[i]);
	hr_str_release(&type);
	return list;
}

static void set_up(const struct hr_curl *curl, CURL *handle, const struct hr_http_request *request,
                   struct curl_slist *headers, struct hr_http_answer *answer, char *message)
{
	curl->easy_setopt(handle, CURLOPT_URL, request->url);
	curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->easy_setopt(handle, CURLOPT_POST, 1L);
	curl->easy_setopt(handle, CURLOPT_POSTFIELDS, request->body.ptr);
	curl->easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.length);
	curl->easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
	curl->easy_setopt(handle, CURLOPT_USERAGENT, PACKAGE_NAME "/" PACKAGE_VERSION);
	curl->easy_setopt(handle, CURLOPT_TIMEOUT_MS, (long)(request->timeout_ns / HR_NS_PER_MS));
	curl->easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(handle, CURLOPT_WRITEFUNCTION, keep_body);
	curl->easy_setopt(handle, CURLOPT_WRITEDATA, &answer->body);
	curl->easy_setopt(handle, CURLOPT_ERRORBUFFER, message);
	if (request->ca_file != NULL)
		curl->easy_setopt(handle, CURLOPT_CAINFO, request->ca_file);
}

static enum hr_err perform(const struct hr_curl *curl, CURL *handle, const char *url,
                           struct hr_http_answer *answer, const char *message, struct hr_error *err)
{
	CURLcode code = curl->easy_perform(handle);
	struct hr_str origin = { 0 };
	curl_off_t retry_after_s = 0;

	curl->easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer->status);
	curl->easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after_s);
	if (retry_after_s > 0)
		answer->retry_after_ns = retry_after_s < INT64_MAX / HR_NS_PER_S
		                                 ? (int64_t)retry_after_s * HR_NS_PER_S
		                                 : INT64_MAX; /* whatever a server says */
	if (code == CURLE_OK && answer->status > 0)
		return HR_OK;
	hr_url_origin(url, &origin);
	hr_error_set(err, HR_EIO, "%s: %s", hr_str_text(&origin),
	             message[0] != '\0' ? message : curl->easy_strerror(code));
	hr_str_release(&origin);
	return HR_EIO;
}

enum hr_err hr_http_post(const struct hr_http_request *request, struct hr_http_answer *answer,
                         struct hr_error *err)
{
	char message[CURL_ERROR_SIZE] = "";
	const struct hr_curl *curl;
	struct curl_slist *headers;
	CURL *handle;
	enum hr_err code;

	*answer = (struct hr_http_answer){ .retry_after_ns = -1 };
	code = hr_curl_open(&curl, err);
	if (code != HR_OK)
		return code;
	handle = curl->easy_init();
	headers = make_headers(curl, request);
	if (handle == NULL || headers == NULL) {
		code = hr_error_set(err, HR_EIO, "libcurl has no memory");
	} else {
		set_up(curl, handle, request, headers, answer, message);
		code = perform(curl, handle, request->url, answer, message, err);
	}
	curl->slist_free_all(headers);
	curl->easy_cleanup(handle);
	return code;
}

#else

enum hr_err hr_http_post(const struct hr_http_request *request, struct hr_http_answer *answer,
                         struct hr_error *err)
{
	(void)request;
	*answer = (struct hr_http_answer){ .retry_after_ns = -1 };
	return hr_curl_missing("sending over HTTP", err);
}

#endif
