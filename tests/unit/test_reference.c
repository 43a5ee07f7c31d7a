#include <config.h>
#include "read/formats.h"

#include <stdlib.h>

#include "base/mem.h"
#include "recording_sink.h"
#include "unit.h"
#include "unit_random.h"

/*
 * Formats that are read by a fast way where the text is plain: recordings put together at random of
 * plain and of odd pieces, damaged here and there, must come out as the libraries alone read them.
 */

struct pieces {
	const struct hr_format *format;
	const char *const *mapping; /* field, column, field ..., NULL; or NULL */
	const char *head, *tail;
	const char *const *plain, *const *odd; /* NULL-terminated; %u is a number */
	const char *damage;                    /* bytes that may take the place of others */
};

#define SAMPLE(rest)                                                                               \
	"<httpSample t=\"%u\" lt=\"7\" ct=\"0\" ts=\"1795132800123\" s=\"true\" lb=\"Home\" "      \
	"rc=\"200\" rm=\"OK\" by=\"99\" sby=\"12\" na=\"3\"" rest "\n"

static const char *const plain_xml[] = {
	SAMPLE("/>"),
	SAMPLE("/>"),
	SAMPLE(" hn=\"gen\"/>"),
	"<sample t=\"%u\" ts=\"1795132800999\" s=\"false\" lb=\"Login\" rc=\"500\" rm=\"Oops\" "
	"/>\n",
	"  <sample lb=\"a\" s=\"true\" t=\"%u\" ts=\"1795132801000\" x=\"1\"/>",
	NULL,
};

static const char *const odd_xml[] = {
	SAMPLE("><assertionResult><name>A</name><failure>true</failure>"
	       "<failureMessage>%u &lt; 3</failureMessage></assertionResult></httpSample>"),
	SAMPLE(">\n  <httpSample t=\"1\" ts=\"1795132800123\" s=\"true\" "
	       "lb=\"in\"/>\n</httpSample>"),
	SAMPLE(" lb=\"twice %u\"/>"),
	"<sample t=\"%u\" ts=\"17951328009\" s=\"maybe\" lb=\"&amp;&quot;\xc3\xa4\"/>\n",
	"<sample t=\"%u\" ts=\"1795132800999\" s=\"true\" lb=\"Number\" "
	"rm=\"Number of samples in transaction : 2, number of failing samples : 0\"/>\n",
	"<!-- %u --><other><sample t=\"2\" ts=\"1795132800123\" s=\"true\" lb=\"o\"/></other>\n",
	"<sample t='%u' ts='1795132800123' s='true' lb='single'/>\r\n",
	"<sample t=\"-%u\" ts=\"1795132800123\" s=\"true\" lb=\"neg\"/>",
	"</testResults>\n<testResults version=\"1.2\">\n",
	"text %u\n",
	NULL,
};

#define POINT(metric, time, value, tags)                                                           \
	"{\"metric\":\"" metric                                                                    \
	"\",\"type\":\"Point\",\"data\":{\"time\":\"2026-11-20T00:00:0" time                       \
	"Z\",\"value\":" value ",\"tags\":{" tags "}}}\n"
#define TAGS "\"group\":\"\",\"method\":\"GET\",\"name\":\"/\",\"status\":\"200\""

static const char *const plain_k6[] = {
	POINT("http_reqs", "1.25", "1", TAGS),
	POINT("http_req_duration", "1.25", "%u.25", TAGS),
	POINT("http_req_waiting", "1.25", "0.5", TAGS),
	POINT("http_req_failed", "2", "0", TAGS ",\"x\":\"y\""),
	POINT("http_req_duration", "2", "%u", TAGS ",\"x\":\"y\""),
	POINT("vus", "3", "%u", ""),
	POINT("mine", "3", "%u", ""),
	POINT("http_req_duration", "4", "%u.125",
	      "\"name\":\"/?a=1\\u0026b=2\",\"method\":\"GET\""),
	POINT("http_req_duration", "4", "%u.123456",
	      "\"name\":\"/?a=1\\u0026c=%u\",\"method\":\"GET\""),
	POINT("http_reqs", "4", "1", "\"name\":\"M\xc3\xbcnchen %u\",\"method\":\"GET\""),
	POINT("http_req_duration", "5", "%u",
	      TAGS ",\"error\":\"time-out %u\",\"error_code\":\"1050\""),
	POINT("http_req_duration", "5", "%u", TAGS ",\"error\":\"\",\"error_code\":\"1050\""),
	POINT("checks", "6", "1", "\"check\":\"is %u\",\"group\":\"::a\""),
	NULL,
};

static const char *const odd_k6[] = {
	POINT("http_req_duration", "2", "%u", "\"x\":\"y\"," TAGS),
	POINT("http_req_duration", "2", "1e%u", TAGS),
	POINT("http_req_duration", "2", "-0", TAGS),
	POINT("http_req_duration", "2", "-%u.5", TAGS),
	POINT("http_req_duration", "2", "null", TAGS),
	POINT("http_req_duration", "2", "\"%u\"", TAGS),
	POINT("http_req_duration", "2", "{\"a\":%u}", TAGS),
	POINT("http_req_duration", "2", "1234567890.%u", TAGS),
	POINT("http_req_duration", "2", "1.%u00001234567", TAGS),
	POINT("http_req_duration", "2", "99999999999999%u", TAGS),
	POINT("http_req_duration", "2", "%u", TAGS ",\"error\":null"),
	POINT("http_req_duration", "2", "%u", TAGS ",\"x\":{\"group\":\"deep\",\"y\":[%u,{}]}"),
	POINT("http_req_duration", "2", "%u", TAGS ",\"x\":{\"group\":\"deep\",\"y\":[]}"),
	POINT("http_req_duration", "2", "%u",
	      "\"group\":{},\"method\":[\"GET\"],\"name\":7,\"status\":200"),
	POINT("http_req_duration", "2", "%u ", " " TAGS " "),
	POINT("http_req_duration", "2", "%u", TAGS) "\r",
	POINT("http_req_waiting", "1.25", "0.5", TAGS ",\"name\":\"twice\""),
	POINT("http\\u005freqs", "1.25", "1", TAGS),
	POINT("", "1.25", "1", TAGS),
	POINT("m\xc3\xa4", "1.25", "%u", TAGS ",\"\xc3\xa4\":\"\xff\""),
	POINT("http_reqs", "2", "1", TAGS ",\"name\":\"\\u00e4\""),
	POINT("http_req_duration", "x", "%u", TAGS),
	"{\"type\":\"Metric\",\"data\":{\"name\":\"mine\",\"type\":\"counter\",\"contains\":"
	"\"data\"},"
	"\"metric\":\"mine\"}\n",
	"{\"type\":\"Point\",\"metric\":\"vus\",\"data\":{\"value\":%u,\"time\":null}}\n",
	"\n",
	"[%u]\n",
	NULL,
};

#define RESULT(code, stamp, latency, rest)                                                         \
	"{\"attack\":\"shop\",\"seq\":%u,\"code\":" code                                           \
	",\"timestamp\":\"2026-11-20T00:00:0" stamp "\",\"latency\":" latency                      \
	",\"bytes_out\":0,\"bytes_in\":1024," rest "}\n"
#define WHOLE                                                                                      \
	"\"error\":\"\",\"body\":null,\"method\":\"GET\",\"url\":\"http://shop/"                   \
	"\",\"headers\":{\"Date\":[\"now\"]}"

static const char *const plain_vegeta[] = {
	RESULT("200", "1.123456789+01:00", "12345678", WHOLE),
	RESULT("200", "2Z", "1000", WHOLE),
	RESULT("503", "2.5Z", "77000",
	       "\"error\":\"503 Service Unavailable\",\"body\":\"b29wcw==\""),
	RESULT("0", "3Z", "30000000000",
	       "\"error\":\"Get \\\"http://shop/?a=1\\u0026b=2\\\": EOF\""),
	"{\"attack\":\"\",\"latency\":%u,\"code\":301,\"timestamp\":\"2026-11-20T00:00:04Z\","
	"\"method\":\"PUT\",\"url\":\"http://shop/?a=1\\u0026b=2\"}\r\n",
	"{\"latency\":%u,\"code\":200}\n",
	NULL,
};

static const char *const odd_vegeta[] = {
	RESULT("200.0", "1Z", "5", WHOLE),
	RESULT("200", "x", "-5", WHOLE),
	RESULT("200", "1Z", "-0", WHOLE),
	RESULT("2e2", "1Z", "5", WHOLE),
	RESULT("200", "1Z", "100000000000001", WHOLE),
	RESULT("200", "1Z", "99999999999999999999", WHOLE),
	RESULT("200", "1Z", "5", "\"code\":404"),
	RESULT("200", "1Z", "5", "\"error\":\"\\u00e4\xc3\xa4\\ud83d\\ude00\""),
	RESULT("200", "1Z", "5", "\"error\":\"\\ud83d\""),
	RESULT("200", "1Z", "5", "\"error\":null,\"url\":7"),
	RESULT("null", "1Z", "true", WHOLE),
	RESULT("200", "1Z", "5",
	       "\"error\":\"\",\"body\":{\"code\":1},\"method\":\"GET\",\"url\":\"u\",\"headers\":{"
	       "}"),
	RESULT("200", "1Z", "5",
	       "\"error\":\"\",\"body\":null,\"method\":\"GET\",\"url\":\"http://shop/"
	       "\",\"headers\":{\"Date\":[\"%u\"],\"x\":[]}"),
	RESULT("\"200\"", "1Z", "\"%u\"", WHOLE),
	"[%u]\n",
	"\n \n",
	NULL,
};

static const char *const plain_lines[] = {
	"{\"time\":1795132800123,\"elapsed\":%u,\"label\":\"Home\",\"success\":true,\"code\":200}"
	"\n",
	"{\"time\":1795132800123,\"elapsed\":%u.5,\"label\":\"Home\",\"success\":false,\"code\":"
	"\"500\"}\n",
	"{\"elapsed\":%u,\"time\":\"2026-11-20T00:00:01Z\",\"code\":200,\"success\":true,\"label\":"
	"null}\n",
	"{\"time\":1795132801,\"name\":\"cpu\",\"value\":%u.25,\"host\":\"web\\/"
	"1\",\"tags\":{\"a\":[1]}}\n",
	"{\"time\":1795132801,\"name\":\"cpu\",\"value\":%u.0,\"host\":\"web 2\",\"tags\":{}}\r\n",
	"{\"level\":\"info\",\"message\":\"no record %u\"}\n",
	"{\"data\":{\"when\":1795132802,\"took\":%u},\"Tag\":{\"name\":\"a\"},\"x.y\":1}\n",
	"{\"data\":{\"when\":1795132802,\"took\":%u},\"Tag\":{\"NAME\":\"b\",\"z\":0},\"x.y\":1}\n",
	"{\"data\":{\"took\":%u},\"x\":{\"y\":500}}\n",
	"{\"data\":{\"took\":%u},\"x\":{}}\n",
	"{\"elapsed\":%u,\"time\":\"2026-11-20T00:00:01.5Z\",\"code\":null,\"success\":false,"
	"\"label\":"
	"\"K\xc3\xb6ln \\u0026 %u\"}\n",
	NULL,
};

static const char *const odd_lines[] = {
	"{\"time\":1795132800123,\"elapsed\":1e%u,\"label\":\"Home\",\"success\":true,\"code\":200}"
	"\n",
	"{\"time\":1795132800123,\"elapsed\":-0,\"label\":\"\xc3\xa4\",\"success\":1,\"code\":2.50}"
	"\n",
	"{\"time\":1795132800123,\"elapsed\":1.2345678901234567890,\"label\":-0.0,\"success\":0."
	"000010,\"code\":[]}\n",
	"{\"time\":1795132800123,\"elapsed\":1,\"elapsed\":%u,\"label\":0.00010,\"success\":true,"
	"\"code\":1.0}\n",
	"{\"time\":1795132800123,\"elapsed\":1,\"label\":123456789012345.25,\"success\":true,"
	"\"code\":\"\\u0041\\u00e4\"}\n",
	"{\"Time\":1795132800123,\"ELAPSED\":%u,\"elapseD\":2,\"label\":{\"a\":1}}\n",
	"{\"elapseD\":2,\"ELAPSED\":%u,\"Time\":1795132800123,\"label\":{\"a\":1}}\n",
	"{\"data\":{\"when\":1795132802,\"took\":%u,\"TOOK\":3},\"Tag\":[{\"name\":\"a\"}],\"x.y\":"
	"1}\n",
	"{\"data\":null,\"Tag\":{\"name\":\"%u\"},\"x.y\":1}\n",
	"{\"data\":[1,%u],\"Tag\":\"a\",\"x.y\":1}\n",
	"{\"data\":{\"took\":%u},\"x\":{\"y\":500,\"Y\":400}}\n",
	"{\"data\":{\"took\":%u},\"x\":7}\n",
	"{\"time\":1795132801,\"name\":\"\",\"value\":%u9999999999999999999}\n",
	"{}\n",
	"\n[]\n",
	NULL,
};

static const char *const paths[] = { "time",     "data.when", "elapsed", "data.took", "label",
	                             "tag.name", "code",      "x.y",     NULL };

#define HEADER                                                                                     \
	"timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"        \
	"failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect"
#define ROW(elapsed, label, rest)                                                                  \
	"1795132800123," elapsed "," label "," rest ",,2100,380,20,20,https://shop/,48,0,4\n"
#define PASSED "200,OK,Users 1-1,text,true"

static const char *const plain_jtl[] = {
	ROW("%u", "Home", PASSED),
	ROW("%u", "Home", PASSED),
	ROW("%u", "A label of more than sixteen bytes", PASSED),
	ROW("%u", "A label of other than sixteen bytes", PASSED),
	ROW("%u", "/", PASSED),
	ROW("12", "exactly8", "204,No Content,Users 1-1,text,true"),
	ROW("65536", "alone", PASSED),
	ROW("12345678", "large", PASSED),
	ROW("%u", "Home", "500,Oops,Users 1-1,text,false"),
	ROW("77", "Many %u", PASSED),
	NULL,
};

static const char *const odd_jtl[] = {
	ROW("%u", "\"quoted, %u\"", PASSED),
	ROW("%u", "\"doubled \"\" %u\"", PASSED),
	ROW("%u", "\"two\nlines\"", PASSED),
	ROW("%u", "stray\"quote", PASSED),
	ROW("%u", "lone\rreturn", PASSED),
	ROW("123456789", "long", PASSED),
	ROW("%u.5", "fraction", PASSED),
	ROW("", "no elapsed %u", PASSED),
	ROW("-%u", "negative", PASSED),
	ROW("%u", "", PASSED),
	ROW("%u", "Home", "Non HTTP response code: x,OK,Users 1-1,text,true"),
	ROW("%u", "Home", "200,,Users 1-1,text,TRUE"),
	ROW("%u", "Sum", "200,Number of samples in transaction : %u,Users 1-1,,true"),
	"1795132800123,%u,Home," PASSED ",,2100,380,20,20,https://shop/,48,0,4\r\n",
	"1795132800123,%u,Home," PASSED ",,,,,,https://shop/,,0,\r\n",
	"1995132800123,%u,Later," PASSED ",,2100,380,20,20,https://shop/,48,0,4\n",
	"2026/11/20 00:00:00.%u,1,Date," PASSED ",,1,1,1,1,u,1,1,1\n",
	"179513280012,%u,Short," PASSED ",,1,1,1,1,u,1,1,1\n",
	"1,2,3\n",
	"\n\r\n",
	HEADER "\n",
	"\"1795132800123\",\"%u\",\"All\",\"200\",\"OK\",\"t\",\"text\",\"true\",\"\",\"1\",\"2\","
	"\"3\",\"4\",\"u\",\"5\",\"6\",\"7\"\n",
	NULL,
};

#define QUOTED(elapsed, label, code, success, end)                                                 \
	"\"1795132800123\",\"" elapsed "\",\"" label "\",\"" code                                  \
	"\",\"OK\",\"Users 1-1\",\"text\",\"" success                                              \
	"\",\"\",\"2100\",\"380\",\"20\",\"20\",\"https://shop/?a,b\",\"48\",\"0\",\"4\"" end

static const char *const quoted_jtl[] = {
	QUOTED("%u", "Home", "200", "true", "\n"),
	QUOTED("%u", "Home", "200", "true", "\n"),
	QUOTED("%u", "a, comma", "200", "true", "\n"),
	QUOTED("%u", "Home", "", "true", "\r\n"),
	QUOTED("%u", "Home", "500", "false", "\n"),
	QUOTED("7", "A long label, %u in all of its quotes", "200", "true", "\n"),
	NULL,
};

static const char *const odd_quoted_jtl[] = {
	QUOTED("%u", "doubled \"\"quotes\"\"", "200", "true", "\n"),
	QUOTED("%u", "two\nlines", "200", "true", "\n"),
	QUOTED("%u", "", "200", "true", "\n"),
	QUOTED("%u", "Home", "200\" ", "true", "\n"),
	QUOTED("%u", "Home", "200", "true", ",\"\"\n"),
	QUOTED("%u", "Home", "200", "true", "\r"),
	QUOTED("123456789", "long", "200", "true", "\n"),
	ROW("%u", "Home", PASSED),
	"\"\"\n\n",
	NULL,
};

static const struct pieces formats[] = {
	{ &hr_format_jtl_csv, NULL, HEADER "\n", "", quoted_jtl, odd_quoted_jtl, "\",\r\n\" 0x;" },
	{ &hr_format_jtl_csv, NULL, HEADER "\n", "", plain_jtl, odd_jtl, "\",\r\n\" 0x;" },
	{ &hr_format_jtl_xml, NULL, "<?xml version=\"1.0\"?>\n<testResults version=\"1.2\">\n",
	  "</testResults>\n", plain_xml, odd_xml, "<>\"/& =s\n\x01" },
	{ &hr_format_k6_json, NULL, "", "", plain_k6, odd_k6, "{}[]\",:0\\\n\x01" },
	{ &hr_format_json_lines, NULL, "", "", plain_lines, odd_lines, "{}[]\",:0\\\n\x01" },
	{ &hr_format_json_lines, paths, "", "", plain_lines, odd_lines, "{}[]\",:0\\\n\x01" },
	{ &hr_format_vegeta_json, NULL, "", "", plain_vegeta, odd_vegeta, "{}[]\",:0\\\n\x01" },
};

static void map_columns(const char *const *texts, struct hr_mapping *mapping)
{
	for (; *texts != NULL; texts += 2)
		for (size_t i = 0; i < HR_FIELD_COUNT; i++)
			if (strcmp(hr_field_name((enum hr_field)i), texts[0]) == 0)
				mapping->columns[i] = hr_strdup(texts[1]);
}

static size_t count_of(const char *const *texts)
{
	size_t n = 0;

	while (texts[n] != NULL)
		n++;
	return n;
}

static void add_piece(struct hr_str *out, const char *text, uint32_t number)
{
	const char *at = strstr(text, "%u");

	if (at == NULL) {
		hr_str_puts(out, text);
		return;
	}
	hr_str_add(out, text, (size_t)(at - text));
	hr_str_printf(out, "%u%s", number, at + 2);
}

static void make_text(const struct pieces *pieces, struct hr_str *out, uint32_t *state)
{
	uint32_t count = 20 + unit_random(state) % 60, damages = unit_random(state) % 4;

	hr_str_puts(out, pieces->head);
	for (uint32_t i = 0; i < count; i++) {
		const char *const *texts = unit_random(state) % 8 == 0 ? pieces->odd
		                                                       : pieces->plain;

		const char *piece = texts[unit_random(state) % count_of(texts)];
		uint32_t times = unit_random(state) % 8 == 0 ? 2 + unit_random(state) % 20 : 1;

		/* some in a row, which may be read together */
		for (uint32_t j = 0; j < times; j++)
			add_piece(out, piece, unit_random(state) % 5000);
	}
	hr_str_puts(out, pieces->tail);
	for (uint32_t i = 0; i < damages; i++) {
		char to = pieces->damage[unit_random(state) % strlen(pieces->damage)];

		out->data[unit_random(state) % out->length] = to;
	}
	if (unit_random(state) % 4 == 0)
		hr_str_truncate(out, unit_random(state) % out->length);
}

static void read_text(const struct pieces *pieces, struct hr_slice text, size_t piece,
                      bool reference, struct hr_str *out)
{
	struct hr_read_options options = { .zone = hr_zone_utc(), .reference = reference };
	struct hr_mapping mapping;
	struct recording recording;

	hr_mapping_init(&mapping);
	if (pieces->mapping != NULL) {
		map_columns(pieces->mapping, &mapping);
		options.mapping = &mapping;
	}
	recording_read_rows(&recording, pieces->format, text, piece, &options);
	hr_str_add_slice(out, hr_str_slice(&recording.sink.text));
	recording_diag_text(&recording, out);
	hr_str_printf(out, "%d %s\n%s", recording.result, recording.error.text,
	              hr_str_text(&recording.context.assumptions));
	recording_release(&recording);
	hr_mapping_release(&mapping);
}

/* More when HEADROOM_REFERENCE_TEXTS says so. */
START_TEST(fast_as_reference)
{
	static const size_t sizes[] = { 0, 1, 7, 100 };
	const char *wanted = getenv("HEADROOM_REFERENCE_TEXTS");
	int texts = wanted != NULL ? atoi(wanted) : 300;
	uint32_t state = 11;

	for (int i = 0; i < texts; i++) {
		struct hr_str text = { 0 }, expected = { 0 };

		make_text(&formats[_i], &text, &state);
		read_text(&formats[_i], hr_str_slice(&text), 0, true, &expected);
		for (size_t j = 0; j < sizeof(sizes) / sizeof(*sizes); j++) {
			struct hr_str got = { 0 };

			read_text(&formats[_i], hr_str_slice(&text), sizes[j], false, &got);
			if (strcmp(hr_str_text(&got), hr_str_text(&expected)) != 0)
				ck_abort_msg("text %d in pieces of %zu: got\n%.1200s\nexpected\n"
				             "%.1200s\nof\n%.1200s",
				             i, sizes[j], hr_str_text(&got), hr_str_text(&expected),
				             hr_str_text(&text));
			hr_str_release(&got);
		}
		hr_str_release(&expected);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *reference_suite(void)
{
	Suite *suite = suite_create("read/reference");
	TCase *tcase = tcase_create("reference");

	tcase_set_timeout(tcase, 600);
	HR_ADD_ROWS(tcase, fast_as_reference, formats);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(reference_suite)
