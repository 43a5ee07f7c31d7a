#include <config.h>
#include "net/curl_wait.h"

#ifdef HAVE_LIBCURL

#include "base/mem.h"
#include "base/stop.h"

#define LOOK_MS 100

/* The result of the one transfer; @otherwise while there is none. */
static CURLcode result_of(const struct hr_curl *curl, CURLM *multi, CURLcode otherwise)
{
	int left;
	const CURLMsg *message;

	while ((message = curl->multi_info_read(multi, &left)) != NULL)
		if (message->msg == CURLMSG_DONE)
			return message->data.result;
	return otherwise;
}

CURLcode hr_curl_wait(const struct hr_curl *curl, CURL *handle)
{
	CURLM *multi = curl->multi_init();
	CURLMcode state;
	int running = 1;
	CURLcode result;

	if (multi == NULL)
		hr_out_of_memory();
	state = curl->multi_add_handle(multi, handle);
	while (state == CURLM_OK && running > 0 && !hr_stop_wanted()) {
		state = curl->multi_perform(multi, &running);
		if (state == CURLM_OK && running > 0)
			state = curl->multi_poll(multi, NULL, 0, LOOK_MS, NULL);
	}
	result = result_of(curl, multi,
	                   hr_stop_wanted() ? CURLE_ABORTED_BY_CALLBACK : CURLE_FAILED_INIT);
	curl->multi_remove_handle(multi, handle);
	curl->multi_cleanup(multi);
	return result;
}

#endif
