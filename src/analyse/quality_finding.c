/* What a rule of test validity says. */
#include <config.h>
#include "analyse/run_quality_part.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/message.h"

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
	char text[1000];
	va_list args;

	va_start(args, format);
	hr_message_vprint(text, sizeof(text), format, args);
	va_end(args);
	finding->state = HR_RUN_QUALITY_WARN;
	free(finding->message);
	finding->message = hr_strdup(text);
}
