/*
 * JTL XML in chunks (read_chunks.h). Between two samples of the results, and nowhere else, nothing
 * that came before matters to what follows: no element is open but the results, no repair is under
 * way, libxml2 has looked at all it was given. A parser that starts behind a <testResults> of its
 * own then reads on as the one that came there does, as long as that one is as good as new: it met
 * no damage, no name space, and few names.
 */
#include <config.h>
#include "read/jtl_xml_elements.h"

#include <libxml/parser.h>
#include <string.h>

#include "base/threads.h"
#include "read/xml_library.h"

/* The names of all chunks together do not reach the limit that would make one parser give up. */
#define NAMES_BYTES (HR_XML_NAMES_BYTES / HR_THREADS_MAX)

static bool is_like_new(const struct hr_reader *reader)
{
	const xmlParserCtxt *parser = reader->parser;

	return parser->wellFormed && parser->nsNr == 0 && reader->restarts == 0 &&
	       hr_xml()->dict_usage(parser->dict) <= NAMES_BYTES;
}

static bool may_end_here(const struct hr_reader *reader)
{
	return reader->parser != NULL && reader->between && reader->rest.length == 0 &&
	       reader->decoder == NULL && reader->error.code == HR_OK && is_like_new(reader);
}

static bool start_results(struct hr_reader *reader)
{
	static const char results[] = "<testResults>";
	struct hr_error ignored = { 0 };

	if (hr_jtl_xml_new_parser(reader, &ignored) != HR_OK)
		return false;
	hr_xml()->parse_chunk(reader->parser, results, (int)strlen(results), 0);
	reader->between = hr_jtl_xml_is_between(reader);
	return reader->between;
}

static struct hr_reader *fork_reader(const struct hr_reader *reader,
                                     struct hr_read_context *context)
{
	struct hr_reader *fork;

	if (!may_end_here(reader) || reader->clock.form == HR_JTL_TIME_NONE)
		return NULL;
	fork = hr_jtl_xml_open(context);
	fork->clock.form = reader->clock.form;
	fork->clock.date = reader->clock.date;
	memcpy(fork->first_element, reader->first_element, sizeof(fork->first_element));
	if (start_results(fork))
		return fork;
	hr_jtl_xml_free(fork);
	return NULL;
}

/* As JMeter writes samples that are in no other: at the start of a line. */
static size_t border(const struct hr_reader *reader, struct hr_slice bytes)
{
	const char *end = bytes.ptr + bytes.length, *at = bytes.ptr;

	(void)reader;
	while ((at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		struct hr_slice line;

		at++;
		line = (struct hr_slice){ at, (size_t)(end - at) };
		if (hr_slice_starts(line, "<httpSample ") || hr_slice_starts(line, "<sample "))
			return (size_t)(at - bytes.ptr);
	}
	return SIZE_MAX;
}

static bool is_at_border(const struct hr_reader *reader, const struct hr_reader *origin)
{
	return may_end_here(reader) && reader->clock.form == origin->clock.form &&
	       reader->clock.date == origin->clock.date;
}

/* Nothing waits at a border. */
static uint64_t count_lines(const struct hr_reader *reader)
{
	return reader->lines_fed;
}

static void follow(struct hr_reader *reader, const struct hr_reader *before)
{
	hr_jtl_xml_pass_lines(reader, before->lines_fed);
	for (size_t i = 0; i < reader->sample_count; i++)
		reader->samples[i].line += before->lines_fed;
	reader->nested += before->nested;
	reader->deep += before->deep;
	reader->feed.clean.replaced += before->feed.clean.replaced;
	reader->feed.clean.escaped += before->feed.clean.escaped;
	reader->feed.clean.declarations += before->feed.clean.declarations;
}

const struct hr_chunking hr_jtl_xml_chunking = {
	.fork = fork_reader,
	.border = border,
	.is_at_border = is_at_border,
	.lines = count_lines,
	.follow = follow,
};
