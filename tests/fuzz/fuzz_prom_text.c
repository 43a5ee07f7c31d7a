/*
 * Metrics endpoints: whatever the text, observations within the sink's contract.
 */
#include <config.h>
#include "fuzz_reader.h"

#include <stdlib.h>

#include "capture/http_look.h"
#include "read/prom_text.h"
#include "record/diag.h"
#include "record/sink_nothing.h"

static void take(struct hr_sink *sink, const struct hr_observation *observation)
{
	(void)sink;
	if (observation->name.length == 0 ||
	    (observation->kind != HR_SERIES_GAUGE && observation->kind != HR_SERIES_COUNTER))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_sink_ops ops = hr_sink_nothing;
	struct hr_sink sink = { &ops };
	struct hr_diag diag = { 0 };
	struct hr_read_context context = { .path = "fuzz", .sink = &sink, .diag = &diag };
	char text[64] = "";
	int64_t time_ns;

	ops.observation = take;
	hr_prom_text_read(&context, (struct hr_slice){ (const char *)data, size }, 1);
	memcpy(text, data, size < sizeof(text) - 1 ? size : sizeof(text) - 1);
	(void)hr_certificate_time(text, &time_ns);
	hr_diag_release(&diag);
	return 0;
}
