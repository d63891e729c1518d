/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/peers.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CANNOT = 3 };

static const struct {
    const char *name;
    const char *command[8];
} known[] = {
    { "DFS", { CIRCFIN_PEERS "/peer_dfs" } },
    { "igraph", { CIRCFIN_PEERS "/peer_igraph" } },
    { "Boost", { CIRCFIN_PEERS "/peer_boost" } },
    { "JGraphT",
      { "java", "-Xss1g", "-Xmx4g", "-XX:+UseSerialGC", "-cp", CIRCFIN_PEERS ":" CIRCFIN_JGRAPHT,
        "PeerJgrapht" } },
    { "NetworkX", { "/usr/bin/python3", CIRCFIN_SOURCE "/tests/bench/peers/peer_networkx.py" } },
    { "NetworkX", { "python3", CIRCFIN_SOURCE "/tests/bench/peers/peer_networkx.py" } },
};

/* The deepest recursion that the system allows: some peers need it for long loops. */
static void prepare(rlim_t seconds)
{
    struct rlimit stack, time = { .rlim_cur = seconds, .rlim_max = seconds };

    if (getrlimit(RLIMIT_STACK, &stack) == 0) {
        stack.rlim_cur = stack.rlim_max;
        setrlimit(RLIMIT_STACK, &stack);
    }
    setrlimit(RLIMIT_CPU, &time);
}

/* What a command prints, at most size - 1 bytes; returns its wait status. */
static int read_from(const char *const *command, char *text, size_t size)
{
    int ends[2], status = -1;
    size_t length = 0;
    ssize_t got;
    pid_t child;

    text[0] = '\0';
    if (pipe(ends) != 0)
        return -1;
    child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(126);
        prepare(PEER_SECONDS);
        execvp(command[0], (char *const *)(size_t)command);
        _exit(127);
    }
    close(ends[1]);
    while (child > 0 && length + 1 < size &&
           (got = read(ends[0], text + length, size - 1 - length)) > 0)
        length += (size_t)got;
    text[length] = '\0';
    close(ends[0]);
    if (child > 0)
        waitpid(child, &status, 0);
    return status;
}

static bool is_known(const loop_peer *peers, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(peers[i].name, name) == 0)
            return true;
    }
    return false;
}

int peers_find(loop_peer *peers, int room)
{
    int count = 0;

    for (size_t i = 0; i < sizeof known / sizeof *known && count < room; i++) {
        loop_peer *peer = &peers[count];
        char version[32];
        int words = 0;

        *peer = (loop_peer){ .name = "" };
        while (known[i].command[words] != NULL) {
            peer->command[words] = known[i].command[words];
            words++;
        }
        peer->command[words] = "--version";
        if (read_from(peer->command, version, sizeof version) != 0) {
            fprintf(stderr, "bench: left out: %s\n", known[i].name);
            continue;
        }
        version[strcspn(version, "\n")] = '\0';
        peer->command[words] = NULL;
        snprintf(peer->name, sizeof peer->name, "%s %s", known[i].name, version);
        count += !is_known(peers, count, peer->name);
    }
    return count;
}

peer_answer peer_ask(const loop_peer *peer, const char *edges, const char *how, int max_length,
                     int through)
{
    char numbers[2][16], text[256];
    const char *command[24] = { NULL };
    peer_answer answer = { .outcome = PEER_FAILED };
    int words = 0, status;

    while (peer->command[words] != NULL) {
        command[words] = peer->command[words];
        words++;
    }
    snprintf(numbers[0], sizeof numbers[0], "%d", max_length);
    snprintf(numbers[1], sizeof numbers[1], "%d", through);
    command[words++] = edges;
    command[words++] = how;
    command[words++] = numbers[0];
    command[words++] = numbers[1];
    status = read_from(command, text, sizeof text);
    if (status == 0 && sscanf(text, "%lf %lf %lf %d", &answer.found, &answer.total,
                              &answer.timing.seconds, &answer.timing.runs) == 4)
        answer.outcome = PEER_ANSWERED;
    else if (WIFEXITED(status) && WEXITSTATUS(status) == CANNOT)
        answer.outcome = PEER_CANNOT;
    else if (WIFSIGNALED(status) && (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
        answer.outcome = PEER_GAVE_UP;
    return answer;
}
