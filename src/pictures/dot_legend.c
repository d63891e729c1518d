/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The forms of edges in DOT, and the legend that explains them. */
#include "pictures/dot.h"
#include "pictures/occurs.h"
#include "pictures/svg.h"
#include "pictures/words.h"

static const char *style_of(unsigned form)
{
    if ((form & (CF_FORM_OPEN | CF_FORM_TENTATIVE)) != 0)
        return "dashed";
    return (form & CF_FORM_CONTINGENT) != 0 ? "dotted" : NULL;
}

/* A mark for the form, then one for the class. */
static void put_tail(FILE *out, cf_class class, unsigned form)
{
    static const char *const marks[CF_CLASS_COUNT] = {
        [CF_TRADE] = "", [CF_CAPITAL] = "diamond", [CF_SERVICE] = "tee"
    };
    const char *mark = (form & CF_FORM_TIED) != 0       ? "odot"
                       : (form & CF_FORM_NON_CASH) != 0 ? "obox"
                       : class == CF_TRADE              ? "none"
                                                        : "";

    fprintf(out, ", dir=both, arrowtail=%s%s", mark, marks[class]);
}

void cf_dot_put_form(FILE *out, cf_class class, unsigned form)
{
    static const char *const heads[CF_CLASS_COUNT] = {
        [CF_TRADE] = "empty", [CF_CAPITAL] = "normal", [CF_SERVICE] = "vee"
    };
    const char *style = style_of(form);

    fprintf(out, ", arrowhead=%s", heads[class]);
    put_tail(out, class, form);
    if (style != NULL)
        fprintf(out, ", style=%s", style);
}

/* ---- the legend ----------------------------------------------------------------------------- */

struct key {
    cf_dot *dot;
    int count;
};

/* Begins an edge from an invisible point to the words; its attributes stay open. */
static void begin_key(struct key *key, const char *words)
{
    FILE *out = key->dot->out;

    fprintf(out, "  \"%s%d\" [shape=point, style=invis];\n", key->dot->key, 2 * key->count);
    fprintf(out, "  \"%s%d\" [shape=plaintext, label=\"", key->dot->key, 2 * key->count + 1);
    cf_dot_put_name(out, words, CF_DOT_LONGEST);
    fputs("\"];\n", out);
    fprintf(out, "  \"%s%d\" -> \"%s%d\" [arrowsize=0.7", key->dot->key, 2 * key->count,
            key->dot->key, 2 * key->count + 1);
    key->count++;
}

static void put_class_keys(struct key *key)
{
    static const cf_class classes[] = { CF_CAPITAL, CF_TRADE, CF_SERVICE };

    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        if (!cf_occurs_class(key->dot->picture, classes[i]))
            continue;
        begin_key(key, cf_words_of_class(classes[i]));
        fprintf(key->dot->out, ", penwidth=3, color=\"%s\"",
                cf_svg_hex(cf_class_names[classes[i]]));
        cf_dot_put_form(key->dot->out, classes[i], 0);
        fputs("];\n", key->dot->out);
    }
}

static void put_form_keys(struct key *key)
{
    unsigned forms = cf_occurs_forms(key->dot->picture);

    for (unsigned form = CF_FORM_OPEN; form <= CF_FORM_TIED; form *= 2) {
        if ((forms & form) == 0)
            continue;
        begin_key(key, cf_words_of_form(form));
        fprintf(key->dot->out, ", color=\"%s\", penwidth=%s", cf_svg_hex("trade"),
                form == CF_FORM_OPEN ? "1" : "2");
        cf_dot_put_form(key->dot->out, CF_TRADE, form);
        fputs("];\n", key->dot->out);
    }
}

static void put_supplier_keys(struct key *key)
{
    cf_dot *dot = key->dot;

    for (int i = 0; i < dot->picture->supplier_count; i++) {
        if (!cf_occurs_named(&dot->words, dot->picture, i))
            continue;
        if (!dot->words.failed)
            begin_key(key, cf_buffer_text(&dot->words));
        cf_buffer_clear(&dot->words);
        fprintf(dot->out, ", penwidth=3, arrowhead=none, color=\"%s;0.5:%s\"];\n",
                cf_svg_hex("trade"), cf_svg_company_hex(dot->picture->suppliers[i].colour));
    }
}

static void put_width_key(struct key *key)
{
    cf_dot *dot = key->dot;

    if (dot->largest <= 0.0)
        return;
    cf_words_money(&dot->words, cf_report_scenario(dot->report), dot->largest);
    cf_buffer_add(&dot->words, "; widths grow with the square root");
    if (!dot->words.failed)
        begin_key(key, cf_buffer_text(&dot->words));
    cf_buffer_clear(&dot->words);
    cf_dot_put_number(dot->out, ", arrowhead=none, penwidth=", CF_DOT_WIDEST);
    fprintf(dot->out, ", color=\"%s\"];\n", cf_svg_hex("trade"));
}

void cf_dot_put_legend(cf_dot *dot)
{
    struct key key = { .dot = dot };

    fputs("\n  subgraph cluster_key {\n  label=\"Key\"; style=rounded; color=\"#c0c8d0\"; "
          "fontsize=11;\n  edge [weight=1];\n",
          dot->out);
    put_class_keys(&key);
    put_width_key(&key);
    put_supplier_keys(&key);
    put_form_keys(&key);
    fputs("  }\n", dot->out);
}
