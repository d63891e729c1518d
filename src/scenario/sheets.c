/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a scenario from spreadsheets: opens the files and builds it from their rows. */
#include "circfin/sheets.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/diags.h"
#include "scenario/build.h"
#include "scenario/graph_sheet.h"
#include "scenario/sheet_entities.h"
#include "scenario/sheet_files.h"
#include "scenario/sheet_fork.h"
#include "scenario/sheet_heading.h"
#include "scenario/settings.h"
#include "scenario/sheet_books.h"
#include "scenario/sheet_places.h"
#include "scenario/sheet_points.h"
#include "scenario/sheet_rows.h"
#include "scenario/sheet_skip.h"
#include "scenario/sheet_understood.h"
#include "scenario/sheet_watch.h"

/* The order of problems: what was given, then the files. */
enum part { GIVEN, SETTINGS, ENTITIES, DEALS };

#define CF_COUNT(list) (sizeof(list) / sizeof *(list))

struct reading {
    const cf_sheets *sheets;
    cf_diags *diags;
    cf_sheet_files files;
    cf_sheet_books books;
    cf_sheet_graph graph; /* in place of files of deals and entities */
    cf_sheet deals, entities, settings;
    cf_settings head;
    cf_sheet_entities named;
};

/* ---- reading them ---- */

static bool is_reported(cf_status status)
{
    return status == CF_OK || status == CF_BAD_SYNTAX || status == CF_BAD_INPUT;
}

/* A bad file does not keep the others from being looked at; `worst` is the status of all. */
static cf_status open_sheet(cf_sheet *sheet, const cf_sheet_kind *kind, const char *file,
                            const cf_sheet_source *source, enum part part, struct reading *reading,
                            cf_status worst)
{
    cf_status status;

    if (file == NULL || !is_reported(worst))
        return worst;
    status = cf_sheet_open(sheet, kind, file, source, reading->sheets, (int)part, reading->diags);
    sheet->rows.at = cf_sheet_json;
    sheet->rows.fork = cf_sheet_fork;
    sheet->rows.keep = cf_sheet_keep;
    sheet->rows.join = cf_sheet_join;
    sheet->rows.pass = cf_sheet_pass;
    if (status == CF_OK && sheet->unusable)
        status = CF_BAD_INPUT;
    return worst == CF_OK || !is_reported(status) ? status : worst;
}

static cf_status open_all(struct reading *reading)
{
    const cf_sheet_source *sources = reading->books.sources;
    cf_status status = open_sheet(&reading->settings, &cf_setting_sheet, reading->files.settings,
                                  &sources[CF_BOOK_SETTINGS], SETTINGS, reading, CF_OK);

    status = open_sheet(&reading->entities, &cf_entity_sheet, reading->files.entities,
                        &sources[CF_BOOK_ENTITIES], ENTITIES, reading, status);
    status = open_sheet(&reading->deals, &cf_deal_sheet, reading->files.deals,
                        &sources[CF_BOOK_DEALS], DEALS, reading, status);
    cf_sheet_books_close(&reading->books);
    return status;
}

/* A part of the scenario that is in the workbook or graph of the deals has the same file. */
static cf_status name_file(char **file, const struct reading *reading, cf_book_part part)
{
    const cf_sheet_source *source = &reading->books.sources[part];

    if (*file != NULL || (source->workbook == NULL && source->graph == NULL))
        return CF_OK;
    *file = strdup(reading->files.deals);
    return *file == NULL ? CF_NO_MEMORY : CF_OK;
}

/* Nodes and settings of the graph count where no other file has them. */
static cf_status open_graph(struct reading *reading)
{
    static const cf_graph_file_part parts[] = { [CF_BOOK_DEALS] = CF_GRAPH_FILE_EDGES,
                                                [CF_BOOK_ENTITIES] = CF_GRAPH_FILE_NODES,
                                                [CF_BOOK_SETTINGS] = CF_GRAPH_FILE_SETTINGS };
    const char *const files[] = { NULL, reading->files.entities, reading->files.settings };
    const char *file = reading->files.deals;
    cf_status status =
        cf_diags_turn(reading->diags, strcmp(file, "-") == 0 ? "<stdin>" : file, DEALS);

    if (status == CF_OK)
        status = cf_sheet_graph_open(&reading->graph, file, reading->diags);
    for (int i = 0; i < CF_BOOK_PARTS && status == CF_OK; i++)
        if (files[i] == NULL)
            reading->books.sources[i] =
                (cf_sheet_source){ .graph = reading->graph.graph, .part = parts[i] };
    return status;
}

/* Workbooks and a graph among the files, or cells in their place. */
static cf_status open_books(struct reading *reading)
{
    const cf_sheets *sheets = reading->sheets;
    const char *const files[CF_BOOK_PARTS] = { reading->files.deals, reading->files.entities,
                                               reading->files.settings };
    cf_status status;

    if (sheets->deal_cells != NULL) {
        reading->books.sources[CF_BOOK_DEALS].cells = sheets->deal_cells;
        reading->books.sources[CF_BOOK_ENTITIES].cells = sheets->entity_cells;
        return CF_OK;
    }
    status = cf_sheet_books_open(&reading->books, files, &sheets->reading, reading->diags);
    if (status == CF_OK && cf_sheet_is_graph_file(files[CF_BOOK_DEALS]))
        status = open_graph(reading);
    if (status == CF_OK)
        status = name_file(&reading->files.entities, reading, CF_BOOK_ENTITIES);
    return status == CF_OK ? name_file(&reading->files.settings, reading, CF_BOOK_SETTINGS)
                           : status;
}

/* Each --map must be about a heading. */
static cf_status check_maps(struct reading *reading)
{
    const cf_sheets *sheets = reading->sheets;
    bool good = true;
    cf_status status = CF_OK;

    for (int i = 0; i < sheets->map_count && status == CF_OK; i++) {
        if (cf_sheet_has_mapped(&reading->deals, sheets->maps[i]) ||
            cf_sheet_has_mapped(&reading->entities, sheets->maps[i]))
            continue;
        good = false;
        status = cf_diags_turn(reading->diags, NULL, 0);
        if (status == CF_OK)
            status = cf_diags_add(reading->diags, CF_ERROR, CF_CODE_MAP_UNUSED, "map",
                                  "import --explain lists the headings",
                                  "--map must be COLUMN=HEADING of a file, but none has %s",
                                  cf_show_text(sheets->maps[i]).text);
    }
    return status == CF_OK && !good ? CF_BAD_OPTION : status;
}

/* Whether nothing is at fault but what was given. */
static bool only_given_is_wrong(const struct reading *reading)
{
    const cf_diags *diags = reading->diags;

    for (int i = diags == NULL ? 0 : diags->opened; diags != NULL && i < diags->count; i++)
        if (diags->entries[i].diag.severity == CF_ERROR &&
            diags->entries[i].diag.where.file != NULL)
            return false;
    return diags != NULL;
}

static cf_status warn_of_points(struct reading *reading)
{
    cf_status status = cf_sheet_warn_of_points(&reading->settings);

    if (status == CF_OK)
        status = cf_sheet_warn_of_points(&reading->entities);
    return status == CF_OK ? cf_sheet_warn_of_points(&reading->deals) : status;
}

static cf_status tell_understood(struct reading *reading)
{
    cf_sheet *const sheets[] = { &reading->entities, &reading->deals };
    cf_status status = CF_OK;

    for (size_t i = 0; i < CF_COUNT(sheets) && status == CF_OK; i++) {
        status = cf_sheet_tell_understood(sheets[i]);
    }
    return status;
}

/* ---- currency and unit ---- */

static cf_stated_money stated_money(const struct reading *reading)
{
    cf_stated_money money = { cf_sheet_stated_currency(&reading->deals),
                              cf_sheet_stated_unit(&reading->deals) };

    if (money.currency[0] == '\0')
        money.currency = cf_sheet_stated_currency(&reading->entities);
    if (money.unit == NULL)
        money.unit = cf_sheet_stated_unit(&reading->entities);
    return money;
}

/* Whether a heading of the sheets states a currency, or a unit. */
static bool headings_state(const struct reading *reading, bool currency)
{
    const cf_sheet *const sheets[] = { &reading->entities, &reading->deals };

    for (size_t i = 0; i < CF_COUNT(sheets); i++)
        for (int k = 0; k < sheets[i]->width && sheets[i]->headings != NULL; k++)
            if (currency ? sheets[i]->headings[k].money.currency[0] != '\0'
                         : sheets[i]->headings[k].money.power >= 0)
                return true;
    return false;
}

/* What was taken from the cells is told; what headings state is told with them. */
static cf_status tell_money(const struct reading *reading)
{
    const cf_datum *root = reading->head.root;
    bool currency = reading->head.took_currency && !headings_state(reading, true);
    bool unit = reading->head.took_unit && !headings_state(reading, false);

    if (!currency && !unit)
        return CF_OK;
    return cf_diags_add(
        reading->diags, CF_WARNING, CF_CODE_AMOUNT_UNDERSTOOD, NULL, "--currency and --unit say it",
        "the scenario is in %s%s%s, as all its amounts say",
        unit ? cf_datum_text(cf_datum_get(root, "unit")) : "", unit && currency ? " " : "",
        currency ? cf_datum_text(cf_datum_get(root, "currency")) : "");
}

/* The power of ten of the scenario's unit; a wrong unit is reported elsewhere. */
static int power_of(const char *unit)
{
    for (int i = 0; unit != NULL && i < CF_UNIT_COUNT; i++)
        if (strcasecmp(unit, cf_unit_names[i]) == 0)
            return 3 * i;
    return 0;
}

/* Tells the sheets what the scenario is in. Where nothing says in which unit it is, all amounts
 * must have one, or none. */
static cf_status set_money(struct reading *reading)
{
    cf_sheet *const sheets[] = { &reading->entities, &reading->deals };
    const char *currency = cf_datum_text(cf_datum_get(reading->head.root, "currency"));
    const char *unit = cf_datum_text(cf_datum_get(reading->head.root, "unit"));
    cf_status status = CF_OK;

    for (size_t i = 0; i < CF_COUNT(sheets) && status == CF_OK; i++) {
        sheets[i]->power = power_of(unit);
        if (currency != NULL && strlen(currency) < CF_CURRENCY_SIZE)
            strcpy(sheets[i]->currency, currency);
        if (unit == NULL)
            status = cf_sheet_judge_units(sheets[i]);
    }
    return status == CF_OK ? cf_sheet_check_currency(&reading->entities) : status;
}

static cf_status build_scenario(cf_scenario **out, struct reading *reading)
{
    cf_build_source source = { .entities = &reading->named.rows,
                               .deals = &reading->deals.rows,
                               .progress = reading->sheets->reading.progress,
                               .threads = reading->sheets->reading.threads,
                               .spreadsheets = true,
                               .drop_self_deals = reading->sheets->reading.drop_self_deals,
                               .compare_totals = reading->sheets->reading.compare_totals,
                               .notes = reading->sheets->reading.notes };
    cf_sheet *entities = reading->files.entities == NULL ? NULL : &reading->entities;
    cf_sheet *settings = reading->files.settings == NULL ? NULL : &reading->settings;
    cf_status status;

    status = cf_settings_read(&reading->head, settings, reading->sheets, reading->files.name,
                              stated_money(reading), reading->diags);
    if (status == CF_OK)
        status = set_money(reading);
    if (status == CF_OK)
        status = tell_money(reading);
    if (status == CF_OK)
        status = cf_sheet_entities_find(&reading->named, entities, &reading->deals,
                                        reading->sheets->reading.threads);
    if (reading->deals.skips_rows)
        cf_sheet_entities_skip(&reading->named);
    if (status == CF_OK)
        status = cf_build(out, reading->head.root, &source, reading->sheets->deals, reading->diags);
    if (status == CF_OK && (reading->head.wrong || reading->deals.has_failed ||
                            reading->entities.has_failed || reading->settings.has_failed))
        status = CF_BAD_INPUT;
    if (is_reported(status) &&
        (warn_of_points(reading) != CF_OK || tell_understood(reading) != CF_OK))
        status = CF_NO_MEMORY;
    if (is_reported(status) &&
        cf_sheets_locate(reading->diags, &reading->head, &reading->named) != CF_OK)
        status = CF_NO_MEMORY;
    if (status == CF_BAD_INPUT && only_given_is_wrong(reading))
        status = CF_BAD_OPTION;
    return status;
}

static void free_reading(struct reading *reading)
{
    cf_sheet_entities_free(&reading->named);
    cf_settings_free(&reading->head);
    cf_sheet_free(&reading->deals);
    cf_sheet_free(&reading->entities);
    cf_sheet_free(&reading->settings);
    cf_sheet_books_free(&reading->books);
    cf_sheet_graph_free(&reading->graph);
    cf_sheet_files_free(&reading->files);
}

/* ---- leaving rows out ---- */

/* Makes the sheets ready for another pass over their rows; `diags` NULL tells nothing. */
static void start_pass(struct reading *reading, bool skips_rows, cf_diags *diags)
{
    cf_sheet *const sheets[] = { &reading->settings, &reading->entities, &reading->deals };

    cf_sheet_entities_free(&reading->named);
    cf_settings_free(&reading->head);
    reading->diags = diags;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        cf_sheet *sheet = sheets[i];

        sheet->diags = diags;
        sheet->errors = 0;
        sheet->reported = 0;
        sheet->skips_rows = skips_rows && sheet != &reading->settings;
        sheet->rows.note = sheet->skips_rows ? cf_sheet_note_row : NULL;
        cf_sheet_unsay(sheet);
        if (sheet->points != NULL)
            memset(sheet->points, 0, (size_t)sheet->width * sizeof *sheet->points);
        cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    }
}

static cf_status take_out(struct reading *reading, int *taken)
{
    int of_entities = 0, of_deals = 0;
    cf_status status = cf_sheet_take_out(&reading->entities, &of_entities);

    if (status == CF_OK)
        status = cf_sheet_take_out(&reading->deals, &of_deals);
    *taken = of_entities + of_deals;
    return status;
}

/* One pass that tells nothing. */
static cf_status note_errors(struct reading *reading)
{
    cf_scenario *scenario = NULL;
    cf_status status;

    start_pass(reading, true, NULL);
    status = build_scenario(&scenario, reading);
    cf_scenario_free(scenario);
    if (status == CF_NO_MEMORY || status == CF_IO)
        return status;
    return cf_sheet_entities_note_deals(&reading->named);
}

/* Rows may refer to rows that are left out, and so on; a chain of more passes is an error. */
static cf_status leave_rows_out(struct reading *reading)
{
    enum { MOST_PASSES = 20 };
    cf_diags *diags = reading->diags;
    int taken;
    cf_status status = take_out(reading, &taken);

    for (int pass = 0; pass < MOST_PASSES && status == CF_OK && (pass == 0 || taken > 0); pass++) {
        status = note_errors(reading);
        if (status == CF_OK)
            status = take_out(reading, &taken);
    }
    start_pass(reading, false, diags);
    return status;
}

static cf_status hand_over(struct reading *reading)
{
    cf_rejects *rejects = reading->sheets->rejects;
    cf_status status = cf_rejects_add(rejects, &reading->deals);

    if (status == CF_OK && reading->entities.out.count > 0)
        status = cf_rejects_add(rejects, &reading->entities);
    return status;
}

/* Also of files with errors. */
static cf_status explain(struct reading *reading)
{
    cf_status status = cf_sheet_explain(reading->sheets->explained, &reading->deals);

    return status == CF_OK ? cf_sheet_explain(reading->sheets->explained, &reading->entities)
                           : status;
}

cf_status cf_sheets_read(cf_scenario **out, const cf_sheets *sheets, cf_diags *diags)
{
    struct reading reading = { .sheets = sheets, .diags = diags };
    cf_status status = cf_diags_open(diags, NULL);

    *out = NULL;
    if (status == CF_OK)
        status = cf_sheet_files_choose(&reading.files, sheets);
    if (status == CF_OK)
        status = cf_sheet_files_warn(&reading.files, diags);
    if (status == CF_OK)
        status = open_books(&reading);
    if (status == CF_OK)
        status = open_all(&reading);
    if (status == CF_OK)
        status = check_maps(&reading);
    if (status == CF_OK && sheets->rejects != NULL)
        status = leave_rows_out(&reading);
    if (status == CF_OK)
        status = build_scenario(out, &reading);
    if (status == CF_OK && sheets->rejects != NULL)
        status = hand_over(&reading);
    if (status != CF_NO_MEMORY && explain(&reading) != CF_OK)
        status = CF_NO_MEMORY;
    cf_diags_close(diags);
    free_reading(&reading);
    if (status != CF_OK) {
        cf_scenario_free(*out);
        *out = NULL;
    }
    return status;
}
