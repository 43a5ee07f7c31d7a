#include <config.h>
#include "capture/http_health.h"

#ifdef HAVE_LIBCURL
#include "base/mem.h"
#include "capture/http_plan.h"
#include "net/http_post.h"

#define TIMEOUT_MS 10000L

static size_t discard(char *bytes, size_t size, size_t count, void *user)
{
	(void)bytes;
	(void)user;
	return size * count;
}

/* Whatever is said of an address ends before the path: the rest may be a secret. */
static enum hr_err unhealthy(const struct hr_plan_target *target, const char *url, const char *why,
                             struct hr_error *err)
{
	struct hr_str origin = { 0 };
	enum hr_err code;

	hr_url_origin(url, &origin);
	code = hr_error_set(err, HR_ENODATA, "target %s does not pass its health check at %s: %s",
	                    target->name != NULL ? target->name : "without a name",
	                    hr_str_text(&origin), why);
	hr_str_release(&origin);
	return code;
}

static enum hr_err ask(const struct hr_curl *curl, const struct hr_plan_target *target,
                       const char *url, struct curl_slist *headers, struct hr_error *err)
{
	CURL *easy = curl->easy_init();
	CURLcode result;
	long status = 0;
	char text[40];

	if (easy == NULL)
		hr_out_of_memory();
	curl->easy_setopt(easy, CURLOPT_URL, url);
	curl->easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl->easy_setopt(easy, CURLOPT_TIMEOUT_MS, TIMEOUT_MS);
	curl->easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl->easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->easy_setopt(easy, CURLOPT_USERAGENT, "headroom/" PACKAGE_VERSION);
	curl->easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
	if (target->ca_file != NULL)
		curl->easy_setopt(easy, CURLOPT_CAINFO, target->ca_file);
	result = curl->easy_perform(easy);
	curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl->easy_cleanup(easy);
	if (result != CURLE_OK)
		return unhealthy(target, url, curl->easy_strerror(result), err);
	if (status >= 200 && status <= 399)
		return HR_OK;
	snprintf(text, sizeof(text), "it answers with the status %ld", status);
	return unhealthy(target, url, text, err);
}

enum hr_err hr_http_health_check(const struct hr_curl *curl, const struct hr_plan_target *target,
                                 struct hr_error *err)
{
	const struct hr_http_headers *lists[1] = { &target->headers };
	struct curl_slist *headers = NULL;
	struct hr_str url = { 0 };
	enum hr_err code;

	if (target->health_check == NULL)
		return HR_OK;
	code = hr_http_join_url(target->url, target->health_check, &url, err);
	if (code == HR_OK)
		code = hr_http_add_headers(curl, lists, 1, &headers, err);
	if (code == HR_OK)
		code = ask(curl, target, hr_str_text(&url), headers, err);
	curl->slist_free_all(headers);
	hr_str_release(&url);
	return code;
}
#endif
