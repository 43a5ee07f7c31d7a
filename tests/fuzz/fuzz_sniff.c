/*
 * Bytes of no known kind: what they are is told or refused with a reason, and the format that they
 * are taken for reads them.
 */
#include <config.h>
#include "fuzz_reader.h"

#include "base/input.h"
#include "document/document.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice bytes = { (const char *)data, size };
	struct hr_peek peek = { .head = bytes };
	const struct hr_format *format = NULL;
	struct hr_error err = { 0 };

	if (peek.head.length > HR_INPUT_PEEK_BYTES)
		peek.head.length = HR_INPUT_PEEK_BYTES;
	peek.complete = peek.head.length == size;
	(void)hr_document_sniff(peek.head);
	if (hr_format_sniff(&peek, &format, &err) != HR_OK)
		fuzz_require(err.text[0] != '\0');
	else
		fuzz_reader(format, NULL, data, size);
	return 0;
}
