/*
 * What an HTTP request of a configuration is made of: headers, body, and what its answer must be.
 */
#ifndef HR_CONFIG_CONFIG_HTTP_H
#define HR_CONFIG_CONFIG_HTTP_H

#include "base/url.h"
#include "config/config_read.h"

#define HR_HTTP_STATUS_RANGES_MAX 20
#define HR_HTTP_HEADERS_MAX       100

/* "headers": {"Accept": "text/html", "Authorization": {"file": "token"}}. */
struct hr_http_header {
	char *name;
	char *value; /* with ${NAME} for variables of the environment; NULL with a file */
	char *file;  /* holds the value */
};

struct hr_http_headers {
	struct hr_http_header *items; /* owned */
	size_t count;
};

/* "assertions". Zero-initialised: any status from 200 to 399 will do. */
struct hr_http_assertions {
	struct hr_http_status_range {
		int low, high;
	} statuses[HR_HTTP_STATUS_RANGES_MAX];
	size_t status_count;
	struct hr_config_texts contains, lacks; /* pieces of the body */
	struct hr_pattern *matches;             /* of the body; NULL = none */
	int64_t latency_ns;                     /* longest time until the answer is complete; 0 */
};

extern const struct hr_config_key hr_config_assertion_keys[];
/* Custom readers: into a struct hr_http_headers and a struct hr_http_assertions. */
void hr_config_read_headers(struct hr_config_reader *reader, json_t *value, void *target);
void hr_config_read_assertions(struct hr_config_reader *reader, json_t *value, void *target);
/* Tells what is wrong with the member @name, an address; NULL is fine. */
void hr_config_check_url(struct hr_config_reader *reader, const char *name, const char *url,
                         enum hr_url_kind kind);
void hr_http_headers_release(struct hr_http_headers *headers);
void hr_http_assertions_release(struct hr_http_assertions *assertions);

#endif
