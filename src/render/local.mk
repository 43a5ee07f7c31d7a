libheadroom_a_SOURCES += \
	%D%/escape.c %D%/escape.h \
	%D%/palette.c %D%/palette.h \
	%D%/template_check.c %D%/template_check.h \
	%D%/template_store.c %D%/template_store.h

# The scene, the view model, the output forms.
libheadroom_a_SOURCES += \
	%D%/scene.c %D%/scene.h \
	%D%/model.c %D%/model.h %D%/model_part.h %D%/model_value.c %D%/model_run.c \
	%D%/model_verdict.c %D%/model_findings.c %D%/model_tiles.c %D%/model_checks.c \
	%D%/model_charts.c %D%/model_labels.c %D%/model_failed.c %D%/model_errors.c \
	%D%/model_resources.c %D%/model_validity.c %D%/model_method.c \
	%D%/sparkline.c %D%/sparkline.h %D%/text_table.c %D%/text_table.h \
	%D%/forms.c %D%/form.h %D%/form_part.h %D%/form_html.c %D%/form_json.c %D%/form_text.c \
	%D%/form_jmeter.c %D%/form_tables.c %D%/form_tables.h
