/*
 * Lists in a configuration. Every element is entered while it is read, so that what is wrong with
 * it has its place.
 */
#ifndef HR_CONFIG_CONFIG_LIST_H
#define HR_CONFIG_CONFIG_LIST_H

#include "config/config_reader.h"

/* A list of at most @max elements; false, and reported, for any other value. */
bool hr_config_is_list(struct hr_config_reader *reader, const json_t *value, size_t max,
                       const char *expected);

/*
 * hr_config_read_list - a list whose elements are structs.
 * @max       more elements are an error          @expected  "a list of steps"
 * @size      of an element                       @count     gets their number
 * @read      is given every element, wrong ones too, and its zeroed place
 * Gives the array, one more element than @count; NULL, with *@count 0, when it is no list or too
 * long.
 */
void *hr_config_read_list(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          void (*read)(struct hr_config_reader *reader, json_t *item,
                                       void *target));

/*
 * hr_config_read_good - likewise, but of the elements that are good only, one after the other.
 * @read  true when the element is good; its place is left zeroed, and nothing allocated, when not
 */
void *hr_config_read_good(struct hr_config_reader *reader, json_t *value, size_t max,
                          const char *expected, size_t size, size_t *count,
                          bool (*read)(struct hr_config_reader *reader, json_t *item,
                                       void *target));
#endif
