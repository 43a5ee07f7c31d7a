#include <config.h>
#include "render/palette.h"

#include <stddef.h>

#define GRID_LIGHT "#d8dee4"
#define GRID_DARK  "#30363d"

/* Contrast on its background is at least 4.5 for every role, light on #ffffff and dark on #14181d;
 * the pairs stay apart under protan, deutan and tritan simulation. */
static const struct {
	const char *name, *light, *dark;
} roles[] = {
	[HR_ROLE_TEXT] = { "text", "#1b1f24", "#e6edf3" },
	[HR_ROLE_MUTED] = { "muted", "#57606a", "#9aa7b4" },
	[HR_ROLE_BASE] = { "base", "#6d7588", "#8b93a1" },
	[HR_ROLE_CUR] = { "cur", "#0a4a73", "#a9d6f7" },
	[HR_ROLE_BAD] = { "bad", "#8f2400", "#ff7a50" },
	[HR_ROLE_WARN] = { "warn", "#8a7001", "#f7d02a" },
	[HR_ROLE_GOOD] = { "good", "#068753", "#45e6aa" },
	[HR_ROLE_ALT] = { "alt", "#b02fc4", "#cf5fe0" },
};

static const char *const heat_light[HR_HEAT_LEVELS] = {
	"#eef3f8", "#d3e2f0", "#aecde6", "#7fb3d8", "#4f95c6",
	"#2f78b0", "#175c93", "#0a4170", "#05294a",
};
static const char *const heat_dark[HR_HEAT_LEVELS] = {
	"#17222e", "#1a2f44", "#1e4163", "#235787", "#2f72ad",
	"#4a8fca", "#75b0e0", "#a9d2f2", "#e3f2fd",
};

const char *hr_role_name(enum hr_role role)
{
	return roles[role].name;
}

const char *hr_role_colour(enum hr_role role)
{
	return roles[role].light;
}

const char *hr_dash_array(enum hr_dash dash)
{
	static const char *const arrays[] = {
		[HR_DASH_SOLID] = NULL,
		[HR_DASH_LONG] = "6 3",
		[HR_DASH_SHORT] = "3 2",
		[HR_DASH_DOT] = "1 3",
	};

	return arrays[dash];
}

const char *hr_grid_colour(void)
{
	return GRID_LIGHT;
}

const char *hr_heat_colour(int level)
{
	return heat_light[level - 1];
}

static void add_rules(struct hr_str *out, bool dark)
{
	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		const char *name = roles[i].name;
		const char *colour = dark ? roles[i].dark : roles[i].light;

		hr_str_printf(out, ".s-%s{stroke:%s}.f-%s,.t-%s{fill:%s}", name, colour, name, name,
		              colour);
	}
	hr_str_printf(out, ".ax{fill:%s}.grid{stroke:%s}.halo{stroke:%s}",
	              dark ? roles[HR_ROLE_MUTED].dark : roles[HR_ROLE_MUTED].light,
	              dark ? GRID_DARK : GRID_LIGHT, dark ? "#14181d" : "#ffffff");
	for (int i = 0; i < HR_HEAT_LEVELS; i++)
		hr_str_printf(out, ".h%d{fill:%s}", i + 1, dark ? heat_dark[i] : heat_light[i]);
}

void hr_palette_style(struct hr_str *out)
{
	hr_str_puts(out, ".hits text{pointer-events:none}.hits>:hover>*{visibility:visible}"
	                 ".hits>:hover>rect{fill-opacity:.08}");
	add_rules(out, false);
	hr_str_puts(out, "@media(prefers-color-scheme:dark){svg{background:#14181d}");
	add_rules(out, true);
	hr_str_putc(out, '}');
}
