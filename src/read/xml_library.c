#include <config.h>
#include "read/xml_library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Its interface was broken once, in 2.14. */
#if LIBXML_VERSION >= 21400
#define LIBRARY "libxml2.so.16"
#else
#define LIBRARY "libxml2.so.2"
#endif

static struct hr_xml_library table;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct hr_error fault; /* why the library is not there */
static enum hr_err state;

static const struct symbol {
	const char *name;
	size_t offset;
} symbols[] = {
#define SYMBOL(name, member)                                                                       \
	{                                                                                          \
#name, offsetof(struct hr_xml_library, member)                                     \
	}
	SYMBOL(xmlMemSetup, mem_setup),
	SYMBOL(xmlInitParser, init_parser),
	SYMBOL(xmlSetGenericErrorFunc, set_generic_error),
	SYMBOL(xmlCreatePushParserCtxt, create_push_parser),
	SYMBOL(xmlCtxtUseOptions, use_options),
	SYMBOL(xmlDictSetLimit, set_dict_limit),
	SYMBOL(xmlDictGetUsage, dict_usage),
	SYMBOL(xmlParseChunk, parse_chunk),
	SYMBOL(xmlSAX2GetLineNumber, line_number),
	SYMBOL(xmlNewParserCtxt, new_parser),
	SYMBOL(xmlCtxtReadMemory, read_memory),
	SYMBOL(xmlCtxtGetLastError, last_error),
	SYMBOL(xmlFreeParserCtxt, free_parser),
	SYMBOL(xmlDocGetRootElement, root_element),
	SYMBOL(xmlHasProp, has_attribute),
	SYMBOL(xmlGetNoNsProp, attribute),
	SYMBOL(xmlNodeGetContent, content),
	SYMBOL(xmlFreeDoc, free_document),
#undef SYMBOL
};

static void *reallocate(void *block, size_t size)
{
	return hr_realloc_array(block, 1, size);
}

static void ignore_message(void *context, const char *message, ...)
{
	(void)context;
	(void)message;
}

static enum hr_err fill(void *library)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *address = dlsym(library, symbols[i].name);

		if (address == NULL)
			return hr_error_set(&fault, HR_EIO, "%s has no %s", LIBRARY,
			                    symbols[i].name);
		/* POSIX lets a data pointer hold a function's address; ISO C has no way to say so.
		 */
		memcpy((char *)&table + symbols[i].offset, &address, sizeof(address));
	}
	return HR_OK;
}

/* What it could not allocate must not read as "not valid": the memory is the program's. */
static void load(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (library == NULL) {
		state = hr_error_set(&fault, HR_EIO,
		                     "%s, which reads XML, cannot be loaded (Debian: "
		                     "the package libxml2): %s",
		                     LIBRARY, dlerror());
		return;
	}
	state = fill(library);
	if (state != HR_OK) {
		dlclose(library);
		return;
	}
	table.mem_setup(free, hr_alloc, reallocate, hr_strdup);
	table.init_parser();
}

enum hr_err hr_xml_open(struct hr_error *err)
{
	pthread_once(&once, load);
	if (state != HR_OK)
		return hr_error_set(err, state, "%s", fault.text);
	/* Its messages go nowhere; each thread has its own setting. */
	table.set_generic_error(NULL, ignore_message);
	return HR_OK;
}

const struct hr_xml_library *hr_xml(void)
{
	return &table;
}
