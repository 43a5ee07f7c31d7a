/*
 * Files of a history: a baseline is refused with the place that is wrong, or read; the run of any
 * document that reads becomes a stored run that reads again.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "document/baseline.h"
#include "document/document.h"
#include "document/stored_run.h"

static void store(const json_t *document)
{
	struct hr_str text = { 0 };
	struct hr_error err = { 0 };
	struct hr_run run;
	json_t *small;

	if (hr_document_run(document, &run, &err) != HR_OK)
		return;
	hr_run_release(&run);
	if (hr_stored_run_new(document, &text, &err) == HR_OK) {
		if (text.length > HR_STORED_RUN_BYTES_MAX)
			abort();
		if (hr_document_parse(hr_str_slice(&text), "stored", &small, &err) != HR_OK ||
		    hr_document_run(small, &run, &err) != HR_OK)
			abort();
		hr_run_release(&run);
		json_decref(small);
	}
	hr_str_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_error err = { 0 };
	struct hr_baseline baseline;
	json_t *value = json_loadb((const char *)data, size, JSON_REJECT_DUPLICATES, NULL);

	if (value == NULL)
		return 0;
	if (hr_baseline_read(value, "fuzz", &baseline, &err) == HR_OK)
		hr_baseline_release(&baseline);
	else if (err.text[0] != '/')
		abort();
	json_decref(value);
	/* as a store reads it, which looks at the schema first */
	if (hr_document_parse((struct hr_slice){ (const char *)data, size }, "fuzz", &value,
	                      NULL) != HR_OK)
		return 0;
	store(value);
	json_decref(value);
	return 0;
}
