#include <config.h>
#include "base/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/message.h"
#include "base/posix_tz.h"
#include "base/str.h"
#include "base/tzif.h"

#define DEFAULT_FOLDER "/usr/share/zoneinfo"
#define NAME_SIZE      64
#define ACCEPTED       "expected UTC, an offset such as +02:00, or a name such as Europe/Berlin"

/* No offset is as large as this, so a local time and its instant are never further apart. */
#define REACH_S INT64_C(100000)

/* Far beyond what an instant can hold, and far from overflow. */
#define FAR_S INT64_C(1000000000000)

struct hr_zone {
	char name[NAME_SIZE];
	bool fixed;
	struct hr_zone_type type; /* of a fixed zone */
	struct hr_tzif tzif;      /* of any other */
};

static const struct hr_zone utc = { .name = "UTC", .fixed = true, .type = { 0, "UTC" } };

const struct hr_zone *hr_zone_utc(void)
{
	return &utc;
}

const char *hr_zone_name(const struct hr_zone *zone)
{
	return zone->name;
}

void hr_zone_free(struct hr_zone *zone)
{
	if (zone == NULL || zone == &utc)
		return;
	hr_tzif_release(&zone->tzif);
	free(zone);
}

static struct hr_zone *fixed_zone(const char *name, int32_t offset_s)
{
	struct hr_zone *zone = hr_zalloc(1, sizeof(*zone));

	snprintf(zone->name, sizeof(zone->name), "%s", name);
	snprintf(zone->type.abbreviation, sizeof(zone->type.abbreviation), "%s", name);
	zone->fixed = true;
	zone->type.offset_s = offset_s;
	return zone;
}

static bool two_digits(struct hr_slice text, size_t at, int max, int *out)
{
	if (text.length < at + 2 || text.ptr[at] < '0' || text.ptr[at] > '9' ||
	    text.ptr[at + 1] < '0' || text.ptr[at + 1] > '9')
		return false;
	*out = (text.ptr[at] - '0') * 10 + (text.ptr[at + 1] - '0');
	return *out <= max;
}

/* +hh, +hhmm, +hh:mm */
static bool parse_offset(struct hr_slice text, int32_t *offset_s)
{
	int hours;
	int minutes = 0;
	size_t colon = text.length == 6 && text.ptr[3] == ':' ? 1 : 0;

	if (text.length != 3 && text.length != 5 + colon)
		return false;
	if (!two_digits(text, 1, 23, &hours))
		return false;
	if (text.length > 3 && !two_digits(text, 3 + colon, 59, &minutes))
		return false;
	*offset_s = hours * 3600 + minutes * 60;
	if (text.ptr[0] == '-')
		*offset_s = -*offset_s;
	return true;
}

/* Only what names of the database are made of may become part of a path: no way leads out of the
 * folder. */
static bool is_database_name(struct hr_slice name)
{
	if (name.length == 0 || name.length >= NAME_SIZE)
		return false;
	for (size_t i = 0; i < name.length; i++) {
		char c = name.ptr[i];
		bool first = i == 0 || name.ptr[i - 1] == '/';
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		bool other = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-';
		bool slash = c == '/' && i + 1 < name.length;

		if (!letter && (first || (!other && !slash)))
			return false;
	}
	return true;
}

static enum hr_err unknown_zone(const char *name, const char *folder, struct hr_error *err)
{
	struct stat info;

	if (stat(folder, &info) != 0 || !S_ISDIR(info.st_mode))
		return hr_error_set(err, HR_EIO,
		                    "time zone '%s' needs the tz database, but there is no folder "
		                    "%s: install the tzdata package or set TZDIR",
		                    name, folder);
	return hr_error_set(err, HR_EINVAL, "unknown time zone '%s': " ACCEPTED, name);
}

static enum hr_err read_small_file(int fd, const char *path, unsigned char *bytes, size_t size,
                                   size_t *length, struct hr_error *err)
{
	*length = 0;
	while (*length < size) {
		ssize_t n = read(fd, bytes + *length, size - *length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return hr_error_at(err, HR_EIO, path, 0, 0, "cannot read: %s",
			                   strerror(errno));
		if (n == 0)
			break;
		*length += (size_t)n;
	}
	return HR_OK;
}

static enum hr_err load(int fd, const char *path, struct hr_zone *zone, struct hr_error *err)
{
	size_t size = HR_TZIF_MAX_BYTES + 1;
	unsigned char *bytes = hr_alloc(size);
	size_t length;
	enum hr_err result = read_small_file(fd, path, bytes, size, &length, err);

	if (result == HR_OK)
		result = hr_tzif_parse(bytes, length, &zone->tzif, err);
	if (result != HR_OK)
		hr_error_locate(err, path);
	free(bytes);
	return result;
}

static enum hr_err open_named(struct hr_zone *zone, struct hr_error *err)
{
	const char *folder = getenv("TZDIR");
	struct hr_str path = { 0 };
	struct stat info;
	enum hr_err result;
	int fd;

	if (folder == NULL || folder[0] == '\0')
		folder = DEFAULT_FOLDER;
	hr_str_printf(&path, "%s/%s", folder, zone->name);
	fd = open(hr_str_text(&path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		result = unknown_zone(zone->name, folder, err);
	else if (fd < 0 || fstat(fd, &info) != 0)
		result = hr_error_at(err, HR_EIO, hr_str_text(&path), 0, 0, "cannot read: %s",
		                     strerror(errno));
	else if (!S_ISREG(info.st_mode))
		result = unknown_zone(zone->name, folder, err);
	else
		result = load(fd, hr_str_text(&path), zone, err);
	if (fd >= 0)
		close(fd);
	hr_str_release(&path);
	return result;
}

enum hr_err hr_zone_open(struct hr_slice name, struct hr_zone **out, struct hr_error *err)
{
	struct hr_zone *zone;
	enum hr_err result;
	int32_t offset_s;

	if (hr_slice_is(name, "UTC") || hr_slice_is(name, "Z") || hr_slice_is(name, "Etc/UTC")) {
		*out = fixed_zone(utc.name, 0);
		return HR_OK;
	}
	if (name.length > 0 && (name.ptr[0] == '+' || name.ptr[0] == '-') &&
	    parse_offset(name, &offset_s)) {
		char text[HR_ZONE_ABBREVIATION_SIZE];
		int minutes = abs(offset_s) / 60;

		snprintf(text, sizeof(text), "%c%02d:%02d", name.ptr[0], minutes / 60,
		         minutes % 60);
		*out = fixed_zone(text, offset_s);
		return HR_OK;
	}
	if (!is_database_name(name))
		return hr_error_set(err, HR_EINVAL, "'%s' is not a time zone: " ACCEPTED,
		                    hr_quoted_slice(name).text);
	zone = hr_zalloc(1, sizeof(*zone));
	memcpy(zone->name, name.ptr, name.length);
	result = open_named(zone, err);
	if (result != HR_OK) {
		hr_zone_free(zone);
		return result;
	}
	*out = zone;
	return HR_OK;
}

static struct hr_zone_span span_at(const struct hr_zone *zone, int64_t epoch_s)
{
	if (zone->fixed)
		return (struct hr_zone_span){ INT64_MIN, INT64_MAX, &zone->type };
	if (epoch_s < -FAR_S)
		epoch_s = -FAR_S;
	if (epoch_s > FAR_S)
		epoch_s = FAR_S;
	return hr_tzif_span(&zone->tzif, epoch_s);
}

int32_t hr_zone_offset_s(const struct hr_zone *zone, int64_t epoch_s, char *abbreviation)
{
	const struct hr_zone_type *type = span_at(zone, epoch_s).type;

	if (abbreviation != NULL)
		memcpy(abbreviation, type->abbreviation, sizeof(type->abbreviation));
	return type->offset_s;
}

int64_t hr_zone_to_epoch_s(const struct hr_zone *zone, int64_t local_s)
{
	struct hr_zone_span span;
	int32_t before_s;

	if (zone->fixed || local_s < -FAR_S / 2 || local_s > FAR_S / 2)
		return local_s - span_at(zone, local_s).type->offset_s;
	/* Walk the spans that could hold it, earliest first. In none: it lies in the gap before
	 * the first span that begins after it, and the offset before the gap moves it on. */
	span = span_at(zone, local_s - REACH_S);
	for (;;) {
		before_s = span.type->offset_s;
		if (local_s - before_s < span.end_s)
			break;
		span = span_at(zone, span.end_s);
		if (local_s - span.type->offset_s < span.begin_s)
			break;
	}
	return local_s - before_s;
}
