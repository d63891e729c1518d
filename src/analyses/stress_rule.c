/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stress: the rule of --until, such as "nvidia.loss>10": a column of `suppliers` or of `entities`,
 * or a figure, compared with a number. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/stress.h"
#include "base/options.h"
#include "base/sum.h"
#include "base/text.h"

static cf_status refuse_rule(const char *text, const char *hint, cf_diags *diags)
{
    char shown[120];

    cf_text_printable(shown, sizeof shown, text);
    return cf_refuse(diags, CF_CODE_STRESS_UNTIL, hint,
                     "--until must compare a figure, or ENTITY.COLUMN, with a number, but is "
                     "\"%s\"",
                     shown);
}

/* The last comparison in a text; *length is its length, NULL: there is none. */
static const char *find_comparison(const char *text, size_t *length)
{
    const char *end = text + strlen(text);

    while (end > text && strchr("<>=!", end[-1]) == NULL)
        end--;
    *length = 1;
    if (end == text)
        return NULL;
    if (end - text > 1 && end[-1] == '=' && strchr("<>=!", end[-2]) != NULL)
        *length = 2;
    return end - *length;
}

static bool copy_comparison(cf_stress_rule *rule, const char *at, size_t length)
{
    memcpy(rule->comparison, at, length);
    rule->comparison[length] = '\0';
    if (strcmp(rule->comparison, "==") == 0)
        rule->comparison[1] = '\0';
    return strcmp(rule->comparison, "!") != 0;
}

static int find_number(const cf_columns *columns, const char *name)
{
    for (int i = 0; i < columns->count; i++) {
        if (!cf_kind_is_text(columns->at[i].kind) && strcmp(columns->at[i].name, name) == 0)
            return i;
    }
    return -1;
}

static cf_status refuse_column(const char *name, const cf_columns *const *tables, cf_diags *diags)
{
    const char *names[2 * CF_MOST_STRESS_CELLS], *near;
    size_t count = 0;
    char shown[80], hint[200];

    for (int t = 0; t < 2 && tables[t] != NULL; t++) {
        for (int i = 0; i < tables[t]->count; i++) {
            if (!cf_kind_is_text(tables[t]->at[i].kind) && strcmp(tables[t]->at[i].name, name) != 0)
                names[count++] = tables[t]->at[i].name;
        }
    }
    near = cf_text_nearest(name, names, count);
    snprintf(hint, sizeof hint, "did you mean \"%s\"?", near == NULL ? "" : near);
    cf_text_printable(shown, sizeof shown, name);
    return cf_refuse(diags, CF_CODE_STRESS_UNTIL,
                     near != NULL        ? hint
                     : tables[1] == NULL ? "such as --until 'unpaid>10'"
                                         : "such as --until 'ENTITY.loss>10'",
                     "--until: there is no %s \"%s\"",
                     tables[1] == NULL ? "figure" : "number of an entity", shown);
}

/* `name` is the left side, which is cut at its last point. */
static cf_status read_left(cf_stress_rule *rule, char *name, const cf_view *view, cf_diags *diags)
{
    static const cf_columns *const figures[] = { &cf_stress_figures, NULL };
    static const cf_columns *const of_entity[] = { &cf_stress_suppliers, &cf_stress_entities };
    char *point = strrchr(name, '.');

    if (point == NULL) {
        rule->of = RULE_FIGURE;
        rule->column = find_number(figures[0], name);
        if (rule->column < 0 || strcmp(name, "until") == 0)
            return refuse_column(name, figures, diags);
        return CF_OK;
    }
    *point++ = '\0';
    for (int t = 0; t < 2; t++) {
        rule->of = t == 0 ? RULE_SUPPLIER : RULE_ENTITY;
        rule->column = find_number(of_entity[t], point);
        if (rule->column >= 0)
            return cf_view_name_entity(&rule->entity, view, "--until", name, diags);
    }
    return refuse_column(point, of_entity, diags);
}

static bool read_limit(double *limit, const char *text)
{
    size_t length;
    char number[64];

    text += strspn(text, " ");
    length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0 || length >= sizeof number)
        return false;
    memcpy(number, text, length);
    number[length] = '\0';
    *limit = strcmp(number, "true") == 0;
    if (*limit > 0 || strcmp(number, "false") == 0)
        return true;
    if (number[length - 1] != '%')
        return cf_text_read_number(limit, number);
    number[length - 1] = '\0';
    if (!cf_text_read_number(limit, number))
        return false;
    *limit /= 100.0;
    return true;
}

cf_status cf_stress_read_rule(cf_stress_rule *out, const char *text, const cf_view *view,
                              cf_diags *diags)
{
    size_t sign, length;
    const char *comparison = find_comparison(text, &sign), *name = text + strspn(text, " ");
    cf_status status;
    char *left;

    *out = (cf_stress_rule){ .of = RULE_NONE };
    if (comparison == NULL || comparison <= name || !copy_comparison(out, comparison, sign) ||
        !read_limit(&out->limit, comparison + sign))
        return refuse_rule(text, "such as --until 'nvidia.loss>10' or --until 'failed>=3'", diags);
    length = (size_t)(comparison - name);
    while (length > 0 && name[length - 1] == ' ')
        length--;
    left = malloc(length + 1);
    if (left == NULL)
        return CF_NO_MEMORY;
    memcpy(left, name, length);
    left[length] = '\0';
    status = read_left(out, left, view, diags);
    free(left);
    return status;
}

bool cf_stress_rule_holds(const cf_stress_rule *rule, const cf_stress_bench *bench)
{
    cf_cell cells[CF_MOST_STRESS_CELLS];
    double value;
    bool same;

    if (rule->of == RULE_SUPPLIER)
        cf_stress_supplier_cells(cells, bench, rule->entity);
    else if (rule->of == RULE_ENTITY)
        cf_stress_entity_cells(cells, bench, rule->entity);
    else
        cf_stress_figure_cells(cells, bench);
    if (!cells[rule->column].known)
        return false;
    value = cells[rule->column].number;
    same = fabs(value - rule->limit) <= CF_SAME_FIGURE * fmax(fabs(value), fabs(rule->limit));
    if (rule->comparison[0] == '!')
        return !same;
    if (same)
        return strchr(rule->comparison, '=') != NULL;
    return rule->comparison[0] == '>' ? value > rule->limit
                                      : rule->comparison[0] == '<' && value < rule->limit;
}
