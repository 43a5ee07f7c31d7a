/* Windows as users write them. */
#include <config.h>
#include "summarize/window.h"

#include "base/duration.h"
#include "base/instant.h"

static bool is_offset(const char *text)
{
	return text != NULL && (text[0] == '+' || text[0] == '-');
}

bool hr_window_needs_span(const struct hr_window *window)
{
	return is_offset(window->from) || is_offset(window->to) || window->skip != NULL ||
	       window->last != NULL;
}

bool hr_window_is_open(const struct hr_window *window)
{
	return window->from == NULL && window->to == NULL && window->skip == NULL &&
	       window->last == NULL;
}

struct span {
	int64_t start_ns, end_ns;
	const struct hr_zone *zone;
};

/* @sign '+' from the start, '-' back from the end */
static enum hr_err offset(const struct span *span, char sign, const char *duration, int64_t *out,
                          struct hr_error *err)
{
	int64_t length;
	enum hr_err result = hr_duration_parse(hr_slice_of(duration), &length, err);
	bool overflow;

	if (result != HR_OK)
		return result;
	if (span->start_ns == HR_INSTANT_NONE || span->end_ns == HR_INSTANT_NONE)
		return hr_error_set(err, HR_ENODATA,
		                    "the window counts from the start or end of the input, which "
		                    "has no usable times");
	overflow = sign == '+' ? __builtin_add_overflow(span->start_ns, length, out)
	                       : __builtin_sub_overflow(span->end_ns, length, out);
	if (overflow)
		return hr_error_set(err, HR_EINVAL, "the offset %s is too long", duration);
	return HR_OK;
}

static enum hr_err instant(const struct span *span, const char *text, int64_t *out,
                           struct hr_error *err)
{
	if (is_offset(text))
		return offset(span, text[0], text + 1, out, err);
	if (hr_duration_lacks_unit(hr_slice_of(text)))
		return hr_error_set(err, HR_EINVAL,
		                    "'%s' is no time; from the start of the input it is +%ss, with "
		                    "a unit",
		                    text, text);
	return hr_instant_parse(hr_slice_of(text), span->zone, out, err);
}

static void narrow_from(struct hr_filter *filter, int64_t from_ns)
{
	if (filter->from_ns == HR_INSTANT_NONE || from_ns > filter->from_ns)
		filter->from_ns = from_ns;
}

/* Puts the option's name before what is wrong with its value. */
static enum hr_err fail(struct hr_error *err, enum hr_err code, const char *option)
{
	hr_error_locate(err, option);
	return code;
}

enum hr_err hr_window_resolve(const struct hr_window *window, int64_t start_ns, int64_t end_ns,
                              const struct hr_zone *zone, struct hr_filter *filter,
                              struct hr_error *err)
{
	struct span span = { start_ns, end_ns, zone };
	int64_t at;
	enum hr_err result;

	filter->from_ns = HR_INSTANT_NONE;
	filter->to_ns = HR_INSTANT_NONE;
	if (window->from != NULL) {
		result = instant(&span, window->from, &at, err);
		if (result != HR_OK)
			return fail(err, result, "--from");
		narrow_from(filter, at);
	}
	if (window->skip != NULL) {
		result = offset(&span, '+', window->skip, &at, err);
		if (result != HR_OK)
			return fail(err, result, "--skip");
		narrow_from(filter, at);
	}
	if (window->last != NULL) {
		result = offset(&span, '-', window->last, &at, err);
		if (result != HR_OK)
			return fail(err, result, "--last");
		narrow_from(filter, at);
	}
	if (window->to != NULL) {
		result = instant(&span, window->to, &filter->to_ns, err);
		if (result != HR_OK)
			return fail(err, result, "--to");
	}
	if (filter->from_ns != HR_INSTANT_NONE && filter->to_ns != HR_INSTANT_NONE &&
	    filter->from_ns >= filter->to_ns)
		return hr_error_set(
		        err, HR_EINVAL,
		        "the window ends before it begins: --to must be later than what "
		        "--from, --skip and --last begin with");
	return HR_OK;
}
