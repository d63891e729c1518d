/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of pictures: amounts, views, entities, edges and deals in words. */
#include "pictures/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "report/money.h"
#include "base/sum.h"
#include "pictures/svg.h"

enum { MOST_STRANDS = 5 };

/* ---- small words ---------------------------------------------------------------------------- */

void cf_words_amount(cf_buffer *words, double amount)
{
    char text[CF_MONEY_SIZE];

    cf_money_text(text, amount);
    cf_buffer_add(words, text);
}

void cf_words_money(cf_buffer *words, const cf_scenario *scenario, double amount)
{
    char text[CF_MONEY_SIZE + CF_UNIT_SIZE];

    cf_money_with_unit(text, scenario, amount);
    cf_buffer_add(words, text);
}

/* Adds "in 300", after a comma if text precedes. */
static void add_item(cf_buffer *words, size_t start, const char *before, double amount)
{
    cf_buffer_add(words, words->length > start ? ", " : "");
    cf_buffer_add(words, before);
    cf_words_amount(words, amount);
}

static void add_count(cf_buffer *words, int count)
{
    char text[32];

    snprintf(text, sizeof text, "%d", count);
    cf_buffer_add(words, text);
}

/* A word of the file format with spaces for underscores: "letter of intent". */
static void add_plain(cf_buffer *words, const char *name)
{
    for (const char *c = name; *c != '\0'; c++) {
        const char one[2] = { *c == '_' ? ' ' : *c, '\0' };

        cf_buffer_add(words, one);
        cf_buffer_add(words, *c == ',' ? " " : "");
    }
}

/* ---- the view ------------------------------------------------------------------------------- */

/* How a setting is worded. Switches appear only if on, texts only if not the default. */
static const struct {
    const char *name, *usual, *before, *after;
} settings[] = {
    { "case", NULL, "", " case" },
    { "as_of", NULL, "as of ", "" },
    { "status", NULL, "", "" },
    { "non_cash", NULL, "with non-cash deals", "" },
    { "contingent", NULL, "with contingent deals", "" },
    { "reported_only", NULL, "reported deals only", "" },
    { "window", NULL, "in ", "" },
    { "weights", "face", "weighed by ", "" },
    { "origin", "capital", "following ", " money of a supplier" },
    { "gap", "fund", "gaps ", "" },
    { "consolidate", NULL, "groups as one", "" },
    { "joint", NULL, "jointly ", "" },
};

/* Whether a setting is of this name, and of the side: "" or, of what is compared with it, "_b". */
static bool is_named(const cf_setting *setting, const char *name, const char *side)
{
    size_t length = strlen(name);

    return strncmp(setting->name, name, length) == 0 && strcmp(setting->name + length, side) == 0;
}

static void add_setting(cf_buffer *words, const cf_setting *setting, const char *side,
                        const char **before)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        if (!is_named(setting, settings[i].name, side))
            continue;
        if (setting->is_switch ? !setting->on : setting->text == NULL)
            return;
        if (settings[i].usual != NULL && strcmp(settings[i].usual, setting->text) == 0)
            return;
        cf_buffer_add(words, *before);
        cf_buffer_add(words, settings[i].before);
        if (!setting->is_switch)
            add_plain(words, setting->text);
        cf_buffer_add(words, settings[i].after);
        *before = ", ";
    }
}

static void add_side(cf_buffer *words, const cf_report *report, const char *side,
                     const char *before)
{
    for (int i = 0; i < cf_report_setting_count(report); i++)
        add_setting(words, cf_report_setting(report, i), side, &before);
}

/* "A: Deals of 2025, base case; B: Deals of 2026, base case"; no names where both have one name. */
static void add_both_sides(cf_buffer *words, const cf_report *report)
{
    const char *name = cf_report_scenario(report)->name, *other = name;

    for (int i = 0; i < cf_report_setting_count(report); i++)
        if (strcmp(cf_report_setting(report, i)->name, "name_b") == 0)
            other = cf_report_setting(report, i)->text;
    for (int side = 0; side < 2; side++) {
        const char *own = side == 0 ? name : other;
        bool named = name != NULL && other != NULL && strcmp(name, other) != 0;

        cf_buffer_add(words, side == 0 ? ". A: " : "; B: ");
        if (named)
            cf_words_name(words, own);
        add_side(words, report, side == 0 ? "" : "_b", named ? ", " : "");
    }
}

void cf_words_view(cf_buffer *words, const cf_report *report)
{
    char unit[CF_UNIT_SIZE];

    cf_unit_text(unit, cf_report_scenario(report));
    cf_buffer_add(words, unit);
    if (strcmp(cf_report_command(report), "compare") == 0)
        add_both_sides(words, report);
    else
        add_side(words, report, "", ", ");
}

static void add_word_part(cf_buffer *words, int part, int whole, const char *what)
{
    add_count(words, part);
    if (part != whole) {
        cf_buffer_add(words, " of ");
        add_count(words, whole);
    }
    cf_buffer_add(words, what);
    cf_buffer_add(words, whole == 1 ? "" : what[1] == 'e' ? "ies" : "s");
}

void cf_words_extent(cf_buffer *words, const cf_picture *picture, const cf_scenario *scenario)
{
    int entities = 0;

    for (int i = 0; i < picture->entity_count; i++)
        entities += picture->entities[i].members == 1;
    add_word_part(words, entities, picture->all_entities,
                  picture->all_entities == 1 ? " entity" : " entit");
    cf_buffer_add(words, ", ");
    add_word_part(words, picture->shown_deals, picture->all_deals, " deal");
    cf_buffer_add(words, ", ");
    cf_words_money(words, scenario, picture->shown_amount);
    if (picture->shown_deals != picture->all_deals) {
        cf_buffer_add(words, " of ");
        cf_words_amount(words, picture->all_amount);
    }
    if (picture->unknown_deals > 0) {
        cf_buffer_add(words, "; ");
        add_word_part(words, picture->unknown_deals, picture->unknown_deals, " deal");
        cf_buffer_add(words, " of unknown amount not drawn (--unknown)");
    }
}

/* ---- what is found ----------------------------------------------------------------------------
 */

static void add_plain_words(void *buffer, const char *words)
{
    cf_buffer_add(buffer, words);
}

void cf_words_name(cf_buffer *words, const char *name)
{
    cf_buffer_add(words, cf_svg_isolate(name));
    cf_buffer_add_name(words, name);
    cf_buffer_add(words, cf_svg_release(name));
}

static void add_isolated(void *buffer, const char *name)
{
    cf_words_name(buffer, name);
}

static void add_number(void *buffer, const char *number, bool strong)
{
    (void)strong;
    cf_buffer_add(buffer, number);
}

cf_pen cf_words_pen(cf_buffer *words)
{
    return (cf_pen){ add_plain_words, add_isolated, add_number, words };
}

void cf_words_finding(cf_buffer *words, const cf_report *report)
{
    const cf_picture *picture = cf_report_picture(report);
    cf_pen pen = cf_words_pen(words);
    cf_return figures;
    const char *name;

    if (picture->supplier_count == 0) {
        cf_buffer_add(words, "No entity both invests in others and has revenue");
        return;
    }
    name = picture->entities[picture->suppliers[0].entity].name;
    figures = cf_words_figures(report, &picture->suppliers[0], &name);
    cf_headline_return(&pen, &figures);
}

double cf_words_unshown(const cf_picture_entity *entity)
{
    return fmax(0.0, fmin(entity->assumed - entity->earned, entity->out - entity->in));
}

void cf_words_nobody(cf_buffer *words, const cf_report *report)
{
    const double telling = 0.1; /* of all money in the view */
    const cf_picture *picture = cf_report_picture(report);
    const cf_picture_entity *most = NULL;
    double amount;

    for (int v = 0; v < picture->entity_count; v++) {
        const cf_picture_entity *entity = &picture->entities[v];

        if (entity->members == 1 &&
            (most == NULL || cf_words_unshown(entity) > cf_words_unshown(most)))
            most = entity;
    }
    amount = most == NULL ? 0.0 : cf_words_unshown(most);
    if (!(amount > telling * picture->all_amount))
        return;
    cf_buffer_add(words, "Nobody is shown to have ");
    cf_buffer_add(words, cf_same(amount, most->out) ? "the " : "");
    cf_words_money(words, cf_report_scenario(report), amount);
    if (!cf_same(amount, most->out)) {
        cf_buffer_add(words, " of the ");
        cf_words_amount(words, most->out);
    }
    cf_buffer_add(words, " that ");
    cf_words_name(words, most->name);
    cf_buffer_add(words, " is to pay.");
}

/* ---- entities ------------------------------------------------------------------------------- */

void cf_words_flows(cf_buffer *words, const cf_picture_entity *entity)
{
    size_t start = words->length;

    if (entity->in > 0.0)
        add_item(words, start, "in ", entity->in);
    if (entity->out > 0.0)
        add_item(words, start, "out ", entity->out);
    if (entity->unknown > 0) {
        cf_buffer_add(words, words->length > start ? ", " : "");
        add_count(words, entity->unknown);
        cf_buffer_add(words, " unknown");
    }
}

void cf_words_balance(cf_buffer *words, const cf_picture_entity *entity)
{
    size_t start = words->length;

    if (entity->funds > 0.0)
        add_item(words, start, "from outside ", entity->funds);
    if (cf_words_unshown(entity) > 0.0)
        add_item(words, start, "of which nobody is shown to have ", cf_words_unshown(entity));
    if (entity->gap > 0.0)
        add_item(words, start, "lacks ", entity->gap);
    if (entity->kept > 0.0)
        add_item(words, start, "kept ", entity->kept);
}

cf_return cf_words_figures(const cf_report *report, const cf_picture_supplier *supplier,
                           const char *const *name)
{
    return (cf_return){ .scenario = report == NULL ? NULL : cf_report_scenario(report),
                        .names = name,
                        .name_count = name == NULL ? 0 : 1,
                        .invested = supplier->invested,
                        .min = supplier->loopback_min,
                        .pro_rata = supplier->loopback_pro_rata,
                        .max = supplier->loopback_max,
                        .open = supplier->loopback_open };
}

void cf_words_supplier(cf_buffer *words, cf_sentence *label, const cf_picture_supplier *supplier)
{
    cf_return figures = cf_words_figures(NULL, supplier, NULL);
    cf_pen pen = cf_pen_of_buffer(words);

    label(&pen, &figures);
}

/* ---- edges and deals ------------------------------------------------------------------------ */

static void add_strands(cf_buffer *words, const cf_picture *picture, const cf_picture_edge *edge)
{
    for (int i = 0; i < edge->strand_count && i < MOST_STRANDS; i++) {
        const cf_picture_strand *strand = &edge->strands[i];

        cf_buffer_add(words, i == 0 ? ", of which " : ", ");
        cf_words_amount(words, strand->amount);
        cf_buffer_add(words, i == 0 ? " comes round to " : " to ");
        cf_buffer_add(words, picture->entities[picture->suppliers[strand->supplier].entity].name);
    }
    if (edge->strand_count > MOST_STRANDS) {
        cf_buffer_add(words, ", and to ");
        add_count(words, edge->strand_count - MOST_STRANDS);
        cf_buffer_add(words, " more");
    }
}

void cf_words_edge(cf_buffer *words, const cf_picture *picture, const cf_picture_edge *edge)
{
    static const char *const links[CF_CLASS_COUNT] = {
        [CF_TRADE] = " to ", [CF_CAPITAL] = " into ", [CF_SERVICE] = " as debt service to "
    };

    cf_buffer_add(words, picture->entities[edge->payer].name);
    cf_buffer_add(words, edge->carries == CF_CAPITAL ? " puts " : " pays ");
    if ((edge->form & CF_FORM_OPEN) != 0)
        cf_buffer_add(words, "an unknown amount");
    else
        cf_words_amount(words, edge->amount);
    cf_buffer_add(words, links[edge->carries]);
    cf_buffer_add(words, picture->entities[edge->payee].name);
    add_strands(words, picture, edge);
}

static void add_day(cf_buffer *words, const char *before, cf_day day)
{
    char text[16];

    if (day == CF_NO_DAY)
        return;
    cf_day_format(text, day);
    cf_buffer_add(words, before);
    cf_buffer_add(words, text);
}

void cf_words_deal(cf_buffer *words, const cf_scenario *scenario, const cf_picture_deal *shown)
{
    const cf_deal *deal = &scenario->deals[shown->deal];

    cf_buffer_add_name(words, deal->id);
    cf_buffer_add(words, ": ");
    if (shown->amount > 0.0)
        cf_words_amount(words, shown->amount);
    else
        cf_buffer_add(words, "amount unknown");
    cf_buffer_add(words, ", ");
    add_plain(words, cf_deal_status_names[shown->status]);
    if (deal->instrument != NULL) {
        cf_buffer_add(words, ", ");
        cf_buffer_add_name(words, deal->instrument);
    }
    add_day(words, ", announced ", deal->announced);
    add_day(words, ", from ", deal->start);
    add_day(words, deal->start == CF_NO_DAY ? ", until " : " to ", deal->end);
}

const char *cf_words_of_form(unsigned form)
{
    switch (form) {
    case CF_FORM_OPEN:
        return "amount unknown";
    case CF_FORM_CONTINGENT:
        return "guarantee or backstop";
    case CF_FORM_NON_CASH:
        return "paid in shares or warrants";
    case CF_FORM_TENTATIVE:
        return "rumour or letter of intent";
    default:
        return "tied to a purchase";
    }
}

const char *cf_words_of_class(cf_class class)
{
    static const char *const words[CF_CLASS_COUNT] = {
        [CF_TRADE] = "trade: what is bought",
        [CF_CAPITAL] = "capital: invested or lent",
        [CF_SERVICE] = "service: capital given back or paid for",
    };

    return words[class];
}
