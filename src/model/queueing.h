/*
 * Queues with several servers: M/M/c by Erlang's formulas, and Little's law. One
 * second is the unit of time throughout.
 * L. Kleinrock, Queueing Systems volume 1, Wiley 1975, chapter 3.
 */
#ifndef HR_MODEL_QUEUEING_H
#define HR_MODEL_QUEUEING_H

#include <stdint.h>

#include "base/error.h"

#define HR_SERVERS_MAX 1000000

/* Blocking of @offered erlangs at @servers without a queue. */
double hr_erlang_b(uint64_t servers, double offered);
/* Probability of waiting at @servers with a queue; 1 when @offered >= @servers. */
double hr_erlang_c(uint64_t servers, double offered);

struct hr_mmc {
	uint64_t servers;
	double arrival_per_s, service_s;
	double utilization;  /* rho, 0..1 */
	double wait_ratio;   /* Erlang C: how many of the requests wait */
	double wait_s;       /* mean, of all requests */
	double response_s;   /* mean wait and service */
	double queue_length; /* mean number waiting */
	double in_system;    /* mean number waiting or served */
	double throughput_per_s;
};

/*
 * hr_mmc_open - Poisson arrivals at @arrival_per_s, exponential service of mean @service_s.
 * Errors: HR_EINVAL for what is not positive and finite or beyond HR_SERVERS_MAX; HR_ELIMIT when
 * the load is 1 or more, which no queue outlives.
 */
enum hr_err hr_mmc_open(uint64_t servers, double arrival_per_s, double service_s,
                        struct hr_mmc *out, struct hr_error *err) HR_MUST_CHECK;
/* The wait that a share @p of the requests does not exceed; 0 when as many do not wait. */
double hr_mmc_wait_quantile_s(const struct hr_mmc *queue, double p);

/* Little's law: the mean number in a system is its throughput times the mean time in it. */
static inline double hr_little_in_system(double throughput_per_s, double response_s)
{
	return throughput_per_s * response_s;
}

#endif
