#include <config.h>
#include "read/formats.h"

#include "base/zone.h"
#include "record/diag.h"
#include "recording_sink.h"
#include "unit.h"

#define OPEN  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n"
#define CLOSE "</testResults>\n"

/* Expected records follow from formats.md's account of JMeter's SampleResultConverter. */
struct xml_case {
	const char *name;
	enum hr_nested nested;
	enum hr_stamp stamp;
	const char *text, *records, *diag;
};

static const struct xml_case cases[] = {
	{ .name = "every attribute of format 1.2",
	  .text = OPEN "<httpSample t=\"388\" it=\"0\" lt=\"38\" ct=\"12\" ts=\"1489492771539\" "
	               "s=\"false\" lb=\"home\" rc=\"200\" rm=\"OK\" tn=\"TG 1-1\" dt=\"text\" "
	               "de=\"UTF-8\" by=\"7876\" sby=\"123\" sc=\"1\" ec=\"1\" ng=\"1\" na=\"3\" "
	               "hn=\"h1\" REFERENCE=\"x\"/>\n" CLOSE,
	  .records = "sample 1489492771539+388 label=home failed code=200 message=OK latency=38 "
	             "connect=12 received=7876 sent=123 users=3 host=h1\n",
	  .diag = "" },
	{ .name = "attributes of format 2.0 and old names",
	  .text = OPEN
	  "<sampleResult timeStamp=\"1489492771539\" dataType=\"text\" "
	  "threadName=\"T\" label=\"a\" time=\"7\" responseMessage=\"Not Found\" "
	  "responseCode=\"404\" success=\"false\"/>\n"
	  "<sample t=\"1\" ts=\"1489492771540\" s=\"true\" lb=\"b\" rs=\"200\"/>" CLOSE,
	  .records = "sample 1489492771539+7 label=a failed code=404 message=Not Found\n"
	             "sample 1489492771540+1 label=b ok code=200\n",
	  .diag = "" },
	{ .name = "entities, references, blanks and any script in attributes",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" "
	               "lb=\"&lt;a&gt; &amp; &quot;b&apos;&#x41;&#10;\xd0\xa1\" rc=\"\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=<a> & \"b'A\n\xd0\xa1 ok\n",
	  .diag = "" },
	{ .name = "elements of plug-ins are samples by their attributes",
	  .text = OPEN "<com.x.SampleResultWithSubs t=\"4\" ts=\"1489492771539\" s=\"true\" "
	               "lb=\"w\"/><properties lb=\"no\"><a t=\"1\"/></properties>" CLOSE,
	  .records = "sample 1489492771539+4 label=w ok\n",
	  .diag = "" },
	{ .name = "the first failed assertion gives the text, its name when it has none",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"false\" lb=\"a\">"
	               "<assertionResult><name>A</name><failure>false</failure><error>false</error>"
	               "<failureMessage>no</failureMessage></assertionResult>"
	               "<assertionResult><name>B</name><failure> true </failure><error>false"
	               "</error><failureMessage>5 &lt; 6 <![CDATA[& <more>]]></failureMessage>"
	               "</assertionResult>"
	               "<assertionResult><name>C</name><failure>false</failure><error>true</error>"
	               "<failureMessage>late</failureMessage></assertionResult></sample>\n"
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"false\" lb=\"b\"><assertionResult>"
	               "<name>D</name><failure>false</failure><error>true</error>"
	               "</assertionResult></sample>" CLOSE,
	  .records = "sample 1489492771539+1 label=a failed failure=5 < 6 & <more>\n"
	             "sample 1489492771540+2 label=b failed failure=D\n",
	  .diag = "" },
	{ .name = "nested samples are part of their parents",
	  .text = OPEN "<httpSample t=\"9\" ts=\"1489492771539\" s=\"false\" lb=\"p\">"
	               "<assertionResult><name>A</name><failure>true</failure>"
	               "<failureMessage>One or more sub-samples failed</failureMessage>"
	               "</assertionResult>"
	               "<httpSample t=\"4\" ts=\"1489492771539\" s=\"true\" lb=\"p-0\"/>\n"
	               "<httpSample t=\"5\" ts=\"1489492771543\" s=\"false\" lb=\"p-1\">"
	               "<assertionResult><name>A</name><failure>true</failure>"
	               "<failureMessage>why</failureMessage></assertionResult></httpSample>"
	               "</httpSample>" CLOSE,
	  .records = "sample 1489492771539+9 label=p failed failure=why\n",
	  .diag = "note 2 0 nested samples are part of their parents\n" },
	{ .name = "nested samples flattened: children first, a sample around them is a transaction",
	  .nested = HR_NESTED_FLATTEN,
	  .text = OPEN "<httpSample t=\"9\" ts=\"1489492771539\" s=\"true\" lb=\"p\">"
	               "<httpSample t=\"4\" ts=\"1489492771539\" s=\"true\" lb=\"p-0\"/>"
	               "</httpSample>"
	               "<sample t=\"8\" ts=\"1489492771550\" s=\"true\" lb=\"q\">"
	               "<httpSample t=\"3\" ts=\"1489492771551\" s=\"true\" lb=\"q-0\"/>"
	               "<method>GET</method></sample>" CLOSE,
	  .records =
	          "sample 1489492771539+4 label=p-0 ok\nsample 1489492771539+9 label=p ok\n"
	          "sample 1489492771551+3 label=q-0 ok\ntransaction 1489492771550+8 label=q ok\n",
	  .diag = "" },
	{ .name = "transactions: by message, or a sample with children and no request of its own",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\" rm=\"Number of "
	               "samples in transaction : 2, number of failing samples : 0\"/>\n"
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\">"
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b-0\"/></sample>"
	               "<sample t=\"3\" ts=\"1489492771541\" s=\"true\" lb=\"c\">"
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"c-0\"/>"
	               "<java.net.URL>http://x/</java.net.URL></sample>"
	               "<sample t=\"0\" ts=\"1489492771542\" s=\"true\" lb=\"d\" rm=\"Number of "
	               "samples in transaction : 0, number of failing samples : 0\"/>" CLOSE,
	  .records = "transaction 1489492771539+1 label=a ok message=Number of samples in "
	             "transaction : 2, number of failing samples : 0\n"
	             "transaction 1489492771540+2 label=b ok\nsample 1489492771541+3 label=c ok\n",
	  .diag = "note 1 4 a transaction controller without samples, left out\n"
	          "note 2 0 nested samples are part of their parents\n" },
	{ .name = "rows that stand for several samples",
	  .text = OPEN "<sample t=\"50\" ts=\"1489492771539\" s=\"true\" lb=\"a\" sc=\"5\" "
	               "ec=\"2\"/>\n<sample t=\"50\" ts=\"1489492771539\" s=\"false\" lb=\"b\" "
	               "sc=\"3\"/>\n<sample t=\"1\" ts=\"1489492771539\" s=\"false\" lb=\"c\" "
	               "sc=\"4\" ec=\"9\"/>" CLOSE,
	  .records = "sample 1489492771539+50 label=a ok weight=5 errors=2\n"
	             "sample 1489492771539+50 label=b failed weight=3 errors=3\n"
	             "sample 1489492771539+1 label=c failed weight=4 errors=4\n",
	  .diag = "" },
	{ .name = "stamps of the end: elapsed and idle time lie before them",
	  .stamp = HR_STAMP_END,
	  .text = OPEN
	  "<sample t=\"39\" it=\"500\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/>" CLOSE,
	  .records = "sample 1489492771000+39 label=a ok\n",
	  .diag = "" },
	{ .name = "missing and unusable attributes",
	  .text = OPEN "<sample s=\"true\" lb=\"a\"/>\n<sample t=\"5\" s=\"true\" lb=\"b\"/>\n"
	               "<sample t=\"x\" ts=\"1489492771539\" lb=\"c\"/>\n<sample lb=\"d\"/>\n"
	               "<sample t=\"-1\" ts=\"1489492771539\" s=\"true\" lb=\"e\"/>\n"
	               "<sample t=\"100000001\" ts=\"1489492771539\" s=\"true\" lb=\"f\"/>\n"
	               "<sample t=\"6\" ts=\"1489492771539\" s=\"maybe\"/>" CLOSE,
	  .records = "sample -+- label=a ok\nsample -+5 label=b ok\n"
	             "sample 1489492771539+- label=c ok\n"
	             "sample 1489492771539+6 label=(no label) failed\n",
	  .diag = "rejected 2 7 elapsed time is negative or above 100000 s\n"
	          "rejected 1 6 neither a usable time, elapsed time nor success\n"
	          "degraded 1 5 no usable elapsed time\n"
	          "degraded 1 4 no usable time\n"
	          "degraded 1 3 no usable time; no usable elapsed time\n"
	          "degraded 1 9 success is neither true nor false, counted as "
	          "failed\n" },
	{ .name = "cut off between samples, in a sample, in a tag",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/>\n",
	  .records = "sample 1489492771539+1 label=a ok\n",
	  .diag = "note 1 4 the file ends before </testResults>\n" },
	{ .name = "cut off in a sample",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"false\" lb=\"a\">"
	               "<assertionResult><name>A</name><failure>true</failure></assertionResult>"
	               "<responseData>long te",
	  .records = "sample 1489492771539+1 label=a failed failure=A\n",
	  .diag = "note 1 3 the file ends before </testResults>\n" },
	{ .name = "cut off in a tag",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/>\n"
	               "<sample t=\"1\" ts=\"14894",
	  .records = "sample 1489492771539+1 label=a ok\n",
	  .diag = "note 1 4 the file ends before </testResults>\n" },
	{ .name = "a killed test continued in the same file, and files one after the other",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\">"
	               "<responseData>cut he" OPEN
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\"/>" CLOSE OPEN
	               "<sample t=\"3\" ts=\"1489492771541\" s=\"true\" lb=\"c\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=a ok\nsample 1489492771540+2 label=b ok\n"
	             "sample 1489492771541+3 label=c ok\n",
	  .diag = "note 1 3 the end of the sample is missing\n" },
	{ .name = "a tag broken off by the next sample",
	  .text = OPEN "<httpSample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\n"
	               "<httpSample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\"/>\n"
	               "<httpSample t=\"3\" ts=\"1489492771541\" s=\"true\" lb=\"c\"/>" CLOSE,
	  .records = "sample 1489492771540+2 label=b ok\nsample 1489492771541+3 label=c ok\n",
	  .diag = NULL },
	{ .name = "the tail of a file, and end tags too many",
	  .text = "=\"1\" lb=\"cut\">\r\n</httpSample>\r\n"
	          "<httpSample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\"/></a></b>\r\n"
	          "<httpSample t=\"3\" ts=\"1489492771541\" s=\"true\" lb=\"c\"/>\n"
	          "</headroom-input></testResults><httpSample t=\"4\" lb=\"d\"/>",
	  .records = "sample 1489492771540+2 label=b ok\nsample 1489492771541+3 label=c ok\n"
	             "sample -+4 label=d ok\n",
	  .diag = "degraded 1 5 no usable time\n"
	          "note 4 2 not well-formed XML; read what can be read\n" },
	{ .name = "elements called like the one of ours are wrappers like others",
	  .text = OPEN
	  "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/><headroom-input/>\n"
	  "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\"/>\n<headroom-input>"
	  "<sample t=\"3\" ts=\"1489492771541\" s=\"true\" lb=\"c\"/></headroom-input>\n"
	  "<sample t=\"4\" ts=\"1489492771542\" s=\"true\" lb=\"d\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=a ok\nsample 1489492771540+2 label=b ok\n"
	             "sample 1489492771541+3 label=c ok\nsample 1489492771542+4 label=d ok\n",
	  .diag = NULL },
	{ .name = "forbidden characters, stray markup and bytes that are no UTF-8",
	  .text = OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"false\" lb=\"a\x01&#0;&#x1F;\xff "
	               "&nbsp; & b\"><responseData>x < y && z <1 \x02</responseData></sample>"
	               "<sample t=\"2\" ts=\"1489492771540\" s=\"true\" lb=\"b\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"
	             "\xef\xbf\xbd &nbsp; & b failed\nsample 1489492771540+2 label=b ok\n",
	  .diag = "note 5 0 characters that XML forbids were replaced by U+FFFD\n"
	          "note 6 0 stray < or & were taken as text\n" },
	{ .name = "document types and entities are inert",
	  .text = "<?xml version=\"1.0\"?>\n<!DOCTYPE testResults [<!ENTITY a \"ha\">"
	          "<!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>\n"
	          "<testResults><sample t=\"1\" ts=\"1489492771539\" s=\"true\" "
	          "lb=\"&b;&c;\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=&b;&c; ok\n",
	  .diag = "note 4 0 declarations of document types or entities were ignored\n"
	          "note 4 0 stray < or & were taken as text\n" },
	{ .name = "comments hide what is in them",
	  .text = OPEN "<!-- <sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/>\n-- ->\n-->"
	               "<sample s=\"true\" lb=\"b\"/>" CLOSE,
	  .records = "sample -+- label=b ok\n",
	  .diag = "degraded 1 5 no usable time; no usable elapsed time\n" },
	{ .name = "the declared encoding is decoded",
	  .text = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<testResults>"
	          "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"Requ\xeate\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=Requ\xc3\xaate ok\n",
	  .diag = "" },
	{ .name = "an encoding nobody knows",
	  .text = "<?xml version=\"1.0\" encoding=\"X-none\"?>\n<testResults>"
	          "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\"/>" CLOSE,
	  .records = "sample 1489492771539+1 label=a ok\n",
	  .diag = "note 1 1 the declared encoding is not known; read as UTF-8\n" },
	{ .name = "no samples", .text = OPEN CLOSE, .records = "", .diag = "" },
};

static void check_case(const struct xml_case *one, size_t piece)
{
	struct hr_read_options options = { .zone = hr_zone_utc(),
		                           .nested = one->nested,
		                           .stamp = one->stamp };
	struct recording recording;
	struct hr_str diag = { 0 };

	recording_read(&recording, &hr_format_jtl_xml, hr_slice_of(one->text), piece, &options);
	recording_diag_text(&recording, &diag);
	ck_assert_msg(recording.result == HR_OK, "%s: %s", one->name, recording.error.text);
	ck_assert_msg(strcmp(hr_str_text(&recording.sink.text), one->records) == 0,
	              "%s, pieces of %zu: got\n%s", one->name, piece,
	              hr_str_text(&recording.sink.text));
	ck_assert_msg(one->diag == NULL || strcmp(hr_str_text(&diag), one->diag) == 0,
	              "%s, pieces of %zu: got\n%s", one->name, piece, hr_str_text(&diag));
	hr_str_release(&diag);
	recording_release(&recording);
}

START_TEST(reads_samples)
{
	check_case(&cases[_i], 0);
	check_case(&cases[_i], 1);
	check_case(&cases[_i], 7);
}
END_TEST

/* A sample at every place round the border of the blocks the parser is fed. */
START_TEST(does_not_care_where_blocks_end)
{
	static const char tail[] = "\n<sample t=\"1\" ts=\"1489492771539\" s=\"true\" "
	                           "lb=\"a &gt; &#x42; > c\"/>\n" CLOSE;

	for (size_t padding = 32400; padding < 32800; padding++) {
		struct hr_str text = { 0 };
		struct recording recording;

		hr_str_puts(&text, OPEN);
		/* Blanks between elements reach the parser; a comment would not. */
		for (size_t i = 0; i < padding; i++)
			hr_str_putc(&text, ' ');
		hr_str_puts(&text, tail);
		recording_read(&recording, &hr_format_jtl_xml, hr_str_slice(&text), 0, NULL);
		ck_assert_str_eq(hr_str_text(&recording.sink.text),
		                 "sample 1489492771539+1 label=a > B > c ok\n");
		recording_release(&recording);
		hr_str_release(&text);
	}
}
END_TEST

/* Megabytes of response data, and of samples one after the other, in little memory. */
START_TEST(reads_long_texts)
{
	struct hr_str text = { 0 };
	struct recording recording;

	hr_str_puts(&text, OPEN "<sample t=\"1\" ts=\"1489492771539\" s=\"true\" lb=\"a\">"
	                        "<responseData>");
	for (size_t i = 0; i < 300000; i++)
		hr_str_puts(&text, "0123456789 &lt;\n");
	hr_str_puts(&text, "</responseData></sample>\n<sample t=\"2\" s=\"true\" lb=\"b\"/>" CLOSE);
	recording_read(&recording, &hr_format_jtl_xml, hr_str_slice(&text), 0, NULL);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 "sample 1489492771539+1 label=a ok\nsample -+2 label=b ok\n");
	ck_assert_uint_eq(recording.diag.entries[0].first[0].line, 300004);
	recording_release(&recording);
	hr_str_release(&text);
}
END_TEST

static void check_error(struct hr_slice text, enum hr_err result, const char *message)
{
	struct recording recording;

	recording_read(&recording, &hr_format_jtl_xml, text, 0, NULL);
	ck_assert_int_eq(recording.result, result);
	ck_assert_msg(strstr(recording.error.text, message) != NULL, "%s", recording.error.text);
	recording_release(&recording);
}

START_TEST(names_what_is_no_results_file)
{
	check_error(hr_slice_of("<testSet><a/></testSet>"), HR_EPARSE,
	            "begins with <testSet>, expected <testResults>");
	check_error(hr_slice_of(""), HR_EPARSE, "no element");
	check_error(hr_slice_of("a,b\n1,2\n"), HR_EPARSE, "no element");
}
END_TEST

#define SAMPLE(label) "<sample t=\"1\" ts=\"1795140000000\" s=\"true\" lb=\"" label "\"/>"
#define RECORD(label) "sample 1795140000000+1 label=" label " ok\n"

static void put_times(struct hr_str *out, const char *piece, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hr_str_puts(out, piece);
}

/* Too deep an element costs itself; samples before, behind and, where the wrappers were never
 * closed, inside are read. */
START_TEST(deep_nesting_costs_itself)
{
	struct hr_str text = { 0 }, diag = { 0 };
	struct recording recording;

	hr_str_puts(&text, OPEN SAMPLE("before"));
	put_times(&text, "<a>", 400);
	hr_str_puts(&text, "text");
	put_times(&text, "</a>", 400);
	hr_str_puts(&text, SAMPLE("behind"));
	put_times(&text, "<a>", 400);
	hr_str_puts(&text, SAMPLE("inside") "</testResults>");
	recording_read(&recording, &hr_format_jtl_xml, hr_str_slice(&text), 1000, NULL);
	recording_diag_text(&recording, &diag);
	ck_assert_int_eq(recording.result, HR_OK);
	ck_assert_str_eq(hr_str_text(&recording.sink.text),
	                 RECORD("before") RECORD("behind") RECORD("inside"));
	ck_assert_ptr_nonnull(
	        strstr(hr_str_text(&diag),
	               "note 290 0 elements nested deeper than 256 levels were skipped"));
	recording_release(&recording);
	hr_str_release(&diag);
	hr_str_release(&text);
}
END_TEST

START_TEST(has_caps)
{
	struct hr_str text = { 0 };

	hr_str_puts(&text, OPEN);
	for (size_t i = 0; i < 66000; i++)
		hr_str_puts(&text, "<a>");
	check_error(hr_str_slice(&text), HR_ELIMIT, "never closed");
	hr_str_truncate(&text, 0);
	hr_str_puts(&text, OPEN "<sample lb=\"");
	for (size_t i = 0; i < 600000; i++)
		hr_str_puts(&text, "0123456789");
	check_error(hr_str_slice(&text), HR_ELIMIT, "longer than");
	hr_str_release(&text);
}
END_TEST

START_TEST(knows_its_own)
{
	static const struct {
		const char *head;
		int sure;
	} heads[] = {
		{ OPEN, 100 },
		{ "\xef\xbb\xbf\n <testResults version=\"1.2\">", 100 },
		{ "<httpSample t=\"1\"/>", 90 },
		{ "<testSet>", 0 },
		{ "timeStamp,elapsed\n<testResults", 0 },
		{ "", 0 },
	};

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct hr_peek peek = { .head = hr_slice_of(heads[i].head), .complete = true };

		ck_assert_int_eq(hr_format_jtl_xml.sniff(&peek), heads[i].sure);
	}
}
END_TEST

static Suite *jtl_xml_suite(void)
{
	Suite *suite = suite_create("read/jtl_xml");
	TCase *tcase = tcase_create("jtl_xml");

	HR_ADD_ROWS(tcase, reads_samples, cases);
	tcase_add_test(tcase, does_not_care_where_blocks_end);
	tcase_add_test(tcase, reads_long_texts);
	tcase_add_test(tcase, names_what_is_no_results_file);
	tcase_add_test(tcase, deep_nesting_costs_itself);
	tcase_add_test(tcase, has_caps);
	tcase_add_test(tcase, knows_its_own);
	tcase_set_timeout(tcase, 60);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(jtl_xml_suite)
