/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_FAIL_ON_H
#define CIRCFIN_CLI_FAIL_ON_H

/* --fail-on 'exposure_pro_rata>0.2': ends the program with status 1 if a result matches. */

#include "circfin/report.h"
#include "cli/cli.h"

extern const cli_option cli_fail_on_options[];

/** One rule: a column of the first table or a figure, a comparison and a number. */
typedef struct cli_rule {
    const char *text; /* as given */
    char name[64];
    const char *comparison; /* "<", "<=", "=", "!=", ">" or ">=" */
    double limit;
} cli_rule;

typedef struct cli_rules {
    cli_rule *at;
    int count;
} cli_rules;

/** Parses the rules of the command line. Prints errors. Free *out whatever the status. */
cli_exit cli_rules_read(cli_rules *out, const cli_args *args);
void cli_rules_free(cli_rules *rules);

/** Checks that every name is a figure or a column of numbers of `table`. Prints errors. */
cli_exit cli_rules_check(const cli_rules *rules, const cf_report *report, const cf_table *table);

/** Prints each rule that matches, with the first matching row. Null never matches; if all values
 *  are null, prints a warning unless `quiet`.
 *  @return CLI_MATCHED or CLI_DONE */
cli_exit cli_rules_apply(const cli_rules *rules, const cf_report *report, const cf_table *table,
                         bool quiet);

#endif
