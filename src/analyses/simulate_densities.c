/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: how the draws of each figure are spread, as a histogram. The number of bins follows the
 * Rice rule, twice the cube root of the number of draws. */
#include <math.h>

#include "analyses/common_columns.h"
#include "analyses/simulate.h"
#include "base/tolerance.h"

enum { MOST_BINS = 100 };

/* The bins of a figure: `count` of the same width from `least` to `largest`. */
struct bins {
    double least, largest;
    size_t known; /* draws in which the figure is */
    int count;
    size_t in[MOST_BINS];
};

/* The smallest number that is at least 2 n^(1/3), in whole numbers. */
static int rice(size_t known)
{
    int count = 1;

    while (count < MOST_BINS && (double)count * count * count < 8.0 * (double)known)
        count++;
    return count;
}

static double edge_of(const struct bins *bins, int index)
{
    return index == bins->count ? bins->largest
                                : bins->least + (bins->largest - bins->least) * index / bins->count;
}

/* A bin has its lower edge and not its upper one; the last has both. */
static int bin_of(const struct bins *bins, double value)
{
    double place = (value - bins->least) / (bins->largest - bins->least) * bins->count;
    int index = place < bins->count ? (int)place : bins->count - 1;

    while (index > 0 && value < edge_of(bins, index))
        index--;
    while (index + 1 < bins->count && value >= edge_of(bins, index + 1))
        index++;
    return index;
}

/* One bin without a width where all values are the same. */
static void count_values(struct bins *bins, const double *values, size_t count)
{
    *bins = (struct bins){ .least = (double)INFINITY, .largest = -(double)INFINITY, .count = 1 };
    for (size_t n = 0; n < count; n++) {
        bins->least = fmin(bins->least, values[n]); /* of a number and NaN: the number */
        bins->largest = fmax(bins->largest, values[n]);
        bins->known += isnan(values[n]) ? 0 : 1;
    }
    if (bins->largest - bins->least > CF_SAME_AMOUNT * bins->largest)
        bins->count = rice(bins->known);
    else
        bins->largest = bins->least;
    for (size_t n = 0; n < count; n++) {
        if (!isnan(values[n]))
            bins->in[bins->count == 1 ? 0 : bin_of(bins, values[n])]++;
    }
}

/* ---- the table ---- */

enum { SUPPLIER, MEASURE, FROM, TO, COUNT, DENSITY, COLUMNS };

static const cf_column columns[COLUMNS] = {
    [SUPPLIER] = { COMMON_SUPPLIER, .shown = true },
    [MEASURE] = { "measure", CF_TEXT, "figure",
                  "The figure, as in the table simulate; gross where no supplier is named.",
                  .shown = true },
    [FROM] = { "from", CF_NUMBER, "from", "Lower edge of the bin, which belongs to it.",
               .shown = true },
    [TO] = { "to", CF_NUMBER, "to",
             "Upper edge of the bin, which belongs to the next one, or to the last. All bins of a "
             "figure have the same width; one without a width says that all draws have this "
             "value.",
             .shown = true },
    [COUNT] = { "count", CF_COUNT, "draws", "Draws in which the figure is in the bin.",
                .shown = true },
    [DENSITY] = { "density", CF_NUMBER, "density",
                  "Share of the draws in the bin, per unit of the figure: over all bins, density "
                  "times width adds up to 1. Unknown for a bin without a width." },
};

const cf_columns cf_simulate_density_columns = {
    columns, COLUMNS,
    "Each bin of the histogram of each figure: in how many draws the figure lies there."
};

static cf_status add_bins(cf_table *table, const char *supplier, const char *measure,
                          const struct bins *bins)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && bins->known > 0 && i < bins->count; i++) {
        double from = edge_of(bins, i), to = edge_of(bins, i + 1);
        cf_cell row[COLUMNS] = {
            [SUPPLIER] = cf_cell_text(supplier),
            [MEASURE] = cf_cell_text(measure),
            [FROM] = cf_cell_number(from),
            [TO] = cf_cell_number(to),
            [COUNT] = cf_cell_number((double)bins->in[i]),
            [DENSITY] = cf_cell_number((double)bins->in[i] / (double)bins->known / (to - from)),
        };

        status = cf_table_add(table, row);
    }
    return status;
}

cf_status cf_simulate_fill_densities(cf_report *report, const cf_simulation *simulation,
                                     const int *order, int count)
{
    cf_table *table = NULL;
    struct bins bins;
    cf_status status = cf_table_new(&table, "densities", columns, COLUMNS);

    for (int i = 0; i < count; i++) {
        const char *id = simulation->view->entities[simulation->suppliers[order[i]]].id;

        for (int v = 0; status == CF_OK && v < VALUES; v++) {
            count_values(&bins, cf_simulate_values(simulation, order[i], v), simulation->done);
            status = add_bins(table, id, cf_simulate_measures[v], &bins);
        }
    }
    count_values(&bins, simulation->gross, simulation->done);
    if (status == CF_OK)
        status = add_bins(table, NULL, "gross", &bins);
    if (status == CF_OK)
        status = cf_report_take_table(report, &table);
    cf_table_free(table);
    return status;
}
