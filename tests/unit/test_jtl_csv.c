#include <config.h>
#include "read/formats.h"

#include "base/mem.h"
#include "base/zone.h"
#include "read/jtl_numbers.h"
#include "read/jtl_time.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

#define H4 "timeStamp,elapsed,label,success\n"
/* Diagnostics without the notes on missing columns ("no X column: ..."), which a test of their own
 * covers. */
static void diag_text(const struct recording *recording, struct hr_str *out)
{
	struct hr_str all = { 0 };
	const char *line;

	recording_diag_text(recording, &all);
	line = hr_str_text(&all);
	while (*line != '\0') {
		size_t length = (size_t)(strchr(line, '\n') - line) + 1;
		char *copy = hr_strndup(line, length);

		if (strstr(copy, " column: ") == NULL)
			hr_str_puts(out, copy);
		free(copy);
		line += length;
	}
	hr_str_release(&all);
}

/*
 * Expected values: JMeter's CSVSaveService for what the columns mean (spec of the JTL format),
 * instants by `date -u -d`: 1551783627191 ms = 2019-03-05T11:00:27.191Z.
 */
static const struct {
	const char *name, *text, *records, *diag;
} cases[] = {
	{ "all default columns",
	  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
	  "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect\n"
	  "1551783627191,351,JR-OK,200,Good request,Thread Group "
	  "1-1,text,true,,18,8,1,2,null,7,0,3\n",
	  "sample 1551783627191+351 label=JR-OK ok code=200 message=Good request latency=7 "
	  "connect=3 "
	  "received=18 sent=8 users=2\n",
	  "" },
	{ "any order, any case, user variables, quoted names, BOM",
	  "\xef\xbb\xbf"
	  "LABEL,\"REFERENCE\",Success,latency,TimeStamp,ELAPSED,Hostname\n"
	  "a,x,false,5,1551783627191,10,gen1\n",
	  "sample 1551783627191+10 label=a failed latency=5 host=gen1\n", "" },
	{ "semicolons", "timeStamp;elapsed;label;success\n1551783627191;10;a,b;true\n",
	  "sample 1551783627191+10 label=a,b ok\n", "" },
	{ "tabs and CRLF", "timeStamp\telapsed\tlabel\tsuccess\r\n1551783627191\t10\ta\ttrue\r\n",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "bars and CR", "timeStamp|elapsed|label|success\r1551783627191|10|a|true\r",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "newlines and quotes in a field, and the lines after it",
	  H4 "1551783627191,10,\"a \"\"b\"\",\nc\",true\n1551783627191,x,d,true\n",
	  "sample 1551783627191+10 label=a \"b\",\nc ok\nsample 1551783627191+- label=d ok\n",
	  "degraded 1 4 no usable elapsed time\n" },
	{ "header only", H4, "", "" },
	{ "blank lines and a quoted empty line", "\n" H4 "\n1551783627191,10,a,true\n\"\"\n\n",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "the header again", H4 "1551783627191,10,a,true\n" H4 "1551783627192,11,b,true\n",
	  "sample 1551783627191+10 label=a ok\nsample 1551783627192+11 label=b ok\n",
	  "note 1 3 the header again: the file holds more than one recording\n" },
	{ "another header",
	  H4 "1551783627191,10,a,true\nlabel,timeStamp,elapsed,success,Connect\n"
	     "b,1551783627192,11,false,3\n",
	  "sample 1551783627191+10 label=a ok\n"
	  "sample 1551783627192+11 label=b failed connect=3\n",
	  "note 1 3 a different header: its columns count from here on\n" },
	{ "times that go back by more than a minute, once each way",
	  H4 "1551783700000,10,a,true\n1551783639999,10,b,true\n1551783700000,10,c,true\n"
	     "1551783640000,10,d,true\n1551783640000,60000,e,true\n",
	  "sample 1551783700000+10 label=a ok\nsample 1551783639999+10 label=b ok\n"
	  "sample 1551783700000+10 label=c ok\nsample 1551783640000+10 label=d ok\n"
	  "sample 1551783640000+60000 label=e ok\n",
	  "note 1 0 times go back by more than a minute: recordings were joined, or a clock was "
	  "set\n" },
	{ "a label that is a column's name",
	  "label,elapsed,success,timeStamp\n"
	  "label,10,true,1551783627191\n",
	  "sample 1551783627191+10 label=label ok\n", "" },
	{ "no header, the seventeen defaults",
	  "1551783627191,351,a,200,OK,TG 1-1,text,true,,18,8,1,2,null,7,0,3\n",
	  "sample 1551783627191+351 label=a ok code=200 message=OK latency=7 connect=3 received=18 "
	  "sent=8 users=2\n",
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n" },
	{ "no header, sixteen without URL",
	  "1551783627191,351,a,200,OK,TG 1-1,text,true,,18,8,1,2,7,0,3\n",
	  "sample 1551783627191+351 label=a ok code=200 message=OK latency=7 connect=3 received=18 "
	  "sent=8 users=2\n",
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n" },
	{ "no header, ten of JMeter 2", "1551783627191,351,a,200,OK,TG 1-1,text,true,18,7\n",
	  "sample 1551783627191+351 label=a ok code=200 message=OK latency=7 received=18\n",
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n" },
	{ "no header, dates", "2019/03/05 11:00:27.191,351,a,200,OK,TG 1-1,text,true,18\n",
	  "sample 1551783627191+351 label=a ok code=200 message=OK received=18\n",
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n" },
	{ "no header, by the look",
	  "a,200,,TG0-SNL 1-1,text,true,1,1,1,0\nb,500,no,TG0-SNL 1-1,text,false,1,1,1,1\n",
	  "sample -+- label=a ok code=200\nsample -+- label=b failed code=500 message=no\n",
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n"
	  "degraded 2 1 no usable time; no usable elapsed time\n" },
	{ "no header, then one",
	  "1551783627191,351,a,200,OK,TG 1-1,text,true,18\n" H4 "1551783627192,1,b,true\n",
	  "sample 1551783627191+351 label=a ok code=200 message=OK received=18\n"
	  "sample 1551783627192+1 label=b ok\n",
	  "note 1 2 a different header: its columns count from here on\n"
	  "note 1 1 no header line: columns are taken from the first row, see --explain-input\n" },
	/* rows that do not fit */
	{ "too few fields", H4 "1551783627191,10\n1551783627192,11,b,true\n",
	  "sample 1551783627192+11 label=b ok\n", "rejected 1 2 fewer fields than columns\n" },
	{ "too many fields", H4 "1551783627191,10,a,b,true\n1551783627192,11,b,true\n",
	  "sample 1551783627192+11 label=b ok\n", "rejected 1 2 more fields than columns\n" },
	{ "surplus fields that are empty", H4 "1551783627191,10,a,true,,\n",
	  "sample 1551783627191+10 label=a ok\n", "note 1 2 more fields than columns\n" },
	{ "only optional columns missing",
	  "timeStamp,elapsed,label,success,bytes,Latency\n1551783627191,10,a,true,55\n",
	  "sample 1551783627191+10 label=a ok received=55\n",
	  "note 1 2 fewer fields than columns\n" },
	{ "last row cut inside bytes",
	  "timeStamp,elapsed,label,success,bytes,Latency\n1551783627191,10,a,true,55",
	  "sample 1551783627191+10 label=a ok\n", "note 1 2 fewer fields than columns\n" },
	{ "last row cut inside success",
	  "timeStamp,elapsed,label,success,bytes,Latency\n1551783627191,10,a,tr", "",
	  "rejected 1 2 fewer fields than columns\n" },
	{ "last row complete without newline", H4 "1551783627191,10,a,true",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "cut inside quotes", H4 "1551783627191,10,\"a\n1551783627192,11,b,true\n",
	  "sample 1551783627192+11 label=b ok\n", "rejected 1 2 a quoted field without end\n" },
	{ "killed inside quotes, another run appended",
	  H4 "1551783627191,10,\"cut\n" H4
	     "1551783627192,11,b,true\n1551783627193,12,\"c, d\",true\n",
	  "sample 1551783627192+11 label=b ok\nsample 1551783627193+12 label=c, d ok\n",
	  "rejected 1 2 a quoted field without end\n"
	  "note 1 3 the header again: the file holds more than one recording\n" },
	{ "nothing before the header", "hello\n" H4 "1551783627191,10,a,true\n",
	  "sample 1551783627191+10 label=a ok\n",
	  "rejected 1 1 neither a header nor a row of columns that can be told\n" },
	/* values */
	{ "times that are none",
	  H4 ",10,a,true\nnever,10,b,true\n1551783627191,10,c,true\n-5,10,d,true\n",
	  "sample -+10 label=a ok\nsample -+10 label=b ok\nsample 1551783627191+10 label=c ok\n"
	  "sample -+10 label=d ok\n",
	  "degraded 3 2 no usable time\n" },
	{ "elapsed out of range",
	  H4 "1551783627191,-1,a,true\n1551783627191,100000001,b,true\n"
	     "1551783627191,99999999999999999999999,c,true\n1551783627191,100000000,d,true\n",
	  "sample 1551783627191+100000000 label=d ok\n",
	  "rejected 3 2 elapsed time is negative or above 100000 s\n" },
	{ "elapsed with a fraction", H4 "1551783627191,1.5,a,true\n",
	  "sample 1551783627191+1500000ns label=a ok\n", "" },
	{ "elapsed unusable", H4 "1551783627191,,a,true\n1551783627191,fast,b,false\n",
	  "sample 1551783627191+- label=a ok\nsample 1551783627191+- label=b failed\n",
	  "degraded 2 2 no usable elapsed time\n" },
	{ "success unusable", H4 "1551783627191,10,a,\n1551783627191,10,b,maybe\n",
	  "sample 1551783627191+10 label=a failed\nsample 1551783627191+10 label=b failed\n",
	  "degraded 2 2 success is neither true nor false, counted as failed\n" },
	{ "nothing usable", H4 "x,y,a,z\n", "",
	  "rejected 1 2 neither a usable time, elapsed time nor success\n" },
	{ "success in capitals, empty label",
	  H4 "1551783627191,10,,TRUE\n1551783627191,10,a,False\n",
	  "sample 1551783627191+10 label= ok\nsample 1551783627191+10 label=a failed\n", "" },
	{ "optional values that are no numbers",
	  "timeStamp,elapsed,label,success,bytes,sentBytes,Latency,Connect,allThreads\n"
	  "1551783627191,10,a,true,x,-1,y,-2,99999999999\n",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "transaction controllers",
	  "timeStamp,elapsed,label,responseMessage,success\n"
	  "1551783627191,10,a,\"Number of samples in transaction : 1, number of failing samples : "
	  "1\",false\n"
	  "1551783627192,0,b,\"Number of samples in transaction : 0, number of failing samples : "
	  "0\",true\n"
	  "1551783627193,5,c,\"Number of samples in transaction : 10, number of failing samples : "
	  "0\",true\n",
	  "transaction 1551783627191+10 label=a failed message=Number of samples in transaction : "
	  "1, "
	  "number of failing samples : 1\n"
	  "transaction 1551783627193+5 label=c ok message=Number of samples in transaction : 10, "
	  "number of failing samples : 0\n",
	  "note 1 3 a transaction controller without samples, left out\n" },
	{ "aggregated rows",
	  "timeStamp,elapsed,label,success,SampleCount,ErrorCount\n"
	  "1551783627191,100,a,false,10,3\n1551783627191,10,b,false,1,1\n"
	  "1551783627191,10,c,true,0,0\n1551783627191,10,d,false,4,9\n1551783627191,10,e,true,5,\n",
	  "sample 1551783627191+100 label=a failed weight=10 errors=3\n"
	  "sample 1551783627191+10 label=b failed\nsample 1551783627191+10 label=c ok\n"
	  "sample 1551783627191+10 label=d failed weight=4 errors=4\n"
	  "sample 1551783627191+10 label=e ok weight=5\n",
	  "" },
	/* the five date forms of JMeter's reader, and what else is understood */
	{ "yyyy/MM/dd HH:mm:ss.SSS",
	  H4 "2019/03/05 11:00:27.191,10,a,true\n2019/03/05 11:00:27.999,10,a,true\n"
	     "2019/03/05 11:00:28.001,10,a,true\n",
	  "sample 1551783627191+10 label=a ok\nsample 1551783627999+10 label=a ok\n"
	  "sample 1551783628001+10 label=a ok\n",
	  "" },
	{ "yyyy/MM/dd HH:mm:ss",
	  H4 "2019/03/05 11:00:27,10,a,true\n2019/03/05 11:00:27,10,b,true\n"
	     "2019/03/05 11:00:28,10,a,true\n",
	  "sample 1551783627000+10 label=a ok\nsample 1551783627000+10 label=b ok\n"
	  "sample 1551783628000+10 label=a ok\n",
	  "" },
	{ "yyyy-MM-dd HH:mm:ss.SSS", H4 "2019-03-05 11:00:27.191,10,a,true\n",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "yyyy-MM-dd HH:mm:ss", H4 "2019-03-05 11:00:27,10,a,true\n",
	  "sample 1551783627000+10 label=a ok\n", "" },
	{ "MM/dd/yy HH:mm:ss", H4 "03/05/19 11:00:27,10,a,true\n",
	  "sample 1551783627000+10 label=a ok\n", "" },
	{ "ISO 8601", H4 "2019-03-05T12:00:27.191+01:00,10,a,true\n",
	  "sample 1551783627191+10 label=a ok\n", "" },
	{ "epoch seconds and microseconds",
	  H4 "1551783627,10,a,true\n1551783627191000,10,a,true\n1551783627.5,1,a,true\n",
	  "sample 1551783627000+10 label=a ok\nsample 1551783627191+10 label=a ok\n"
	  "sample 1551783627500+1 label=a ok\n",
	  "" },
	{ "forms mixed in one file",
	  H4 "1551783627191,10,a,true\n2019-03-05 11:00:27,10,b,true\n1551783627192,10,c,true\n"
	     "2001/20/20 12:05:05.123,10,d,true\n",
	  "sample 1551783627191+10 label=a ok\nsample 1551783627000+10 label=b ok\n"
	  "sample 1551783627192+10 label=c ok\nsample -+10 label=d ok\n",
	  "degraded 1 5 no usable time\n" },
};

START_TEST(reads)
{
	static const size_t pieces[] = { 0, 1, 7 };

	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct recording recording;
		struct hr_str diag = { 0 };

		recording_read(&recording, &hr_format_jtl_csv, hr_slice_of(cases[_i].text),
		               pieces[i], NULL);
		ck_assert_msg(recording.result == HR_OK, "%s: %s", cases[_i].name,
		              recording.error.text);
		diag_text(&recording, &diag);
		ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), cases[_i].records) == 0,
		              "%s: got\n%s", cases[_i].name, hr_str_text(&recording.sink.text));
		ck_assert_msg(strcmp(hr_str_text(&diag), cases[_i].diag) == 0, "%s: got\n%s",
		              cases[_i].name, hr_str_text(&diag));
		ck_assert_uint_eq(recording.context.records, recording.sink.samples);
		ck_assert_uint_eq(recording.context.rejected,
		                  hr_diag_total(&recording.diag, HR_DIAG_REJECTED, NULL));
		ck_assert_uint_eq(recording.context.degraded,
		                  hr_diag_total(&recording.diag, HR_DIAG_DEGRADED, NULL));
		hr_str_release(&diag);
		recording_release(&recording);
	}
}
END_TEST

START_TEST(says_which_columns_are_missing)
{
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read(&recording, &hr_format_jtl_csv,
	               hr_slice_of("elapsed,responseCode,threadName\n5,200,t\n"), 0, NULL);
	recording_diag_text(&recording, &diag);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "sample -+5 label=(no label) ok code=200\n");
	ck_assert_str_eq(
	        hr_str_text(&diag),
	        "note 1 1 no Connect column: connect times are not known\n"
	        "note 1 1 no Latency column: times to the first byte are not known\n"
	        "note 1 1 no allThreads column: active users are not known\n"
	        "note 1 1 no bytes column: received data is not known\n"
	        "note 1 1 no label column: all samples count as one label, (no label)\n"
	        "note 1 1 no responseMessage column: transaction controllers cannot be told from "
	        "requests\n"
	        "note 1 1 no sentBytes column: sent data is not known\n"
	        "note 1 1 no success column: failures cannot be told, every sample counts as "
	        "passed\n"
	        "note 1 1 no timeStamp column: samples count in totals, but not over time, in "
	        "windows "
	        "or in rates\n"
	        "degraded 1 2 no usable time\n");
	hr_str_release(&diag);
	recording_release(&recording);
}
END_TEST

static void check_with(const struct hr_read_options *options, const char *text, const char *records)
{
	struct recording recording;

	recording_read(&recording, &hr_format_jtl_csv, hr_slice_of(text), 0, options);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text), records);
	recording_release(&recording);
}

START_TEST(stamps_of_the_end)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .stamp = HR_STAMP_END };

	check_with(&options, H4 "1551783627191,91,a,true\n1551783627191,,b,true\n",
	           "sample 1551783627100+91 label=a ok\nsample 1551783627191+- label=b ok\n");
	check_with(&options,
	           "timeStamp,elapsed,label,success,IdleTime\n1551783627191,91,a,true,100\n",
	           "sample 1551783627000+91 label=a ok\n");
}
END_TEST

START_TEST(zone_and_format_and_host)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .host = HR_SLICE_LITERAL("gen") };
	struct hr_time_format *format = NULL;
	struct hr_zone *zone = NULL;

	ck_assert_int_eq(hr_zone_open(HR_SLICE_LITERAL("+01:00"), &zone, NULL), HR_OK);
	ck_assert_int_eq(
	        hr_time_format_compile(HR_SLICE_LITERAL("dd.MM.yyyy HH:mm:ss"), &format, NULL),
	        HR_OK);
	options.zone = zone;
	options.time_format = format;
	check_with(&options, H4 "05.03.2019 12:00:27,10,a,true\n2019/03/05 12:00:27,10,b,true\n",
	           "sample 1551783627000+10 label=a ok host=gen\n"
	           "sample 1551783627000+10 label=b ok host=gen\n");
	hr_time_format_free(format);
	hr_zone_free(zone);
}
END_TEST

START_TEST(delimiter_as_given)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .delimiter = '^' };
	struct hr_peek peek = { .delimiter = '^' };

	check_with(&options, "timeStamp^elapsed^label^success\n1551783627191^10^a,b;c^true\n",
	           "sample 1551783627191+10 label=a,b;c ok\n");
	peek.head = HR_SLICE_LITERAL("timeStamp^elapsed^label^success\n");
	ck_assert_int_eq(hr_format_jtl_csv.sniff(&peek), 99);
}
END_TEST

START_TEST(says_what_it_assumed)
{
	struct recording recording;

	recording_read(&recording, &hr_format_jtl_csv,
	               hr_slice_of("2019/03/05 11:00:27;351;a;200;OK;TG 1-1;text;true;18\n"), 0,
	               NULL);
	ck_assert_str_eq(
	        hr_str_text(&recording.context.assumptions),
	        "columns without a header, by JMeter's defaults: timeStamp, elapsed, label, "
	        "responseCode, responseMessage, threadName, dataType, success, bytes\n"
	        "delimiter: semicolon\n"
	        "time stamps: yyyy/MM/dd HH:mm:ss, the start of a sample, zone UTC where none is "
	        "given\n");
	recording_release(&recording);
}
END_TEST

START_TEST(foreign_text_is_an_error)
{
	static const char *const texts[] = { "a,b\n1,2\n", "a,b\n" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct recording recording;

		recording_read(&recording, &hr_format_jtl_csv, hr_slice_of(texts[i]), 0, NULL);
		ck_assert_int_eq(recording.result, HR_EPARSE);
		ck_assert_ptr_nonnull(strstr(recording.error.text, "timeStamp"));
		recording_release(&recording);
	}
}
END_TEST

static const struct {
	const char *text;
	int sure;
} sniffed[] = {
	{ H4, 99 },
	{ "label,responseCode,responseMessage,threadName,success\n", 99 },
	{ "timeStamp;elapsed;label\n", 99 },
	{ "1551783627191,351,a,200,OK,TG 1-1,text,true,18\n", 60 },
	{ "a,200,,TG0-SNL 1-1,text,true,1,1,1,0\n", 40 },
	{ "", 0 },
	{ "hello world\n", 0 },
	{ "time,name,value\n", 0 },
	{ "Label,# Samples,Average,Median\n", 0 },
	{ "<?xml version=\"1.0\"?>\n<testResults>\n", 0 },
	{ "{\"a\": true, \"b\": 1}\n", 0 },
	{ "Type,Name,Request Count,Failure Count\n", 0 },
};

START_TEST(sniffs)
{
	struct hr_peek peek = { .head = hr_slice_of(sniffed[_i].text), .complete = true };

	ck_assert_int_eq(hr_format_jtl_csv.sniff(&peek), sniffed[_i].sure);
}
END_TEST

/* What was read is remembered to its second, so that the next row costs no more than its last
 * digits; but digits behind a point that are no milliseconds must not be taken for such. */
START_TEST(remembers_seconds_only)
{
	static const struct {
		const char *form, *texts[3];
		int64_t instants_ns[3];
	} clocks[] = {
		{ "ms",
		  { "1795140000123.456", "1795140000123.457", "1795140000123.001" },
		  { 1795140000123456000, 1795140000123457000, 1795140000123001000 } },
		{ "yyyy-MM-dd HH:mm:ss.SSS",
		  { "2026-11-20 02:00:00.250", "2026-11-20 02:00:00.999",
		    "2026-11-20 02:00:01.000" },
		  { 1795140000250000000, 1795140000999000000, 1795140001000000000 } },
	};

	for (size_t i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++) {
		struct hr_time_format *format;
		struct hr_jtl_clock clock;

		ck_assert_int_eq(hr_time_format_compile(hr_slice_of(clocks[i].form), &format, NULL),
		                 HR_OK);
		hr_jtl_clock_init(&clock, hr_zone_utc(), format);
		for (size_t k = 0; k < 3; k++) {
			int64_t got;

			ck_assert(hr_jtl_clock_read(&clock, hr_slice_of(clocks[i].texts[k]), &got));
			ck_assert_int_eq(got, clocks[i].instants_ns[k]);
		}
		hr_jtl_clock_release(&clock);
		hr_time_format_free(format);
	}
}
END_TEST

#ifdef HR_JTL_NUMBERS_AVX2
/* What is always inlined can only be called where its instructions are allowed. */
HR_AVX2 static bool numbers_avx2(const char *bytes, uint32_t time, const uint32_t *ends,
                                 const uint32_t *columns, uint32_t quote,
                                 uint32_t out[HR_JTL_NUMBERS])
{
	return hr_jtl_numbers_avx2(bytes, time, ends, columns, quote, out);
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}
#endif

/* The form for processors without AVX2, and with it: one figure of a row at a time is anything from
 * nothing to nine digits, all others are 7. */
START_TEST(reads_numbers_at_once)
{
	static const struct {
		const char *field;
		bool ok;
		uint32_t value;
	} fields[] = {
		{ "0", true, 0 },
		{ "42", true, 42 },
		{ "987", true, 987 },
		{ "1234567", true, 1234567 },
		{ "12345678", true, 12345678 },
		{ "99999999", true, 99999999 },
		{ "", false, 0 },
		{ "123456789", false, 0 },
		{ "12a", false, 0 },
		{ "-1", false, 0 },
		{ "1 ", false, 0 },
	};
	static const uint32_t columns[6] = { 1, 2, 3, 4, 5, 6 };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		for (uint32_t at = 0; at < 6; at++)
			for (uint32_t quote = 0; quote <= 1; quote++) {
				struct hr_str row = { 0 };
				uint32_t ends[7], out[HR_JTL_NUMBERS];
				bool ok;

				hr_str_puts(&row, quote ? "        \"1795140000123\""
				                        : "        1795140000123");
				ends[0] = (uint32_t)row.length;
				for (uint32_t k = 0; k < 6; k++) {
					hr_str_printf(&row, quote ? ",\"%s\"" : ",%s",
					              k == at ? fields[i].field : "7");
					ends[k + 1] = (uint32_t)row.length;
				}
				hr_str_puts(&row, "\n        ");
				ok = hr_jtl_numbers(row.data, 8 + quote, ends, columns, quote, out);
				ck_assert_int_eq(ok, fields[i].ok);
				for (uint32_t k = 0; ok && k < 6; k++)
					ck_assert_uint_eq(out[k], k == at ? fields[i].value : 7);
				if (ok)
					ck_assert_uint_eq(out[HR_JTL_HEAD] * UINT64_C(100000) +
					                          out[HR_JTL_TAIL],
					                  1795140000123);
#ifdef HR_JTL_NUMBERS_AVX2
				if (has_avx2()) {
					uint32_t other[HR_JTL_NUMBERS];

					ck_assert_int_eq(numbers_avx2(row.data, 8 + quote, ends,
					                              columns, quote, other),
					                 ok);
					ck_assert(!ok || memcmp(out, other, sizeof(out)) == 0);
				}
#endif
				hr_str_release(&row);
			}
}
END_TEST

static Suite *jtl_csv_suite(void)
{
	Suite *suite = suite_create("read/jtl_csv");
	TCase *tcase = tcase_create("jtl_csv");

	HR_ADD_ROWS(tcase, reads, cases);
	tcase_add_test(tcase, says_which_columns_are_missing);
	tcase_add_test(tcase, stamps_of_the_end);
	tcase_add_test(tcase, zone_and_format_and_host);
	tcase_add_test(tcase, delimiter_as_given);
	tcase_add_test(tcase, says_what_it_assumed);
	tcase_add_test(tcase, foreign_text_is_an_error);
	HR_ADD_ROWS(tcase, sniffs, sniffed);
	tcase_add_test(tcase, remembers_seconds_only);
	tcase_add_test(tcase, reads_numbers_at_once);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(jtl_csv_suite)
