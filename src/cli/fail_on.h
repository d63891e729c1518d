/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_CLI_FAIL_ON_H
#define CIRCFIN_CLI_FAIL_ON_H

/* --fail-on 'exposure_pro_rata>0.2': a result that makes the program end with status 1. */

#include "circfin/report.h"
#include "cli/cli.h"

extern const cli_option cli_fail_on_options[];

/** One rule: a column of the first table, or a figure; a comparison; a number. */
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

/** Takes the rules from the command line. Mistakes are told. *out is to be freed in each case. */
cli_exit cli_rules_read(cli_rules *out, const cli_args *args);
void cli_rules_free(cli_rules *rules);

/** Whether every name is a figure or a column of numbers of `table`; mistakes are told. */
cli_exit cli_rules_check(const cli_rules *rules, const cf_report *report, const cf_table *table);

/** Tells each rule that matches, with the first row that does. Null never matches; where there is
 *  nothing else, a warning says so unless `quiet`.
 *  @return CLI_MATCHED or CLI_DONE */
cli_exit cli_rules_apply(const cli_rules *rules, const cf_report *report, const cf_table *table,
                         bool quiet);

#endif
