#include <config.h>
#include "read/formats.h"

#include "base/str.h"

/* A new format is one file and one row here. */
/* One a line, so that two new formats do not meet in one. */
/* clang-format off */
const struct hr_format *const hr_formats[] = {
	&hr_format_jtl_csv,
	&hr_format_jtl_xml,
	&hr_format_jmeter_statistics,
	&hr_format_jmeter_aggregate,
	&hr_format_perfmon,
	&hr_format_taurus_stats,
	&hr_format_hdr_log,
	&hr_format_hdr_percentiles,
	&hr_format_gatling_log,
	&hr_format_gatling_stats,
	&hr_format_gatling_binary,
	&hr_format_prometheus,
	&hr_format_prom_csv,
	&hr_format_promtool,
	&hr_format_hey_csv,
	&hr_format_ab_requests,
	&hr_format_ab_percentiles,
	&hr_format_sadf_json,
	&hr_format_sadf_csv,
	&hr_format_collectd_csv,
	&hr_format_proc_json,
	&hr_format_vegeta_json,
	&hr_format_vegeta_csv,
	&hr_format_vegeta_report,
	&hr_format_access_log,
	&hr_format_k6_csv,
	&hr_format_k6_json,
	&hr_format_k6_summary,
	&hr_format_locust_stats,
	&hr_format_locust_history,
	&hr_format_locust_failures,
	&hr_format_locust_json,
	&hr_format_jmeter_summary,
	&hr_format_pgbench_log,
	&hr_format_pgbench_intervals,
	&hr_format_fortio,
	&hr_format_wrk,
	&hr_format_hyperfine,
	&hr_format_google_benchmark,
	&hr_format_go_bench,
	&hr_format_chaostoolkit,
	&hr_format_litmus,
	&hr_format_siege,
	&hr_format_siege_json,
	&hr_format_autocannon,
	&hr_format_artillery,
	&hr_format_junit_xml,
	&hr_format_json_lines,
	&hr_format_table_csv,
	NULL,
};
/* clang-format on */

const struct hr_format *hr_format_find(const char *name)
{
	for (size_t i = 0; hr_formats[i] != NULL; i++)
		if (strcmp(hr_formats[i]->name, name) == 0)
			return hr_formats[i];
	return NULL;
}

/* vegeta's own results are Go's gob: the description of a struct with these fields comes first. */
static bool is_vegeta_gob(struct hr_slice head)
{
	static const char *const fields[] = { "\006Result\001", "\007Latency\001",
		                              "\010BytesOut\001" };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (memmem(head.ptr, head.length, fields[i], strlen(fields[i])) == NULL)
			return false;
	return true;
}

/* What packs files in a way that is not read, by its first bytes. */
static const struct {
	const char *magic, *unpacked_by;
} packed[] = {
	{ "PK\x03\x04", "unzip -p" },
	{ "\xfd"
	  "7zXZ",
	  "xz -dc" },
	{ "BZh", "bzip2 -dc" },
	{ "\x28\xb5\x2f\xfd", "zstd -dc" },
};

#define TAR_MAGIC_AT 257 /* POSIX.1-2008, pax, the header block */
#define FORMATS_MAX  (sizeof(hr_formats) / sizeof(hr_formats[0]))

/* Without a mark at its beginning: ASCII is every other byte. */
static bool is_utf16(struct hr_slice head)
{
	size_t n = head.length < 64 ? head.length & ~(size_t)1 : 64, nul[2] = { 0 };

	for (size_t i = 0; i < n; i++)
		nul[i % 2] += head.ptr[i] == '\0';
	return n >= 16 && ((nul[0] == n / 2 && nul[1] == 0) || (nul[1] == n / 2 && nul[0] == 0));
}

/* "ustar" stands in the first header of an archive. */
static bool is_tar(struct hr_slice head)
{
	return head.length >= TAR_MAGIC_AT + 5 && memcmp(head.ptr + TAR_MAGIC_AT, "ustar", 5) == 0;
}

static enum hr_err unknown_format(const struct hr_peek *peek, struct hr_error *err)
{
	if (hr_slice_starts(peek->head, "\xff\xfe") || hr_slice_starts(peek->head, "\xfe\xff") ||
	    is_utf16(peek->head))
		return hr_error_set(
		        err, HR_EPARSE,
		        "the text is UTF-16, expected UTF-8 (iconv -f UTF-16 -t UTF-8)");
	if (peek->head.length > 0 && is_vegeta_gob(peek->head))
		return hr_error_set(err, HR_EPARSE,
		                    "these are results in vegeta's own binary form; turn them into "
		                    "text first: vegeta encode --to csv");
	for (size_t i = 0; i < sizeof(packed) / sizeof(packed[0]); i++)
		if (hr_slice_starts(peek->head, packed[i].magic))
			return hr_error_set(
			        err, HR_EPARSE,
			        "the file is packed, and only gzip is unpacked here: %s "
			        "FILE | headroom ...",
			        packed[i].unpacked_by);
	if (is_tar(peek->head))
		return hr_error_set(
		        err, HR_EPARSE,
		        "this is an archive of files, and one of them is expected: tar -xOf "
		        "FILE NAME | headroom ...");
	if (peek->head.length > 0 && memchr(peek->head.ptr, '\0', peek->head.length) != NULL)
		return hr_error_set(err, HR_EPARSE,
		                    "the format is not recognised: this is no text, and no binary "
		                    "format that `headroom help formats` lists");
	return hr_error_set(
	        err, HR_EPARSE,
	        "the format is not recognised: it is none of the %zu that `headroom "
	        "help formats` lists; for other tables describe the columns by a mapping "
	        "in the configuration",
	        FORMATS_MAX - 1);
}

static enum hr_err ambiguous_format(const int *sure, int best, struct hr_error *err)
{
	struct hr_str names = { 0 };
	enum hr_err result;

	for (size_t i = 0; hr_formats[i] != NULL; i++)
		if (sure[i] == best)
			hr_str_printf(&names, "%s%s", names.length == 0 ? "" : " or ",
			              hr_formats[i]->name);
	result = hr_error_set(err, HR_EPARSE, "the format could be %s; say which by --input-format",
	                      hr_str_text(&names));
	hr_str_release(&names);
	return result;
}

enum hr_err hr_format_sniff(const struct hr_peek *peek, const struct hr_format **out,
                            struct hr_error *err)
{
	int sure[FORMATS_MAX] = { 0 };
	int best = 0;
	size_t equals = 0;

	for (size_t i = 0; hr_formats[i] != NULL; i++) {
		sure[i] = hr_formats[i]->sniff(peek);
		if (sure[i] > best) {
			best = sure[i];
			*out = hr_formats[i];
			equals = 0;
		}
		if (sure[i] == best)
			equals++;
	}
	if (best == 0)
		return unknown_format(peek, err);
	if (equals > 1)
		return ambiguous_format(sure, best, err);
	return HR_OK;
}
