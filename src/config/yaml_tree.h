/*
 * One YAML document after the other as JSON values and as a way back to their places. Without
 * libyaml every text is an error that names the configure switch.
 */
#ifndef HR_CONFIG_YAML_TREE_H
#define HR_CONFIG_YAML_TREE_H

#include "config/config_tree.h"

struct hr_yaml_parser;
struct hr_yaml_document;

/* @text is borrowed until hr_yaml_parser_free(). */
struct hr_yaml_parser *hr_yaml_parser_new(struct hr_slice text);
void hr_yaml_parser_free(struct hr_yaml_parser *parser);
/*
 * hr_yaml_next - the next document; NULL at the end and on error.
 * @root   gives a reference
 * @error  filled on error, else its text is empty
 */
struct hr_yaml_document *hr_yaml_next(struct hr_yaml_parser *parser, json_t **root,
                                      struct hr_config_syntax_error *error);
bool hr_yaml_locate(const struct hr_yaml_document *document, const char *pointer,
                    enum hr_locate_what what, struct hr_place *out);
void hr_yaml_document_free(struct hr_yaml_document *document);

#endif
