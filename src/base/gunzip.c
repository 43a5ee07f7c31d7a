#include <config.h>
#include "base/gunzip.h"

#include <limits.h>
#include <stdlib.h>

#ifdef HAVE_ZLIB
#define ZLIB_CONST
#include <zlib.h>

#include "base/mem.h"

/* The largest window, and gzip's frame only. */
#define WINDOW_BITS (15 + 16)

struct hr_gunzip {
	z_stream stream;
	bool between; /* after a member, before the next or the end */
};

enum hr_err hr_gunzip_new(struct hr_gunzip **out, struct hr_error *err)
{
	struct hr_gunzip *gunzip = hr_zalloc(1, sizeof(*gunzip));
	int result = inflateInit2(&gunzip->stream, WINDOW_BITS);

	if (result == Z_MEM_ERROR)
		hr_out_of_memory();
	if (result != Z_OK) {
		free(gunzip);
		return hr_error_set(err, HR_EUNSUPPORTED, "zlib %s cannot be used", zlibVersion());
	}
	*out = gunzip;
	return HR_OK;
}

void hr_gunzip_free(struct hr_gunzip *gunzip)
{
	if (gunzip == NULL)
		return;
	inflateEnd(&gunzip->stream);
	free(gunzip);
}

/* True when another member begins; inflate() itself judges its header. */
static bool next_member(struct hr_gunzip *gunzip, struct hr_gunzip_step *step)
{
	while (step->in_length > 0 && step->in[0] == 0) {
		step->in++;
		step->in_length--;
	}
	if (step->in_length == 0 || step->in[0] != (unsigned char)HR_GZIP_MAGIC[0])
		return false;
	inflateReset(&gunzip->stream);
	gunzip->between = false;
	return true;
}

static int inflate_piece(z_stream *stream, struct hr_gunzip_step *step)
{
	size_t in = step->in_length < UINT_MAX ? step->in_length : UINT_MAX;
	size_t room = step->out_size - step->produced;
	int result;

	room = room < UINT_MAX ? room : UINT_MAX;
	stream->next_in = step->in;
	stream->avail_in = (uInt)in;
	stream->next_out = step->out + step->produced;
	stream->avail_out = (uInt)room;
	result = inflate(stream, Z_NO_FLUSH);
	step->in += in - stream->avail_in;
	step->in_length -= in - stream->avail_in;
	step->produced += room - stream->avail_out;
	return result;
}

enum hr_gunzip_state hr_gunzip_run(struct hr_gunzip *gunzip, struct hr_gunzip_step *step)
{
	step->produced = 0;
	for (;;) {
		int result;

		if (gunzip->between && !next_member(gunzip, step)) {
			if (step->in_length > 0)
				return HR_GUNZIP_DAMAGED;
			return step->in_ended ? HR_GUNZIP_END : HR_GUNZIP_MORE;
		}
		result = inflate_piece(&gunzip->stream, step);
		if (result == Z_MEM_ERROR)
			hr_out_of_memory();
		if (result == Z_STREAM_END)
			gunzip->between = true;
		else if (result != Z_OK && result != Z_BUF_ERROR)
			return HR_GUNZIP_DAMAGED;
		else if (step->produced == step->out_size)
			return HR_GUNZIP_MORE;
		else if (step->in_length == 0)
			return step->in_ended ? HR_GUNZIP_DAMAGED : HR_GUNZIP_MORE;
	}
}

#else

enum hr_err hr_gunzip_new(struct hr_gunzip **out, struct hr_error *err)
{
	(void)out;
	return hr_error_set(err, HR_EUNSUPPORTED,
	                    "this headroom cannot read gzip: "
	                    "it was built without zlib (configure --with-zlib)");
}

void hr_gunzip_free(struct hr_gunzip *gunzip)
{
	(void)gunzip;
}

enum hr_gunzip_state hr_gunzip_run(struct hr_gunzip *gunzip, struct hr_gunzip_step *step)
{
	(void)gunzip;
	step->produced = 0;
	return HR_GUNZIP_DAMAGED;
}

#endif
