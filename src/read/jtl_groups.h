/*
 * What rows of JTL CSV have in common: their label, code and host, as the groups of a sink. Told
 * apart by words of eight bytes, so that nothing is called and little is compared for a row.
 */
#ifndef HR_READ_JTL_GROUPS_H
#define HR_READ_JTL_GROUPS_H

#include "base/mem.h"
#include "base/slice.h"
#include "record/sink.h"

#define HR_JTL_GROUP_BITS 9
#define HR_JTL_CODE_BYTES 8 /* longer codes are for samples */

/* The texts of a row. Of the label its first and its last eight bytes; of a shorter one all of it
 * twice, at the end of the word. With its length they say all about a text of up to 16 bytes. */
struct hr_jtl_texts {
	uint64_t head, tail, code;
	uint32_t label_length, code_length;
	struct hr_slice label, host;
};

struct hr_jtl_group {
	struct hr_jtl_texts texts;
	uint32_t number;    /* what the sink calls it */
	char *label, *host; /* the memory of texts; NULL: a free place */
};

struct hr_jtl_groups {
	struct hr_sink *sink; /* borrowed */
	unsigned carries;
	struct hr_jtl_group places[1 << HR_JTL_GROUP_BITS];
};

/* Gives groups without any (hr_jtl_groups_free(), which takes NULL too). @sink is borrowed;
 * @carries as in struct hr_plain_group. */
struct hr_jtl_groups *hr_jtl_groups_new(struct hr_sink *sink, unsigned carries);
void hr_jtl_groups_free(struct hr_jtl_groups *groups);
/* Ask the sink for a group that hr_jtl_groups_find() did not know. @code  where it lies. */
uint32_t hr_jtl_groups_add(struct hr_jtl_groups *groups, const struct hr_jtl_texts *texts,
                           struct hr_slice code);

static inline uint32_t hr_jtl_groups_place(const struct hr_jtl_texts *texts)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = (texts->head ^ (texts->tail << 5 | texts->tail >> 59)) * factor;

	hash = (hash ^ hash >> 32 ^ (texts->code + texts->label_length)) * factor;
	return (uint32_t)(hash >> (64 - HR_JTL_GROUP_BITS));
}

static inline bool hr_jtl_groups_is(const struct hr_jtl_texts *known,
                                    const struct hr_jtl_texts *texts)
{
	return ((known->head ^ texts->head) | (known->tail ^ texts->tail) |
	        (known->code ^ texts->code) |
	        (uint64_t)(known->label_length ^ texts->label_length) |
	        (uint64_t)(known->code_length ^ texts->code_length)) == 0 &&
	       (texts->label_length <= 16 || hr_slice_equal(known->label, texts->label)) &&
	       (known->host.length | texts->host.length ? hr_slice_equal(known->host, texts->host)
	                                                : true);
}

/* The number of a group; HR_PLAIN_NONE when its rows are to be given as samples. */
static inline uint32_t hr_jtl_groups_find(struct hr_jtl_groups *groups,
                                          const struct hr_jtl_texts *texts, struct hr_slice code)
{
	const struct hr_jtl_group *group = &groups->places[hr_jtl_groups_place(texts)];

	if (hr_jtl_groups_is(&group->texts, texts))
		return group->number;
	return hr_jtl_groups_add(groups, texts, code);
}

#endif
