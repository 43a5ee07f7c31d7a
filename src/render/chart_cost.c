/*
 * What does it cost? The dearest month of each scenario, stacked by what is paid for, with the
 * amounts at the bounds of the forecast and the budget.
 */
#include <config.h>
#include "render/charts.h"

#include <math.h>
#include <string.h>

#include "document/jsonx.h"
#include "render/model_part.h"
#include "render/plot.h"

#define BARS_MAX   20
#define ITEMS_MAX  6 /* told apart; more are one */
#define BAR_ROOM   26.0
#define BAR_HEIGHT 14.0
#define NAME_ROOM  120.0

static const enum hr_role roles[ITEMS_MAX] = { HR_ROLE_CUR,  HR_ROLE_ALT,  HR_ROLE_BASE,
	                                       HR_ROLE_WARN, HR_ROLE_GOOD, HR_ROLE_MUTED };

struct bar {
	const char *name;
	double cost, low, high;
	double items[ITEMS_MAX];
};

struct stack {
	struct bar bars[BARS_MAX];
	size_t count;
	const char *items[ITEMS_MAX];
	size_t item_count;
	double budget; /* NaN = none */
	double most;
	const char *currency;
};

static size_t place_of(struct stack *stack, const char *resource)
{
	for (size_t i = 0; i < stack->item_count; i++)
		if (strcmp(stack->items[i], resource) == 0)
			return i;
	if (stack->item_count == ITEMS_MAX)
		return ITEMS_MAX - 1;
	stack->items[stack->item_count] = stack->item_count + 1 == ITEMS_MAX ? "other" : resource;
	return stack->item_count++;
}

static const json_t *dearest(const json_t *months)
{
	const json_t *month, *found = NULL;
	size_t i;

	json_array_foreach(months, i, month)
	{
		double cost = hr_stat(month, "cost");

		if (isfinite(cost) && (found == NULL || cost > hr_stat(found, "cost")))
			found = month;
	}
	return found;
}

static void add_bar(struct stack *stack, const json_t *scenario)
{
	const json_t *month = dearest(json_object_get(scenario, "months")), *item;
	const char *name = hr_json_text_at(scenario, "name");
	struct bar *bar = &stack->bars[stack->count];
	size_t i;

	if (month == NULL || name == NULL || stack->count == BARS_MAX)
		return;
	*bar = (struct bar){ .name = name,
		             .cost = hr_stat(month, "cost"),
		             .low = hr_stat(month, "cost_low"),
		             .high = hr_stat(month, "cost_high") };
	json_array_foreach(json_object_get(month, "items"), i, item)
	{
		const char *resource = hr_json_text_at(item, "resource");
		double amount = hr_stat(item, "amount");

		if (resource != NULL && isfinite(amount))
			bar->items[place_of(stack, resource)] += amount;
	}
	stack->most = fmax(stack->most, bar->cost);
	stack->count++;
}

static bool init(struct stack *stack, const struct hr_scene *scene)
{
	const json_t *capacity = json_object_get(scene->document, "capacity"), *scenario;
	size_t i;

	*stack = (struct stack){ .budget = hr_json_number_at(capacity, "cost.budget"),
		                 .currency = hr_json_text_at(capacity, "cost.currency") };
	json_array_foreach(json_object_get(capacity, "scenarios"), i, scenario)
	        add_bar(stack, scenario);
	return stack->count > 0 && stack->most > 0;
}

static void draw_bar(struct hr_plot *plot, const struct hr_panel *panel, const struct stack *stack,
                     const struct bar *bar, double y)
{
	double from = 0;

	hr_plot_name(plot, panel->left - 8, y + BAR_HEIGHT - 3, HR_ANCHOR_END, HR_ROLE_TEXT,
	             hr_slice_of(bar->name), NAME_ROOM - 12);
	for (size_t i = 0; i < stack->item_count; i++) {
		double left = hr_scale_at(&panel->x.scale, from);
		struct hr_path path = { 0 };

		from += bar->items[i];
		if (!(bar->items[i] > 0))
			continue;
		hr_path_rect(&path, left, y, hr_scale_at(&panel->x.scale, from) - left, BAR_HEIGHT);
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, roles[i]);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
		hr_path_release(&path);
	}
}

/* From the cost at the lower to that at the upper bound of demand. */
static void draw_whisker(struct hr_plot *plot, const struct hr_panel *panel, const struct bar *bar,
                         double y)
{
	double high = fmin(bar->high, panel->x.scale.high);
	struct hr_path path = { 0 };

	if (!isfinite(bar->low) || !isfinite(bar->high))
		return;
	hr_path_move(&path, hr_scale_at(&panel->x.scale, bar->low), y + BAR_HEIGHT + 3);
	hr_path_line(&path, hr_scale_at(&panel->x.scale, high), y + BAR_HEIGHT + 3);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_TEXT, HR_DASH_SOLID, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
}

static void draw_budget(struct hr_plot *plot, const struct hr_panel *panel,
                        const struct stack *stack)
{
	double x = hr_scale_at(&panel->x.scale, stack->budget);
	struct hr_path path = { 0 };

	if (!(stack->budget > 0) || stack->budget > panel->x.scale.high)
		return;
	hr_path_move(&path, x, panel->top);
	hr_path_line(&path, x, panel->bottom);
	hr_svg_begin(&plot->svg, "path");
	hr_svg_stroke(&plot->svg, HR_ROLE_BAD, HR_DASH_LONG, 1.5);
	hr_svg_path_data(&plot->svg, &path);
	hr_svg_empty(&plot->svg);
	hr_path_release(&path);
	hr_plot_halo_begin(plot);
	hr_plot_text(plot, x + 5, panel->top + 10, HR_ANCHOR_START, HR_ROLE_BAD,
	             HR_SLICE_LITERAL("budget"), 60);
	hr_plot_halo_end(plot);
}

/* "storage GB" of what a price list calls storage_gb. */
static void put_words(const char *resource, struct hr_str *out)
{
	static const char *const units[] = { "mb", "gb", "tb", "gib", "tib" };

	for (const char *word = resource; *word != '\0';) {
		size_t n = strcspn(word, "_");
		bool is_unit = false;

		for (size_t i = 0; word != resource && i < sizeof(units) / sizeof(units[0]); i++)
			is_unit = is_unit ||
			          (strlen(units[i]) == n && memcmp(word, units[i], n) == 0);
		hr_str_puts(out, word == resource ? "" : " ");
		for (size_t i = 0; i < n; i++)
			hr_str_putc(out, is_unit && word[i] != 'i' ? (char)(word[i] - 'a' + 'A')
			                                           : word[i]);
		word += n + (word[n] == '_');
	}
}

static void draw_key(struct hr_plot *plot, const struct hr_panel *panel, const struct stack *stack)
{
	double x = panel->left, y = panel->bottom + 34;

	for (size_t i = 0; i < stack->item_count; i++) {
		struct hr_path path = { 0 };
		double room = panel->right - x - 16;
		struct hr_str name = { 0 };

		if (room < 20)
			break;
		put_words(stack->items[i], &name);
		hr_path_rect(&path, x, y - 9, 10, 10);
		hr_svg_begin(&plot->svg, "path");
		hr_svg_fill(&plot->svg, roles[i]);
		hr_svg_path_data(&plot->svg, &path);
		hr_svg_empty(&plot->svg);
		hr_path_release(&path);
		x += 14 +
		     hr_plot_name(plot, x + 14, y, HR_ANCHOR_START, HR_ROLE_MUTED,
		                  hr_str_slice(&name), room) +
		     14;
		hr_str_release(&name);
	}
}

static void draw_tips(struct hr_plot *plot, const struct hr_panel *panel, const struct stack *stack)
{
	struct hr_str text = { 0 };

	hr_tips_begin(plot);
	for (size_t i = 0; i < stack->count; i++) {
		const struct bar *bar = &stack->bars[i];

		hr_str_truncate(&text, 0);
		hr_put_cut(&text, bar->name, 30);
		hr_str_puts(&text, ": ");
		hr_chart_value(&text, bar->cost, HR_QUANTITY_NUMBER);
		hr_str_puts(&text, ", by the band ");
		hr_chart_value(&text, bar->low, HR_QUANTITY_NUMBER);
		hr_str_puts(&text, " to ");
		hr_chart_value(&text, bar->high, HR_QUANTITY_NUMBER);
		hr_tip(plot, panel->left, panel->top + BAR_ROOM * (double)i,
		       panel->right - panel->left, BAR_ROOM, hr_str_slice(&text));
	}
	hr_tips_end(plot);
	hr_str_release(&text);
}

static double height_of(const struct stack *stack)
{
	return HR_PLOT_HEAD + HR_PLOT_FOOT + 20 + BAR_ROOM * (double)stack->count;
}

static void draw_panel(struct hr_plot *plot, const struct stack *stack)
{
	struct hr_panel panel = { .bare_y = true };
	struct hr_str title = { 0 };
	double most = stack->budget > 0 && stack->budget < 3 * stack->most
	                      ? fmax(stack->most, stack->budget)
	                      : stack->most;

	hr_panel_whole(plot, &panel, 26);
	panel.bottom = panel.top + BAR_ROOM * (double)stack->count;
	panel.left = NAME_ROOM;
	hr_axis_linear(&panel.x, 0, most, HR_QUANTITY_NUMBER, 5);
	hr_axis_place(&panel.x, panel.left, panel.right);
	hr_axis_thin(&panel.x);
	panel.x.unit[0] = '\0';
	hr_str_puts(&title, "Dearest month");
	if (stack->currency != NULL)
		hr_str_printf(&title, ", %s", stack->currency);
	hr_panel_frame(plot, &panel, hr_str_text(&title), "");
	for (size_t i = 0; i < stack->count; i++) {
		double y = panel.top + BAR_ROOM * (double)i + 4;

		draw_bar(plot, &panel, stack, &stack->bars[i], y);
		draw_whisker(plot, &panel, &stack->bars[i], y);
	}
	draw_budget(plot, &panel, stack);
	draw_key(plot, &panel, stack);
	draw_tips(plot, &panel, stack);
	hr_str_release(&title);
}

static void describe(const struct stack *stack, struct hr_str *out)
{
	size_t most = 0;

	for (size_t i = 1; i < stack->count; i++)
		if (stack->bars[i].cost > stack->bars[most].cost)
			most = i;
	hr_str_puts(out, "The dearest scenario is ");
	hr_put_cut(out, stack->bars[most].name, 60);
	hr_str_puts(out, " with ");
	hr_chart_value(out, stack->bars[most].cost, HR_QUANTITY_NUMBER);
	hr_str_printf(out, " %s in a month.", stack->currency != NULL ? stack->currency : "");
}

static bool has_data(const struct hr_scene *scene)
{
	struct stack stack;

	return init(&stack, scene);
}

static void draw(const struct hr_scene *scene, const struct hr_chart *about, struct hr_str *svg)
{
	struct hr_str desc = { 0 };
	struct hr_plot plot;
	struct stack stack;
	bool any = init(&stack, scene);

	if (any)
		describe(&stack, &desc);
	hr_plot_begin(&plot, about, height_of(&stack), hr_str_slice(&desc), svg);
	if (any)
		draw_panel(&plot, &stack);
	hr_plot_end(&plot);
	hr_str_release(&desc);
}

const struct hr_chart hr_chart_cost = {
	.name = "cost",
	.title = "Cost by scenario",
	.note = "The dearest month of each; "
	        "the line below a bar is the cost at the bounds of the forecast.",
	.has_data = has_data,
	.draw = draw,
};
