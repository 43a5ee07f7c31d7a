/*
 * Where the files are that come with the program: templates, tables, schemas.
 */
#ifndef HR_BASE_DATA_DIR_H
#define HR_BASE_DATA_DIR_H

#include "base/str.h"

/*
 * hr_data_path - append the path of @name, a file or folder of data/.
 * Beside the program first (../share/headroom of where it lies, as after an installation that was
 * moved; share/headroom, which make puts into the build tree), else where it was configured to be
 * installed. Whether it is there at all is for the caller to see.
 */
void hr_data_path(const char *name, struct hr_str *out);

#endif
