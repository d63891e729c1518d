/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_HEADLINE_H
#define CIRCFIN_CLI_HEADLINE_H

/* The leading figures of a report in a line, and what has changed in them since the last one. */

#include <stdio.h>

#include "circfin/report.h"

/** Figures as texts, from one process to the next: for each of the leading suppliers its id and
 *  its loop-back, pro rata, as people read it; each text with a NUL at its end. */
typedef struct cli_headline {
    char *at;
    size_t size;
} cli_headline;

/** Writes the figures of a result of `score`. */
void cli_headline_write(FILE *out, const cf_report *score);

/** Says them: "Nvidia 7.11, Amazon 5.72 (USD bn)", or what is another than `before`, if that is not
 *  empty: "Nvidia 7.11 → 7.3 (USD bn)". */
void cli_headline_say(FILE *out, const cf_report *score, const cli_headline *before);

#endif
