/*
 * One sample element of JTL XML: its attributes, collected when its start tag is met, into the
 * record that is pushed when its end tag is. Attribute names of both file formats:
 * org.apache.jmeter.save.converters.SampleResultConverter (1.2) and OldSaveService (2.0).
 */
#ifndef HR_READ_JTL_XML_SAMPLE_H
#define HR_READ_JTL_XML_SAMPLE_H

#include "base/str.h"
#include "read/jtl_columns.h"
#include "read/jtl_time.h"
#include "read/reader.h"
#include "record/sample.h"

#define HR_JTL_TEXT_BYTES 65536 /* of label, code, message or failure; the rest is cut */

/* The attributes of interest, as the columns that CSV has for them; ptr NULL when absent. Borrowed
 * from the parser. */
struct hr_jtl_attributes {
	struct hr_slice at[HR_JTL_COLUMN_COUNT];
};

/*
 * hr_jtl_attributes_read - pick them from what libxml2's startElementNs hands over.
 * @attributes  @count groups of five: name, prefix, URI, value, end of value
 * Returns how many of time, elapsed, success and label are there: two make an element a sample
 * whatever its name.
 */
unsigned hr_jtl_attributes_read(const unsigned char *const *attributes, int count,
                                struct hr_jtl_attributes *out);

/* The column of an attribute of that name; HR_JTL_ABSENT when it is of no interest. */
int hr_jtl_attribute_column(struct hr_slice name);

/* A sample whose end tag is still to come. Reused: its strings keep their memory. */
struct hr_jtl_sample {
	struct hr_str label, code, message, host; /* owned copies */
	struct hr_str failure;                    /* of its own first failed assertion */
	struct hr_str nested_failure;             /* of the first one in a nested sample */
	struct hr_sample record;                  /* figures only; its texts are set when pushed */
	uint64_t line;
	bool http;        /* an httpSample */
	bool own_request; /* it has a URL or a method */
	bool has_nested;
	bool asserted;       /* `failure` is set */
	bool cut;            /* its start tag is broken off: what it says cannot be trusted */
	bool interrupted;    /* a tag inside it is broken off */
	const char *fault;   /* why it is degraded, or NULL */
	const char *refusal; /* why it is rejected, or NULL */
};

/* Begin anew with the figures and texts of a start tag; the caller sets line and http. */
void hr_jtl_sample_start(struct hr_jtl_sample *sample, const struct hr_jtl_attributes *attributes,
                         const struct hr_read_options *options, struct hr_jtl_clock *clock);
/*
 * hr_jtl_sample_push - into the context's sink, or count it as rejected.
 * @flatten  nested samples count as requests, so what is no httpSample and has some is a
 * transaction
 */
void hr_jtl_sample_push(struct hr_jtl_sample *sample, struct hr_read_context *context,
                        bool flatten);
/*
 * hr_jtl_sample_take - the record of an element that holds nothing, as start and push would make
 * it. False when there is something to say about it, and they must. @out borrows from @attributes.
 */
bool hr_jtl_sample_take(const struct hr_jtl_attributes *attributes,
                        const struct hr_read_options *options, struct hr_jtl_clock *clock,
                        struct hr_sample *out);
void hr_jtl_sample_release(struct hr_jtl_sample *sample);

#endif
