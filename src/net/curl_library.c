#include <config.h>
#include "net/curl_library.h"

#ifndef HAVE_LIBCURL
enum hr_err hr_curl_missing(const char *feature, struct hr_error *err)
{
	return hr_error_set(err, HR_EINVAL,
	                    "%s needs libcurl: this headroom was built without it (configure "
	                    "--with-curl)",
	                    feature);
}
#else
#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>

#define LIBRARY "libcurl.so.4"

static struct hr_curl table;

static const struct symbol {
	const char *name;
	size_t offset;
} symbols[] = {
#define SYMBOL(member)                                                                             \
	{                                                                                          \
		"curl_" #member, offsetof(struct hr_curl, member)                                  \
	}
	SYMBOL(easy_init),           SYMBOL(easy_cleanup),    SYMBOL(easy_reset),
	SYMBOL(easy_setopt),         SYMBOL(easy_getinfo),    SYMBOL(easy_perform),
	SYMBOL(easy_strerror),       SYMBOL(slist_append),    SYMBOL(slist_free_all),
	SYMBOL(multi_init),          SYMBOL(multi_cleanup),   SYMBOL(multi_add_handle),
	SYMBOL(multi_remove_handle), SYMBOL(multi_info_read), SYMBOL(multi_socket_action),
	SYMBOL(multi_assign),        SYMBOL(multi_perform),   SYMBOL(multi_poll),
	SYMBOL(multi_setopt),        SYMBOL(multi_strerror),  SYMBOL(version),
	SYMBOL(global_init),         SYMBOL(multi_timeout),
#undef SYMBOL
};

static enum hr_err fill(void *library, struct hr_error *err)
{
	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		void *address = dlsym(library, symbols[i].name);

		if (address == NULL)
			return hr_error_set(err, HR_EIO, "%s has no %s", LIBRARY, symbols[i].name);
		/* POSIX lets a data pointer hold a function's address; ISO C has no way to say so.
		 */
		memcpy((char *)&table + symbols[i].offset, &address, sizeof(address));
	}
	return HR_OK;
}

enum hr_err hr_curl_open(const struct hr_curl **out, struct hr_error *err)
{
	static bool loaded;
	void *library;
	enum hr_err code;

	*out = &table;
	if (loaded)
		return HR_OK;
	library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (library == NULL)
		return hr_error_set(err, HR_EIO,
		                    "%s cannot be loaded (Debian: the package libcurl4): %s",
		                    LIBRARY, dlerror());
	code = fill(library, err);
	if (code != HR_OK) {
		dlclose(library);
		return code;
	}
	if (table.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		dlclose(library);
		return hr_error_set(err, HR_EIO, "%s cannot be initialised", LIBRARY);
	}
	loaded = true; /* never unloaded: it may have started threads of its own */
	return HR_OK;
}
#endif
