/*
 * The first seam: readers push records into a sink and know nothing of what becomes of them.
 * A sink is embedded as the first member of what implements it. Calls never fail; a sink that meets
 * a limit counts it in its diagnostics. One sink is fed by one thread; work in parallel gives each
 * chunk a sink of its own and merges what they hold, which is exact.
 */
#ifndef HR_RECORD_SINK_H
#define HR_RECORD_SINK_H

#include "record/plain_row.h"
#include "record/sample.h"

struct hr_sink;

struct hr_sink_ops {
	void (*sample)(struct hr_sink *sink, const struct hr_sample *sample);
	void (*observation)(struct hr_sink *sink, const struct hr_observation *observation);
	void (*histogram)(struct hr_sink *sink, const struct hr_histogram_record *histogram);
	void (*aggregate)(struct hr_sink *sink, const struct hr_aggregate *aggregate);
	void (*event)(struct hr_sink *sink, const struct hr_event *event);
	/* Plain rows (record/plain_row.h), or NULL both: then all samples come one by one. What the
	 * sink calls a group stays valid as long as the sink; HR_PLAIN_NONE: give samples. */
	uint32_t (*group)(struct hr_sink *sink, const struct hr_plain_group *group);
	void (*rows)(struct hr_sink *sink, const struct hr_plain_row *rows, size_t count);
};

struct hr_sink {
	const struct hr_sink_ops *ops; /* no NULL members but the last two: an uninterested sink has
	                                  empty functions */
};

static inline void hr_sink_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	sink->ops->sample(sink, sample);
}

static inline void hr_sink_observation(struct hr_sink *sink,
                                       const struct hr_observation *observation)
{
	sink->ops->observation(sink, observation);
}

static inline void hr_sink_histogram(struct hr_sink *sink,
                                     const struct hr_histogram_record *histogram)
{
	sink->ops->histogram(sink, histogram);
}

static inline void hr_sink_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	sink->ops->aggregate(sink, aggregate);
}

static inline void hr_sink_event(struct hr_sink *sink, const struct hr_event *event)
{
	sink->ops->event(sink, event);
}

static inline uint32_t hr_sink_group(struct hr_sink *sink, const struct hr_plain_group *group)
{
	return sink->ops->group != NULL ? sink->ops->group(sink, group) : HR_PLAIN_NONE;
}

/* Of groups that the sink knows. */
static inline void hr_sink_rows(struct hr_sink *sink, const struct hr_plain_row *rows, size_t count)
{
	sink->ops->rows(sink, rows, count);
}

#endif
