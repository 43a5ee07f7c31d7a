/*
 * The encoded histograms of HdrHistogram (G. Tene): big-endian header and counts, plain (versions
 * 0, 1) or zig-zag LEB128 with runs of zeros (version 2), usually inside a zlib stream.
 * Source of the layout: HdrHistogram's AbstractHistogram and ZigZagEncoding.
 */
#ifndef HR_READ_HDR_PAYLOAD_H
#define HR_READ_HDR_PAYLOAD_H

#include "base/error.h"
#include "base/slice.h"

struct hr_hist;

#define HR_HDR_EXPANDED_BYTES ((size_t)16 << 20) /* of one histogram */

struct hr_hdr_values {
	struct hr_hist *hist;   /* owned by the caller; a bucket's middle stands for its values */
	int64_t min_ns, max_ns; /* bounds of the lowest and highest bucket; HR_UNKNOWN when empty */
};

/*
 * hr_hdr_decode - add the counts of one encoded histogram to @out->hist and widen its bounds.
 * @payload  the bytes that base64 stood for
 * Values count as nanoseconds.
 * Errors: HR_EPARSE no histogram, cut off or damaged; HR_ELIMIT above the cap; HR_EUNSUPPORTED
 * compressed, and built without zlib. What came before an error may have been added.
 */
enum hr_err hr_hdr_decode(struct hr_slice payload, struct hr_hdr_values *out,
                          struct hr_error *err) HR_MUST_CHECK;

#endif
