/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chance: what a person reads first. */
#include <math.h>
#include <string.h>

#include "analyses/chance.h"
#include "analyses/prose.h"

enum { HEIGHTS = 20, MOST_HEIGHT = 8 };

struct digest {
    cf_report *report;
    const cf_chance *chance;
};

/* ---- words above ---- */

static void add_draws(cf_prose *prose, const cf_chance *chance)
{
    double done = (double)chance->done, room = (double)chance->room;

    if (cf_chance_is_whole(chance)) {
        cf_prose_count(prose, "every arrangement of payees that can be drawn: ", done);
        return;
    }
    cf_prose_count(prose, "", done);
    cf_prose_add(prose, chance->done == 1 ? " draw" : " draws");
    if (chance->done < chance->room)
        cf_prose_count(prose, ", stopped; wanted: ", room);
    cf_prose_add(prose, cf_report_text(prose->report, " · seed %.0f", chance->seed));
}

static cf_status write_head(const struct digest *digest)
{
    const cf_chance *chance = digest->chance;
    cf_prose prose = { .report = digest->report };
    cf_status status;

    cf_prose_view(&prose, chance->view);
    cf_prose_measure(&prose, chance->view);
    status = cf_prose_end(&prose, 0);
    if (status == CF_OK) {
        cf_prose_count(&prose, "", chance->network.payment_count);
        cf_prose_add(&prose, " deals of known amount · ");
        add_draws(&prose, chance);
        status = cf_prose_end(&prose, 0);
    }
    if (status == CF_OK) {
        cf_prose_add(
            &prose,
            "In each draw all deals keep payer, amount and class (capital, trade or service), and "
            "the payees of a class are dealt out among them at random. So this tests who "
            "deals with whom: not how much everybody deals, and not intent. Earmarks play "
            "no part.");
        status = cf_prose_end(&prose, 0);
    }
    cf_prose_free(&prose);
    return status;
}

/* ---- the table ---- */

static cf_cell figure_cell(const struct digest *digest, int statistic, double value)
{
    if (isnan(value))
        return cf_cell_null();
    return cf_cell_text(statistic == STATISTIC_LOOPS ? cf_report_money(digest->report, value)
                                                     : cf_report_share(digest->report, value));
}

/* How many draws fall where, as heights '1' (none) to '8' (the most), and in `mark` a full one
 * where the observed value lies. */
static void draw_strip(char strip[static HEIGHTS + 1], char mark[static HEIGHTS + 1],
                       const cf_chance *chance, int statistic)
{
    cf_chance_bins bins;
    double most = 0.0;

    cf_chance_count(&bins, chance, statistic, HEIGHTS);
    for (int b = 0; b < bins.count; b++)
        most = fmax(most, bins.share[b]);
    for (int i = 0; i < HEIGHTS; i++) {
        int b = i * bins.count / HEIGHTS;
        double height = bins.count > 0 ? bins.share[b] * (MOST_HEIGHT - 1) / most : 0.0;

        strip[i] = (char)('1' + (int)ceil(height));
        mark[i] = b == bins.at ? MOST_HEIGHT + '0' : ' ';
    }
    strip[HEIGHTS] = mark[HEIGHTS] = '\0';
}

/* A row with the strip of the draws, and below it one with the mark. */
static cf_status add_rows(const struct digest *digest, cf_table *table, int statistic)
{
    const cf_chance_summary *of = &digest->chance->summaries[statistic];
    cf_report *report = digest->report;
    char strip[HEIGHTS + 1], mark[HEIGHTS + 1];
    bool spread = of->deviation > 0;
    cf_status status;

    draw_strip(strip, mark, digest->chance, statistic);
    status = cf_table_add(
        table,
        (cf_cell[]){
            cf_cell_text(cf_chance_words[statistic]), figure_cell(digest, statistic, of->observed),
            figure_cell(digest, statistic, of->mean), figure_cell(digest, statistic, of->deviation),
            isnan(of->p) ? cf_cell_null() : cf_cell_text(cf_report_money(report, of->p)),
            cf_cell_text(spread ? cf_report_text(report, "%s", strip) : "") });
    if (status != CF_OK || !spread)
        return status;
    return cf_table_add(table, (cf_cell[]){ cf_cell_text(""), cf_cell_text(""), cf_cell_text(""),
                                            cf_cell_text(""), cf_cell_text("observed"),
                                            cf_cell_text(cf_report_text(report, "%s", mark)) });
}

static cf_status write_table(const struct digest *digest)
{
    static const cf_column columns[] = {
        { "figure", CF_TEXT }, { "observed", CF_TEXT }, { "mean", CF_TEXT },
        { "sd", CF_TEXT },     { "p", CF_TEXT },        { "draws", CF_COURSE },
    };
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "The network as it is, and with payees dealt out anew",
                                    columns, CF_COUNT_OF(columns));

    for (int s = 0; status == CF_OK && s < STATISTICS; s++)
        status = add_rows(digest, table, s);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    return status;
}

/* ---- words below ---- */

static const char *meaning_of_p(const cf_chance *chance)
{
    if (cf_chance_is_whole(chance))
        return "These are all arrangements, each with its probability, so the figures are exact: p "
               "is the probability that a draw has at least the value observed. The network as it "
               "is is one of them.";
    return "p is the share of draws with at least the value observed, the network as it is counted "
           "as one more draw. Only a small p, such as 0.05 or less, says that the way in which "
           "these entities deal with each other is more circular than chance.";
}

static cf_status write_no_spread(const struct digest *digest)
{
    cf_prose prose = { .report = digest->report };
    const char *before = "No draw differs in: ";

    for (int s = 0; s < STATISTICS; s++) {
        if (!(digest->chance->summaries[s].deviation <= 0))
            continue;
        cf_prose_add(&prose, before);
        cf_prose_add(&prose, cf_chance_words[s]);
        before = "; ";
    }
    if (before[0] == 'N') {
        cf_prose_free(&prose);
        return CF_OK;
    }
    cf_prose_add(&prose, ". So this cannot stand out from chance, as no file can that was drawn "
                         "around one supplier or has few deals.");
    return cf_prose_finish(&prose, 0);
}

cf_status cf_chance_write_digest(cf_report *report, const cf_chance *chance)
{
    const struct digest digest = { report, chance };
    cf_status status = write_head(&digest);

    if (status == CF_OK && chance->done == 0)
        return cf_report_add_paragraph(report, 0, "No draw was done in time.");
    if (status == CF_OK && chance->network.payment_count == 0)
        return cf_report_add_paragraph(report, 0, "No deal of this view has a known amount.");
    if (status == CF_OK)
        status = write_table(&digest);
    if (status == CF_OK)
        status = cf_report_add_paragraph(report, 0, meaning_of_p(chance));
    return status == CF_OK ? write_no_spread(&digest) : status;
}
