/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The entry point of circfin: finds the command and runs it. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "cli/signals.h"

/* Fills closed standard descriptors. Otherwise a file that we open could take the number of a
 * closed stream and receive our messages. /dev/null is opened the wrong way round, so that use of
 * the stream fails. */
static void fill_closed_streams(void)
{
    for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 &&
            open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

static bool is_one_of(const char *word, const char *a, const char *b)
{
    return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static cli_exit run_command_line(int argc, char **argv)
{
    cli_command command;
    cli_exit code;

    if (argc < 2) {
        cli_help_short(stderr);
        return CLI_USAGE;
    }
    if (is_one_of(argv[1], "--help", "-h")) {
        cli_help_all(stdout);
        return CLI_DONE;
    }
    if (is_one_of(argv[1], "--version", "-V")) {
        cli_print_version(stdout);
        return CLI_DONE;
    }
    if (argv[1][0] == '-')
        return cli_usage_error("write circfin COMMAND [OPTIONS] [SCENARIO]",
                               "the first word must be a command, but is \"%.60s\"", argv[1]);
    code = cli_command_find(&command, argv[1]);
    return code != CLI_DONE ? code : cli_command_run(&command, argc - 2, argv + 2);
}

/* Results that fit are not begun before they are complete, also where memory runs out. */
static void widen_standard_output(void)
{
    static char room[1 << 20];

    if (isatty(STDOUT_FILENO) == 0)
        (void)setvbuf(stdout, room, _IOFBF, sizeof room);
}

int main(int argc, char **argv)
{
    cli_exit code, end;

    cli_memory_watch_stack();
    signal(SIGPIPE, SIG_IGN); /* write() reports a closed pipe; we then stop quietly */
    signal(SIGXFSZ, SIG_IGN); /* write() reports a file that grows too large */
    cli_signals_end_program();
    fill_closed_streams();
    widen_standard_output();
    code = run_command_line(argc, argv);
    end = cli_output_end(code);
    return (int)(code > end ? code : end);
}
