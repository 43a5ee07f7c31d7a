#include <config.h>
#include "base/stop.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/instant.h"

/* timeout(1) sends its signal to the program and then to the group, which the program is in. */
#define ONE_WISH_NS (500 * HR_NS_PER_MS)

static _Atomic bool wanted;
static _Atomic int asked_by;
static _Atomic int64_t asked_ns; /* monotonic */

static const int caught[] = { SIGINT, SIGTERM, SIGPIPE, SIGXFSZ };
#define CAUGHT (sizeof(caught) / sizeof(caught[0]))
static struct sigaction before[CAUGHT];

static void ask(int signal_number)
{
	int64_t now_ns = hr_clock_monotonic_ns();

	if (atomic_load(&asked_by) == 0) {
		atomic_store(&asked_ns, now_ns);
		atomic_store(&asked_by, signal_number);
		atomic_store(&wanted, true);
	} else if (now_ns - atomic_load(&asked_ns) > ONE_WISH_NS) {
		signal(signal_number, SIG_DFL);
		raise(signal_number); /* ends us on the return from here */
	}
}

void hr_stop_catch(void)
{
	atomic_store(&wanted, false);
	atomic_store(&asked_by, 0);
	for (size_t i = 0; i < CAUGHT; i++) {
		struct sigaction action = { .sa_handler = ask };

		sigemptyset(&action.sa_mask);
		if (caught[i] == SIGPIPE || caught[i] == SIGXFSZ)
			action = (struct sigaction){ .sa_handler = SIG_IGN };
		if (sigaction(caught[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
}

void hr_stop_release(void)
{
	for (size_t i = 0; i < CAUGHT; i++)
		sigaction(caught[i], &before[i], NULL);
}

bool hr_stop_wanted(void)
{
	return atomic_load_explicit(&wanted, memory_order_relaxed);
}

void hr_stop_ask(void)
{
	atomic_store(&wanted, true);
}

int hr_stop_signal(void)
{
	return atomic_load(&asked_by);
}
