/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare: what a person reads first. Rows left out are summed up or counted. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/compare.h"
#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "base/sum.h"
#include "base/text.h"

enum { MOST_SUPPLIERS = 8, MOST_SPLIT = 5, MOST_PARTS = 5 };
#define ARROW " \xE2\x86\x92 "

/* A supplier of either side. */
struct line {
    int entity;
    double a, b; /* loop-back pro rata; 0 where it is no supplier */
    bool in[2], moved;
};

struct digest {
    const cf_comparison *comparison;
    cf_report *report;
    const char *const *names; /* of the entities of the union */
    struct line *lines;       /* by how much it moved */
    int count, moved;
};

static const char *name_of(const struct digest *digest, int entity)
{
    return digest->names[entity];
}

/* As B calls them; as A does, who is not in B. */
static cf_status name_entities(struct digest *digest)
{
    const cf_union *of = &digest->comparison->of;
    cf_called *called = calloc((size_t)of->entity_count + 1, sizeof *called);

    if (called == NULL)
        return CF_NO_MEMORY;
    for (int e = 0; e < of->entity_count; e++) {
        const cf_union_entity *entity = &of->entities[e];
        cf_stage side = entity->at[CF_AS_B] >= 0 ? CF_AS_B : CF_AS_A;

        called[e].id = entity->id;
        if (entity->at[side] >= 0)
            called[e].name = of->views[side]->entities[entity->at[side]].name;
    }
    digest->names = cf_names_make(digest->report, called, of->entity_count);
    free(called);
    return digest->names == NULL ? CF_NO_MEMORY : CF_OK;
}

/* ---- numbers that add up as they are shown ---- */

/* The numbers of a paragraph have the same decimals and add up as printed. */
struct scale {
    double unit; /* of the last digit */
    int decimals;
};

static struct scale scale_for(double size)
{
    int decimals = size > 0 && size < 1e12 ? 2 - (int)floor(log10(size)) : 0;

    decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
    return (struct scale){ pow(10.0, -decimals), decimals };
}

/* In whole numbers of the last digit. */
static double in_digits(struct scale scale, double amount)
{
    return round(amount / scale.unit);
}

/* ---- suppliers ---- */

static bool is_moved(const cf_comparison *comparison, int entity)
{
    const cf_exposure *a = &comparison->exposures[0][entity];
    const cf_exposure *b = &comparison->exposures[1][entity];
    const double pairs[][2] = {
        { a->invested, b->invested },
        { a->revenue, b->revenue },
        { a->loopback[CF_MEASURE_PRO_RATA], b->loopback[CF_MEASURE_PRO_RATA] },
        { a->loopback[CF_MEASURE_MIN], b->loopback[CF_MEASURE_MIN] },
        { a->loopback[CF_MEASURE_MAX], b->loopback[CF_MEASURE_MAX] },
        { a->loopback[CF_MEASURE_MAX_OPEN], b->loopback[CF_MEASURE_MAX_OPEN] },
        { a->reachable, b->reachable },
        { a->reported, b->reported },
    };
    double hair = CF_SAME_AMOUNT * fmax(a->invested, b->invested);

    if (comparison->is_supplier[0][entity] != comparison->is_supplier[1][entity])
        return true;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        double x = pairs[i][0], y = pairs[i][1];

        if (isnan(x) != isnan(y) || (!cf_same(x, y) && fabs(x - y) > hair))
            return true;
    }
    return false;
}

static int compare_lines(const void *x, const void *y)
{
    const struct line *a = x, *b = y;
    double of_a = fabs(a->b - a->a), of_b = fabs(b->b - b->a);

    if (a->moved != b->moved)
        return a->moved ? -1 : 1;
    if (of_a < of_b || of_a > of_b)
        return of_a > of_b ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static cf_status list_lines(struct digest *digest)
{
    const cf_comparison *comparison = digest->comparison;

    digest->lines = calloc((size_t)comparison->supplier_count + 1, sizeof *digest->lines);
    if (digest->lines == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < comparison->supplier_count; i++) {
        int e = comparison->suppliers[i];
        struct line *line = &digest->lines[digest->count++];

        *line = (struct line){ .entity = e, .moved = is_moved(comparison, e) };
        for (int side = 0; side < 2; side++)
            line->in[side] = comparison->is_supplier[side][e];
        line->a = line->in[0] ? comparison->exposures[0][e].loopback[CF_MEASURE_PRO_RATA] : 0.0;
        line->b = line->in[1] ? comparison->exposures[1][e].loopback[CF_MEASURE_PRO_RATA] : 0.0;
        digest->moved += line->moved;
    }
    if (digest->count > 0)
        qsort(digest->lines, (size_t)digest->count, sizeof *digest->lines, compare_lines);
    return CF_OK;
}

static double share_of(const cf_exposure *of)
{
    return cf_ratio(of->loopback[CF_MEASURE_PRO_RATA], cf_revenue_shown(of->reported, of->revenue));
}

/* Of which revenue the shares of A and B are: "scaled", or "in deals, scaled" where they differ. */
static const char *basis_text(const struct digest *digest, const struct line *line)
{
    const cf_comparison *comparison = digest->comparison;
    const char *basis[2] = { NULL, NULL };

    for (int side = 0; side < 2; side++) {
        cf_view_entity entity =
            cf_union_entity_as(&comparison->of, line->entity, side == 0 ? CF_AS_A : CF_AS_B);

        if (line->in[side])
            basis[side] =
                cf_revenue_basis(&entity, comparison->exposures[side][line->entity].reported);
    }
    if (basis[0] == NULL || basis[1] == NULL || strcmp(basis[0], basis[1]) == 0)
        return basis[0] == NULL ? basis[1] : basis[0];
    return cf_report_text(digest->report, "%s, %s", basis[0], basis[1]);
}

static cf_status add_supplier_line(const struct digest *digest, cf_table *table,
                                   const struct line *line)
{
    const cf_exposure *a = &digest->comparison->exposures[0][line->entity];
    const cf_exposure *b = &digest->comparison->exposures[1][line->entity];
    struct scale scale = scale_for(fmax(fabs(line->a), fabs(line->b)));
    double none = (double)NAN;
    cf_cell cells[] = {
        cf_cell_text(name_of(digest, line->entity)),
        cf_cell_number(line->in[0] ? line->a : none),
        cf_cell_number(line->in[1] ? line->b : none),
        cf_cell_number((in_digits(scale, line->b) - in_digits(scale, line->a)) * scale.unit),
        cf_cell_number(line->in[0] ? share_of(a) : none),
        cf_cell_number(line->in[1] ? share_of(b) : none),
        cf_cell_text(basis_text(digest, line)),
        cf_cell_rounded(line->in[1] ? b->loopback[CF_MEASURE_MIN] : none, CF_DOWN),
        cf_cell_rounded(line->in[1] ? b->loopback[CF_MEASURE_MAX] : none, CF_UP),
    };

    return cf_table_add(table, cells);
}

static cf_status write_moved_suppliers(const struct digest *digest)
{
    static const cf_column columns[] = {
        { "supplier", CF_ENTITY }, { "in A", CF_MONEY },         { "in B", CF_MONEY },
        { "change", CF_MONEY },    { "of revenue A", CF_SHARE }, { "of revenue B", CF_SHARE },
        { "basis", CF_TEXT },      { "min in B", CF_MONEY },     { "max in B", CF_MONEY },
    };
    cf_table *table = NULL;
    int shown = digest->moved < MOST_SUPPLIERS ? digest->moved : MOST_SUPPLIERS;
    cf_status status =
        cf_table_new(&table, "What comes back pro rata", columns, sizeof columns / sizeof *columns);

    for (int i = 0; status == CF_OK && i < shown; i++)
        status = add_supplier_line(digest, table, &digest->lines[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    if (status == CF_OK && digest->moved > shown)
        status = cf_report_add_paragraph(
            digest->report, 0,
            cf_report_text(digest->report, "%d more supplier%s moved less; --format csv has all.",
                           digest->moved - shown, digest->moved - shown == 1 ? "" : "s"));
    return status;
}

/* "The same in both: Google, Amazon and 3 more." */
static cf_status write_unmoved(const struct digest *digest)
{
    const char *text = "The same in both:";
    int unmoved = digest->count - digest->moved;

    if (unmoved == 0)
        return CF_OK;
    for (int i = 0; text != NULL && i < unmoved && i < MOST_SUPPLIERS; i++)
        text = cf_report_text(digest->report, "%s%s %s", text, i > 0 ? "," : "",
                              name_of(digest, digest->lines[digest->moved + i].entity));
    if (text != NULL && unmoved > MOST_SUPPLIERS)
        text = cf_report_text(digest->report, "%s and %d more", text, unmoved - MOST_SUPPLIERS);
    if (text != NULL)
        text = cf_report_text(digest->report, "%s.", text);
    return cf_report_add_paragraph(digest->report, 0, text);
}

/* ---- the split of one supplier ---- */

static void add_digits(cf_prose *prose, struct scale scale, double digits, bool sign)
{
    char text[400];

    cf_text_fixed(text, fabs(digits) * scale.unit, scale.decimals);
    if (sign || digits < 0)
        cf_prose_add(prose, digits < 0 ? CF_MINUS : "+");
    cf_prose_add(prose, text);
}

struct part {
    const cf_step_row *row;
    double change, digits;
};

static int compare_parts(const void *x, const void *y)
{
    const struct part *a = x, *b = y;
    double of_a = fabs(a->change), of_b = fabs(b->change);

    if (of_a < of_b || of_a > of_b)
        return of_a > of_b ? -1 : 1;
    return a->row < b->row ? -1 : 1;
}

static void add_part(const struct digest *digest, cf_prose *prose, const cf_step_row *row)
{
    const cf_comparison *comparison = digest->comparison;
    const cf_change *change = row->change < 0 ? NULL : &comparison->changes[row->change];

    if (change != NULL) {
        cf_buffer_add_name(&prose->text, comparison->of.deals[change->deal].id);
        cf_prose_add(prose, " (");
        cf_prose_add(prose, cf_change_names[change->kind]);
        if (change->kind <= CF_REMOVED && change->day != CF_NO_DAY) {
            char day[16];

            cf_day_format(day, change->day);
            cf_prose_add(prose, " ");
            cf_prose_add(prose, day);
        }
        cf_prose_add(prose, ")");
    } else if (row->entity >= 0) {
        cf_prose_add(prose, "by what ");
        cf_prose_add(prose, name_of(digest, row->entity));
        cf_prose_add(prose, " has from outside");
    } else {
        cf_prose_add(prose,
                     row->rest ? "by what was not split" : "by the groups and the origin of money");
    }
}

/* The largest few, of which none reads as 0: those count among the others. */
static int count_shown(const struct part *parts, int count, struct scale scale)
{
    int shown = count <= MOST_PARTS + 1 ? count : MOST_PARTS;

    while (shown > 1 && fabs(in_digits(scale, parts[shown - 1].change)) < 1.0)
        shown--;
    return shown;
}

/* Rounds the parts shown; what rounding leaves over goes to the others, or to the largest where
 * there are no others. Returns the rounded amount of the others. */
static double share_out(struct part *parts, int shown, int count, struct scale scale, double whole)
{
    double left = whole;

    for (int i = 0; i < shown; i++) {
        parts[i].digits = in_digits(scale, parts[i].change);
        left -= parts[i].digits;
    }
    if (shown == count && count > 0) {
        parts[0].digits += left;
        left = 0;
    }
    return left;
}

static cf_status write_parts(const struct digest *digest, const struct line *line,
                             struct part *parts, int count)
{
    struct scale scale = scale_for(fmax(fabs(line->a), fabs(line->b)));
    double a = in_digits(scale, line->a), b = in_digits(scale, line->b);
    int shown = count_shown(parts, count, scale);
    double others = share_out(parts, shown, count, scale, b - a);
    cf_prose prose = { .report = digest->report };

    cf_prose_add(&prose, name_of(digest, line->entity));
    cf_prose_add(&prose, ": ");
    add_digits(&prose, scale, a, false);
    cf_prose_add(&prose, ARROW);
    add_digits(&prose, scale, b, false);
    cf_prose_add(&prose, " (");
    add_digits(&prose, scale, b - a, true);
    cf_prose_add(&prose, "), one change after the other, the largest first: ");
    for (int i = 0; i < shown; i++) {
        cf_prose_add(&prose, i > 0 ? ", " : "");
        add_digits(&prose, scale, parts[i].digits, true);
        cf_prose_add(&prose, CF_NO_BREAK);
        add_part(digest, &prose, parts[i].row);
    }
    if (count > shown) {
        cf_prose_add(&prose, ", ");
        add_digits(&prose, scale, others, true);
        cf_prose_count(&prose, CF_NO_BREAK "from" CF_NO_BREAK, count - shown);
        cf_prose_add(&prose, count - shown == 1 ? " other" : " others");
    }
    cf_prose_add(&prose, ".");
    return cf_prose_finish(&prose, 0);
}

static cf_status write_split(const struct digest *digest, const struct line *line)
{
    const cf_comparison *comparison = digest->comparison;
    struct part *parts = calloc((size_t)comparison->steps.count + 1, sizeof *parts);
    int count = 0;
    cf_status status = CF_OK;

    if (parts == NULL)
        return CF_NO_MEMORY;
    for (long r = 0; r < comparison->steps.count; r++) {
        const cf_step_row *row = &comparison->steps.at[r];
        double before = row->before[CF_MEASURE_PRO_RATA], after = row->after[CF_MEASURE_PRO_RATA];
        double change = after - before;

        if (row->supplier == line->entity && !cf_same(after, before))
            parts[count++] = (struct part){ .row = row, .change = change };
    }
    if (count > 0) {
        qsort(parts, (size_t)count, sizeof *parts, compare_parts);
        status = write_parts(digest, line, parts, count);
    }
    free(parts);
    return status;
}

static cf_status write_splits(const struct digest *digest)
{
    cf_status status = CF_OK;

    for (int i = 0; status == CF_OK && i < digest->moved && i < MOST_SPLIT; i++)
        status = write_split(digest, &digest->lines[i]);
    return status;
}

/* ---- what was asked, and how much changed ---- */

static cf_status write_side(const struct digest *digest, const char *name, cf_stage version)
{
    cf_prose prose = { .report = digest->report };

    cf_prose_add(&prose, name);
    cf_prose_view(&prose, digest->comparison->views[version]);
    cf_prose_measure(&prose, digest->comparison->views[version]);
    return cf_prose_finish(&prose, 0);
}

static cf_status write_counts(const struct digest *digest)
{
    const cf_comparison *comparison = digest->comparison;
    const char *before = ": ";
    int counts[4] = { 0 };
    cf_prose prose = { .report = digest->report };

    for (int i = 0; i < comparison->change_count; i++)
        counts[comparison->changes[i].kind]++;
    cf_prose_unit(&prose, comparison->request->scenario);
    cf_prose_count(&prose, " · ", comparison->change_count);
    cf_prose_add(&prose, comparison->change_count == 1 ? " deal differs" : " deals differ");
    for (int kind = 0; kind < 4; kind++) {
        if (counts[kind] == 0)
            continue;
        cf_prose_count(&prose, before, counts[kind]);
        cf_prose_add(&prose, " ");
        cf_prose_add(&prose, cf_change_names[kind]);
        before = ", ";
    }
    if (comparison->unseen > 0) {
        cf_prose_count(&prose, "; ", comparison->unseen);
        cf_prose_add(&prose, " more in neither view");
    }
    cf_prose_money(&prose, ". Gross ", comparison->gross[0]);
    cf_prose_money(&prose, ARROW, comparison->gross[1]);
    cf_prose_add(&prose, ".");
    return cf_prose_finish(&prose, 0);
}

static cf_status write_figures(const struct digest *digest)
{
    bool chosen = cf_param_has(digest->comparison->request, "supplier");
    cf_status status;

    if (digest->count == 0)
        return cf_report_add_paragraph(
            digest->report, 0,
            chosen ? "None of the suppliers asked for has both invested and earned in either."
                   : cf_nobody_text(digest->report,
                                    "No entity has both invested and earned in either, so nothing "
                                    "can come back.",
                                    digest->comparison->views[CF_AS_A]));
    if (digest->moved == 0)
        return cf_report_add_paragraph(digest->report, 0,
                                       "Same figures: every supplier has in B what it has in A.");
    status = write_moved_suppliers(digest);
    if (status == CF_OK)
        status = write_unmoved(digest);
    return status == CF_OK ? write_splits(digest) : status;
}

cf_status cf_compare_write_digest(const cf_comparison *comparison, cf_report *report)
{
    struct digest digest = { .comparison = comparison, .report = report };
    cf_status status = list_lines(&digest);

    if (status == CF_OK)
        status = name_entities(&digest);
    if (status == CF_OK)
        status = write_side(&digest, "A: ", CF_AS_A);
    if (status == CF_OK)
        status = write_side(&digest, "B: ", CF_AS_B);
    if (status == CF_OK)
        status = write_counts(&digest);
    if (status == CF_OK)
        status = write_figures(&digest);
    if (status == CF_OK)
        status = cf_compare_write_deals(comparison, report);
    free(digest.lines);
    return status;
}
