/*
 * What a load generator says of itself at its end, as series of one value each: the load generator
 * here writes them beside its samples, rules of validity look for them.
 */
#ifndef HR_RECORD_GENERATOR_SERIES_H
#define HR_RECORD_GENERATOR_SERIES_H

#define HR_GENERATOR_BUSY "generator.busy" /* %: of its time that the busiest thread computed */
#define HR_GENERATOR_LATE                                                                          \
	"generator.late_p99" /* ms: from when a request was due until it was sent */
#define HR_GENERATOR_WAITED                                                                        \
	"generator.waited" /* requests due while all connections were in use                       \
	                    */
/* Of a stream in the open model, NAME between prefix and suffix, 1/s. */
#define HR_GENERATOR_PREFIX  "generator."
#define HR_GENERATOR_WANTED  ".rate_wanted"
#define HR_GENERATOR_REACHED ".rate_reached"

/* From here on the client, not the server, is what was measured. */
#define HR_GENERATOR_BUSY_PERCENT 90.0
#define HR_GENERATOR_LATE_MS      10.0
#define HR_GENERATOR_RATE_RATIO   0.99 /* reached over wanted */

#endif
