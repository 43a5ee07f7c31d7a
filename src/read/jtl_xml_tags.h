/*
 * Plain tags of JTL XML (jtl_xml_plain.h) by the hundred. When two of them had the same attributes
 * in the same order, the next ones are expected to be alike to the byte but for their values. Then
 * the quotes of a tag are to it what the separators of a row are to CSV: a field is either the text
 * from one value to the next, which must be what is expected, or a value. So tags become rows of
 * JTL and go the way of those (jtl_plain.h). Whatever is unusual is left to whoever reads one tag.
 */
#ifndef HR_READ_JTL_XML_TAGS_H
#define HR_READ_JTL_XML_TAGS_H

#include "read/jtl_plain.h"
#include "read/jtl_xml_plain.h"

struct hr_quote_index;

#define HR_JTL_XML_GAP_BYTES (HR_JTL_XML_NAME_BYTES + 3)

/* What stands before each value: a blank, the name of the attribute, '=' and a quote. Told by its
 * last eight bytes, or all of it, at the end of a word; a longer one, as few are, also by its
 * text. */
struct hr_jtl_xml_gaps {
	size_t count, long_count;
	uint64_t words[HR_JTL_XML_ATTRIBUTES_MAX];
	uint32_t lengths[HR_JTL_XML_ATTRIBUTES_MAX];
	uint8_t shifts[HR_JTL_XML_ATTRIBUTES_MAX]; /* bits of a word before a shorter gap */
	uint8_t longs[HR_JTL_XML_ATTRIBUTES_MAX];  /* which are longer than a word */
	char texts[HR_JTL_XML_ATTRIBUTES_MAX][HR_JTL_XML_GAP_BYTES];
};

/* Zero-initialised expects nothing. */
struct hr_jtl_xml_tags {
	uint64_t seen, known; /* changes of the shape: at the last tag, when it was learned */
	struct hr_jtl_xml_gaps gaps;
	struct hr_jtl_plain plain;    /* each is a column of its own, and so is its value */
	struct hr_quote_index *index; /* NULL: not needed so far */
	struct hr_slice indexed;      /* the stretch; ptr NULL: none */
	size_t next;                  /* of the quotes: the first one that was not passed */
	size_t window;                /* how much is indexed at once */
};

void hr_jtl_xml_tags_release(struct hr_jtl_xml_tags *tags);
/* A tag of that shape was read alone. @host is borrowed: where tags name none. */
void hr_jtl_xml_tags_learn(struct hr_jtl_xml_tags *tags, const struct hr_jtl_xml_shape *shape,
                           struct hr_slice host);
/* The text that was read so far has gone. */
void hr_jtl_xml_tags_forget(struct hr_jtl_xml_tags *tags);
/*
 * hr_jtl_xml_tags_take - push the tags at the start of @text, between blanks, for as long as they
 * are usual; their times are epoch milliseconds and mark the start.
 * Returns their length with the blanks in front of each; *lines is how many line feeds are among
 * these. What follows in memory, up to the end of @text, stays there until
 * hr_jtl_xml_tags_forget().
 */
size_t hr_jtl_xml_tags_take(struct hr_jtl_xml_tags *tags, struct hr_slice text,
                            struct hr_read_context *context, uint64_t *lines);

#endif
