/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chance: what is said of each statistic over the draws, and the tables of that.
 *
 * The observed network is one of those that could be drawn, so it counts among the draws: p is
 * never 0 (B. V. North, D. Curtis, P. C. Sham, 2002, https://doi.org/10.1086/341527). Where every
 * arrangement was measured it is among them already.
 */
#include <math.h>

#include "analyses/chance.h"
#include "base/sum.h"

const char *const cf_chance_names[STATISTICS] = { "circularity_max", "loopback_of_capital",
                                                  "financing_loops" };
const char *const cf_chance_words[STATISTICS] = { "circulating, of all deals",
                                                  "back pro rata, of capital",
                                                  "loops of up to 5 deals" };

bool cf_chance_is_whole(const cf_chance *chance)
{
    return chance->exact && chance->done == chance->room;
}

double cf_chance_weight(const cf_chance *chance, size_t draw)
{
    return chance->exact ? cf_shuffle_probability(&chance->shuffle, chance->order[draw]) : 1.0;
}

double cf_chance_tolerance(double observed)
{
    return 1e-9 * fmax(1.0, fabs(observed));
}

/* ---- summaries ---- */

static const double *values_of(const cf_chance *chance, int statistic)
{
    return &chance->values[(size_t)statistic * chance->room];
}

static double mean_of(const cf_chance *chance, const double *values, double weight)
{
    cf_sum sum = { 0 };

    for (size_t n = 0; n < chance->done; n++)
        cf_sum_add_product(&sum, cf_chance_weight(chance, n), values[n]);
    return cf_sum_value(sum) / weight;
}

/* Of all arrangements the deviation itself, of a sample its estimate. */
static double deviation_of(const cf_chance *chance, const double *values, double mean,
                           double weight)
{
    double count = (double)chance->done;
    cf_sum sum = { 0 };

    for (size_t n = 0; n < chance->done; n++)
        cf_sum_add_product(&sum, cf_chance_weight(chance, n),
                           (values[n] - mean) * (values[n] - mean));
    if (cf_chance_is_whole(chance))
        return sqrt(cf_sum_value(sum) / weight);
    return count > 1 ? sqrt(cf_sum_value(sum) / weight * count / (count - 1.0)) : (double)NAN;
}

/* What one more draw would weigh, on average: the observed network, if it is not among them. */
static double weight_of_observed(const cf_chance *chance, double weight)
{
    return cf_chance_is_whole(chance) ? 0.0 : weight / (double)chance->done;
}

static void compare_observed(cf_chance_summary *out, const cf_chance *chance, const double *values,
                             double weight)
{
    double least = out->observed - cf_chance_tolerance(out->observed);
    double more = weight_of_observed(chance, weight);
    cf_sum reached = { 0 }, below = { 0 };

    for (size_t n = 0; n < chance->done; n++)
        cf_sum_add(values[n] >= least ? &reached : &below, cf_chance_weight(chance, n));
    out->p = fmin((more + cf_sum_value(reached)) / (more + weight), 1.0);
    out->below = cf_sum_value(below) / weight;
}

static void summarise(cf_chance_summary *out, const cf_chance *chance, int statistic)
{
    const double *values = values_of(chance, statistic);
    double observed = chance->observed[statistic];
    cf_sum weight = { 0 };

    *out = (cf_chance_summary){ observed,    (double)NAN, (double)NAN, (double)NAN,
                                (double)NAN, (double)NAN, (double)NAN };
    if (chance->done == 0 || isnan(observed))
        return;
    out->least = out->most = values[0];
    for (size_t n = 0; n < chance->done; n++) {
        cf_sum_add(&weight, cf_chance_weight(chance, n));
        out->least = fmin(out->least, values[n]);
        out->most = fmax(out->most, values[n]);
    }
    out->mean = mean_of(chance, values, cf_sum_value(weight));
    out->deviation = deviation_of(chance, values, out->mean, cf_sum_value(weight));
    if (out->most - out->least <= cf_chance_tolerance(observed))
        out->deviation = chance->done > 1 || chance->exact ? 0.0 : out->deviation;
    compare_observed(out, chance, values, cf_sum_value(weight));
}

void cf_chance_summarise(cf_chance *chance)
{
    for (int s = 0; s < STATISTICS; s++)
        summarise(&chance->summaries[s], chance, s);
}

/* ---- bins ---- */

/* Whole numbers get whole parts, each with the same count of them. */
static double whole_width(double least, double most, int parts)
{
    return ceil((most - least + 1.0) / parts);
}

static int bin_of(const cf_chance_bins *bins, double value)
{
    int at = bins->width > 0 ? (int)floor((value - bins->from) / bins->width) : 0;

    return at < 0 ? 0 : at >= bins->count ? bins->count - 1 : at;
}

static void lay_out_bins(cf_chance_bins *bins, const cf_chance *chance, int statistic, int most)
{
    const cf_chance_summary *summary = &chance->summaries[statistic];
    double from = fmin(summary->least, summary->observed);
    double to = fmax(summary->most, summary->observed);

    bins->from = from;
    bins->count = 1;
    if (to - from <= cf_chance_tolerance(summary->observed))
        return;
    if (statistic == STATISTIC_LOOPS && to < 0x1p53) {
        bins->width = whole_width(from, to, most);
        bins->from = from - 0.5;
        bins->count = (int)ceil((to - from + 1.0) / bins->width);
    } else {
        bins->width = (to - from) / most;
        bins->count = most;
    }
}

void cf_chance_count(cf_chance_bins *out, const cf_chance *chance, int statistic, int most)
{
    const double *values = values_of(chance, statistic);
    double weight = 0.0;

    *out = (cf_chance_bins){ 0 };
    if (isnan(chance->summaries[statistic].mean))
        return;
    lay_out_bins(out, chance, statistic, most);
    for (size_t n = 0; n < chance->done; n++) {
        out->share[bin_of(out, values[n])] += cf_chance_weight(chance, n);
        weight += cf_chance_weight(chance, n);
    }
    for (int b = 0; b < out->count; b++)
        out->share[b] /= weight;
    out->at = bin_of(out, chance->observed[statistic]);
}

/* ---- tables ---- */

enum { STATISTIC, OBSERVED, MEAN, DEVIATION, P, COLUMNS };

#define STATISTIC_MEANING                                                                          \
    "circularity_max: the largest circulation over the sum of all deals. loopback_of_capital: "    \
    "what comes back to suppliers pro rata, over all capital. financing_loops: the number of "     \
    "financing loops of up to 5 deals."

static const cf_column columns[COLUMNS] = {
    [STATISTIC] = { "statistic", CF_TEXT, "figure", STATISTIC_MEANING, .shown = true },
    [OBSERVED] = { "observed", CF_NUMBER, "observed",
                   "Its value in the network as it is, earmarks aside.", .shown = true },
    [MEAN] = { "mean", CF_NUMBER, "mean", "Its mean over the draws.", .shown = true },
    [DEVIATION] = { "sd", CF_NUMBER, "sd",
                    "Its standard deviation over the draws. 0: no draw differs, so the network "
                    "cannot stand out.",
                    .shown = true },
    [P] = { "p", CF_NUMBER, "p",
            "The share of draws in which it is at least as large as observed, the network as it is "
            "counted as one more draw. Small: chance hardly explains it.",
            .shown = true },
};

const cf_columns cf_chance_columns = { columns, COLUMNS,
                                       "Each figure of the network as it is, and in networks in "
                                       "which the payees of deals are permuted." };

enum { BIN_STATISTIC, BIN_FROM, BIN_TO, BIN_SHARE, BIN_OBSERVED, BIN_COLUMNS };

static const cf_column bin_columns[BIN_COLUMNS] = {
    [BIN_STATISTIC] = { "statistic", CF_TEXT, "figure", STATISTIC_MEANING, .shown = true },
    [BIN_FROM] = { "from", CF_NUMBER, "from", "Where the part begins.", .shown = true },
    [BIN_TO] = { "to", CF_NUMBER, "to", "Where it ends, and the next one begins.", .shown = true },
    [BIN_SHARE] = { "share", CF_SHARE, "share of draws", "The share of the draws in this part.",
                    .shown = true },
    [BIN_OBSERVED] = { "is_observed", CF_FLAG, "observed here",
                       "Whether the value in the network as it is lies in this part.",
                       .shown = true },
};

const cf_columns cf_chance_histogram_columns = {
    bin_columns, BIN_COLUMNS,
    "Where the draws of each figure lie: equal parts from the least to the largest, the observed "
    "value included."
};

cf_status cf_chance_fill(cf_report *report, const cf_chance *chance)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "chance", columns, COLUMNS);

    for (int s = 0; status == CF_OK && s < STATISTICS; s++) {
        const cf_chance_summary *of = &chance->summaries[s];
        cf_cell row[COLUMNS] = {
            [STATISTIC] = cf_cell_text(cf_chance_names[s]),
            [OBSERVED] = cf_cell_number(of->observed),
            [MEAN] = cf_cell_number(of->mean),
            [DEVIATION] = cf_cell_number(of->deviation),
            [P] = cf_cell_number(of->p),
        };

        status = cf_table_add(table, row);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}

static cf_status add_bins(cf_table *table, const cf_chance_bins *bins, const char *name)
{
    cf_status status = CF_OK;

    for (int b = 0; status == CF_OK && b < bins->count; b++) {
        cf_cell row[BIN_COLUMNS] = {
            [BIN_STATISTIC] = cf_cell_text(name),
            [BIN_FROM] = cf_cell_number(bins->from + b * bins->width),
            [BIN_TO] = cf_cell_number(bins->from + (b + 1) * bins->width),
            [BIN_SHARE] = cf_cell_number(bins->share[b]),
            [BIN_OBSERVED] = cf_cell_flag(b == bins->at),
        };

        status = cf_table_add(table, row);
    }
    return status;
}

cf_status cf_chance_fill_histogram(cf_report *report, const cf_chance *chance)
{
    cf_table *table = NULL;
    cf_status status = cf_table_new(&table, "histogram", bin_columns, BIN_COLUMNS);

    for (int s = 0; status == CF_OK && s < STATISTICS; s++) {
        cf_chance_bins bins;

        cf_chance_count(&bins, chance, s, CF_CHANCE_BINS);
        status = add_bins(table, &bins, cf_chance_names[s]);
    }
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
