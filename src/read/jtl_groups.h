/*
 * What rows of JTL CSV have in common: their label, code and host, as the groups of a sink. Told
 * apart by words of eight bytes, so that nothing is called and little is compared for a row.
 */
#ifndef HR_READ_JTL_GROUPS_H
#define HR_READ_JTL_GROUPS_H

#include <endian.h>

#include "base/slice.h"
#include "record/sink.h"

#define HR_JTL_GROUP_BITS 10
#define HR_JTL_CODE_BYTES 8 /* longer codes are for samples */

/* The texts of a row as words. Of the label its first and its last eight bytes; of a shorter one
 * all of it twice, at the end of the word. With its length they say all about a text of up to 16
 * bytes. */
struct hr_jtl_words {
	uint64_t head, tail, code;
	uint64_t lengths; /* of label and code, see hr_jtl_words_of() */
};

struct hr_jtl_group {
	struct hr_jtl_words words;
	uint32_t number; /* what the sink calls it */
	uint32_t host_length;
	char *label, *host;
	size_t label_length;
};

struct hr_jtl_groups {
	struct hr_sink *sink; /* borrowed */
	bool hosts;           /* rows may differ in their hosts */
	struct hr_jtl_group places[1 << HR_JTL_GROUP_BITS];
};

/* Gives groups without any (hr_jtl_groups_free(), which takes NULL too). @sink is borrowed;
 * @hosts: rows may differ in their hosts. */
struct hr_jtl_groups *hr_jtl_groups_new(struct hr_sink *sink, bool hosts);
void hr_jtl_groups_free(struct hr_jtl_groups *groups);
/* The number of a group that hr_jtl_groups_find() did not give, because it is new or another has
 * its place; HR_PLAIN_NONE when its rows are for samples. */
uint32_t hr_jtl_groups_add(struct hr_jtl_groups *groups, const struct hr_plain_group *texts);

/* The last bytes of a text, eight at most, at the end of the word. Eight bytes in front of @end are
 * read. */
static inline uint64_t hr_jtl_last_bytes(const char *end, size_t length)
{
	size_t used = length < 8 ? length : 8;
	uint64_t word = le64toh(hr_load64(end - 8)) >> ((64 - 8 * used) & 63);

	return length > 0 ? word : 0;
}

/* No branch depends on how long they are: lengths cannot be foretold. Of a code of no length any
 * eight bytes in front of it are read. */
static inline struct hr_jtl_words hr_jtl_words_of(struct hr_slice label, struct hr_slice code)
{
	const char *end = label.ptr + label.length;
	size_t used = label.length < 8 ? label.length : 8;
	size_t behind = label.length > 8 ? label.length : 8;
	unsigned empty = (64 - 8 * used) & 63;

	return (struct hr_jtl_words){
		.head = le64toh(hr_load64(end - behind)) >> empty,
		.tail = le64toh(hr_load64(end - 8)) >> empty,
		.code = hr_jtl_last_bytes(code.ptr + code.length, code.length),
		.lengths = (uint64_t)label.length << 32 | (uint32_t)code.length,
	};
}

static inline uint32_t hr_jtl_groups_place(const struct hr_jtl_words *words)
{
	const uint64_t factor = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = (words->head ^ (words->tail << 5 | words->tail >> 59)) * factor;

	hash = (hash ^ hash >> 32 ^ (words->code + words->lengths)) * factor;
	return (uint32_t)(hash >> (64 - HR_JTL_GROUP_BITS));
}

static inline __attribute__((always_inline)) bool hr_jtl_groups_is(
        const struct hr_jtl_groups *groups, const struct hr_jtl_group *group,
        const struct hr_jtl_words *words, struct hr_slice label, struct hr_slice host)
{
	return ((group->words.head ^ words->head) | (group->words.tail ^ words->tail) |
	        (group->words.code ^ words->code) | (group->words.lengths ^ words->lengths)) == 0 &&
	       (label.length <= 16 || hr_bytes_equal(group->label, label.ptr, label.length)) &&
	       (!groups->hosts ||
	        hr_slice_equal((struct hr_slice){ group->host, group->host_length }, host));
}

/* The group of a row; NULL when it is for hr_jtl_groups_add(). Eight bytes in front of each text's
 * end are read. Texts come one by one: from a structure in memory that was just written they would
 * have to be waited for. */
static inline __attribute__((always_inline)) const struct hr_jtl_group *hr_jtl_groups_find(
        const struct hr_jtl_groups *groups, struct hr_slice label, struct hr_slice code,
        struct hr_slice host)
{
	struct hr_jtl_words words = hr_jtl_words_of(label, code);
	const struct hr_jtl_group *group = &groups->places[hr_jtl_groups_place(&words)];

	return hr_jtl_groups_is(groups, group, &words, label, host) ? group : NULL;
}

#endif
