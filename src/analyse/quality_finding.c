/* What a rule of test validity says. */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/str.h"
#include "base/utf8.h"

#define NAME_BYTES 200

void hr_quality_evidence(struct hr_run_quality_finding *finding, const char *name, double value)
{
	finding->evidence[finding->evidence_count].name = name;
	finding->evidence[finding->evidence_count++].value = value;
}

void hr_quality_measure(struct hr_run_quality_finding *finding, double observed, double limit,
                        const char *unit)
{
	finding->state = HR_RUN_QUALITY_OK;
	finding->observed = observed;
	finding->limit = limit;
	finding->unit = unit;
}

void hr_quality_warn(struct hr_run_quality_finding *finding, const char *format, ...)
{
	struct hr_str text = { .limit = 1000 };
	char buffer[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(buffer, sizeof(buffer), format, args);
	va_end(args);
	hr_str_puts(&text, buffer);
	finding->state = HR_RUN_QUALITY_WARN;
	free(finding->message);
	finding->message = hr_str_detach(&text);
}

int hr_quality_name_bytes(const char *name)
{
	return (int)hr_utf8_cut(hr_slice_of(name), NAME_BYTES).length;
}
