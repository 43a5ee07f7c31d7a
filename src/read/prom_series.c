#include <config.h>
#include "read/prom_series.h"

#include <ctype.h>

static bool take_suffix(struct hr_slice *name, const char *suffix)
{
	size_t length = strlen(suffix);

	if (name->length <= length ||
	    memcmp(name->ptr + name->length - length, suffix, length) != 0)
		return false;
	name->length -= length;
	return true;
}

/* A function such as rate() drops the name, so what still has one is the value as it was scraped.
 */
static void classify(struct hr_prom_series *series, struct hr_slice name)
{
	static const struct {
		const char *suffix, *unit;
	} units[] = { { "_bytes", "B" },
		      { "_seconds", "s" },
		      { "_ratio", "ratio" },
		      { "_percent", "%" },
		      { "_celsius", "\xc2\xb0"
		                    "C" },
		      { "_volts", "V" } };

	series->kind = HR_SERIES_GAUGE;
	series->unit = "";
	if (take_suffix(&name, "_count") || take_suffix(&name, "_bucket")) {
		series->kind = HR_SERIES_COUNTER;
		return;
	}
	if (take_suffix(&name, "_total") || take_suffix(&name, "_sum"))
		series->kind = HR_SERIES_COUNTER;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (take_suffix(&name, units[i].suffix)) {
			series->unit = units[i].unit;
			return;
		}
}

static void set_name(struct hr_prom_series *series, struct hr_slice name)
{
	hr_str_truncate(&series->name, 0);
	series->name.limit = HR_PROM_NAME_BYTES;
	series->name.truncated = false;
	hr_str_add_slice(&series->name, name);
	series->labels = 0;
	classify(series, name);
}

void hr_prom_series_begin(struct hr_prom_series *series, struct hr_slice name)
{
	set_name(series, name);
	hr_str_truncate(&series->host, 0);
	series->host.limit = HR_PROM_NAME_BYTES;
}

void hr_prom_series_label(struct hr_prom_series *series, struct hr_slice label,
                          struct hr_slice value)
{
	if (hr_slice_is(label, "__name__")) {
		/* sorted labels begin with it */
		if (series->name.length == 0)
			set_name(series, value);
		return;
	}
	if (hr_slice_is(label, "instance")) {
		hr_str_truncate(&series->host, 0);
		hr_str_add_slice(&series->host, value);
		return;
	}
	hr_str_puts(&series->name, series->labels++ == 0 ? "{" : ",");
	hr_str_add_slice(&series->name, label);
	hr_str_puts(&series->name, "=\"");
	hr_str_add_slice(&series->name, value);
	hr_str_putc(&series->name, '"');
}

void hr_prom_series_end(struct hr_prom_series *series)
{
	if (series->labels > 0)
		hr_str_putc(&series->name, '}');
	if (series->name.length == 0)
		hr_str_puts(&series->name, "value");
}

void hr_prom_series_release(struct hr_prom_series *series)
{
	hr_str_release(&series->name);
	hr_str_release(&series->host);
}

/* --- as text --- */

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == ':' || c == '.';
}

static struct hr_slice take_name(struct hr_slice *text)
{
	struct hr_slice name = { text->ptr, 0 };

	while (name.length < text->length && is_name_char(text->ptr[name.length]))
		name.length++;
	text->ptr += name.length;
	text->length -= name.length;
	return name;
}

static bool take_char(struct hr_slice *text, char c)
{
	*text = hr_slice_trim(*text);
	if (text->length == 0 || text->ptr[0] != c)
		return false;
	text->ptr++;
	text->length--;
	return true;
}

/* Between quotes, without its escapes. */
static bool take_quoted(struct hr_slice *text, struct hr_str *out)
{
	if (!take_char(text, '"'))
		return false;
	hr_str_truncate(out, 0);
	out->limit = HR_PROM_NAME_BYTES;
	while (text->length > 0 && text->ptr[0] != '"') {
		size_t taken = 1;
		char c = text->ptr[0];

		if (c == '\\' && text->length > 1) {
			c = text->ptr[1] == 'n' ? '\n' : text->ptr[1];
			taken = 2;
		}
		hr_str_putc(out, c);
		text->ptr += taken;
		text->length -= taken;
	}
	return take_char(text, '"');
}

static bool take_labels(struct hr_prom_series *series, struct hr_slice *text, struct hr_str *value)
{
	while (!take_char(text, '}')) {
		struct hr_slice label;

		*text = hr_slice_trim(*text);
		label = take_name(text);
		if (label.length == 0 || !take_char(text, '=') || !take_quoted(text, value))
			return false;
		hr_prom_series_label(series, label, hr_str_slice(value));
		if (!take_char(text, ',') && (text->length == 0 || text->ptr[0] != '}'))
			return false;
	}
	return true;
}

bool hr_prom_series_take(struct hr_prom_series *series, struct hr_slice *text)
{
	struct hr_str value = { 0 };
	struct hr_slice name;
	bool fine = true;

	*text = hr_slice_trim(*text);
	name = take_name(text);
	if (name.length == 0 && (text->length == 0 || text->ptr[0] != '{'))
		return false;
	hr_prom_series_begin(series, name);
	if (take_char(text, '{'))
		fine = take_labels(series, text, &value);
	hr_prom_series_end(series);
	hr_str_release(&value);
	return fine;
}

/* --- values --- */

bool hr_prom_is_gap(struct hr_slice value)
{
	static const char *const gaps[] = { "NaN", "nan", "+Inf", "-Inf", "Inf" };

	for (size_t i = 0; i < sizeof(gaps) / sizeof(gaps[0]); i++)
		if (hr_slice_is(value, gaps[i]))
			return true;
	return false;
}

void hr_prom_series_push(struct hr_read_context *context, const struct hr_prom_series *series,
                         int64_t time_ns, struct hr_slice value, uint64_t line, struct hr_slice row)
{
	struct hr_observation observation = {
		.time_ns = time_ns,
		.kind = series->kind,
		.name = hr_str_slice(&series->name),
		.unit = hr_slice_of(series->unit),
		.host = series->host.length > 0 ? hr_str_slice(&series->host)
		                                : context->options.host,
	};

	if (hr_prom_is_gap(value))
		hr_read_note(context, "NaN and infinite values are gaps", line, row);
	else if (hr_read_value(context, value, 0, 1, series->kind, &observation.value_micro))
		hr_read_observation(context, &observation);
	else
		hr_read_reject(context, "a value is no number, or too large for a series", line,
		               row);
}
