#include <config.h>
#include "config/config_http.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/num.h"
#include "base/pattern.h"

#define STATUS_LOW  100
#define STATUS_HIGH 599
#define TEXTS_MAX   100

/* --- headers --- */

/* A name is a token (RFC 9110); a value has no line ends, or it would end the header. */
static bool is_token(const char *name)
{
	return name[0] != '\0' &&
	       name[strspn(name, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
	                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0';
}

static const struct hr_config_key header_keys[] = {
	{ .name = "file", .type = HR_CONFIG_TEXT, .offset = offsetof(struct hr_http_header, file) },
	{ .name = NULL },
};

static void read_header(struct hr_config_reader *reader, const char *name, json_t *value,
                        struct hr_http_headers *headers)
{
	struct hr_http_header *header = &headers->items[headers->count];

	if (!is_token(name)) {
		hr_config_wrong_name(reader, "\"%s\" is no name of a header", hr_quoted(name).text);
		return;
	}
	if (json_is_object(value)) {
		hr_config_read_object(reader, value, header_keys, header);
		if (header->file == NULL)
			hr_config_wrong(reader, "found no \"file\" with the value of the header");
	} else if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a text, or an object with \"file\"");
	} else if (strpbrk(json_string_value(value), "\r\n") != NULL) {
		hr_config_wrong(reader, "the value of a header is one line");
	} else {
		header->value = hr_strdup(json_string_value(value));
	}
	if (header->value != NULL || header->file != NULL) {
		header->name = hr_strdup(name);
		headers->count++;
	}
}

void hr_config_read_headers(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_http_headers *headers = target;
	const char *name;
	json_t *item;

	if (!json_is_object(value)) {
		hr_config_wrong_type(reader, value, "an object of headers and their values");
		return;
	}
	if (json_object_size(value) > HR_HTTP_HEADERS_MAX) {
		hr_config_wrong(reader, "found %zu headers, at most %d are sent",
		                json_object_size(value), HR_HTTP_HEADERS_MAX);
		return;
	}
	headers->items = hr_zalloc(json_object_size(value) + 1, sizeof(*headers->items));
	json_object_foreach(value, name, item)
	{
		size_t mark = hr_config_enter(reader, name);

		read_header(reader, name, item, headers);
		hr_config_leave(reader, mark);
	}
}

void hr_http_headers_release(struct hr_http_headers *headers)
{
	for (size_t i = 0; i < headers->count; i++) {
		free(headers->items[i].name);
		free(headers->items[i].value);
		free(headers->items[i].file);
	}
	free(headers->items);
	*headers = (struct hr_http_headers){ 0 };
}

/* --- assertions --- */

static bool parse_status(struct hr_slice text, int *out)
{
	int64_t value;

	if (!hr_parse_i64(text, &value) || value < STATUS_LOW || value > STATUS_HIGH)
		return false;
	*out = (int)value;
	return true;
}

/* "200", "2xx", "200-299". */
static bool parse_range(const char *text, struct hr_http_status_range *out)
{
	const char *dash = strchr(text, '-');

	if (strlen(text) == 3 && text[0] >= '1' && text[0] <= '5' && strcmp(text + 1, "xx") == 0) {
		out->low = (text[0] - '0') * 100;
		out->high = out->low + 99;
		return true;
	}
	if (dash == NULL) {
		bool good = parse_status(hr_slice_of(text), &out->low);

		out->high = out->low;
		return good;
	}
	return parse_status((struct hr_slice){ text, (size_t)(dash - text) }, &out->low) &&
	       parse_status(hr_slice_of(dash + 1), &out->high) && out->low <= out->high;
}

static void read_status(struct hr_config_reader *reader, json_t *value,
                        struct hr_http_assertions *out)
{
	struct hr_http_status_range range = { 0, 0 };
	bool good = false;

	if (json_is_integer(value) && json_integer_value(value) >= STATUS_LOW &&
	    json_integer_value(value) <= STATUS_HIGH) {
		range.low = range.high = (int)json_integer_value(value);
		good = true;
	} else if (json_is_string(value)) {
		good = parse_range(json_string_value(value), &range);
	}
	if (good)
		out->statuses[out->status_count++] = range;
	else
		hr_config_wrong_type(reader, value, "a status such as 200, \"2xx\" or \"200-299\"");
}

static void read_statuses(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_http_assertions *out = target;
	json_t *item;
	size_t i;

	out->status_count = 0;
	if (!json_is_array(value)) {
		read_status(reader, value, out);
		return;
	}
	if (json_array_size(value) > HR_HTTP_STATUS_RANGES_MAX) {
		hr_config_wrong(reader, "found %zu statuses, at most %d are read",
		                json_array_size(value), HR_HTTP_STATUS_RANGES_MAX);
		return;
	}
	json_array_foreach(value, i, item)
	{
		size_t mark = hr_config_enter_index(reader, i);

		read_status(reader, item, out);
		hr_config_leave(reader, mark);
	}
}

static void read_matches(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_http_assertions *out = target;
	struct hr_str text = { 0 };

	if (!json_is_string(value)) {
		hr_config_wrong_type(reader, value, "a regular expression");
		return;
	}
	hr_str_printf(&text, "~%s", json_string_value(value));
	hr_pattern_free(out->matches);
	out->matches = NULL;
	hr_config_read_pattern(reader, hr_str_text(&text), &out->matches);
	hr_str_release(&text);
}

void hr_config_check_url(struct hr_config_reader *reader, const char *name, const char *url,
                         enum hr_url_kind kind)
{
	struct hr_error error = { 0 };
	size_t mark;

	if (url == NULL || hr_url_check_given(url, kind, &error) == HR_OK)
		return;
	mark = hr_config_enter(reader, name);
	hr_config_wrong(reader, "%s", error.text);
	hr_config_leave(reader, mark);
}

#define AT(member) offsetof(struct hr_http_assertions, member)

const struct hr_config_key hr_config_assertion_keys[] = {
	{ .name = "status", .type = HR_CONFIG_CUSTOM, .read = read_statuses },
	{ .name = "contains", .type = HR_CONFIG_TEXTS, .offset = AT(contains) },
	{ .name = "not_contains", .type = HR_CONFIG_TEXTS, .offset = AT(lacks) },
	{ .name = "matches", .type = HR_CONFIG_CUSTOM, .read = read_matches },
	{ .name = "latency", .type = HR_CONFIG_DURATION, .offset = AT(latency_ns) },
	{ .name = NULL },
};

void hr_config_read_assertions(struct hr_config_reader *reader, json_t *value, void *target)
{
	struct hr_http_assertions *out = target;

	hr_http_assertions_release(out);
	hr_config_read_object(reader, value, hr_config_assertion_keys, out);
	if (out->contains.count > TEXTS_MAX || out->lacks.count > TEXTS_MAX)
		hr_config_wrong(reader, "at most %d texts are looked for", TEXTS_MAX);
}

void hr_http_assertions_release(struct hr_http_assertions *assertions)
{
	hr_config_texts_release(&assertions->contains);
	hr_config_texts_release(&assertions->lacks);
	hr_pattern_free(assertions->matches);
	*assertions = (struct hr_http_assertions){ 0 };
}
