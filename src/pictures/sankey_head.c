/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/money.h"
#include "pictures/sankey.h"
#include "pictures/svg.h"

enum { MOST_SUPPLIERS_TOLD = 3 };
#define ANSWER_SIZE 15.0

void cf_sankey_amount(char text[static CF_SANKEY_AMOUNT_SIZE], const cf_report *report,
                      double amount)
{
    const cf_scenario *scenario = cf_report_scenario(report);
    char money[CF_MONEY_SIZE];

    cf_money_text(money, amount);
    if (scenario->unit == CF_ONE)
        snprintf(text, CF_SANKEY_AMOUNT_SIZE, "%s %.3s", money, scenario->currency);
    else
        snprintf(text, CF_SANKEY_AMOUNT_SIZE, "%s %s %.3s", money, cf_unit_names[scenario->unit],
                 scenario->currency);
}

static bool is_plain(const char *name)
{
    while (*name != '\0' && (unsigned char)*name < 0x80)
        name++;
    return *name == '\0';
}

const char *cf_sankey_isolate(const char *name)
{
    return is_plain(name) ? "" : "\xE2\x81\xA8";
}

const char *cf_sankey_release(const char *name)
{
    return is_plain(name) ? "" : "\xE2\x81\xA9";
}

/* ---- the answer ---- */

static void add_name(cf_buffer *buffer, const cf_picture *picture,
                     const cf_picture_supplier *supplier)
{
    const char *name = picture->entities[supplier->entity].name;

    cf_buffer_add(buffer, cf_sankey_isolate(name));
    cf_buffer_add(buffer, name);
    cf_buffer_add(buffer, cf_sankey_release(name));
}

static void add_interval(cf_buffer *buffer, const cf_picture_supplier *supplier, const char *how)
{
    char money[CF_MONEY_SIZE];

    cf_money_text(money, supplier->loopback_pro_rata);
    cf_buffer_add(buffer, money);
    cf_buffer_add(buffer, how);
    if (isnan(supplier->loopback_min) || isnan(supplier->loopback_max))
        return;
    cf_money_text(money, supplier->loopback_min);
    cf_buffer_add(buffer, " (");
    cf_buffer_add(buffer, money);
    cf_money_text(money, supplier->loopback_max);
    cf_buffer_add(buffer, " to ");
    cf_buffer_add(buffer, money);
    cf_buffer_add(buffer, ")");
}

static void add_first(cf_buffer *buffer, const cf_report *report, const cf_picture *picture)
{
    const cf_picture_supplier *supplier = &picture->suppliers[0];
    char amount[CF_SANKEY_AMOUNT_SIZE];

    cf_sankey_amount(amount, report, supplier->invested);
    cf_buffer_add(buffer, "Of the ");
    cf_buffer_add(buffer, amount);
    cf_buffer_add(buffer, " that ");
    add_name(buffer, picture, supplier);
    cf_buffer_add(buffer, " invested, ");
    add_interval(buffer, supplier, " come back as revenue pro rata");
}

static void add_next(cf_buffer *buffer, const cf_picture *picture, int index)
{
    const cf_picture_supplier *supplier = &picture->suppliers[index];
    char money[CF_MONEY_SIZE];

    cf_money_text(money, supplier->invested);
    cf_buffer_add(buffer, "; of the ");
    cf_buffer_add(buffer, money);
    cf_buffer_add(buffer, " of ");
    add_name(buffer, picture, supplier);
    cf_buffer_add(buffer, ", ");
    add_interval(buffer, supplier, "");
}

static void write_answer(cf_buffer *buffer, const cf_report *report, int told)
{
    const cf_picture *picture = cf_report_picture(report);

    cf_buffer_clear(buffer);
    if (picture->supplier_count == 0) {
        cf_buffer_add(buffer, "Nobody here both invests and sells: no investment comes back as "
                              "revenue.");
        return;
    }
    add_first(buffer, report, picture);
    for (int i = 1; i < told; i++) {
        if (i < picture->supplier_count && picture->suppliers[i].loopback_pro_rata > 0.0)
            add_next(buffer, picture, i);
    }
    cf_buffer_add(buffer, ".");
}

const char *cf_sankey_answer(cf_buffer *buffer, const cf_report *report, double width)
{
    const char *text;
    int told = MOST_SUPPLIERS_TOLD;

    do {
        write_answer(buffer, report, told--);
        text = cf_buffer_text(buffer);
    } while (text != NULL && told > 0 && cf_svg_text_width(text, ANSWER_SIZE) > width);
    return text;
}

/* ---- the view ---- */

/* "letter_of_intent,signed" as people write it */
static void add_words(cf_buffer *buffer, const char *text)
{
    for (; *text != '\0'; text++) {
        const char letter[2] = { *text, '\0' };

        cf_buffer_add(buffer, *text == ',' ? ", " : *text == '_' ? " " : letter);
    }
}

static void add_part(cf_buffer *buffer, const char *before, const char *text, const char *after)
{
    cf_buffer_add(buffer, cf_buffer_text(buffer)[0] != '\0' ? " \xC2\xB7 " : "");
    cf_buffer_add(buffer, before);
    add_words(buffer, text);
    cf_buffer_add(buffer, after);
}

static void add_setting(cf_buffer *buffer, const cf_setting *setting)
{
    static const struct {
        const char *name, *before, *after;
        const char *usual; /* said only where it is not so */
    } known[] = {
        { "case", "", " figures of ranges", NULL },
        { "as_of", "as of ", "", NULL },
        { "status", "deals ", "", NULL },
        { "window", "in the window ", "", NULL },
        { "weights", "weighted by ", "", "face" },
        { "origin", "followed: ", " money of a supplier", "capital" },
        { "joint", "as one supplier: ", "", NULL },
        { "non_cash", "with deals not in cash", "", NULL },
        { "contingent", "with contingent deals", "", NULL },
        { "reported_only", "reported figures only", "", NULL },
        { "consolidate", "each group as one", "", NULL },
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const char *text = setting->is_switch ? "" : setting->text;

        if (strcmp(setting->name, known[i].name) != 0 || text == NULL ||
            (setting->is_switch && !setting->on))
            continue;
        if (known[i].usual == NULL || strcmp(text, known[i].usual) != 0)
            add_part(buffer, known[i].before, text, known[i].after);
    }
}

static cf_status put_view(FILE *out, const cf_report *report, double width)
{
    cf_buffer buffer = { 0 };
    const char *text;

    cf_buffer_add(&buffer, "");
    for (int i = 0; i < cf_report_setting_count(report) && cf_buffer_text(&buffer) != NULL; i++)
        add_setting(&buffer, cf_report_setting(report, i));
    text = cf_buffer_text(&buffer);
    if (text != NULL)
        cf_svg_put_label(out, &(cf_svg_label){ .text = text,
                                               .class = "cf-muted",
                                               .x = CF_SANKEY_MARGIN,
                                               .y = 91,
                                               .size = 12,
                                               .width = width });
    cf_buffer_free(&buffer);
    return text != NULL ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_sankey_put_head(FILE *out, const cf_report *report, const char *answer, double width)
{
    cf_svg_put_label(out, &(cf_svg_label){ .text = cf_report_scenario(report)->name,
                                           .class = "cf-ink cf-strong",
                                           .x = CF_SANKEY_MARGIN,
                                           .y = 42,
                                           .size = 23,
                                           .width = width });
    cf_svg_put_label(out, &(cf_svg_label){ .text = answer,
                                           .class = "cf-ink",
                                           .x = CF_SANKEY_MARGIN,
                                           .y = 69,
                                           .size = ANSWER_SIZE,
                                           .width = width });
    return put_view(out, report, width);
}
