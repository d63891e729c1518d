/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for saves of files: inotify on their folders, and the clock. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/saves.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if defined(CIRCFIN_INOTIFY)
#include <sys/inotify.h>
#endif

/* Milliseconds. A busy folder, such as /tmp, is no reason to look more than 20 times a second. */
enum { EACH_LOOK = 1000, EACH_LOOK_BESIDE_INOTIFY = 2000, BETWEEN_LOOKS = 50 };

#if defined(CIRCFIN_INOTIFY)

static const uint32_t EVENTS = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE |
                               IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;

/* A limit of the user or of the system; whatever else fails concerns this folder alone. */
static bool is_limit(int error)
{
    return error == ENOSPC || error == EMFILE || error == ENFILE || error == ENOMEM;
}

/* Cuts a path to its folder; false where there is none above. */
static bool go_up(char *path)
{
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        path[--length] = '\0';
    while (length > 0 && path[length - 1] != '/')
        path[--length] = '\0';
    return length > 1;
}

static bool listen_at(const cli_saves *saves, const char *folder)
{
    return inotify_add_watch(saves->descriptor, folder, EVENTS | IN_ONLYDIR) >= 0;
}

/* In the folder of a file, or in the nearest one above that is there. False at a limit. */
static bool listen_beside(const cli_saves *saves, const char *file)
{
    char *path = strdup(file);
    bool is_above, heard = false;

    if (path == NULL)
        return false;
    errno = 0;
    do {
        is_above = go_up(path);
        heard = listen_at(saves, path[0] == '\0' ? "." : path);
    } while (!heard && is_above && !is_limit(errno));
    free(path);
    return heard || !is_limit(errno);
}

static bool listen(const cli_saves *saves, const char *file)
{
    char *target = realpath(file, NULL);
    bool done;

    if (target == NULL && errno == ENOMEM)
        return false;
    done = listen_beside(saves, file) && (target == NULL || listen_beside(saves, target)) &&
           (listen_at(saves, file) || !is_limit(errno)); /* it may be a folder of spreadsheets */
    free(target);
    return done;
}

static void give_up(cli_saves *saves)
{
    fprintf(stderr,
            "circfin: warning: the system watches no more folders (%s), so the files are looked "
            "at every second\n  hint: other programs watch too many; sysctl fs.inotify shows the "
            "limits\n",
            strerror(errno));
    saves->by_the_clock = true;
}

void cli_saves_listen(cli_saves *saves, const char *const *files, int count)
{
    bool heard = true;

    if (saves->by_the_clock)
        return;
    if (saves->descriptor >= 0)
        close(saves->descriptor); /* with what it listened to: folders may be others by now */
    saves->descriptor = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    heard = saves->descriptor >= 0;
    for (int i = 0; i < count && heard; i++)
        heard = listen(saves, files[i]);
    if (heard)
        return;
    give_up(saves);
    if (saves->descriptor >= 0)
        close(saves->descriptor);
    saves->descriptor = -1;
}

#else

void cli_saves_listen(cli_saves *saves, const char *const *files, int count)
{
    (void)files, (void)count;
    saves->by_the_clock = true;
}

#endif

void cli_saves_wait(const cli_saves *saves)
{
    struct pollfd wait = { .fd = saves->descriptor, .events = POLLIN };

    if (saves->by_the_clock)
        poll(NULL, 0, EACH_LOOK);
    else if (poll(&wait, 1, EACH_LOOK_BESIDE_INOTIFY) > 0)
        poll(NULL, 0, BETWEEN_LOOKS);
}
