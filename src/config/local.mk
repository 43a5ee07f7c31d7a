libheadroom_a_SOURCES += \
	%D%/config_alerts.c %D%/config_alerts.h %D%/config.c %D%/config.h \
	%D%/config_capacity.c %D%/config_capacity.h \
	%D%/config_cost.c %D%/config_cost.h \
	%D%/config_criteria.c %D%/config_criteria.h \
	%D%/config_declared.c %D%/config_declared.h \
	%D%/config_load.c \
	%D%/config_mapping.c %D%/config_mapping.h \
	%D%/config_quantity.c %D%/config_quantity.h \
	%D%/config_read.c %D%/config_read.h \
	%D%/config_rules.c %D%/config_rules.h \
	%D%/config_stress.c %D%/config_stress.h \
	%D%/config_regression.c %D%/config_regression.h \
	%D%/criterion.c %D%/criterion.h \
	%D%/locate.c %D%/locate.h
