/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_SECTIONS_H
#define CIRCFIN_DOCUMENTS_SECTIONS_H

/* The registry of sections (sections.def), and the reports that a dossier keeps for them. */

#include <stdio.h>

#include "circfin/dossier.h"
#include "report/lookup.h"

typedef struct cf_html cf_html;
typedef struct cf_workbook cf_workbook;

/** A row of sections.def. What is left out is NULL or false. */
typedef struct cf_section {
    const char *id;       /* its anchor on the page; NULL: it is not shown */
    const char *title;    /* in the contents of the page, and over its cells in the notebook */
    const char *heading;  /* over the section of the page; NULL: the title */
    const char *analysis; /* run for the report; NULL: it shows what other rows have run */
    cf_param params[3];   /* of the analysis; NULL names are none */
    const char *table;    /* the only one of its tables; NULL: all of them */
    int named_shock;      /* run under this one, from 1, of the shocks that the file names; not run
                             where there are fewer, or where it names what the view has not */
    int most_entities;    /* run without its params where the file has more; 0: always with them */
    bool by_supplier;     /* the analysis takes --supplier, and takes long for each */
    bool leading;         /* of the first supplier of score alone; not run where there is none */
    int most_deals;       /* it is not run for scenarios of more deals; 0: always */
    bool draws;           /* the analysis draws: see draws.h */
    bool has_preset;      /* it runs under a preset, whatever view the report is of */
    cf_preset preset;
    cf_feature_id feature; /* without which the report leaves it out, if not its analysis is */
    bool panel;            /* it computes: only with a script, and where cf_html_has_panel() */

    /** Writes the section of the page. NULL: all tables of the analysis. */
    cf_status (*page)(const cf_html *page);
    /** Adds the sheets of the analysis, which failures stick to. NULL: one for each table. */
    void (*sheets)(cf_workbook *workbook, const struct cf_section *section);
    bool on_first_screen; /* a screen has it before all others, wherever its row is */
    bool in_appendix;     /* its section is printed only with the appendix */
    bool has_cells;       /* notebook.py has cells for its tables; else each table gets one */
    unsigned tab;         /* the colour of its sheets' tabs, 0xRRGGBB */
} cf_section;

/** The rows, by the names that sections.def gives them. */
typedef enum cf_part {
#define CF_SECTION(part, ...) CF_PART_##part,
#include "documents/sections.def"
#undef CF_SECTION
    CF_PART_COUNT
} cf_part;

extern const cf_section cf_sections[CF_PART_COUNT];

/** The sheets of score: what-if, and its tables with every deal of the scenario on one of them. */
void cf_workbook_put_score(cf_workbook *workbook, const cf_section *section);

/** The document. @return CF_OK, CF_NO_MEMORY, or CF_IO with errno set */
CF_NODISCARD cf_status cf_workbook_write(FILE *out, const cf_dossier *dossier);

/** Without which a report leaves the section out: its own feature, or that of its analysis. */
cf_feature_id cf_section_feature(const cf_section *section);

/** Whether the page has the section: not that of an analysis that was not run. */
bool cf_section_is_shown(const cf_dossier *dossier, cf_part part);

/** The view of a report with the choice of deals of a preset. */
cf_view_options cf_dossier_preset(const cf_view_options *asked, cf_preset preset);

/** The section's report if its tables are shown: files, sheets, cells. Else NULL. */
const cf_report *cf_section_report(const cf_dossier *dossier, cf_part part);

enum { CF_TABLE_NAME_SIZE = 64 };

/** What a table is called in the report: its own name, or ANALYSIS_NAME where an earlier row has a
 *  table of that name. */
void cf_section_name_table(char name[static CF_TABLE_NAME_SIZE], cf_part part, const char *table);

/** The row whose table is called so in the report, or NULL. */
const cf_section *cf_section_of_table(const char *name, size_t length);

/** The table of a name in the reports of all shown sections; without rows where there is none. */
cf_lookup cf_dossier_lookup(const cf_dossier *dossier, const char *table);

struct cf_dossier {
    const cf_scenario *scenario;     /* borrowed */
    cf_view_options view;            /* borrowed, what it points to */
    bool appendix;                   /* all that is folded is printed */
    cf_report *parts[CF_PART_COUNT]; /* NULL where the row has no analysis, or is not run */
};

#endif
