/*
 * Documents with one thing wrong: every place of a document in turn holds what it must not, or
 * nothing, and goes through whatever reads documents: the forms, charts and tables in this process,
 * the commands by their own main. Each must end as it is documented to, with a whole output or a
 * message that names the file.
 *
 *   documents EVERY JOBS CONFIGURATION BASE DOCUMENT...
 *
 * Tries every EVERYth fault in JOBS processes and reports a line of TAP for each document. BASE is
 * what documents are merged and compared with. Works in the current folder. A process that dies is
 * a fault found; the next one goes on behind it. With HEADROOM_MESSAGES=FILE what was said is
 * appended there, for people to read.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/cli_main.h"
#include "document/document.h"
#include "document/document_history.h"
#include "document/stored_run.h"
#include "render/chart.h"
#include "render/explain_regression.h"
#include "render/explain_steps.h"
#include "render/form.h"
#include "render/form_tables.h"

#define TRIAL        "trial.json"
#define LONG_BYTES   100000
#define SECONDS_MAX  10 /* of processor time, for a fault and all that reads it */
#define HANGS_S      120
#define MEMORY_BYTES ((rlim_t)1 << 30)
#define JOBS_MAX     16
#define SHOWN_MAX    3 /* of one kind, of a document */
#define KINDS_MAX    64
#define WORDS_MAX    12

/* --- the places of a document --- */

struct place {
	json_t *parent; /* borrowed from the document */
	char *key;      /* of a member; NULL: item @index */
	size_t index;
	char *path;
};

struct places {
	struct place *items;
	size_t count, capacity;
	json_t *shapes; /* what has been seen: paths with * for the items of an array */
};

static void visit(struct places *places, json_t *value, const char *path, const char *shape);

static void add(struct places *places, json_t *parent, const char *key, size_t index, json_t *value,
                const char *path, const char *shape)
{
	struct hr_str own_path = { 0 }, own_shape = { 0 };

	hr_str_printf(&own_path, "%s/", path);
	hr_str_printf(&own_shape, "%s/%s", shape, key != NULL ? key : "*");
	if (key != NULL)
		hr_str_puts(&own_path, key);
	else
		hr_str_printf(&own_path, "%zu", index);
	if (json_object_get(places->shapes, hr_str_text(&own_shape)) == NULL) {
		json_object_set_new(places->shapes, hr_str_text(&own_shape), json_true());
		places->items = hr_grow(places->items, places->count, &places->capacity,
		                        sizeof(*places->items));
		places->items[places->count++] = (struct place){
			parent, key != NULL ? hr_strdup(key) : NULL, index,
			hr_strdup(hr_str_text(&own_path))
		};
	}
	visit(places, value, hr_str_text(&own_path), hr_str_text(&own_shape));
	hr_str_release(&own_path);
	hr_str_release(&own_shape);
}

/* Places of the same shape are read by the same code: the first one stands for all. */
static void visit(struct places *places, json_t *value, const char *path, const char *shape)
{
	const char *key;
	json_t *item;
	size_t i;

	json_object_foreach(value, key, item) add(places, value, key, 0, item, path, shape);
	json_array_foreach(value, i, item) add(places, value, NULL, i, item, path, shape);
}

static void places_release(struct places *places)
{
	for (size_t i = 0; i < places->count; i++) {
		free(places->items[i].key);
		free(places->items[i].path);
	}
	free(places->items);
	json_decref(places->shapes);
}

/* --- what is wrong with one --- */

static const struct fault {
	const char *name, *json;
} faults[] = {
	{ "null", "null" },
	{ "-1", "-1" },
	{ "0", "0" },
	{ "1e308", "1e308" },
	{ "2^53 + 1", "9007199254740993" },
	{ "an empty text", "\"\"" },
	{ "a text", "\"x\"" },
	{ "an empty list", "[]" },
	{ "an empty object", "{}" },
	{ "true", "true" },
	{ "a text of 100 kB", NULL },
	{ "nothing", "" },
};
#define FAULTS (sizeof(faults) / sizeof(faults[0]))

static json_t *value_of(const struct fault *fault)
{
	if (fault->json == NULL) {
		char *text = hr_alloc(LONG_BYTES);
		json_t *value;

		memset(text, 'w', LONG_BYTES);
		value = json_stringn(text, LONG_BYTES);
		free(text);
		return value;
	}
	return json_loads(fault->json, JSON_DECODE_ANY, NULL);
}

static void set(const struct place *place, json_t *value)
{
	if (place->key != NULL)
		json_object_set_new(place->parent, place->key, value);
	else
		json_array_set_new(place->parent, place->index, value);
}

/* Members that are taken out and put back stand last then; readers do not care. */
static void take_out(const struct place *place)
{
	if (place->key != NULL)
		json_object_del(place->parent, place->key);
	else
		json_array_remove(place->parent, place->index);
}

static void put_back(const struct place *place, const struct fault *fault, json_t *value)
{
	if (place->key == NULL && fault->json != NULL && fault->json[0] == '\0')
		json_array_insert_new(place->parent, place->index, value);
	else
		set(place, value);
}

/* --- what a process is at --- */

struct kind {
	const char *format;
	char doing[16];
	size_t count;
};

struct state {
	struct kind kinds[KINDS_MAX];
	volatile size_t trial;        /* the one a process is at */
	volatile size_t tried, found; /* faults tried; faults of ours */
	char doing[200];
};

struct attack {
	const char *name, *config, *base;
	json_t *document;
	struct places places;
	struct state *state; /* of this process, shared with the one that waits for it */
	const struct place *place;
	const struct fault *fault;
	int out, err; /* files in memory */
	FILE *told, *messages;
};

static void doing(struct attack *attack, const char *what)
{
	snprintf(attack->state->doing, sizeof(attack->state->doing), "%s", what);
}

/* What is said in one way of one output; NULL beyond those that are told apart. */
static struct kind *kind_of(struct state *state, const char *format)
{
	for (size_t i = 0; i < KINDS_MAX; i++) {
		struct kind *kind = &state->kinds[i];

		if (kind->format == NULL) {
			kind->format = format;
			snprintf(kind->doing, sizeof(kind->doing), "%.15s", state->doing);
		}
		if (kind->format == format &&
		    strncmp(kind->doing, state->doing, sizeof(kind->doing) - 1) == 0)
			return kind;
	}
	return NULL;
}

static void HR_PRINTF(2, 3) complain(struct attack *attack, const char *format, ...)
{
	struct kind *kind = kind_of(attack->state, format);
	va_list args;

	attack->state->found++;
	if (kind == NULL || kind->count++ >= SHOWN_MAX)
		return;
	fprintf(attack->told, "# %s%s: %s: %s: ", attack->name, attack->place->path,
	        attack->fault->name, attack->state->doing);
	va_start(args, format);
	vfprintf(attack->told, format, args);
	va_end(args);
	fprintf(attack->told, "\n");
	fflush(attack->told);
}

/* --- what is made of a document --- */

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-';
}

/* A number that is none, as printf writes it. */
static const char *find_no_number(const char *text)
{
	static const char *const words[] = { "nan", "inf", "(null)" };

	for (size_t i = 0; i < 3; i++) {
		size_t n = strlen(words[i]);

		for (const char *at = text; (at = strstr(at, words[i])) != NULL; at += n)
			if (words[i][0] == '(' ||
			    ((at == text || !is_word_byte(at[-1])) && !is_word_byte(at[n])))
				return at;
	}
	return NULL;
}

static void judge_text(struct attack *attack, const struct hr_str *out, const char *end)
{
	const char *text = hr_str_text(out), *wrong;
	size_t n = strlen(end);

	if (!hr_utf8_valid(hr_str_slice(out)))
		complain(attack, "the output is no UTF-8");
	if (out->length < n || strcmp(text + out->length - n, end) != 0)
		complain(attack, "the output has %zu bytes and does not end in '%s'", out->length,
		         end);
	wrong = find_no_number(text);
	if (wrong != NULL)
		complain(attack, "the output says '%.60s'", wrong - text > 30 ? wrong - 30 : text);
}

static bool is_json(const char *form)
{
	static const char *const forms[] = {
		"json",    "benchmark-action", "benchmark-action-bigger",
		"bencher", "grafana",          "slack",
		"teams",   "alertmanager",     "jmeter"
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(form, forms[i]) == 0)
			return true;
	return false;
}

static void judge_form(struct attack *attack, const struct hr_form *form, const struct hr_str *out)
{
	/* one check a line, where there may be none */
	static const char *const may_be_empty[] = { "github", "ndjson", "pagerduty",
		                                    "prometheus-rules" };

	for (size_t i = 0; i < sizeof(may_be_empty) / sizeof(may_be_empty[0]); i++)
		if (strcmp(form->name, may_be_empty[i]) == 0 && out->length == 0)
			return;
	judge_text(attack, out, strcmp(form->name, "html") == 0 ? "</html>\n" : "\n");
	if (is_json(form->name)) {
		json_t *value = json_loadb(hr_str_text(out), out->length, JSON_DECODE_ANY, NULL);

		if (value == NULL)
			complain(attack, "the output is no JSON");
		json_decref(value);
	}
}

static void draw_forms(struct attack *attack, const struct hr_scene *scene)
{
	static const struct hr_render_options options = { .standalone = true, .columns = 80 };
	struct hr_str out = { 0 };

	for (size_t i = 0; i < hr_form_count; i++) {
		struct hr_error err = { 0 };

		doing(attack, hr_forms[i].name);
		hr_str_truncate(&out, 0);
		if (hr_forms[i].render(scene, &options, &out, &err) == HR_OK)
			judge_form(attack, &hr_forms[i], &out);
		else if (err.text[0] == '\0')
			complain(attack, "refused without a reason");
	}
	hr_str_release(&out);
}

static void draw_charts_and_tables(struct attack *attack, const struct hr_scene *scene)
{
	struct hr_str out = { 0 };

	for (size_t i = 0; hr_charts[i] != NULL; i++) {
		if (!hr_charts[i]->has_data(scene))
			continue;
		doing(attack, hr_charts[i]->name);
		hr_str_truncate(&out, 0);
		hr_chart_standalone(scene, hr_charts[i], &out);
		judge_text(attack, &out, "</svg>\n");
	}
	for (size_t i = 0; i < hr_table_count; i++) {
		doing(attack, hr_tables[i].file_name);
		hr_str_truncate(&out, 0);
		hr_tables[i].write(scene, &out);
		judge_text(attack, &out, "");
	}
	hr_str_release(&out);
}

static void explain(struct attack *attack, const json_t *document)
{
	const json_t *check;
	size_t i;

	doing(attack, "explain");
	json_array_foreach(json_object_get(document, "checks"), i, check)
	{
		struct hr_str out = { 0 };

		/* the square of 1e308 is infinite, and said to be */
		hr_explain_regression(check, &out);
		hr_explain_steps(check, "R6", &out);
		if (!hr_utf8_valid(hr_str_slice(&out)))
			complain(attack, "the output is no UTF-8");
		hr_str_release(&out);
	}
}

/* A document of ours reads back. */
static void judge_document(struct attack *attack, const struct hr_str *out)
{
	struct hr_error err = { 0 };
	struct hr_run run;
	json_t *document;

	if (hr_document_parse(hr_str_slice(out), "output", &document, &err) != HR_OK) {
		complain(attack, "the output is no document: %s", err.text);
		return;
	}
	if (hr_document_run(document, &run, &err) == HR_OK)
		hr_run_release(&run);
	else
		complain(attack, "the output does not read back: %s", err.text);
	json_decref(document);
}

/* As a history keeps it, and as one is looked back on. */
static void store(struct attack *attack, const json_t *document)
{
	struct hr_run_table history = { 0 };
	char id[HR_STORED_RUN_ID_BYTES];
	struct hr_str out = { 0 };
	struct hr_error err = { 0 };

	doing(attack, "a stored run");
	hr_stored_run_id(document, id);
	hr_document_to_history(document, id, hr_trend_metrics, &history);
	hr_run_table_release(&history);
	if (hr_stored_run_new(document, &out, &err) == HR_OK)
		judge_document(attack, &out);
	else if (err.text[0] == '\0')
		complain(attack, "refused without a reason");
	hr_str_release(&out);
}

static void draw(struct attack *attack, const struct hr_str *text)
{
	struct hr_error err = { 0 };
	struct hr_scene scene;
	json_t *document;

	doing(attack, "parsing");
	if (hr_document_parse(hr_str_slice(text), TRIAL, &document, &err) != HR_OK)
		return; /* the commands say why */
	explain(attack, document);
	store(attack, document);
	doing(attack, "a scene");
	if (hr_scene_init(&scene, document, &err) == HR_OK) {
		draw_forms(attack, &scene);
		draw_charts_and_tables(attack, &scene);
		hr_scene_release(&scene);
	}
	json_decref(document);
}

/* --- what commands make of it --- */

static void empty(int fd)
{
	if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0)
		abort();
}

static void slurp(int fd, struct hr_str *out)
{
	char buffer[65536];
	ssize_t n;

	hr_str_truncate(out, 0);
	if (lseek(fd, 0, SEEK_SET) != 0)
		abort();
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		hr_str_add(out, buffer, (size_t)n);
}

static void judge_refusal(struct attack *attack, const struct hr_str *out, const char *said)
{
	if (out->length > 0)
		complain(attack, "status 2 with %zu bytes of output", out->length);
	if (strstr(said, "error: ") == NULL || strstr(said, TRIAL) == NULL)
		complain(attack, "status 2, and the message does not name the file: %.*s",
		         (int)strcspn(said, "\n"), said);
	if (attack->messages != NULL)
		fprintf(attack->messages, "%s: %s: %s: %s", attack->place->path,
		        attack->fault->name, attack->state->doing, said);
}

/* Gives the exit status of the command whose words are @line. */
static int call(struct attack *attack, const char *line)
{
	char copy[400], *argv[WORDS_MAX + 1], *rest = NULL;
	struct hr_str out = { 0 }, said = { 0 };
	int argc = 0, status;

	snprintf(copy, sizeof(copy), "headroom %s", line);
	for (char *word = strtok_r(copy, " ", &rest); word != NULL && argc < WORDS_MAX;
	     word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	doing(attack, line);
	empty(attack->out);
	empty(attack->err);
	status = (int)hr_cli_main(argc, argv);
	fflush(stdout);
	fflush(stderr);
	slurp(attack->out, &out);
	slurp(attack->err, &said);
	if (status < 0 || status > 3)
		complain(attack, "status %d", status);
	else if (status == 2)
		judge_refusal(attack, &out, hr_str_text(&said));
	else if (strncmp(line, "render", 6) == 0)
		judge_text(attack, &out, "\n");
	else
		judge_document(attack, &out);
	hr_str_release(&out);
	hr_str_release(&said);
	return status;
}

static bool concerns_run(const struct place *place)
{
	return strncmp(place->path, "/run", 4) == 0 || strncmp(place->path, "/settings", 9) == 0 ||
	       strchr(place->path + 1, '/') == NULL;
}

static void call_all(struct attack *attack)
{
	static const char *const stages[] = {
		"summarize -q --check p95<800ms --check error_rate<1% " TRIAL,
		"slo -q -c %s " TRIAL,
		"gate -q -c %s " TRIAL,
		"stress -q -c %s " TRIAL,
		"reliability -q -c %s " TRIAL,
		"stability -q -c %s " TRIAL,
		"chaos -q -c %s " TRIAL,
		"capacity -q -c %s " TRIAL,
	};
	char line[300];

	call(attack, "render -q -f text " TRIAL);
	snprintf(line, sizeof(line), "compare -q -b " TRIAL " %s", attack->base);
	call(attack, line);
	snprintf(line, sizeof(line), "trend -q %s %s " TRIAL, attack->base, attack->base);
	call(attack, line);
	snprintf(line, sizeof(line), "merge -q " TRIAL " %s", attack->base);
	/* all others read the run as well and say the same, and what analyses found they leave
	 * alone */
	if (call(attack, line) == 2 || !concerns_run(attack->place))
		return;
	snprintf(line, sizeof(line), "compare -q -b %s " TRIAL, attack->base);
	call(attack, line);
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++) {
		const char *config = strstr(stages[i], "%s");

		if (config == NULL)
			snprintf(line, sizeof(line), "%s", stages[i]);
		else
			snprintf(line, sizeof(line), "%.*s%s%s", (int)(config - stages[i]),
			         stages[i], attack->config, config + 2);
		call(attack, line);
	}
}

/* --- one fault after the other --- */

static double processor_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

static void write_trial(const struct hr_str *text)
{
	FILE *file = fopen(TRIAL, "w");

	if (file == NULL || fwrite(hr_str_text(text), 1, text->length, file) != text->length ||
	    fclose(file) != 0)
		abort();
}

static void try_fault(struct attack *attack, size_t trial)
{
	const struct place *place = &attack->places.items[trial / FAULTS];
	const struct fault *fault = &faults[trial % FAULTS];
	double begin = processor_seconds();
	struct hr_str text = { 0 };
	json_t *kept;

	attack->place = place;
	attack->fault = fault;
	kept = json_incref(place->key != NULL ? json_object_get(place->parent, place->key)
	                                      : json_array_get(place->parent, place->index));
	if (fault->json != NULL && fault->json[0] == '\0')
		take_out(place);
	else
		set(place, value_of(fault));
	hr_document_dump(attack->document, &text);
	put_back(place, fault, kept);
	alarm(HANGS_S);
	draw(attack, &text);
	write_trial(&text);
	call_all(attack);
	alarm(0);
	if (processor_seconds() - begin > SECONDS_MAX)
		complain(attack, "%.1f s of processor time", processor_seconds() - begin);
	attack->state->tried++;
	hr_str_release(&text);
}

static void bound_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	struct rlimit limit = { MEMORY_BYTES, MEMORY_BYTES };

	setrlimit(RLIMIT_AS, &limit);
#endif
}

/* Each job has a folder of its own, since the trial has one name. */
static void enter_folder(size_t job)
{
	char name[32];

	snprintf(name, sizeof(name), "job%zu", job);
	if ((mkdir(name, 0700) != 0 && errno != EEXIST) || chdir(name) != 0)
		abort();
}

static void work(struct attack *attack, size_t first, size_t step)
{
	const char *messages = getenv("HEADROOM_MESSAGES");

	attack->out = memfd_create("out", 0);
	attack->err = memfd_create("err", 0);
	attack->told = fdopen(dup(STDOUT_FILENO), "w");
	attack->messages = messages != NULL ? fopen(messages, "a") : NULL;
	if (attack->out < 0 || attack->err < 0 || attack->told == NULL)
		abort();
	dup2(attack->out, STDOUT_FILENO);
	dup2(attack->err, STDERR_FILENO);
	bound_memory();
	for (size_t trial = first; trial < attack->places.count * FAULTS; trial += step) {
		attack->state->trial = trial;
		try_fault(attack, trial);
	}
	if (attack->messages != NULL)
		fclose(attack->messages);
	fclose(attack->told);
	places_release(&attack->places);
	json_decref(attack->document);
	exit(EXIT_SUCCESS);
}

/* What a process died of, and what it was at. */
static void report_death(const struct attack *attack, const struct state *state, int status)
{
	printf("# %s%s: %s: %s: ", attack->name, attack->places.items[state->trial / FAULTS].path,
	       faults[state->trial % FAULTS].name, state->doing);
	if (WIFSIGNALED(status))
		printf("ended by signal %d\n", WTERMSIG(status));
	else
		printf("ended with status %d\n", WEXITSTATUS(status));
	fflush(stdout);
}

/* Jobs until each has been through its faults; a process that dies is followed by another. */
static void run_jobs(struct attack *attack, struct state *states, size_t every, size_t jobs)
{
	size_t next[JOBS_MAX], last = attack->places.count * FAULTS, running = 0;
	pid_t pids[JOBS_MAX] = { 0 };

	for (size_t job = 0; job < jobs; job++)
		next[job] = job * every;
	for (;;) {
		int status;
		pid_t pid;

		for (size_t job = 0; job < jobs; job++) {
			if (pids[job] != 0 || next[job] >= last)
				continue;
			attack->state = &states[job];
			states[job].trial = last;
			fflush(stdout);
			pids[job] = fork();
			if (pids[job] == 0) {
				enter_folder(job);
				work(attack, next[job], every * jobs);
			}
			running++;
		}
		if (running == 0)
			return;
		pid = wait(&status);
		running--;
		for (size_t job = 0; job < jobs; job++) {
			if (pids[job] != pid)
				continue;
			pids[job] = 0;
			next[job] = last;
			if (status == 0)
				continue;
			states[job].found++;
			if (states[job].trial >= last)
				continue;
			report_death(attack, &states[job], status);
			next[job] = states[job].trial + every * jobs;
		}
	}
}

/* Gives how many faults of ours were found. */
static size_t attack_document(const char *path, const char *config, const char *base, size_t every,
                              size_t jobs, size_t number)
{
	size_t bytes = JOBS_MAX * sizeof(struct state), tried = 0, found = 0;
	struct state *states = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
	                            -1, 0);
	struct attack attack = { .name = path, .config = config, .base = base };

	attack.document = json_load_file(path, 0, NULL);
	if (attack.document == NULL || states == MAP_FAILED) {
		printf("Bail out! %s cannot be read\n", path);
		exit(EXIT_FAILURE);
	}
	attack.places.shapes = json_object();
	visit(&attack.places, attack.document, "", "");
	run_jobs(&attack, states, every, jobs);
	for (size_t job = 0; job < jobs; job++) {
		tried += states[job].tried;
		found += states[job].found;
	}
	printf("%sok %zu - %s: %zu places, %zu faults tried, %zu of ours found\n",
	       found > 0 ? "not " : "", number, path, attack.places.count, tried, found);
	fflush(stdout);
	places_release(&attack.places);
	json_decref(attack.document);
	munmap(states, bytes);
	return found;
}

int main(int argc, char **argv)
{
	size_t every = argc > 1 ? strtoul(argv[1], NULL, 10) : 0, found = 0;
	size_t jobs = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

	if (argc < 6 || every == 0 || jobs == 0 || jobs > JOBS_MAX) {
		fprintf(stderr, "documents EVERY JOBS CONFIGURATION BASE DOCUMENT...\n");
		return EXIT_FAILURE;
	}
	for (int i = 5; i < argc; i++)
		found += attack_document(argv[i], argv[3], argv[4], every, jobs, (size_t)i - 4);
	printf("1..%d\n", argc - 5);
	return found > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
