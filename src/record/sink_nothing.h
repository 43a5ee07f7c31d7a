/*
 * A sink that drops what it is given; and functions for sinks that want only some kinds of records.
 */
#ifndef HR_RECORD_SINK_NOTHING_H
#define HR_RECORD_SINK_NOTHING_H

#include "record/sink.h"

extern const struct hr_sink_ops hr_sink_nothing;

#endif
