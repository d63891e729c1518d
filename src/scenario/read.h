/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_READ_H
#define CIRCFIN_SCENARIO_READ_H

#include <stdio.h>

#include "circfin/scenario.h"
#include "scenario/datum.h"

/** The largest file that is read, in bytes: its lines and columns fit into an int. */
#define CF_FILE_LIMIT ((size_t)2000000000)

/**
 * Reads a whole file, "-" being standard input, and gives up above `limit` bytes. Stops after a
 * part with a NUL in it, which no scenario has and devices without end have plenty of.
 *
 * @param[out] text  to be freed; NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_INPUT (too large; both reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_read_file(char **text, size_t *size, const char *file, size_t limit,
                                    cf_diags *diags);

/** The same for a file that may be a graph; the bytes have room for a NUL behind them. */
CF_NODISCARD cf_status cf_read_graph_text(char **text, size_t *size, const char *file, size_t limit,
                                          cf_diags *diags);

/** Opens a file, "-" being standard input.
 *  @return CF_OK, CF_IO (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_read_open(FILE **out, const char *file, cf_diags *diags);

/** Reports that reading failed with this errno. @return CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_read_report(int error, cf_diags *diags);

/** Checks that a file with this beginning is text.
 *  @return CF_OK, CF_BAD_SYNTAX (reported in diags) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_read_check_content(cf_diags *diags, const char *bytes, size_t size);

/**
 * Reads any JSON file, "-" being standard input, into an arena.
 *
 * @param[out] out  NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT (reported in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_read_json(cf_datum **out, cf_arena *arena, const char *file,
                                    cf_diags *diags);

#endif
