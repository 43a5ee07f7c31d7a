#include <config.h>
#include "reader_case.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/zone.h"

static void compare(const struct reader_case_named *one, const struct hr_format *format,
                    size_t piece, const struct hr_zone *zone)
{
	struct hr_read_options options = { .zone = zone };
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read(&recording, format, hr_slice_of(one->text), piece, &options);
	recording_diag_text(&recording, &diag);
	ck_assert_msg(recording.result == one->result, "%s: %s", one->name, recording.error.text);
	if (one->error != NULL)
		ck_assert_msg(strstr(recording.error.text, one->error) != NULL, "%s: %s", one->name,
		              recording.error.text);
	ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), one->records) == 0, "%s: got\n%s",
	              one->name, hr_str_text(&recording.sink.text));
	if (one->figures != NULL)
		ck_assert_str_eq(hr_str_text(&recording.sink.figures), one->figures);
	ck_assert_msg(strcmp(hr_str_text(&diag), one->diag) == 0, "%s: got\n%s", one->name,
	              hr_str_text(&diag));
	hr_str_release(&diag);
	recording_release(&recording);
}

void reader_case_check_named(const struct reader_case_named *one, const struct hr_format *format)
{
	struct hr_zone *zone = NULL;

	if (one->zone != NULL)
		ck_assert_int_eq(hr_zone_open(hr_slice_of(one->zone), &zone, NULL), HR_OK);
	compare(one, format, 0, zone != NULL ? zone : hr_zone_utc());
	compare(one, format, 1, zone != NULL ? zone : hr_zone_utc());
	hr_zone_free(zone);
}

void reader_case_check(const struct reader_case *one, const struct hr_format *format)
{
	struct reader_case_named named = { .name = one->text,
		                           .text = one->text,
		                           .records = one->records,
		                           .figures = one->figures,
		                           .diag = one->diag };

	reader_case_check_named(&named, format);
}

void reader_case_error(const char *text, const struct hr_format *format, enum hr_err code)
{
	struct recording recording;

	recording_read(&recording, format, hr_slice_of(text), 0, NULL);
	ck_assert_int_eq(recording.result, code);
	ck_assert_str_ne(recording.error.text, "");
	recording_release(&recording);
}

void reader_case_sniff(const char *text, const struct hr_format *format)
{
	struct hr_peek peek = { .head = hr_slice_of(text), .complete = true };
	const struct hr_format *found = NULL;
	enum hr_err result = hr_format_sniff(&peek, &found, NULL);

	if (format == NULL) {
		ck_assert_int_eq(result, HR_EPARSE);
		return;
	}
	ck_assert_msg(result == HR_OK && found == format, "taken for %s",
	              result == HR_OK ? found->name : "nothing");
}

void reader_case_load(const char *name, struct hr_str *out)
{
	const char *top = getenv("top_srcdir");
	struct hr_str path = { 0 };
	char buffer[65536];
	FILE *file;
	size_t n;

	hr_str_printf(&path, "%s/tests/fixtures/formats/%s", top != NULL ? top : ".", name);
	file = fopen(hr_str_text(&path), "rb");
	ck_assert_msg(file != NULL, "%s", hr_str_text(&path));
	while ((n = fread(buffer, 1, sizeof(buffer), file)) > 0)
		hr_str_add(out, buffer, n);
	fclose(file);
	hr_str_release(&path);
}

#define CUTS 100

void reader_case_fixture(const char *name, const struct hr_format *format, uint64_t count,
                         struct recording *recording)
{
	const struct hr_format *found = NULL;
	struct hr_peek peek = { .complete = true };
	struct hr_str text = { 0 };

	reader_case_load(name, &text);
	peek.head = hr_str_slice(&text);
	ck_assert_int_eq(hr_format_sniff(&peek, &found, NULL), HR_OK);
	ck_assert_msg(found == format, "%s is taken for %s", name, found->name);
	for (size_t i = 0; i < CUTS; i++) {
		struct hr_slice part = { peek.head.ptr, peek.head.length * i / CUTS };
		struct recording cut;

		recording_read(&cut, format, part, 0, NULL);
		ck_assert_uint_le(cut.context.records, count);
		ck_assert_int_eq(cut.result == HR_OK, cut.error.code == HR_OK);
		recording_release(&cut);
	}
	recording_read(recording, format, peek.head, 0, NULL);
	ck_assert_msg(recording->result == HR_OK, "%s: %s", name, recording->error.text);
	ck_assert_uint_eq(recording->context.records, count);
	hr_str_release(&text);
}
