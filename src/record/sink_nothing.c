#include <config.h>
#include "record/sink_nothing.h"

static void no_sample(struct hr_sink *sink, const struct hr_sample *sample)
{
	(void)sink;
	(void)sample;
}

static void no_observation(struct hr_sink *sink, const struct hr_observation *observation)
{
	(void)sink;
	(void)observation;
}

static void no_histogram(struct hr_sink *sink, const struct hr_histogram_record *histogram)
{
	(void)sink;
	(void)histogram;
}

static void no_aggregate(struct hr_sink *sink, const struct hr_aggregate *aggregate)
{
	(void)sink;
	(void)aggregate;
}

static void no_event(struct hr_sink *sink, const struct hr_event *event)
{
	(void)sink;
	(void)event;
}

const struct hr_sink_ops hr_sink_nothing = {
	.sample = no_sample,
	.observation = no_observation,
	.histogram = no_histogram,
	.aggregate = no_aggregate,
	.event = no_event,
};
