/*
 * The plain part of JTL XML: start tags of samples that hold nothing, as JMeter writes them by the
 * million. A tag is plain when any XML parser must agree on what it says: ASCII text without
 * entities, names of letters, no attribute twice, closed by itself. All else is for libxml2.
 */
#ifndef HR_READ_JTL_XML_PLAIN_H
#define HR_READ_JTL_XML_PLAIN_H

#include "read/jtl_xml_sample.h"

#define HR_JTL_XML_ATTRIBUTES_MAX 32
#define HR_JTL_XML_NAME_BYTES     16

/* The attributes of the last plain tag in their order: the next one has the same, as a rule.
 * Zero-initialised is none. */
struct hr_jtl_xml_shape {
	size_t count;
	uint64_t changes; /* how often it was another */
	struct {
		char name[HR_JTL_XML_NAME_BYTES];
		size_t length;
		uint64_t word; /* its bytes, '=' and a quote, when it has at most six */
		int column;    /* HR_JTL_ABSENT: of no interest */
	} attributes[HR_JTL_XML_ATTRIBUTES_MAX];
};

/*
 * hr_jtl_xml_plain_tag - read the tag at the start of @text.
 * Returns its length, or 0 when it is not plain, or not there as a whole. @out borrows from @text.
 */
size_t hr_jtl_xml_plain_tag(struct hr_jtl_xml_shape *shape, struct hr_slice text,
                            struct hr_jtl_attributes *out);

#endif
