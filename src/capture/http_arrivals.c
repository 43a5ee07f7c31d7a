#include <config.h>
#include "capture/http_arrivals.h"

#ifdef HAVE_LIBCURL
#include <math.h>

static double poisson_gap(struct hr_http_arrivals *arrivals)
{
	return -log(1 - hr_random_unit(&arrivals->random)) * arrivals->sharers;
}

static void set_due(struct hr_http_arrivals *arrivals)
{
	arrivals->due_ns = hr_level_curve_time_of(&arrivals->stream->curve, arrivals->amount);
}

void hr_http_arrivals_init(struct hr_http_arrivals *arrivals, const struct hr_http_stream *stream,
                           unsigned thread, unsigned sharers, uint64_t seed)
{
	*arrivals = (struct hr_http_arrivals){
		.stream = stream, .sharers = sharers, .next = thread, .amount = (double)thread
	};
	hr_random_seed(&arrivals->random, seed);
	if (stream->arrivals == HR_ARRIVALS_POISSON)
		arrivals->amount = poisson_gap(arrivals);
	set_due(arrivals);
}

void hr_http_arrivals_next(struct hr_http_arrivals *arrivals)
{
	if (arrivals->stream->arrivals == HR_ARRIVALS_POISSON)
		arrivals->amount += poisson_gap(arrivals);
	else
		arrivals->amount = (double)(arrivals->next + arrivals->sharers);
	arrivals->next += arrivals->sharers;
	set_due(arrivals);
}
#endif
