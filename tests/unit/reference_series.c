#include <config.h>
#include "reference_series.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void reference_series_find(const struct hr_str *text, const char *name,
                           struct reference_series *out)
{
	const char *line = hr_str_text(text);
	size_t length = strlen(name);

	while (line != NULL && !(strncmp(line, name, length) == 0 && line[length] == ' ')) {
		line = strchr(line, '\n');
		line = line != NULL ? line + 1 : NULL;
	}
	ck_assert_msg(line != NULL, "no series %s", name);
	char *at;
	size_t season = strtoul(line + length, &at, 10);

	strtoul(at, &at, 10);
	*out = (struct reference_series){ .history = { .values = out->values } };
	out->history.count = strtoul(at, &at, 10);
	ck_assert_uint_le(out->history.count, REFERENCE_VALUES_MAX);
	for (size_t i = 0; i < out->history.count; i++)
		out->values[i] = strtod(at, &at);
	out->history.seasons[0] = season > 1 ? season : 0;
}

/* Start of field @index and its length, quotes left out. */
static const char *field(const char *row, size_t index, size_t *length)
{
	while (index-- > 0)
		row += strcspn(row, ",\n") + 1;
	*length = strcspn(row, ",\n");
	if (*length >= 2 && row[0] == '"') {
		row++;
		*length -= 2;
	}
	return row;
}

void csv_text(const char *header, const char *row, const char *name, char *out, size_t size)
{
	for (size_t i = 0; i < 30; i++) {
		size_t length;
		const char *found = field(header, i, &length);

		if (length == strlen(name) && memcmp(found, name, length) == 0) {
			found = field(row, i, &length);
			snprintf(out, size, "%.*s", (int)length, found);
			return;
		}
	}
	ck_abort_msg("no column %s", name);
}

double csv_number(const char *header, const char *row, const char *name)
{
	char text[64];

	csv_text(header, row, name, text, sizeof(text));
	return strcmp(text, "NA") == 0 ? (double)NAN : strtod(text, NULL);
}
