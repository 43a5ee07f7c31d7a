#include <config.h>
#include "model/queueing.h"

#include <math.h>

/* Its reciprocal grows by 1/B(c) = 1 + c/a 1/B(c-1) from 1/B(0) = 1, without any factorial. It may
 * overflow to infinity, whose reciprocal 0 is right to the last digit. */
double hr_erlang_b(uint64_t servers, double offered)
{
	double inverse = 1;

	if (!(offered > 0))
		return servers == 0 ? 1 : 0;
	for (uint64_t c = 1; c <= servers && isfinite(inverse); c++)
		inverse = 1 + (double)c / offered * inverse;
	return 1 / inverse;
}

double hr_erlang_c(uint64_t servers, double offered)
{
	double c = (double)servers;
	double blocked = hr_erlang_b(servers, offered);

	if (offered >= c)
		return 1;
	return c * blocked / (c - offered * (1 - blocked));
}

static enum hr_err check_queue(uint64_t servers, double rate_or_time, double service_s,
                               struct hr_error *err)
{
	if (servers == 0 || servers > HR_SERVERS_MAX)
		return hr_error_set(err, HR_EINVAL, "%llu servers, expected 1 to %d",
		                    (unsigned long long)servers, HR_SERVERS_MAX);
	if (!isfinite(rate_or_time) || !isfinite(service_s) || rate_or_time < 0 || service_s <= 0)
		return hr_error_set(err, HR_EINVAL,
		                    "a queue needs positive finite times and rates, not %g and %g",
		                    rate_or_time, service_s);
	return HR_OK;
}

enum hr_err hr_mmc_open(uint64_t servers, double arrival_per_s, double service_s,
                        struct hr_mmc *out, struct hr_error *err)
{
	double offered = arrival_per_s * service_s;
	enum hr_err code = check_queue(servers, arrival_per_s, service_s, err);

	*out = (struct hr_mmc){ .servers = servers,
		                .arrival_per_s = arrival_per_s,
		                .service_s = service_s };
	if (code != HR_OK)
		return code;
	if (offered >= (double)servers)
		return hr_error_set(err, HR_ELIMIT,
		                    "%g requests a second of %g s are more than %llu servers can "
		                    "serve",
		                    arrival_per_s, service_s, (unsigned long long)servers);
	out->utilization = offered / (double)servers;
	out->wait_ratio = hr_erlang_c(servers, offered);
	out->wait_s = out->wait_ratio * service_s / ((double)servers - offered);
	out->response_s = out->wait_s + service_s;
	out->queue_length = hr_little_in_system(arrival_per_s, out->wait_s);
	out->in_system = hr_little_in_system(arrival_per_s, out->response_s);
	out->throughput_per_s = arrival_per_s;
	return HR_OK;
}

/* P(wait > t) = C exp(-(c/S - lambda) t) */
double hr_mmc_wait_quantile_s(const struct hr_mmc *queue, double p)
{
	double spare_per_s = (double)queue->servers / queue->service_s - queue->arrival_per_s;

	if (1 - p >= queue->wait_ratio)
		return 0;
	return log(queue->wait_ratio / (1 - p)) / spare_per_s;
}
