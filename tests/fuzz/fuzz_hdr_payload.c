/*
 * Encoded histograms of HdrHistogram, as they are and within a zlib stream: base64 and compression
 * keep a fuzzer of whole logs from ever getting here.
 */
#include <config.h>
#include "fuzz_reader.h"

#ifdef HAVE_ZLIB
#include <zlib.h>
#endif

#include "base/mem.h"
#include "read/hdr_payload.h"
#include "record/sample.h"

static void decode(struct hr_slice payload)
{
	struct hr_hdr_values values = { hr_hist_new(), HR_UNKNOWN, HR_UNKNOWN };
	struct hr_error err = { 0 };
	enum hr_err code = hr_hdr_decode(payload, &values, &err);

	fuzz_require(code == err.code);
	fuzz_require((values.min_ns == HR_UNKNOWN) == (hr_hist_count(values.hist) == 0));
	fuzz_require(values.min_ns <= values.max_ns);
	hr_hist_free(values.hist);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hr_slice plain = { (const char *)data, size };

	decode(plain);
#ifdef HAVE_ZLIB
	{
		static const char cookie[4] = "\x1c\x84\x93\x14"; /* version 2, compressed */
		uLongf packed_size = compressBound((uLong)size);
		char *packed = hr_alloc(packed_size + 8);

		memcpy(packed, cookie, 4);
		if (compress2((Bytef *)packed + 8, &packed_size, data, (uLong)size, 1) == Z_OK) {
			for (int i = 0; i < 4; i++)
				packed[4 + i] = (char)(unsigned char)(packed_size >> (24 - 8 * i));
			decode((struct hr_slice){ packed, packed_size + 8 });
		}
		free(packed);
	}
#endif
	return 0;
}
