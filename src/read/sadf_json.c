/*
 * sadf -j (sysstat): one object of hosts, each with the statistics of its day. Values are averages
 * over the interval before their time. Restarts and comments become events.
 */
#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "read/json_split.h"
#include "read/json_text.h"
#include "read/sadf_metric.h"
#include "record/sample.h"
#include "record/sink.h"

#define DEVICE_BYTES 300

enum path { PATH_HOST, PATH_STATISTICS, PATH_RESTART, PATH_COMMENT };

static const char *const paths[] = {
	[PATH_HOST] = "sysstat.hosts.*.nodename",
	[PATH_STATISTICS] = "sysstat.hosts.*.statistics.*",
	[PATH_RESTART] = "sysstat.hosts.*.restarts.*.boot",
	[PATH_COMMENT] = "sysstat.hosts.*.comments.*.comment",
	NULL,
};

struct hr_reader {
	struct hr_read_context *context;
	struct hr_json_split *split;
	struct hr_str host, device, when;
	struct hr_sadf_row row;
	bool local_time; /* some time was not UTC */
};

/* {"date": .., "time": .., "tz": "UTC"}; versions before 12.7 have "utc": 1 instead of the name. */
static bool read_time(struct hr_reader *reader, const json_t *stamp, int64_t *out)
{
	const json_t *flag = json_object_get(stamp, "utc");
	struct hr_slice zone = hr_json_string(stamp, "tz");
	struct hr_str *when = &reader->when;

	if (json_is_integer(flag))
		zone = hr_slice_of(json_integer_value(flag) != 0 ? "UTC" : "local");
	if (!hr_slice_is(zone, "UTC") && !hr_slice_is(zone, "GMT"))
		reader->local_time = true;
	hr_str_truncate(when, 0);
	hr_str_add_slice(when, hr_json_string(stamp, "date"));
	hr_str_putc(when, ' ');
	hr_str_add_slice(when, hr_json_string(stamp, "time"));
	return hr_sadf_time(hr_str_slice(when), zone, reader->context->options.zone, out);
}

/* Which of the devices an element of an array is of: by its members that are no values. */
static void name_device(struct hr_reader *reader, const json_t *element)
{
	static const char *const members[] = { "cpu",    "intr",       "disk-device", "iface",
		                               "number", "filesystem", "device" };
	struct hr_str *device = &reader->device;

	hr_str_truncate(device, 0);
	device->limit = DEVICE_BYTES;
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const json_t *value = json_object_get(element, members[i]);
		char number[HR_JSON_NUMBER_BYTES];

		if (value == NULL)
			continue;
		if (device->length > 0)
			hr_str_putc(device, '.');
		hr_str_add_slice(device, hr_json_scalar_text(value, number));
	}
}

static void take_values(struct hr_reader *reader, enum hr_sadf_activity activity, json_t *values)
{
	const char *member;
	json_t *value;

	json_object_foreach(values, member, value)
	{
		const struct hr_sadf_metric *metric = hr_sadf_by_member(activity, member);
		char number[HR_JSON_NUMBER_BYTES];

		if (metric == NULL || !json_is_number(value) ||
		    (metric->instead != NULL && json_object_get(values, metric->instead) != NULL))
			continue;
		hr_sadf_push(reader->context, &reader->row, metric, hr_str_slice(&reader->device),
		             hr_json_scalar_text(value, number));
	}
}

static void take_element(struct hr_reader *reader, enum hr_sadf_activity activity, json_t *values)
{
	name_device(reader, values);
	take_values(reader, activity, values);
}

/* Sections are objects of values or arrays of devices; some only hold further sections. */
static void take_section(struct hr_reader *reader, const char *name, json_t *section,
                         unsigned depth)
{
	enum hr_sadf_activity activity;
	bool known = hr_sadf_section(name, &activity);
	const char *inner;
	json_t *element, *value;
	size_t i;

	if (json_is_array(section)) {
		if (known)
			json_array_foreach(section, i, element)
			        take_element(reader, activity, element);
		else
			hr_read_note(reader->context, "a section of sadf that is not read",
			             reader->row.line, hr_slice_of(name));
		return;
	}
	if (!json_is_object(section) || depth == 0)
		return;
	if (known)
		take_element(reader, activity, section);
	json_object_foreach(section, inner, value)
	{
		if (json_is_object(value) || json_is_array(value))
			take_section(reader, inner, value, depth - 1);
		else if (!known) {
			hr_read_note(reader->context, "a section of sadf that is not read",
			             reader->row.line, hr_slice_of(name));
			return;
		}
	}
}

static void take_statistics(struct hr_reader *reader, const struct hr_json_part *part)
{
	const char *name;
	json_t *section;

	reader->row.line = part->line;
	reader->row.host = hr_str_slice(&reader->host);
	if (!read_time(reader, json_object_get(part->value, "timestamp"), &reader->row.time_ns)) {
		hr_read_reject(reader->context, "statistics without a usable time", part->line,
		               part->text);
		return;
	}
	json_object_foreach(part->value, name, section) if (strcmp(name, "timestamp") != 0)
	        take_section(reader, name, section, 4);
}

static void take_event(struct hr_reader *reader, const struct hr_json_part *part, const char *kind,
                       struct hr_slice text)
{
	struct hr_event event = { .kind = hr_slice_of(kind), .text = text };

	if (!read_time(reader, part->value, &event.start_ns)) {
		hr_read_reject(reader->context, "a restart or comment without a usable time",
		               part->line, part->text);
		return;
	}
	event.end_ns = event.start_ns;
	hr_sink_event(reader->context->sink, &event);
	reader->context->records++;
}

static void take_part(void *context, const struct hr_json_part *part)
{
	struct hr_reader *reader = context;
	char number[HR_JSON_NUMBER_BYTES];

	if (part->fault != NULL) {
		hr_read_reject(reader->context, part->fault, part->line, part->text);
		return;
	}
	switch ((enum path)part->path) {
	case PATH_HOST:
		hr_str_truncate(&reader->host, 0);
		hr_str_add_slice(&reader->host, hr_json_scalar_text(part->value, number));
		break;
	case PATH_STATISTICS:
		take_statistics(reader, part);
		break;
	case PATH_RESTART:
		take_event(reader, part, "restart", hr_str_slice(&reader->host));
		break;
	case PATH_COMMENT:
		take_event(reader, part, "comment", hr_json_string(part->value, "com"));
		break;
	}
}

static struct hr_reader *sadf_json_open(struct hr_read_context *context)
{
	struct hr_reader *reader = hr_zalloc(1, sizeof(*reader));

	reader->context = context;
	reader->split = hr_json_split_new(paths, take_part, reader);
	return reader;
}

static enum hr_err sadf_json_feed(struct hr_reader *reader, struct hr_slice bytes,
                                  struct hr_error *err)
{
	(void)err;
	hr_json_split_feed(reader->split, bytes);
	return HR_OK;
}

static enum hr_err sadf_json_finish(struct hr_reader *reader, struct hr_error *err)
{
	if (reader->local_time)
		hr_read_assume(reader->context, "local times are in the zone %s",
		               hr_zone_name(reader->context->options.zone));
	return hr_read_json_end(reader->context, reader->split, "sadf -j", err);
}

static void sadf_json_free(struct hr_reader *reader)
{
	if (reader == NULL)
		return;
	hr_json_split_free(reader->split);
	hr_str_release(&reader->host);
	hr_str_release(&reader->device);
	hr_str_release(&reader->when);
	hr_str_release(&reader->row.name);
	free(reader);
}

static int sadf_json_sniff(const struct hr_peek *peek)
{
	static const char *const wanted[] = { "\"sysstat\"", "\"hosts\"", NULL };

	return hr_json_text_looks_like(peek->head, '{', wanted) ? 98 : 0;
}

const struct hr_format hr_format_sadf_json = {
	.name = "sadf-json",
	.title = "sysstat, sadf -j",
	.carries = HR_CARRIES_OBSERVATIONS | HR_CARRIES_EVENTS,
	.sniff = sadf_json_sniff,
	.open = sadf_json_open,
	.feed = sadf_json_feed,
	.finish = sadf_json_finish,
	.free = sadf_json_free,
};
