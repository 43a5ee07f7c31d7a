/*
 * The reader of documents: a text is refused, or gives a run whose document reads back as the same
 * run, byte for byte.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>
#include <string.h>

#include "document/document.h"

/* Gives a document; NULL for one that holds no run. */
static json_t *again(const json_t *document)
{
	struct hr_document_options options = HR_DOCUMENT_OPTIONS_INIT;
	struct hr_error err = { 0 };
	json_t *out;
	struct hr_run run;

	if (hr_document_run(document, &run, &err) != HR_OK) {
		if (err.text[0] != '/')
			abort(); /* every refusal names its JSON pointer */
		return NULL;
	}
	out = hr_document_new(&run, &options);
	hr_run_release(&run);
	return out;
}

static void read_options(const json_t *document)
{
	struct hr_document_options options;
	struct hr_error err = { 0 };
	struct hr_zone *zone;

	if (hr_document_options(document, &options, &zone, &err) != HR_OK && err.text[0] != '/')
		abort();
	hr_document_options_release(&options);
	hr_zone_free(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_error err = { 0 };
	struct hr_str one = { 0 }, two = { 0 };
	json_t *given, *first, *second = NULL;

	setenv("SOURCE_DATE_EPOCH", "1763600000", 1);
	if (hr_document_parse((struct hr_slice){ (const char *)data, size }, "fuzz", &given,
	                      &err) != HR_OK)
		return 0;
	read_options(given);
	hr_document_exit(given);
	first = again(given);
	if (first != NULL) {
		second = again(first);
		if (second == NULL)
			abort();
		hr_document_dump(first, &one);
		hr_document_dump(second, &two);
		if (strcmp(hr_str_text(&one), hr_str_text(&two)) != 0)
			abort();
	}
	hr_str_release(&one);
	hr_str_release(&two);
	json_decref(given);
	json_decref(first);
	json_decref(second);
	return 0;
}
