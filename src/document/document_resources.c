#include <config.h>
#include "base/instant.h"
#include "document/document_part.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/vlq.h"
#include "document/jsonx.h"
#include "record/series.h"

#define STEP_S_MAX (INT64_C(1) << 32)

/* Of values in millionths; of offsets in nanoseconds. */
static const int64_t value_scales[] = { 1000000, 1000, 1 };
static const int64_t time_scales[] = { HR_NS_PER_S, HR_NS_PER_MS, HR_NS_PER_US, 1 };

struct scales {
	int64_t value_micro, time_ns;
};

static int64_t offset_ns(const struct hr_series *series, const struct hr_point *point,
                         int64_t time_ns)
{
	return time_ns - point->interval * series->step_ns;
}

static bool values_divide(const struct hr_series *series, int64_t scale)
{
	for (size_t i = 0; i < series->count; i++) {
		const struct hr_point *p = &series->points[i];

		if (p->sum_micro % scale != 0 || p->min_micro % scale != 0 ||
		    p->max_micro % scale != 0 || p->first_micro % scale != 0 ||
		    p->last_micro % scale != 0)
			return false;
	}
	return true;
}

static bool times_divide(const struct hr_series *series, int64_t scale)
{
	for (size_t i = 0; i < series->count; i++) {
		const struct hr_point *p = &series->points[i];

		if (offset_ns(series, p, p->first_time_ns) % scale != 0 ||
		    offset_ns(series, p, p->last_time_ns) % scale != 0)
			return false;
	}
	return true;
}

static struct scales scales_of(const struct hr_series *series)
{
	size_t v = 0, t = 0;

	while (value_scales[v] > 1 && !values_divide(series, value_scales[v]))
		v++;
	while (time_scales[t] > 1 && !times_divide(series, time_scales[t]))
		t++;
	return (struct scales){ value_scales[v], time_scales[t] };
}

/* A point of one value says it once: its extremes, first and last are that value. */
static void put_point(const struct hr_series *series, size_t i, struct scales scales,
                      struct hr_str *out)
{
	const struct hr_point *p = &series->points[i];
	int64_t first_ns = offset_ns(series, p, p->first_time_ns);
	int64_t last_ns = offset_ns(series, p, p->last_time_ns);

	if (i == 0)
		hr_vlq_put_signed(out, p->interval);
	else
		hr_vlq_put(out, (hr_u128)(p->interval - series->points[i - 1].interval));
	hr_vlq_put(out, p->count);
	hr_vlq_put_signed(out, p->sum_micro / scales.value_micro);
	hr_vlq_put(out, (hr_u128)(first_ns / scales.time_ns));
	if (p->count == 1)
		return;
	hr_vlq_put_signed(out, p->min_micro / scales.value_micro);
	hr_vlq_put_signed(out, p->max_micro / scales.value_micro);
	hr_vlq_put_signed(out, p->first_micro / scales.value_micro);
	hr_vlq_put_signed(out, p->last_micro / scales.value_micro);
	hr_vlq_put(out, (hr_u128)(last_ns / scales.time_ns));
}

static json_t *text_or_null(const char *text)
{
	return hr_json_text(text[0] != '\0' ? text : NULL);
}

static json_t *write_series(const struct hr_series *series)
{
	struct scales scales = scales_of(series);
	struct hr_str points = { 0 };
	json_t *out = json_object();

	for (size_t i = 0; i < series->count; i++)
		put_point(series, i, scales, &points);
	hr_json_set(out, "name", hr_json_text(series->name));
	hr_json_set(out, "host", text_or_null(series->host));
	hr_json_set(out, "unit", text_or_null(series->unit));
	hr_json_set(out, "kind",
	            json_string(series->kind == HR_SERIES_COUNTER ? "counter" : "gauge"));
	hr_json_set(out, "step_s", json_integer(series->step_ns / HR_NS_PER_S));
	hr_json_set(out, "count", json_integer((json_int_t)series->count));
	hr_json_set(out, "scale_micro", json_integer(scales.value_micro));
	hr_json_set(out, "scale_ns", json_integer(scales.time_ns));
	hr_json_set(out, "points", json_stringn_nocheck(hr_str_text(&points), points.length));
	hr_str_release(&points);
	return out;
}

json_t *hr_document_write_resources(const struct hr_run *run)
{
	json_t *out = json_array();

	for (size_t i = 0; i < run->series_count; i++)
		hr_json_append(out, write_series(&run->series[i]));
	return out;
}

static bool get_scaled(struct hr_vlq_reader *reader, int64_t scale, int64_t *out)
{
	int64_t value;

	return hr_vlq_get_i64(reader, &value) && !__builtin_mul_overflow(value, scale, out);
}

static bool get_time(struct hr_vlq_reader *reader, const struct hr_series *series,
                     const struct hr_point *point, int64_t scale, int64_t *out)
{
	uint64_t offset;
	int64_t start_ns, after_ns;

	return hr_vlq_get_u64(reader, &offset) && offset <= INT64_MAX &&
	       !__builtin_mul_overflow((int64_t)offset, scale, &after_ns) &&
	       after_ns < series->step_ns &&
	       !__builtin_mul_overflow(point->interval, series->step_ns, &start_ns) &&
	       !__builtin_add_overflow(start_ns, after_ns, out);
}

/* zigzag of any size; false beyond the sum of 2^64 values. */
static bool get_sum(struct hr_vlq_reader *reader, int64_t scale, hr_i128 *out)
{
	hr_u128 coded;
	hr_i128 value;

	if (!hr_vlq_get(reader, &coded))
		return false;
	value = (hr_i128)(coded >> 1);
	if ((coded & 1) != 0)
		value = -value - 1;
	return !__builtin_mul_overflow(value, (hr_i128)scale, out);
}

static bool get_count(struct hr_vlq_reader *reader, uint64_t *out)
{
	return hr_vlq_get_u64(reader, out) && *out > 0 && *out <= HR_POINT_VALUES_MAX;
}

static bool get_point(struct hr_vlq_reader *reader, const struct hr_series *series, size_t i,
                      struct scales scales, struct hr_point *p)
{
	uint64_t step;

	if (i == 0) {
		if (!hr_vlq_get_i64(reader, &p->interval))
			return false;
	} else if (!hr_vlq_get_u64(reader, &step) || step == 0 || step > INT64_MAX ||
	           __builtin_add_overflow(series->points[i - 1].interval, (int64_t)step,
	                                  &p->interval)) {
		return false;
	}
	if (!get_count(reader, &p->count) || !get_sum(reader, scales.value_micro, &p->sum_micro) ||
	    !get_time(reader, series, p, scales.time_ns, &p->first_time_ns))
		return false;
	if (p->count == 1) {
		p->first_micro = (int64_t)p->sum_micro;
		p->min_micro = p->max_micro = p->last_micro = p->first_micro;
		p->last_time_ns = p->first_time_ns;
		return p->sum_micro == p->first_micro;
	}
	return get_scaled(reader, scales.value_micro, &p->min_micro) &&
	       get_scaled(reader, scales.value_micro, &p->max_micro) &&
	       get_scaled(reader, scales.value_micro, &p->first_micro) &&
	       get_scaled(reader, scales.value_micro, &p->last_micro) &&
	       get_time(reader, series, p, scales.time_ns, &p->last_time_ns) &&
	       p->min_micro <= p->max_micro && p->first_time_ns <= p->last_time_ns &&
	       p->sum_micro >= p->min_micro * (hr_i128)p->count &&
	       p->sum_micro <= p->max_micro * (hr_i128)p->count;
}

static void read_points(const struct hr_json_place *place, struct hr_series *series)
{
	struct hr_json_place count = hr_place_member(place, "count");
	struct hr_json_place value_scale = hr_place_member(place, "scale_micro");
	struct hr_json_place time_scale = hr_place_member(place, "scale_ns");
	struct hr_json_place points = hr_place_member(place, "points");
	struct hr_vlq_reader reader = { .rest = hr_place_text(&points, SIZE_MAX) };
	size_t n = (size_t)hr_place_i64(&count, 0, HR_SERIES_POINTS);
	struct scales scales = { hr_place_i64(&value_scale, 1, 1000000),
		                 hr_place_i64(&time_scale, 1, HR_NS_PER_S) };

	for (size_t i = 0; i < n && !hr_place_failed(place); i++) {
		struct hr_point point = { 0 };

		if (!get_point(&reader, series, i, scales, &point)) {
			hr_place_fail(&points, "point %zu is not coded as it should be", i);
			return;
		}
		series->points = hr_grow(series->points, series->count, &series->capacity,
		                         sizeof(*series->points));
		series->points[series->count++] = point;
	}
	if (!hr_vlq_at_end(&reader))
		hr_place_fail(&points, "there are more points than counted");
}

static struct hr_slice text_or_empty(const struct hr_json_place *object, const char *key)
{
	struct hr_json_place place = hr_place_member(object, key);

	if (hr_place_is_null(&place))
		return (struct hr_slice){ "", 0 };
	return hr_place_text(&place, HR_SERIES_TEXT_BYTES);
}

static void read_series(const struct hr_json_place *place, struct hr_run *run)
{
	struct hr_json_place step = hr_place_member(place, "step_s");
	struct hr_slice kind = hr_member_text(place, "kind", 32);
	int64_t step_s = hr_place_i64(&step, 1, STEP_S_MAX);
	struct hr_observation key = { .time_ns = HR_INSTANT_NONE };
	size_t known = run->series_count;
	struct hr_series *series;

	key.name = hr_member_text(place, "name", HR_SERIES_TEXT_BYTES);
	key.host = text_or_empty(place, "host");
	key.unit = text_or_empty(place, "unit");
	key.kind = hr_slice_is(kind, "counter") ? HR_SERIES_COUNTER : HR_SERIES_GAUGE;
	if ((step_s & (step_s - 1)) != 0)
		hr_place_fail(&step, "found %" PRId64 ", expected a power of two", step_s);
	if (key.kind == HR_SERIES_GAUGE && !hr_slice_is(kind, "gauge"))
		hr_place_fail(place, "the kind of a series is gauge or counter");
	if (hr_place_failed(place))
		return;
	series = hr_run_series(run, &key);
	if (series == NULL || run->series_count == known) {
		hr_place_fail(place, "the series stands here twice");
		return;
	}
	series->step_ns = step_s * HR_NS_PER_S;
	read_points(place, series);
}

void hr_document_read_resources(const struct hr_json_place *resources, struct hr_run *run)
{
	size_t n = hr_place_array(resources, HR_SERIES_MAX);

	for (size_t i = 0; i < n && !hr_place_failed(resources); i++) {
		struct hr_json_place item = hr_place_item(resources, i);

		read_series(&item, run);
	}
}
