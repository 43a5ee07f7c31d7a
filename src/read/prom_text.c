#include <config.h>
#include "read/prom_text.h"

#include "base/num.h"
#include "read/prom_series.h"
#include "record/sample.h"

enum type { TYPE_UNKNOWN, TYPE_COUNTER, TYPE_GAUGE, TYPE_DISTRIBUTION };

struct scrape {
	struct hr_read_context *context;
	struct hr_prom_series series;
	struct hr_slice family; /* of the last # TYPE; borrowed from the text */
	enum type type;
	int64_t time_ns;
	uint64_t line;
	struct hr_slice text; /* of the line */
};

static struct hr_slice behind(struct hr_slice text, size_t taken)
{
	return (struct hr_slice){ text.ptr + taken, text.length - taken };
}

static struct hr_slice take_word(struct hr_slice *text)
{
	struct hr_slice word = hr_slice_trim(*text);
	size_t length = 0;

	while (length < word.length && word.ptr[length] != ' ' && word.ptr[length] != '\t')
		length++;
	*text = behind(word, length);
	return (struct hr_slice){ word.ptr, length };
}

/* "# TYPE name counter"; other comments say nothing that is needed. */
static void take_comment(struct scrape *scrape, struct hr_slice text)
{
	static const struct {
		const char *name;
		enum type type;
	} types[] = {
		{ "counter", TYPE_COUNTER },        { "gauge", TYPE_GAUGE },
		{ "histogram", TYPE_DISTRIBUTION }, { "summary", TYPE_DISTRIBUTION },
		{ "gaugehistogram", TYPE_GAUGE },   { "info", TYPE_GAUGE },
		{ "stateset", TYPE_GAUGE },
	};
	struct hr_slice type;

	if (!hr_slice_is(take_word(&text), "TYPE"))
		return;
	scrape->family = take_word(&text);
	type = take_word(&text);
	scrape->type = TYPE_UNKNOWN;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (hr_slice_is(type, types[i].name))
			scrape->type = types[i].type;
}

static bool ends_with(struct hr_slice name, const char *suffix)
{
	size_t length = strlen(suffix);

	return name.length >= length &&
	       memcmp(name.ptr + name.length - length, suffix, length) == 0;
}

/* The quantiles of a summary go up and down, its count and sum only up. */
static void set_kind(struct scrape *scrape, struct hr_slice name)
{
	bool in_family = scrape->family.length > 0 && name.length >= scrape->family.length &&
	                 memcmp(name.ptr, scrape->family.ptr, scrape->family.length) == 0;
	bool counts = ends_with(name, "_bucket") || ends_with(name, "_count") ||
	              ends_with(name, "_sum");

	if (!in_family || scrape->type == TYPE_UNKNOWN)
		return;
	if (scrape->type == TYPE_COUNTER || (scrape->type == TYPE_DISTRIBUTION && counts))
		scrape->series.kind = HR_SERIES_COUNTER;
	else
		scrape->series.kind = HR_SERIES_GAUGE;
}

/* Milliseconds of Prometheus, seconds with a fraction of OpenMetrics: told by the size. */
static bool take_time(struct hr_slice word, int64_t *out)
{
	int64_t ms;

	if (hr_parse_i64(word, &ms) && (ms > INT64_C(100000000000) || ms < -INT64_C(100000000000)))
		return !__builtin_mul_overflow(ms, HR_NS_PER_MS, out);
	return hr_parse_scaled(word, HR_SHIFT_S, out);
}

static void take_sample(struct scrape *scrape)
{
	struct hr_slice rest = scrape->text, name = scrape->text, value, time;
	int64_t time_ns = scrape->time_ns;

	if (!hr_prom_series_take(&scrape->series, &rest)) {
		hr_read_reject(scrape->context, "a line that is no metric", scrape->line,
		               scrape->text);
		return;
	}
	for (name.length = 0; name.length < scrape->text.length; name.length++)
		if (memchr("{ \t", name.ptr[name.length], 3) != NULL)
			break;
	set_kind(scrape, name);
	value = take_word(&rest);
	time = take_word(&rest);
	/* what an exemplar is an example of follows a '#' */
	if (time.length > 0 && time.ptr[0] != '#' && !take_time(time, &time_ns)) {
		hr_read_reject(scrape->context, "no usable time", scrape->line, scrape->text);
		return;
	}
	hr_prom_series_push(scrape->context, &scrape->series, time_ns, value, scrape->line,
	                    scrape->text);
}

static struct hr_slice trim_line(struct hr_slice line)
{
	if (line.length > 0 && line.ptr[line.length - 1] == '\r')
		line.length--;
	return hr_slice_trim(line);
}

void hr_prom_text_read(struct hr_read_context *context, struct hr_slice text, int64_t time_ns)
{
	struct scrape scrape = { .context = context, .time_ns = time_ns };
	struct hr_slice line;

	while (hr_slice_take(&text, '\n', &line)) {
		scrape.text = trim_line(line);
		scrape.line++;
		if (scrape.text.length > 0 && scrape.text.ptr[0] == '#')
			take_comment(&scrape, behind(scrape.text, 1));
		else if (scrape.text.length > 0)
			take_sample(&scrape);
	}
	hr_prom_series_release(&scrape.series);
}
