#include <config.h>
#include "base/inflate.h"

#include <limits.h>

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>

#include "base/mem.h"

#define PIECE_BYTES 4096

static enum hr_err run(z_stream *stream, size_t max_bytes, struct hr_str *out, struct hr_error *err)
{
	unsigned char piece[PIECE_BYTES];
	size_t total = 0;

	for (;;) {
		size_t produced;
		int result;

		stream->next_out = piece;
		stream->avail_out = PIECE_BYTES;
		result = inflate(stream, Z_NO_FLUSH);
		if (result == Z_MEM_ERROR)
			hr_out_of_memory();
		produced = PIECE_BYTES - stream->avail_out;
		if (produced > max_bytes - total)
			return hr_error_set(err, HR_ELIMIT,
			                    "compressed data expands to more than %zu bytes",
			                    max_bytes);
		total += produced;
		hr_str_add(out, (const char *)piece, produced);
		if (result == Z_STREAM_END)
			return HR_OK;
		if (result != Z_OK)
			return hr_error_set(err, HR_EPARSE,
			                    "compressed data is damaged or cut off");
	}
}

enum hr_err hr_inflate(struct hr_slice compressed, size_t max_bytes, struct hr_str *out,
                       struct hr_error *err)
{
	z_stream stream = { 0 };
	enum hr_err result;
	int begun;

	if (compressed.length > UINT_MAX)
		return hr_error_set(err, HR_ELIMIT, "compressed data is longer than 4 GiB");
	begun = inflateInit(&stream);
	if (begun == Z_MEM_ERROR)
		hr_out_of_memory();
	if (begun != Z_OK)
		return hr_error_set(err, HR_EUNSUPPORTED, "zlib %s cannot be used", zlibVersion());
	stream.next_in = (const unsigned char *)compressed.ptr;
	stream.avail_in = (uInt)compressed.length;
	result = run(&stream, max_bytes, out, err);
	inflateEnd(&stream);
	return result;
}

#else

enum hr_err hr_inflate(struct hr_slice compressed, size_t max_bytes, struct hr_str *out,
                       struct hr_error *err)
{
	(void)compressed;
	(void)max_bytes;
	(void)out;
	return hr_error_set(err, HR_EUNSUPPORTED,
	                    "this headroom cannot read compressed data: it was built without zlib "
	                    "(configure --with-zlib)");
}

#endif
