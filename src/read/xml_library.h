/*
 * libxml2, loaded when the first XML is read: with the libraries it brings along (ICU, the C++
 * runtime) its start takes longer than that of all others together, and most runs read no XML. Its
 * functions are called through this table; types, constants and macros come from its headers. What
 * it allocates comes from base/mem.h and is given back by free(): xmlFree() is a variable of the
 * library.
 */
#ifndef HR_READ_XML_LIBRARY_H
#define HR_READ_XML_LIBRARY_H

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlmemory.h>

#include "base/error.h"

/* The table names types by what libxml2 declares, so a wrong one does not compile. */
struct hr_xml_library {
	__typeof__(&xmlMemSetup) mem_setup;
	__typeof__(&xmlInitParser) init_parser;
	__typeof__(&xmlSetGenericErrorFunc) set_generic_error;
	__typeof__(&xmlCreatePushParserCtxt) create_push_parser;
	__typeof__(&xmlCtxtUseOptions) use_options;
	__typeof__(&xmlDictSetLimit) set_dict_limit;
	__typeof__(&xmlDictGetUsage) dict_usage;
	__typeof__(&xmlParseChunk) parse_chunk;
	__typeof__(&xmlSAX2GetLineNumber) line_number;
	__typeof__(&xmlNewParserCtxt) new_parser;
	__typeof__(&xmlCtxtReadMemory) read_memory;
	__typeof__(&xmlCtxtGetLastError) last_error;
	__typeof__(&xmlFreeParserCtxt) free_parser;
	__typeof__(&xmlDocGetRootElement) root_element;
	__typeof__(&xmlHasProp) has_attribute;
	__typeof__(&xmlGetNoNsProp) attribute;
	__typeof__(&xmlNodeGetContent) content;
	__typeof__(&xmlFreeDoc) free_document;
};

/*
 * hr_xml_open - load and initialise the library, once; from any thread, and again in each that
 * parses. Errors: HR_EIO when it is not installed or lacks a function.
 */
enum hr_err hr_xml_open(struct hr_error *err) HR_MUST_CHECK;
/* The functions, once the library is open. */
const struct hr_xml_library *hr_xml(void);

#endif
