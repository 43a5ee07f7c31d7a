#include <config.h>
#include "read/read_input.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "real_file.h"
#include "run_dump.h"
#include "summarize/fork_run.h"
#include "unit.h"
#include "unit_random.h"

/* ---- recordings, with all that may go wrong in them ---- */

static const char header[] = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,"
                             "success,failureMessage,bytes,sentBytes,allThreads,Latency,Connect";

/* What a quoted field may hold: rows that are none. */
static void add_fake_rows(struct hr_str *out, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		hr_str_printf(out, "\n17951328%05u,7,Fake,200,OK,t 1-1,true,,1,1,1,1,1", i);
}

static void add_failure(struct hr_str *out, uint32_t *state)
{
	switch (unit_random(state) % 40) {
	case 0:
		hr_str_puts(out, "\"Test failed: text \"\"x\"\", not\nfound\"");
		break;
	case 1:
		hr_str_putc(out, '"');
		add_fake_rows(out, unit_random(state) % 30);
		hr_str_putc(out, '"');
		break;
	case 2:
		hr_str_puts(out, "a \"stray\" quote");
		break;
	case 3:
		hr_str_puts(out, "\"all\r\nof it\"");
		break;
	default:
		break;
	}
}

static void add_row(struct hr_str *out, uint32_t *state)
{
	uint32_t odd = unit_random(state) % 400, r = unit_random(state);
	const char *quote = r % 50 == 0 ? "\"" : "";

	if (odd == 0)
		hr_str_puts(out, header);
	else if (odd == 1)
		hr_str_puts(out, "17951328,broken");
	else if (odd == 2)
		hr_str_puts(out, "never,1,Times,200,OK,t,true,,1,1,1,1,1");
	if (odd <= 2)
		return;
	hr_str_printf(out, "17951328%05u,%u,%sLabel %u%s,%s,OK,t 1-%u,%s,", r % 100000,
	              unit_random(state) % 3000, quote, r % 7, quote, r % 30 == 0 ? "500" : "200",
	              r % 9, r % 30 == 0 ? "false" : "true");
	add_failure(out, state);
	hr_str_printf(out, ",%u,380,%u,%u,%u", unit_random(state), r % 20, r % 100, r % 3);
}

/* Each field in quotes, some with what else may stand there. */
static void add_quoted_row(struct hr_str *out, uint32_t *state)
{
	uint32_t r = unit_random(state), odd = unit_random(state) % 100;

	hr_str_printf(out,
	              "\"17951328%05u\",\"%u\",\"Label, %u\",\"%s\",\"OK\",\"t 1-%u\",\"%s\",\"",
	              r % 100000, unit_random(state) % 3000, r % 7, r % 30 == 0 ? "500" : "200",
	              r % 9, r % 30 == 0 ? "false" : "true");
	if (odd == 0)
		add_fake_rows(out, 1 + r % 30);
	else if (odd < 3)
		hr_str_puts(out, "says \"\"no\"\", it does");
	hr_str_printf(out, "\",\"%u\",\"380\",\"%u\",\"%u\",\"%u\"", unit_random(state), r % 20,
	              r % 100, r % 3);
}

static void add_row_end(struct hr_str *out, uint32_t *state)
{
	uint32_t r = unit_random(state) % 300;

	hr_str_puts(out, r == 0 ? "\r" : r == 1 ? "\n\n" : r < 100 ? "\r\n" : "\n");
}

static void make_recording(struct hr_str *out, size_t bytes, uint32_t *state)
{
	bool hostile = unit_random(state) % 4 == 0, quoted = unit_random(state) % 3 == 0;

	hr_str_puts(out, header);
	hr_str_putc(out, '\n');
	while (out->length < bytes) {
		if (quoted)
			add_quoted_row(out, state);
		else
			add_row(out, state);
		add_row_end(out, state);
		/* a quote without end: what follows depends on what came before */
		if (hostile && unit_random(state) % 300 == 0)
			hr_str_puts(out, "1795132899999,5,Killed,200,\"OK\n");
	}
	hr_str_truncate(out, out->length - unit_random(state) % 100);
}

/* ---- the same of XML ---- */

#define XML_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testResults version=\"1.2\">\n"

/* Texts of samples that are none: in a comment, in character data, in an attribute. */
static void add_fake_tags(struct hr_str *out, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		hr_str_printf(out,
		              "\n<httpSample t=\"7\" ts=\"17951328%05u\" s=\"true\" lb=\"Fake\" "
		              "rc=\"200\"/>",
		              i);
}

static void add_tag_start(struct hr_str *out, uint32_t *state)
{
	uint32_t r = unit_random(state);

	hr_str_printf(out,
	              "<%s t=\"%u\" it=\"0\" lt=\"%u\" ct=\"%u\" ts=\"17951328%05u\" s=\"%s\" "
	              "lb=\"Label %u\" rc=\"%s\" rm=\"OK\" tn=\"t 1-%u\" by=\"%u\" sby=\"380\" "
	              "na=\"%u\"",
	              r % 9 == 0 ? "sample" : "httpSample", unit_random(state) % 3000, r % 100,
	              r % 3, r % 100000, r % 30 == 0 ? "false" : "true", r % 7,
	              r % 30 == 0 ? "500" : "200", r % 9, unit_random(state), r % 20);
}

/* What a sample may hold. */
static void add_content(struct hr_str *out, uint32_t *state)
{
	switch (unit_random(state) % 7) {
	case 0:
		hr_str_puts(out, "\n  <assertionResult>\n    <name>A</name>\n    <failure>true"
		                 "</failure>\n    <failureMessage>5 &lt; 6 &amp; more"
		                 "</failureMessage>\n  </assertionResult>\n");
		break;
	case 1:
		hr_str_puts(out, "\n  <responseData class=\"java.lang.String\"><![CDATA[");
		add_fake_tags(out, unit_random(state) % 30);
		hr_str_puts(out, "]]></responseData>\n");
		break;
	case 2:
		hr_str_puts(out, "<!--");
		add_fake_tags(out, unit_random(state) % 30);
		hr_str_puts(out, "\n-->");
		break;
	case 3: /* not indented, so that they look like samples in no other */
		add_fake_tags(out, 1 + unit_random(state) % 3);
		hr_str_putc(out, '\n');
		break;
	case 4:
		hr_str_puts(out, "\n  ");
		add_tag_start(out, state);
		hr_str_puts(out, "/>\n");
		break;
	case 5:
		hr_str_puts(out, "<responseHeader>a: &#1; \xff & < ]]&gt;</responseHeader>"
		                 "<java.net.URL>http://a/?b=1&amp;c</java.net.URL>");
		break;
	default:
		hr_str_puts(out, "<cookies>\r\n\r\n</cookies>");
		break;
	}
}

static void add_xml_row(struct hr_str *out, uint32_t *state)
{
	static const char *const odd[] = {
		"<sample t=\"1\" ts=\"never\" s=\"true\" lb=\"Times\"/>",
		"<sample t=\"1\" ts=\"1795132800000\" s=\"maybe\" lb=\"&quot;\"/>",
		"<sample s=\"perhaps\" lb=\"rejected\"/>",
		"<wrap><sample t=\"1\" ts=\"1795132800000\" s=\"true\" lb=\"in\"/></wrap>",
		"<httpSample t='5' ts='1795132800001' s='true' lb='single'/>",
		"<!-- a comment -->",
		"text & more < of it",
		"</testResults>\n<?xml version=\"1.0\"?>\n<testResults version=\"1.2\">",
	};
	uint32_t r = unit_random(state) % 300;

	if (r < sizeof(odd) / sizeof(*odd)) {
		hr_str_puts(out, odd[r]);
		return;
	}
	add_tag_start(out, state);
	if (r % 12 != 0) {
		hr_str_puts(out, "/>");
		return;
	}
	hr_str_putc(out, '>');
	add_content(out, state);
	hr_str_puts(out, "</httpSample>"); /* sometimes the wrong one */
}

/* Damage from which a parser does not recover at once, or not at all. */
static void add_damage(struct hr_str *out, uint32_t *state)
{
	static const char *const damage[] = {
		"<httpSample t=\"5\" ts=\"1795132899999\" s=\"true\" lb=\"Killed",
		"<httpSample t=\"5\" ts=\"1795132899999\" s=\"true\" lb=\"Open\">\n",
		"</httpSample>",
		"</testResults>",
		"</testResults></testResults></headroom-input>",
		"<testResults xmlns=\"urn:x\" xmlns:a=\"urn:a\">\n",
		"<a:sample t=\"1\" ts=\"1795132800001\" s=\"true\" lb=\"prefix\"/>\n",
		"<!-- never closed\n",
		"<![CDATA[ never closed\n",
		"<a><b><c>\n",
	};

	hr_str_puts(out, damage[unit_random(state) % (sizeof(damage) / sizeof(*damage))]);
}

static void make_xml_recording(struct hr_str *out, size_t bytes, uint32_t *state)
{
	bool hostile = unit_random(state) % 3 == 0, cr = unit_random(state) % 10 == 0;

	hr_str_puts(out, XML_HEAD);
	while (out->length < bytes) {
		add_xml_row(out, state);
		if (cr)
			hr_str_puts(out, unit_random(state) % 2 == 0 ? "\r\n" : "\r");
		else
			add_row_end(out, state);
		if (hostile && unit_random(state) % 300 == 0)
			add_damage(out, state);
	}
	hr_str_puts(out, "</testResults>\n");
	hr_str_truncate(out, out->length - unit_random(state) % 100);
}

/* ---- reading ---- */

/* All that comes of a recording, as text. */
static void read_recording(const char *path, bool reference, unsigned threads, struct hr_str *out)
{
	struct hr_summarize_options selection = { .filter = { .from_ns = HR_INSTANT_NONE,
		                                              .to_ns = HR_INSTANT_NONE } };
	struct hr_read_options options = {
		.zone = hr_zone_utc(), .reference = reference, .threads = threads, .chunk_bytes = 1
	};
	struct hr_read_result result = { 0 };
	struct hr_run_forks forks;
	struct hr_summarizer *summarizer;
	struct hr_input *input;
	struct hr_error err = { 0 };
	struct hr_run run;
	enum hr_err code;

	hr_run_init(&run, 0);
	summarizer = hr_summarizer_new(&run, &selection);
	hr_run_forks_init(&forks, summarizer, &run, &selection, 0);
	options.forks = &forks.forks;
	ck_assert_int_eq(hr_input_open(path, &input, &err), HR_OK);
	code = hr_read_input(input, NULL, &options, hr_summarizer_sink(summarizer), &run.diag, NULL,
	                     0, &result, &err);
	ck_assert_msg(code == HR_OK, "%s", err.text);
	hr_summarizer_free(summarizer);
	run_dump(&run, out);
	hr_str_printf(out, "%" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %s\n%s", result.bytes,
	              result.records, result.rejected, result.degraded, result.digest,
	              hr_str_text(&result.assumptions));
	hr_str_release(&result.assumptions);
	hr_input_close(input);
	hr_run_release(&run);
}

static const char *write_file(struct hr_slice text)
{
	static char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "test_read_chunks.%ld.tmp", (long)getpid());
	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text.ptr, 1, text.length, file), text.length);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

/* And what stands before it. */
static size_t first_difference(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] != '\0' && a[at] == b[at])
		at++;
	return at > 100 ? at - 100 : 0;
}

static void compare_all(struct hr_slice text, int number)
{
	static const unsigned threads[] = { 1, 2, 3, 7 };
	const char *path = write_file(text);
	struct hr_str expected = { 0 };

	read_recording(path, true, 1, &expected);
	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		struct hr_str got = { 0 };

		read_recording(path, false, threads[i], &got);
		if (strcmp(hr_str_text(&got), hr_str_text(&expected)) != 0) {
			size_t at = first_difference(hr_str_text(&got), hr_str_text(&expected));

			ck_abort_msg("recording %d in %u chunks:\n%.800s\n----\n%.800s", number,
			             threads[i], got.data + at, expected.data + at);
		}
		hr_str_release(&got);
	}
	hr_str_release(&expected);
	unlink(path);
}

/* More when HEADROOM_JTL_FILES says so. */
START_TEST(chunks_change_nothing)
{
	const char *wanted = getenv("HEADROOM_JTL_FILES");
	int files = wanted != NULL ? atoi(wanted) : 60;
	uint32_t state = 7;

	for (int i = 0; i < files; i++) {
		struct hr_str text = { 0 };

		make_recording(&text, i % 4 == 0 ? 200000 : 30000, &state);
		compare_all(hr_str_slice(&text), i);
		hr_str_release(&text);
	}
}
END_TEST

START_TEST(chunks_of_xml_change_nothing)
{
	const char *wanted = getenv("HEADROOM_JTL_FILES");
	int files = wanted != NULL ? atoi(wanted) : 60;
	uint32_t state = 11;

	for (int i = 0; i < files; i++) {
		struct hr_str text = { 0 };

		make_xml_recording(&text, i % 4 == 0 ? 200000 : 30000, &state);
		compare_all(hr_str_slice(&text), i);
		hr_str_release(&text);
	}
}
END_TEST

/* Samples that are none lie over every border there is, in whatever may hold them. */
START_TEST(a_text_of_fake_tags_over_all_borders)
{
	static const char *const around[][2] = {
		{ "<httpSample t=\"6\" ts=\"1795132899998\" s=\"true\" lb=\"R\"><responseData>"
		  "<![CDATA[",
		  "]]></responseData></httpSample>" },
		{ "<!--", "-->" },
		{ "<httpSample t=\"6\" ts=\"1795132899998\" s=\"true\" lb=\"Parent\">",
		  "\n</httpSample>" },
		{ "<wrap>", "</wrap>" },
		{ "<httpSample t=\"6\" ts=\"1795132899998\" s=\"true\" lb='", "'/>" },
		{ "<!-- without end", "" },
		{ "<open>", "" },
	};

	for (size_t j = 0; j < sizeof(around) / sizeof(*around); j++) {
		struct hr_str text = { 0 };

		hr_str_puts(&text, XML_HEAD);
		for (int i = 0; i < 150; i++)
			hr_str_printf(&text,
			              "<sample t=\"5\" ts=\"17951328%05d\" s=\"true\" "
			              "lb=\"Real\"/>\n",
			              i);
		hr_str_puts(&text, around[j][0]);
		add_fake_tags(&text, 4000);
		hr_str_printf(&text,
		              "%s\n<sample t=\"7\" ts=\"1795132899999\" s=\"true\" "
		              "lb=\"Last\"/>\n</testResults>\n",
		              around[j][1]);
		compare_all(hr_str_slice(&text), (int)j);
		hr_str_release(&text);
	}
}
END_TEST

/* One field of rows that are none lies over every border there is: each guess is wrong. */
START_TEST(a_field_of_fake_rows_over_all_borders)
{
	struct hr_str text = { 0 };

	hr_str_printf(&text, "%s\n", header);
	for (int i = 0; i < 150; i++)
		hr_str_printf(&text, "17951328%05d,5,Real,200,OK,t 1-1,true,,1,1,1,1,1\n", i);
	hr_str_puts(&text, "1795132899998,6,Failed,500,Oops,t 1-1,false,\"");
	add_fake_rows(&text, 4000);
	hr_str_puts(&text, "\",1,1,1,1,1\n1795132899999,7,Last,200,OK,t 1-1,true,,1,1,1,1,1\n");
	compare_all(hr_str_slice(&text), 0);
	hr_str_release(&text);
}
END_TEST

/* Recordings of others, where they are at hand. */
START_TEST(real_recordings)
{
	static const char *const files[] = {
		"mohai17-ParaBank_Performance_Test_JMeter/ReportLog.jtl",
		"mlanglet-spring-streaming-poc/jmeter/results/result.jtl",
		"jenkinsci-performance-plugin/multiLineCSV.jtl",
		"Blazemeter-taurus/jmeter/jtl/tabs.jtl",
		"Blazemeter-taurus/jmeter/jtl/doublequoting.jtl",
		"Blazemeter-taurus/jmeter/jtl/unicode.jtl",
	};

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct hr_str text = { 0 };

		if (real_file_load(files[i], &text))
			compare_all(hr_str_slice(&text), (int)i);
		hr_str_release(&text);
	}
}
END_TEST

static Suite *read_chunks_suite(void)
{
	Suite *suite = suite_create("read/read_chunks");
	TCase *tcase = tcase_create("chunks");

	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, chunks_change_nothing);
	tcase_add_test(tcase, chunks_of_xml_change_nothing);
	tcase_add_test(tcase, a_text_of_fake_tags_over_all_borders);
	tcase_add_test(tcase, a_field_of_fake_rows_over_all_borders);
	tcase_add_test(tcase, real_recordings);
	suite_add_tcase(suite, tcase);
	return suite;
}

HR_UNIT_MAIN(read_chunks_suite)
