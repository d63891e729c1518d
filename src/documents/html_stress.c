/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section about money that stops: each shock that the file names, with a picture, and what it
 * would cost if the money of one entity after the other stayed away. */
#include <math.h>
#include <stdlib.h>

#include "documents/html.h"
#include "pictures/charts.h"

enum { MOST_PICTURES = 3, MOST_SUPPLIERS = 8, MOST_ENDS = 10, MOST_ROWS = 1000 };

/* ---- named shocks ---------------------------------------------------------------------------- */

static void put_apply(const cf_html *page, const cf_named_shock *shock)
{
    fputs("<p>", page->out);
    for (int i = 0; i < shock->apply_count; i++)
        cf_xml_put(page->out, "%s<code>%.200s</code>", i > 0 ? ", " : "", shock->apply[i]);
    fputs("</p>\n", page->out);
}

static cf_status put_shock(const cf_html *page, int index)
{
    const cf_named_shock *shock = &page->scenario->shocks[index];
    const cf_report *report = page->dossier->parts[CF_PART_SHOCK_1 + index];
    char prefix[32], label[64];
    cf_status status;

    if (report == NULL)
        return CF_OK; /* the view does not have what it hits */
    snprintf(prefix, sizeof prefix, "shock-%d-", index + 1);
    snprintf(label, sizeof label, "Picture: who cannot pay under shock %d", index + 1);
    cf_xml_put(page->out, "<h3><bdi>%.200s</bdi></h3>\n",
               shock->name == NULL || *shock->name == '\0' ? shock->id : shock->name);
    put_apply(page, shock);
    status = cf_html_put_chart(page, cf_chart_contagion, report, prefix, label);
    cf_html_put_table(page, &(cf_html_table){ .report = report,
                                              .name = "suppliers",
                                              .file = "shocks",
                                              .caption = "What it costs each supplier",
                                              .most = MOST_SUPPLIERS });
    return status;
}

static cf_status put_shocks(const cf_html *page)
{
    int count = page->scenario->shock_count;
    cf_status status = CF_OK;

    if (count == 0)
        fputs("<p class=\"note\">The file names no shocks. Those under its key <code>shocks</code> "
              "would be shown here, each with a picture.</p>\n",
              page->out);
    for (int i = 0; status == CF_OK && i < count && i < MOST_PICTURES; i++)
        status = put_shock(page, i);
    cf_html_put_table(page, &(cf_html_table){ .report = page->dossier->parts[CF_PART_STRESS],
                                              .name = "shocks",
                                              .caption = "All named shocks in figures",
                                              .most = MOST_ROWS,
                                              .folded = true });
    return status;
}

/* ---- the end of each ------------------------------------------------------------------------- */

/* What it costs if one entity gets no money from outside. */
struct end {
    long row; /* of the supplier that loses most, or -1 */
    const char *entity;
    double unpaid, failed, loss;
    long place;
};

static int compare_ends(const void *a, const void *b)
{
    const struct end *x = a, *y = b;

    if (x->unpaid > y->unpaid || x->unpaid < y->unpaid)
        return x->unpaid > y->unpaid ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

/* Rows go by entity, and the last of each is of all together. */
static long read_ends(struct end *ends, const cf_lookup *rows)
{
    struct end end = { .row = -1 };
    long count = 0;

    for (long i = 0; i < rows->rows; i++) {
        double loss = cf_lookup_number(rows, i, "loss");

        if (cf_lookup_text(rows, i, "supplier") != NULL) {
            if (loss > end.loss) {
                end.loss = loss;
                end.row = i;
            }
            continue;
        }
        end.entity = cf_lookup_text(rows, i, "entity");
        end.unpaid = cf_lookup_number(rows, i, "unpaid");
        end.failed = cf_lookup_number(rows, i, "failed");
        end.place = count;
        if (end.failed > 0.0)
            ends[count++] = end;
        end = (struct end){ .row = -1 };
    }
    if (count > 0)
        qsort(ends, (size_t)count, sizeof *ends, compare_ends);
    return count;
}

static void put_end(const cf_html *page, const struct end *end, const cf_lookup *rows)
{
    fputs("<tr><td>", page->out);
    cf_html_entity(page, end->entity);
    fputs("</td><td class=\"n\">", page->out);
    cf_html_number(page, end->unpaid);
    cf_xml_put(page->out, "</td><td class=\"n\">%d</td><td>", (int)end->failed);
    if (end->row >= 0)
        cf_html_entity(page, cf_lookup_text(rows, end->row, "supplier"));
    fputs("</td><td class=\"n\">", page->out);
    if (end->row >= 0)
        cf_html_number(page, end->loss);
    fputs("</td></tr>\n", page->out);
}

static void put_table_of_ends(const cf_html *page, const struct end *ends, long count,
                              const cf_lookup *rows)
{
    cf_html_begin_table(page, "Whose end would cost most", "");
    cf_xml_put(page->out,
               "<thead><tr><th scope=\"col\">without money from outside</th><th scope=\"col\" "
               "class=\"n\">stays unpaid, %s</th><th scope=\"col\" class=\"n\">fail</th><th "
               "scope=\"col\">loses most</th><th scope=\"col\" class=\"n\">its loss, %s</th></tr>"
               "</thead>\n<tbody>\n",
               page->unit, page->unit);
    for (long i = 0; i < count && i < MOST_ENDS; i++)
        put_end(page, &ends[i], rows);
    fputs("</tbody>\n", page->out);
    cf_html_end_table(page);
}

static cf_status put_ends(const cf_html *page)
{
    cf_lookup rows = cf_lookup_of(page->dossier->parts[CF_PART_EACH], "each");
    struct end *ends = calloc((size_t)rows.rows + 1, sizeof *ends);
    long count;

    if (ends == NULL)
        return CF_NO_MEMORY;
    count = read_ends(ends, &rows);
    fputs("<h3>If one of them runs dry</h3>\n<p>One entity after the other gets no money from "
          "outside the deals, neither what the file states nor what it takes for granted; all "
          "others keep theirs.</p>\n",
          page->out);
    if (rows.rows == 0)
        cf_xml_put(
            page->out,
            "<p class=\"note\">The file has more than %d entities: <code>circfin stress FILE "
            "--each 0</code> tries one after the other.</p>\n",
            cf_sections[CF_PART_EACH].most_entities);
    else if (count == 0)
        fputs("<p>Nobody needs money from outside: all can pay from what they are paid.</p>\n",
              page->out);
    else
        put_table_of_ends(page, ends, count, &rows);
    free(ends);
    return CF_OK;
}

cf_status cf_html_stress(const cf_html *page)
{
    cf_status status;

    fputs(
        "<p>If somebody cannot pay, others miss the money and may fall short themselves. All "
        "deals are cleared at once: whoever has too little pays what it has, by rank, then in "
        "proportion. Of capital in an entity that fails 40 % is recovered where a deal does not "
        "say otherwise, nothing of equity. Losses of several suppliers do not add up: one missing "
        "dollar is counted all along the chain.</p>\n",
        page->out);
    status = put_shocks(page);
    return status == CF_OK ? put_ends(page) : status;
}
