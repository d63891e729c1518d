/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the columns of a spreadsheet by its headings. */
#include "scenario/sheet_heading.h"

#include <string.h>

#include "base/map.h"
#include "scenario/plain_words.h"
#include "scenario/sheet_range.h"

static const char *text_of(cf_sheet *sheet, int column)
{
    return cf_sheet_text(sheet, column);
}

static cf_sheet_spot spot_of(const cf_sheet *sheet, int column)
{
    const cf_csv_cell *cell = &sheet->csv.cells[column];

    return (cf_sheet_spot){ cell->from, cell->to, sheet->header_row, NULL };
}

static bool is_own(const char *name)
{
    return name[0] == 'x' && (name[1] == '-' || name[1] == '_');
}

/* ---- maps ---- */

/* One side of COLUMN=HEADING. */
struct side {
    const char *text;
    size_t length;
};

static bool is_heading(const struct side *side, const char *heading)
{
    char a[CF_PLAIN_SIZE], b[CF_PLAIN_SIZE], copy[CF_PLAIN_SIZE];

    if (heading == NULL || side->length >= sizeof copy)
        return false;
    memcpy(copy, side->text, side->length);
    copy[side->length] = '\0';
    if (strcmp(copy, heading) == 0)
        return true;
    return cf_plain_words(a, copy, false) && cf_plain_words(b, heading, false) && a[0] != '\0' &&
           strcmp(a, b) == 0;
}

static bool is_none(const struct side *side)
{
    return side->length == strlen("none") && memcmp(side->text, "none", side->length) == 0;
}

static bool is_column(const cf_sheet_kind *kind, const struct side *side)
{
    return is_none(side) || cf_column_find(kind, side->text, side->length).field != NULL;
}

/* Whether a map is about this heading; *column gets the other side. COLUMN=HEADING is tried
 * first, then HEADING=COLUMN. */
static bool maps_heading(const cf_sheet_kind *kind, const char *map, const char *heading,
                         struct side *column)
{
    for (const char *equals = strchr(map, '='); equals != NULL; equals = strchr(equals + 1, '=')) {
        struct side left = { map, (size_t)(equals - map) };
        struct side right = { equals + 1, strlen(equals + 1) };

        if (is_column(kind, &left) && is_heading(&right, heading)) {
            *column = left;
            return true;
        }
        if (is_column(kind, &right) && is_heading(&left, heading)) {
            *column = right;
            return true;
        }
    }
    return false;
}

/* The last map that is about this heading, or NULL. */
static const char *map_of(const cf_sheet_kind *kind, const cf_sheets *asked, const char *heading,
                          struct side *column)
{
    for (int i = asked == NULL ? 0 : asked->map_count; i-- > 0;)
        if (maps_heading(kind, asked->maps[i], heading, column))
            return asked->maps[i];
    return NULL;
}

bool cf_sheet_knows_heading(const cf_sheet_kind *kind, const cf_sheets *asked, const char *heading)
{
    struct side column;
    cf_heading read;

    if (heading == NULL)
        return false;
    if (map_of(kind, asked, heading, &column) != NULL)
        return true;
    cf_heading_read(&read, kind, heading);
    return read.use.field != NULL;
}

bool cf_sheet_has_mapped(cf_sheet *sheet, const char *map)
{
    struct side column;
    bool found = false;

    if (sheet->headings == NULL)
        return false;
    sheet->csv.at = sheet->header_at;
    if (cf_csv_next(&sheet->csv) == CF_CSV_NO_MEMORY)
        return false;
    for (int i = 0; i < sheet->width && !found; i++)
        found = cf_sheet_text(sheet, i) != NULL &&
                maps_heading(sheet->kind, map, cf_sheet_text(sheet, i), &column);
    return found;
}

/* ---- uses ---- */

/* Headings that are being used; `seen` has the columns that have one. */
struct using
{
    cf_sheet *sheet;
    cf_map seen;
};

static int user_of(const struct using *using, const char *column)
{
    return cf_map_find(&using->seen, 0, column, strlen(column));
}

static cf_status use(struct using *using, int column, cf_heading_how how)
{
    cf_sheet *sheet = using->sheet;

    sheet->uses[column] = sheet->headings[column].use;
    sheet->how[column] = how;
    return cf_map_add(&using->seen, 0, sheet->uses[column].name, strlen(sheet->uses[column].name),
                      column);
}

static cf_status report_double(struct using *using, int column)
{
    cf_sheet_spot spot = spot_of(using->sheet, column);

    return cf_sheet_report(using->sheet, CF_ERROR, CF_CODE_CSV_DOUBLE_COLUMN, &spot,
                           "remove one of them", "a column must appear once, but %s is repeated",
                           cf_show_text(text_of(using->sheet, column)).text);
}

static bool are_equal(cf_sheet *sheet, int column, int other)
{
    struct side side = { cf_sheet_text(sheet, column), 0 };

    side.length = strlen(side.text);
    return is_heading(&side, cf_sheet_text(sheet, other));
}

/* Two headings for one column; the other comes before or behind it. */
static cf_status report_both(struct using *using, int column, int other)
{
    cf_sheet *sheet = using->sheet;
    cf_sheet_spot spot = spot_of(sheet, column);
    const char *name = sheet->headings[column].use.name;
    cf_shown first = cf_show_text(text_of(sheet, other));
    cf_shown this = cf_show_text(text_of(sheet, column));
    cf_shown hint =
        cf_show_hint("--map %s=%s --map none=%s takes this one", name, this.text, first.text);

    if (are_equal(sheet, column, other))
        hint = cf_show_hint("give one of them another heading");
    sheet->how[column] = CF_HEADING_IGNORED;
    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_HEADINGS_ALIKE, &spot, hint.text,
                           "one heading must stand for %s, but %s and %s both may", name,
                           first.text, cf_show_text(text_of(sheet, column)).text);
}

static cf_status use_name(struct using *using, int column)
{
    const cf_heading *heading = &using->sheet->headings[column];

    int other = heading->is_name ? user_of(using, heading->use.name) : -1;

    if (!heading->is_name)
        return CF_OK;
    if (other < 0)
        return use(using, column, CF_HEADING_NAME);
    return using->sheet->how[other] == CF_HEADING_MAP ? report_both(using, column, other)
                                                      : report_double(using, column);
}

static cf_status use_map(struct using *using, int column)
{
    cf_sheet *sheet = using->sheet;
    cf_heading *heading = &sheet->headings[column];
    const char *text = text_of(sheet, column);
    struct side to;

    if (text == NULL || map_of(sheet->kind, sheet->asked, text, &to) == NULL)
        return CF_OK;
    if (is_none(&to)) {
        sheet->how[column] = CF_HEADING_IGNORED;
        return CF_OK;
    }
    cf_heading_read_unit(heading, text);
    heading->use = cf_column_find(sheet->kind, to.text, to.length);
    if (!cf_column_is_money(&heading->use))
        heading->money = (cf_money_word){ .power = -1 };
    heading->percent = heading->percent && cf_column_is_share(&heading->use);
    if (user_of(using, heading->use.name) >= 0)
        return report_both(using, column, user_of(using, heading->use.name));
    return use(using, column, CF_HEADING_MAP);
}

static bool is_free(const struct using *using, int column)
{
    const cf_sheet *sheet = using->sheet;

    return sheet->how[column] == CF_HEADING_UNUSED && sheet->headings[column].use.field != NULL;
}

/* An alias; two of them are an error, unless one is loose and another word. */
static cf_status use_alias(struct using *using, int column, bool weak)
{
    cf_sheet *sheet = using->sheet;
    const cf_heading *heading = &sheet->headings[column];
    int other;

    if (!is_free(using, column) || (heading->role == CF_ROLE_WEAK) != weak)
        return CF_OK;
    other = user_of(using, heading->use.name);
    if (other < 0)
        return use(using, column, CF_HEADING_ALIAS);
    if (sheet->how[other] != CF_HEADING_ALIAS)
        return CF_OK;
    if ((weak || heading->role == CF_ROLE_LOOSE) && !are_equal(sheet, column, other))
        return CF_OK;
    return report_both(using, column, other);
}

static bool is_for(cf_sheet *sheet, int column, const char *name)
{
    const cf_heading *heading = &sheet->headings[column];

    return cf_sheet_text(sheet, column) != NULL && heading->use.field != NULL &&
           strcmp(heading->use.name, name) == 0;
}

static bool is_source(cf_sheet *sheet, int column)
{
    char plain[CF_PLAIN_SIZE];

    return is_for(sheet, column, "payer") &&
           cf_plain_words(plain, cf_sheet_text(sheet, column), false) &&
           strcmp(plain, "source") == 0;
}

/* What headings there are that "Source" depends on. */
struct around_source {
    int target;  /* the last one that is the payee; -1: none */
    int first;   /* the first "Source" */
    int sources; /* how many there are */
    bool other;  /* whether another heading is the payer */
};

static struct around_source look_around(cf_sheet *sheet)
{
    struct around_source found = { .target = -1, .first = -1 };

    for (int i = 0; i < sheet->width; i++) {
        if (is_for(sheet, i, "payee") && sheet->headings[i].role == CF_ROLE_PLAIN &&
            sheet->how[i] == CF_HEADING_UNUSED)
            found.target = i;
        if (is_source(sheet, i)) {
            found.first = found.sources++ == 0 ? i : found.first;
            continue;
        }
        found.other |= is_for(sheet, i, "payer");
    }
    return found;
}

/* "Source" is the payer beside "Target", and else where a deal is reported. Of several the first
 * is the payer if it stands next to "Target"; else they are in doubt. */
static void settle_source(cf_sheet *sheet)
{
    struct around_source found = look_around(sheet);
    int gap = found.first - found.target, payer = -1;

    if (found.target >= 0 && !found.other) {
        if (found.sources > 1 && gap != 1 && gap != -1)
            return;
        payer = found.first;
    }
    for (int i = 0; i < sheet->width; i++) {
        if (i == payer || !is_source(sheet, i))
            continue;
        sheet->headings[i].use =
            cf_column_find(sheet->kind, "source_title", strlen("source_title"));
        sheet->headings[i].role = CF_ROLE_LOOSE;
    }
}

/* ---- parties ---- */

static cf_role role_of(const cf_sheet *sheet, const char *column)
{
    int at = cf_sheet_column(sheet, column);

    return at < 0 || sheet->how[at] != CF_HEADING_ALIAS ? CF_ROLE_NONE : sheet->headings[at].role;
}

/* What the headings of the parties say of the relation and of who pays. */
static void settle_parties(cf_sheet *sheet)
{
    cf_role payer = role_of(sheet, "payer"), payee = role_of(sheet, "payee");
    int id = cf_sheet_column(sheet, "id");

    if (sheet->asked == NULL || sheet->kind != &cf_deal_sheet)
        return;
    sheet->relation = sheet->asked->relation;
    sheet->makes_ids = id < 0 || sheet->how[id] == CF_HEADING_ALIAS;
    sheet->payer_role = payer;
    sheet->payee_role = payee == CF_ROLE_WEAK && payer > CF_ROLE_PLAIN ? payer : payee;
    sheet->turns = payer > CF_ROLE_PLAIN && sheet->payee_role > CF_ROLE_PLAIN;
    if (sheet->relation != NULL || cf_sheet_column(sheet, "relation") >= 0)
        return;
    if (payer == CF_ROLE_CAPITAL || payee == CF_ROLE_CAPITAL)
        sheet->relation = "investor";
    else if (payer == CF_ROLE_TRADE || payer == CF_ROLE_SALE || payee == CF_ROLE_TRADE ||
             payee == CF_ROLE_SALE)
        sheet->relation = "customer";
}

/* ---- headings that stand for nothing ---- */

cf_status cf_sheet_warn_unknown(cf_sheet *sheet, int column)
{
    cf_sheet_spot spot = spot_of(sheet, column);
    char room[CF_COLUMN_NAME_SIZE];
    const char *near = cf_column_suggest(sheet->kind, text_of(sheet, column), room);

    if (near != NULL && cf_sheet_column(sheet, near) >= 0)
        near = NULL;
    return cf_sheet_report(sheet, CF_WARNING, CF_CODE_CSV_UNKNOWN_COLUMN, &spot,
                           near == NULL ? NULL : cf_show_hint("did you mean \"%s\"?", near).text,
                           "%s have no column %s, so it is ignored", sheet->kind->list,
                           cf_show_text(text_of(sheet, column)).text);
}

/* A file of payments is read once, so its columns have their own names. */
static cf_status refuse_alias(struct using *using, int column)
{
    cf_sheet *sheet = using->sheet;
    cf_sheet_spot spot = spot_of(sheet, column);
    const char *name = sheet->headings[column].use.name;

    return cf_sheet_report(sheet, CF_ERROR, CF_CODE_PAYMENT_HEADING, &spot,
                           cf_show_hint("name the column %s", name).text,
                           "columns of payments must have their own names, but %s stands for %s",
                           cf_show_text(text_of(sheet, column)).text, name);
}

static bool is_needed(const cf_sheet *sheet, const cf_column_use *column)
{
    return cf_sheet_needs(sheet, column);
}

static cf_status look_at_unused(struct using *using, int column)
{
    cf_sheet *sheet = using->sheet;
    const char *text = text_of(sheet, column);
    const cf_heading *heading = &sheet->headings[column];

    if (sheet->how[column] != CF_HEADING_UNUSED || heading->is_name)
        return CF_OK;
    if (text == NULL || is_own(text)) {
        sheet->how[column] = CF_HEADING_IGNORED;
        return CF_OK;
    }
    if (sheet->kind == &cf_payment_sheet && heading->use.field != NULL &&
        user_of(using, heading->use.name) < 0 &&
        (is_needed(sheet, &heading->use) || strcmp(heading->use.name, "amount") == 0))
        return refuse_alias(using, column);
    return sheet->asked == NULL || sheet->kind == &cf_setting_sheet
               ? cf_sheet_warn_unknown(sheet, column)
               : CF_OK;
}

/* ---- the whole ---- */

static void read_headings(cf_sheet *sheet)
{
    for (int i = 0; i < sheet->width; i++) {
        const char *text = text_of(sheet, i);

        sheet->headings[i] = (cf_heading){ .money = { .power = -1 } };
        if (text != NULL && !is_own(text))
            cf_heading_read(&sheet->headings[i], sheet->kind, text);
    }
    settle_source(sheet);
    cf_sheet_settle_range(sheet);
}

static cf_status use_all(struct using *using)
{
    cf_sheet *sheet = using->sheet;
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        if (sheet->how[i] == CF_HEADING_UNUSED)
            status = use_map(using, i);
    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        if (sheet->how[i] == CF_HEADING_UNUSED)
            status = use_name(using, i);
    for (int weak = 0; weak <= 1 && sheet->kind != &cf_payment_sheet; weak++)
        for (int i = 0; i < sheet->width && status == CF_OK; i++)
            status = use_alias(using, i, weak == 1);
    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        status = look_at_unused(using, i);
    return status;
}

cf_status cf_sheet_use_headings(cf_sheet *sheet)
{
    struct using using = { .sheet = sheet };
    cf_status status;

    read_headings(sheet);
    status = use_all(&using);
    cf_map_free(&using.seen);
    if (sheet->asked != NULL)
        cf_sheet_share_units(sheet);
    settle_parties(sheet);
    sheet->ids_are_names = sheet->kind == &cf_entity_sheet && sheet->asked != NULL &&
                           cf_sheet_column(sheet, "id") < 0 && cf_sheet_column(sheet, "name") >= 0;
    return status;
}

/* Whether the column may be missing, because rows get its value from elsewhere. */
static bool is_made(const cf_sheet *sheet, const char *name)
{
    if (strcmp(name, "id") == 0)
        return sheet->makes_ids || sheet->ids_are_names;
    return strcmp(name, "relation") == 0 && sheet->relation != NULL;
}

static const char *hint_for_missing(const cf_sheet *sheet, const char *name)
{
    if (sheet->kind != &cf_deal_sheet)
        return NULL;
    return strcmp(name, "relation") == 0
               ? "--relation customer gives it to every row, --map relation=HEADING names a column"
               : "--map says which column it is, as in --map payer=HEADING";
}

/* Of a file with a wrong header no row is looked at, so nothing more is known of its columns. */
static cf_status warn_of_all(cf_sheet *sheet)
{
    cf_status status = CF_OK;

    cf_cursor_start(&sheet->cursor, sheet->csv.text, sheet->csv.size);
    for (int i = 0; i < sheet->width && status == CF_OK; i++)
        if (sheet->how[i] == CF_HEADING_UNUSED && sheet->asked != NULL &&
            sheet->kind != &cf_setting_sheet && !sheet->headings[i].is_name)
            status = cf_sheet_warn_unknown(sheet, i);
    return status;
}

cf_status cf_sheet_check_needed(cf_sheet *sheet, const cf_sheet_spot *header)
{
    cf_status status = CF_OK;

    for (int i = 0; i < sheet->kind->needed->required && status == CF_OK; i++) {
        const char *name = sheet->kind->needed->rows[i].key;
        int column = cf_sheet_column(sheet, name);

        if (column >= 0 && cf_sheet_needs(sheet, &sheet->uses[column]))
            sheet->needed[sheet->needed_count++] = column;
        else if (column < 0 && !is_made(sheet, name))
            status = cf_sheet_report(
                sheet, CF_ERROR, CF_CODE_CSV_MISSING_COLUMN, header, hint_for_missing(sheet, name),
                "%s must have the column \"%s\", but it is missing", sheet->kind->list, name);
    }
    return status == CF_OK && sheet->errors > 0 ? warn_of_all(sheet) : status;
}
