/*
 * The program: libraries are set up here, the command runs in cli, and this is the only exit.
 */
#include <config.h>

#include <stdlib.h>

int main(void)
{
	return EXIT_SUCCESS;
}
