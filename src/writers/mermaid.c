/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The format mermaid: the picture as a flowchart, for Markdown pages that draw Mermaid. Its lines
 * are those of the picture: all deals of one payer, payee, class and form.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_put.h"
#include "base/memory_file.h"
#include "base/put.h"
#include "base/text.h"
#include "circfin/writer.h"
#include "pictures/draw.h"
#include "pictures/groups.h"
#include "pictures/occurs.h"
#include "pictures/svg.h"
#include "pictures/words.h"
#include "report/company.h"

#define NARROWEST 1.0
#define WIDEST 10.0 /* pixels, of the largest amount */

/* What Mermaid draws unless its own settings allow more; no page can raise them for itself. */
enum { MOST_LINES = 500, MOST_CHARACTERS = 50000 };

struct mermaid {
    FILE *out;
    const cf_report *report;
    const cf_picture *picture;
    const cf_drawing *drawing;
    cf_arena arena;
    cf_buffer words;
    cf_groups groups;
    double largest;
};

/* ---- texts ---- */

/* Character references of Mermaid, such as #35; and #quot;. Letters, digits and a few marks stand
 * for themselves; anything else may mean something to Mermaid or to the Markdown in its labels. */
static const char *escape_name(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    bool is_plain = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') ||
                    (code >= 'a' && code <= 'z') || code == ' ' || code == ',' || code == '(' ||
                    code == ')';

    if (is_plain || (code >= 0x80 && cf_text_is_showable(code)))
        return NULL;
    if (code == '\t' || code == '\n' || code == '\r')
        return " ";
    if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFFFE || code == 0xFFFF)
        return CF_REPLACEMENT; /* HTML takes a reference to one for something else */
    snprintf(scratch, CF_ESCAPE_SIZE, "#%u;", code);
    return scratch;
}

/* Formulas, icons and line ends, which Mermaid looks for once references are resolved. */
static bool means_something(const char *name)
{
    return strstr(name, "$$") != NULL || strstr(name, ":fa-") != NULL ||
           strstr(name, "\\n") != NULL;
}

/* With an invisible word joiner behind what begins one of those. */
static const char *escape_apart(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    if (code != '$' && code != ':' && code != '\\')
        return escape_name(code, scratch);
    snprintf(scratch, CF_ESCAPE_SIZE, "#%u;#8288;", code);
    return scratch;
}

static void put_name(FILE *out, const char *name, int most)
{
    cf_put_text_cut(out, name, most, means_something(name) ? escape_apart : escape_name);
}

/* For words that are not from outside, which stay readable in the file. */
static const char *escape_words(unsigned code, char scratch[static CF_ESCAPE_SIZE])
{
    return code > ' ' && code < 0x7F && strchr("\"#&<>`{}%", (int)code) == NULL
               ? NULL
               : escape_name(code, scratch);
}

static void put_words(struct mermaid *mermaid, const char *before, cf_escape *escape)
{
    const char *text = cf_buffer_text(&mermaid->words);

    if (text != NULL && *text != '\0') {
        fputs(before, mermaid->out);
        cf_put_text(mermaid->out, text, escape);
    }
    cf_buffer_clear(&mermaid->words);
}

/* ---- entities ---- */

static void put_box(struct mermaid *mermaid, int index)
{
    const cf_picture_entity *entity = &mermaid->picture->entities[index];
    int colour = cf_occurs_colour(mermaid->picture, entity);

    fprintf(mermaid->out, "  n%d[\"", index);
    put_name(mermaid->out, entity->name, CF_NAME_SHOWN + 1);
    cf_words_flows(&mermaid->words, entity);
    put_words(mermaid, "<br>", escape_words);
    if (entity->supplier >= 0)
        cf_words_supplier(&mermaid->words, cf_label_return,
                          &mermaid->picture->suppliers[entity->supplier]);
    put_words(mermaid, "<br>", escape_words);
    if (entity->gap > 0.0) {
        cf_buffer_add(&mermaid->words, "lacks ");
        cf_words_amount(&mermaid->words, entity->gap);
    }
    put_words(mermaid, "<br>", escape_words);
    fputs("\"]", mermaid->out);
    if (entity->gap > 0.0)
        fputs(":::short", mermaid->out);
    else if (colour >= 0)
        fprintf(mermaid->out, ":::s%d", colour);
    putc('\n', mermaid->out);
}

static void put_group(struct mermaid *mermaid, int group)
{
    int first = mermaid->groups.first[group];

    fprintf(mermaid->out, "  subgraph g%d[\"", group);
    put_name(mermaid->out, mermaid->picture->entities[first].group, CF_NAME_SHOWN);
    fputs("\"]\n", mermaid->out);
    for (int entity = first; entity >= 0; entity = mermaid->groups.next[entity])
        put_box(mermaid, entity);
    fputs("  end\n", mermaid->out);
}

static void put_boxes(struct mermaid *mermaid)
{
    for (int i = 0; i < mermaid->picture->entity_count; i++) {
        int group = mermaid->groups.of[i];

        if (group < 0)
            put_box(mermaid, i);
        else if (mermaid->groups.first[group] == i)
            put_group(mermaid, group);
    }
}

/* Only those that occur. */
static void put_classes(const struct mermaid *mermaid)
{
    bool occurs[CF_COLOURS + 1] = { false }, is_short = false;

    for (int i = 0; i < mermaid->picture->entity_count; i++) {
        const cf_picture_entity *entity = &mermaid->picture->entities[i];
        int colour = cf_occurs_colour(mermaid->picture, entity);

        is_short = is_short || entity->gap > 0.0;
        if (colour >= 0 && !(entity->gap > 0.0))
            occurs[colour] = true;
    }
    for (int colour = 0; colour <= CF_COLOURS; colour++)
        if (occurs[colour])
            fprintf(mermaid->out, "  classDef s%d stroke:%s,stroke-width:3px\n", colour,
                    cf_svg_company_hex(colour));
    if (is_short)
        fprintf(mermaid->out, "  classDef short stroke:%s,stroke-width:2px\n", cf_svg_hex("short"));
}

/* ---- lines ---- */

static const char *arrow_of(unsigned form)
{
    bool is_firm = (form & (CF_FORM_OPEN | CF_FORM_TENTATIVE | CF_FORM_CONTINGENT)) == 0;

    return is_firm ? "-->" : "-.->";
}

/* "300", "capital 15, 3.2 back": trade goes without saying. */
static void put_line(struct mermaid *mermaid, const cf_picture_edge *edge)
{
    fprintf(mermaid->out, "  n%d %s|\"", edge->payer, arrow_of(edge->form));
    if (edge->carries != CF_TRADE) {
        cf_buffer_add(&mermaid->words, cf_class_names[edge->carries]);
        cf_buffer_add(&mermaid->words, " ");
    }
    if ((edge->form & CF_FORM_OPEN) != 0)
        cf_buffer_add(&mermaid->words, "unknown");
    else
        cf_words_amount(&mermaid->words, edge->amount);
    if (cf_occurs_share(edge) > 0.0) {
        cf_buffer_add(&mermaid->words, ", ");
        cf_words_amount(&mermaid->words, edge->strands[0].amount);
        cf_buffer_add(&mermaid->words, " back");
    }
    put_words(mermaid, "", escape_words);
    fprintf(mermaid->out, "\"| n%d\n", edge->payee);
}

/* In the colour of the supplier where half of it and more loops back, else of the class. */
static void put_line_style(const struct mermaid *mermaid, int index)
{
    const cf_picture_edge *edge = &mermaid->picture->edges[index];
    double share = mermaid->largest > 0.0 ? sqrt(edge->amount / mermaid->largest) : 0.0;
    const char *hex = cf_svg_hex(cf_class_names[edge->carries]);

    if (cf_occurs_share(edge) >= 0.5)
        hex = cf_svg_company_hex(mermaid->picture->suppliers[edge->strands[0].supplier].colour);
    fprintf(mermaid->out, "  linkStyle %d stroke:%s,stroke-width:%.0fpx\n", index, hex,
            fmax(NARROWEST, WIDEST * share));
}

static void put_lines(struct mermaid *mermaid)
{
    for (int i = 0; i < mermaid->picture->edge_count; i++)
        mermaid->largest = fmax(mermaid->largest, mermaid->picture->edges[i].amount);
    for (int i = 0; i < mermaid->picture->edge_count; i++)
        put_line(mermaid, &mermaid->picture->edges[i]);
    for (int i = 0; i < mermaid->picture->edge_count; i++)
        put_line_style(mermaid, i);
}

/* ---- the whole ---- */

static void put_title(struct mermaid *mermaid)
{
    if (mermaid->drawing->title == NULL)
        cf_words_finding(&mermaid->words, mermaid->report);
    else
        cf_buffer_add(&mermaid->words, mermaid->drawing->title);
    fputs("---\ntitle: ", mermaid->out);
    cf_put_json_text(mermaid->out, cf_buffer_text(&mermaid->words)); /* which YAML is, too */
    cf_buffer_clear(&mermaid->words);
    fputs("\n---\nflowchart LR\n", mermaid->out);
}

static void put_remarks(struct mermaid *mermaid, size_t size)
{
    const char *subtitle = mermaid->drawing->subtitle;

    cf_buffer_add(&mermaid->words,
                  subtitle == NULL ? cf_report_scenario(mermaid->report)->name : subtitle);
    put_words(mermaid, "%% ", escape_name);
    cf_words_view(&mermaid->words, mermaid->report);
    put_words(mermaid, "\n%% Who pays whom: ", escape_words);
    cf_words_extent(&mermaid->words, mermaid->picture, cf_report_scenario(mermaid->report));
    put_words(mermaid, "\n%% ", escape_words);
    putc('\n', mermaid->out);
    if (mermaid->picture->edge_count > MOST_LINES || size > MOST_CHARACTERS)
        fputs(
            "%% Too large for most pages, which draw 500 lines and 50,000 characters: --top 20 or "
            "--min-amount draw less.\n",
            mermaid->out);
}

/* The size of the boxes and lines says whether there is a remark above them. */
static cf_status put_all(struct mermaid *mermaid)
{
    FILE *out = mermaid->out;
    cf_memory_file body;
    char *text = NULL;
    size_t size = 0;
    cf_status status = cf_memory_file_open(&body);

    if (status != CF_OK)
        return status;
    mermaid->out = body.stream;
    put_boxes(mermaid);
    put_classes(mermaid);
    put_lines(mermaid);
    status = cf_memory_file_close(&body, &text, &size);
    mermaid->out = out;
    if (status == CF_OK) {
        put_title(mermaid);
        put_remarks(mermaid, size);
        fwrite(text, 1, size, out);
    }
    free(text);
    return mermaid->words.failed ? CF_NO_MEMORY : status;
}

static cf_status write_mermaid(FILE *out, const cf_report *report, const cf_write_options *options)
{
    const cf_drawing drawing = cf_drawing_of(options);
    struct mermaid mermaid = {
        .out = out, .report = report, .picture = cf_report_picture(report), .drawing = &drawing
    };
    cf_status status;

    if (mermaid.picture == NULL)
        return CF_BAD_OPTION;
    status = cf_groups_new(&mermaid.groups, &mermaid.arena, mermaid.picture);
    if (status == CF_OK)
        status = put_all(&mermaid);
    cf_buffer_free(&mermaid.words);
    cf_arena_free(&mermaid.arena);
    return status;
}

const cf_writer cf_writer_mermaid = {
    .name = "mermaid",
    .ending = ".mmd",
    .also = ".mermaid",
    .summary = "the graph as a flowchart, for Markdown",
    .writes = CF_WRITES_GRAPH,
    .write = write_mermaid,
};
