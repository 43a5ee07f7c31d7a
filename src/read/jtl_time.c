#include <config.h>
#include "read/jtl_time.h"

#include "base/num.h"

/* The fall-backs of JMeter's reader (CSVSaveService), in its order. */
static const char *const date_forms[HR_JTL_DATE_FORMS] = {
	"yyyy/MM/dd HH:mm:ss.SSS", "yyyy/MM/dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.SSS",
	"yyyy-MM-dd HH:mm:ss",     "MM/dd/yy HH:mm:ss",
};

#define EPOCH_MS_DIGITS_MIN 12
#define EPOCH_MS_DIGITS_MAX 14
#define MILLIS_DIGITS       3

void hr_jtl_clock_init(struct hr_jtl_clock *clock, const struct hr_zone *zone,
                       const struct hr_time_format *given)
{
	*clock = (struct hr_jtl_clock){ .zone = zone, .given = given };
	for (size_t i = 0; i < HR_JTL_DATE_FORMS; i++)
		if (hr_time_format_compile(hr_slice_of(date_forms[i]), &clock->dates[i], NULL) !=
		    HR_OK)
			clock->dates[i] = NULL;
}

void hr_jtl_clock_release(struct hr_jtl_clock *clock)
{
	for (size_t i = 0; i < HR_JTL_DATE_FORMS; i++)
		hr_time_format_free(clock->dates[i]);
}

static bool all_digits(struct hr_slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
	return text.length > 0;
}

static bool read_epoch(struct hr_slice text, int64_t *out)
{
	uint64_t ms;

	if (text.length < EPOCH_MS_DIGITS_MIN || text.length > EPOCH_MS_DIGITS_MAX ||
	    !hr_parse_u64(text, &ms) || ms > (uint64_t)(INT64_MAX / HR_NS_PER_MS))
		return false;
	*out = (int64_t)ms * HR_NS_PER_MS;
	return true;
}

static bool read_as(const struct hr_jtl_clock *clock, enum hr_jtl_time_form form, size_t date,
                    struct hr_slice text, int64_t *out)
{
	switch (form) {
	case HR_JTL_TIME_EPOCH:
		return read_epoch(text, out);
	case HR_JTL_TIME_USER:
		return clock->given != NULL &&
		       hr_time_format_parse(clock->given, text, clock->zone, out);
	case HR_JTL_TIME_DATE:
		return clock->dates[date] != NULL &&
		       hr_time_format_parse(clock->dates[date], text, clock->zone, out);
	case HR_JTL_TIME_ISO:
		return hr_instant_parse(text, clock->zone, out, NULL) == HR_OK;
	case HR_JTL_TIME_NONE:
		break;
	}
	return false;
}

/* Length of the text down to its second, and the milliseconds behind it; without such a fraction
 * the whole text and 0. */
static size_t split_second(struct hr_slice text, int64_t *millis)
{
	size_t dot = text.length - MILLIS_DIGITS - 1;
	uint64_t fraction;

	*millis = 0;
	if (text.length <= MILLIS_DIGITS || text.ptr[dot] != '.' ||
	    !hr_parse_u64((struct hr_slice){ text.ptr + dot + 1, MILLIS_DIGITS }, &fraction))
		return text.length;
	*millis = (int64_t)fraction;
	return dot + 1;
}

static void remember(struct hr_jtl_clock *clock, struct hr_slice text, int64_t instant_ns)
{
	int64_t millis;
	size_t length = split_second(text, &millis);

	/* A form in which the last digits are no milliseconds shows by its remainder. */
	clock->prefix_length = 0;
	if (length > HR_JTL_PREFIX_BYTES ||
	    (length < text.length && (instant_ns - millis * HR_NS_PER_MS) % HR_NS_PER_S != 0))
		return;
	memcpy(clock->prefix, text.ptr, length);
	clock->prefix_length = length;
	clock->prefix_ns = instant_ns - millis * HR_NS_PER_MS;
}

static bool recall(const struct hr_jtl_clock *clock, struct hr_slice text, int64_t *out)
{
	int64_t millis;
	size_t length = split_second(text, &millis);

	if (clock->prefix_length == 0 || length != clock->prefix_length ||
	    memcmp(text.ptr, clock->prefix, length) != 0)
		return false;
	*out = clock->prefix_ns + millis * HR_NS_PER_MS;
	return true;
}

static bool try_all(struct hr_jtl_clock *clock, struct hr_slice text, int64_t *out)
{
	static const enum hr_jtl_time_form forms[] = { HR_JTL_TIME_USER, HR_JTL_TIME_EPOCH,
		                                       HR_JTL_TIME_DATE, HR_JTL_TIME_ISO };

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t dates = forms[i] == HR_JTL_TIME_DATE ? HR_JTL_DATE_FORMS : 1;

		for (size_t date = 0; date < dates; date++) {
			if (!read_as(clock, forms[i], date, text, out))
				continue;
			clock->form = forms[i];
			clock->date = date;
			return true;
		}
	}
	return false;
}

static bool read_any(struct hr_jtl_clock *clock, struct hr_slice text, int64_t *out)
{
	if (clock->form == HR_JTL_TIME_EPOCH && read_epoch(text, out))
		return true;
	text = hr_slice_trim(text);
	if (text.length == 0)
		return false;
	if (clock->form == HR_JTL_TIME_EPOCH)
		return try_all(clock, text, out);
	if (recall(clock, text, out))
		return true;
	if (!read_as(clock, clock->form, clock->date, text, out) && !try_all(clock, text, out))
		return false;
	remember(clock, text, *out);
	return true;
}

bool hr_jtl_clock_read(struct hr_jtl_clock *clock, struct hr_slice text, int64_t *out)
{
	int64_t instant_ns;

	if (!read_any(clock, text, &instant_ns) || !hr_jtl_time_possible(instant_ns))
		return false;
	*out = instant_ns;
	return true;
}

const char *hr_jtl_clock_form(const struct hr_jtl_clock *clock)
{
	switch (clock->form) {
	case HR_JTL_TIME_EPOCH:
		return "epoch milliseconds";
	case HR_JTL_TIME_USER:
		return "as given";
	case HR_JTL_TIME_DATE:
		return date_forms[clock->date];
	case HR_JTL_TIME_ISO:
		return "ISO 8601 or epoch by the number of digits";
	case HR_JTL_TIME_NONE:
		break;
	}
	return "none";
}

bool hr_jtl_time_likely(struct hr_slice text)
{
	size_t colons = 0;

	text = hr_slice_trim(text);
	if (all_digits(text))
		return text.length >= 10 && text.length <= 19;
	if (text.length < 14 || text.ptr[0] < '0' || text.ptr[0] > '9')
		return false;
	for (size_t i = 0; i < text.length; i++) {
		if (strchr("0123456789/-:. ,TZ+", text.ptr[i]) == NULL || text.ptr[i] == '\0')
			return false;
		if (text.ptr[i] == ':')
			colons++;
	}
	return colons >= 2;
}
