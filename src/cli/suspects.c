/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is probably wrong with a scenario, as a table: which kind, of whom, and both places. */
#include "cli/suspects.h"

enum {
    KIND,
    CODE,
    SEVERITY,
    OF,
    POINTER,
    PLACE,
    OTHER_POINTER,
    OTHER_PLACE,
    VALUE,
    EXPECTED,
    COUNT,
    COLUMN_COUNT
};

static const cf_column columns[COLUMN_COUNT] = {
    [KIND] = { "kind", CF_TEXT, NULL,
               "What is in doubt: name, twice, unit, date, term, unpaid or unconnected." },
    [CODE] = { "code", CF_TEXT, NULL, "The code of its message, such as CF406." },
    [SEVERITY] = { "severity", CF_TEXT, NULL, "warning, or note of what is often right." },
    [OF] = { "of", CF_TEXT, NULL, "The entity or deal, by its id." },
    [POINTER] = { "pointer", CF_TEXT, NULL, "The place in the scenario, as a JSON pointer." },
    [PLACE] = { "place", CF_TEXT, NULL, "The same place as file:line:column." },
    [OTHER_POINTER] = { "other_pointer", CF_TEXT, NULL,
                        "What it is compared with, as a JSON pointer; empty where there is none." },
    [OTHER_PLACE] = { "other_place", CF_TEXT, NULL, "The same as file:line:column." },
    [VALUE] = { "value", CF_TEXT, NULL, "What stands there." },
    [EXPECTED] = { "expected", CF_TEXT, NULL,
                   "What would be usual: the other spelling, the median, a period." },
    [COUNT] = { "count", CF_COUNT, NULL, "How many of this kind the file has, listed or not." },
};
const cf_columns cli_suspect_columns = {
    columns, COLUMN_COUNT, "What is probably wrong: each is among the problems, too."
};

static const char *kind_of(const cf_diag *diag)
{
    switch (diag->code) {
    case CF_CODE_ALIKE:
    case CF_CODE_LEGAL_FORM:
        return "name";
    case CF_CODE_DEAL_TWICE:
        return "twice";
    case CF_CODE_SUSPECT_UNIT:
    case CF_CODE_OTHER_UNIT:
        return "unit";
    case CF_CODE_ODD_YEAR:
    case CF_CODE_FAR_DATE:
        return "date";
    case CF_CODE_LONG_TERM:
        return "term";
    case CF_CODE_NEVER_PAID:
        return "unpaid";
    case CF_CODE_IDLE_ENTITY:
    case CF_CODE_UNCONNECTED:
        return "unconnected";
    default:
        return NULL;
    }
}

bool cli_is_suspect(const cf_diag *diag)
{
    return kind_of(diag) != NULL;
}

static cf_cell copied(cf_report *report, const char *text)
{
    return cf_cell_text(text == NULL ? NULL : cf_report_text(report, "%s", text));
}

/* Of a place without a line, such as an option, there is none. */
static cf_cell place_of(cf_report *report, const cf_where *where, const char *file)
{
    if (where->pointer == NULL || where->line == 0)
        return cf_cell_null();
    return cf_cell_text(cf_report_text(report, "%s:%d:%d", where->file == NULL ? file : where->file,
                                       where->line, where->column));
}

cf_status cli_suspects_add(cf_table *table, cf_report *report, const char *file,
                           const cf_diags *diags, const cf_diag *diag)
{
    cf_cell row[COLUMN_COUNT] = {
        [KIND] = cf_cell_text(kind_of(diag)),
        [CODE] = cf_cell_text(cf_report_text(report, "CF%d", diag->code)),
        [SEVERITY] = cf_cell_text(diag->severity == CF_NOTE ? "note" : "warning"),
        [OF] = copied(report, diag->of),
        [POINTER] = copied(report, diag->where.pointer),
        [PLACE] = place_of(report, &diag->where, file),
        [OTHER_POINTER] = copied(report, diag->other.pointer),
        [OTHER_PLACE] = place_of(report, &diag->other, file),
        [VALUE] = copied(report, diag->value),
        [EXPECTED] = copied(report, diag->expected),
        [COUNT] = cf_cell_number(cf_diags_of_kind(diags, diag)),
    };

    if (!row[CODE].known)
        return CF_NO_MEMORY;
    return cf_table_add(table, row);
}
