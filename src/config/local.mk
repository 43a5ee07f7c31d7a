libheadroom_a_SOURCES += \
	%D%/config.c %D%/config.h \
	%D%/config_alert_rules.c %D%/config_alert_rules.h \
	%D%/config_alerts.c %D%/config_alerts.h \
	%D%/config_apdex.c %D%/config_apdex.h \
	%D%/config_budget_policy.c %D%/config_budget_policy.h \
	%D%/config_capacity.c %D%/config_capacity.h \
	%D%/config_chaos.c %D%/config_chaos.h \
	%D%/config_cost.c %D%/config_cost.h \
	%D%/config_criteria.c %D%/config_criteria.h \
	%D%/config_declared.c %D%/config_declared.h \
	%D%/config_exclusions.c %D%/config_exclusions.h \
	%D%/config_http.c %D%/config_http.h \
	%D%/config_inputs.c %D%/config_inputs.h \
	%D%/config_labels.c %D%/config_labels.h \
	%D%/config_list.c %D%/config_list.h \
	%D%/config_load.c \
	%D%/config_load_plan.c %D%/config_load_plan.h \
	%D%/config_load_shape.c %D%/config_load_shape.h \
	%D%/config_mapping.c %D%/config_mapping.h \
	%D%/config_metric.c %D%/config_metric.h \
	%D%/config_quantity.c %D%/config_quantity.h \
	%D%/config_read.c %D%/config_read.h \
	%D%/config_reader.c %D%/config_reader.h \
	%D%/config_regression.c %D%/config_regression.h \
	%D%/config_reliability.c %D%/config_reliability.h \
	%D%/config_rules.c %D%/config_rules.h \
	%D%/config_schema.c %D%/config_schema.h \
	%D%/config_share.c %D%/config_share.h \
	%D%/config_sla.c %D%/config_sla.h \
	%D%/config_slo.c %D%/config_slo.h \
	%D%/config_slos.c \
	%D%/config_stability.c %D%/config_stability.h \
	%D%/config_stress.c %D%/config_stress.h \
	%D%/config_tree.c %D%/config_tree.h \
	%D%/config_trend.c %D%/config_trend.h \
	%D%/criterion.c %D%/criterion.h \
	%D%/expression.c %D%/expression.h \
	%D%/locate.c %D%/locate.h \
	%D%/openslo.c %D%/openslo.h \
	%D%/openslo_alert.c \
	%D%/openslo_object.c \
	%D%/openslo_part.h \
	%D%/openslo_sli.c \
	%D%/openslo_slo.c %D%/openslo_slo.h \
	%D%/openslo_window.c \
	%D%/scan.c %D%/scan.h \
	%D%/yaml_tree.c %D%/yaml_tree.h
