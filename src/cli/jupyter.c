/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a report's notebook with nbconvert, under whichever name it is installed. */
#include "cli/jupyter.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/signals.h"

enum { MOST_WORDS = 16, COMMAND_WORDS = 3 };

extern char **environ;

static const char *const commands[][COMMAND_WORDS] = {
    { "jupyter", "nbconvert", NULL },
    { "python3", "-m", "nbconvert" }, /* without the command: Debian's python3-nbconvert */
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* Waits for a command with these further words, its output discarded. True if it succeeds. */
static bool run_command(const char *const *command, const char *const *more)
{
    const char *words[MOST_WORDS + 1] = { NULL };
    posix_spawn_file_actions_t actions;
    int count = 0, status = 1;
    pid_t child = -1;

    for (int i = 0; i < COMMAND_WORDS && command[i] != NULL; i++)
        words[count++] = command[i];
    while (*more != NULL && count < MOST_WORDS)
        words[count++] = *more++;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return false;
    if (posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO) == 0 &&
        posix_spawnp(&child, words[0], &actions, NULL, (char *const *)words, environ) != 0)
        child = -1;
    posix_spawn_file_actions_destroy(&actions);
    cli_signals_pass_on(child > 0 ? child : 0);
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    cli_signals_pass_on(0);
    return child > 0 && status == 0;
}

static const char *const *find_command(void)
{
    static const char *const version[] = { "--version", NULL };

    for (int i = 0; i < COMMAND_COUNT; i++)
        if (run_command(commands[i], version))
            return commands[i];
    return NULL;
}

static void warn(const char *what, const char *folder)
{
    fprintf(stderr,
            "circfin: warning: %s, so %s/notebook.ipynb has no outputs\n  hint: run jupyter "
            "nbconvert --execute --inplace notebook.ipynb there\n",
            what, folder);
}

void cli_jupyter_run(const char *folder)
{
    const char *const *command = find_command();
    char path[4096];
    const char *const words[] = {
        "--to",
        "notebook",
        "--execute",
        "--inplace",
        "--ExecutePreprocessor.record_timing=False", /* same input, same bytes */
        "--TagRemovePreprocessor.enabled=True",      /* the note that it has not been run */
        "--TagRemovePreprocessor.remove_cell_tags=unexecuted",
        path,
        NULL,
    };
    int length =
        snprintf(path, sizeof path, "%s%s/notebook.ipynb", folder[0] == '-' ? "./" : "", folder);

    if (command == NULL)
        warn("there is no Jupyter here", folder);
    else if (length < 0 || (size_t)length >= sizeof path || !run_command(command, words))
        warn("Jupyter could not run the notebook", folder);
}
