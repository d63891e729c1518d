/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vintages: how one entity's payments are paid for, and in which periods nothing shown does. */
#include "analyses/vintages.h"

#include "analyses/prose.h"
#include "base/sum.h"

cf_funding cf_vintages_funding(const cf_vintages *vintages, int entity, int period)
{
    size_t at = (size_t)period * (size_t)vintages->view->entity_count + (size_t)entity;
    const cf_cash *cash = &vintages->timed->cash[at];
    double revenue = cf_excess(cash->in, cash->capital_in + cash->service_in);
    bool stated = vintages->view->entities[entity].funds_known;
    double outside = stated ? cf_excess(cash->funds, cash->gap)
                            : cf_excess(vintages->periods->revenue[at], revenue);

    return (cf_funding){ .due = cash->out,
                         .carried = cash->carried_in,
                         .waiting = cash->waiting_in,
                         .capital = cash->capital_in,
                         .revenue = revenue,
                         .service = cash->service_in,
                         .outside = outside,
                         .gap = cf_excess(cash->funds, outside) };
}

static cf_status write_sentence(const cf_vintages *vintages, cf_report *report)
{
    cf_prose prose = { .report = report };
    const cf_view_entity *entity = &vintages->view->entities[vintages->entity];
    cf_sum sum = { 0 };
    int named = 0;

    cf_buffer_add_name(&prose.text, entity->name != NULL ? entity->name : entity->id);
    for (int p = 0; p < vintages->periods->count; p++) {
        cf_funding funding = cf_vintages_funding(vintages, vintages->entity, p);
        const char *name = cf_vintages_period(vintages, p);

        if (!(funding.gap > 0))
            continue;
        cf_prose_add(&prose,
                     named++ == 0 ? ": payments due exceed what is shown to pay for them " : ", ");
        cf_prose_add(&prose, name == NULL ? "" : "in ");
        cf_prose_add(&prose, name == NULL ? "" : name);
        cf_prose_money(&prose, " by ", funding.gap);
        cf_sum_add(&sum, funding.gap);
    }
    if (named > 1)
        cf_prose_money(&prose, "; in sum by ", cf_sum_value(sum));
    cf_prose_add(&prose, named > 0 ? "." : ": everything due is paid for by what is shown.");
    return cf_prose_finish(&prose, 0);
}

cf_status cf_vintages_write_funding(const cf_vintages *vintages, cf_report *report)
{
    static const cf_column columns[] = {
        { "period", CF_TEXT },       { "due", CF_MONEY },        { "carried in", CF_MONEY },
        { "tied before", CF_MONEY }, { "capital in", CF_MONEY }, { "revenue in", CF_MONEY },
        { "service in", CF_MONEY },  { "outside", CF_MONEY },    { "gap", CF_MONEY },
    };
    cf_table *table = NULL;
    cf_status status =
        cf_table_new(&table, "How its payments are paid for", columns, CF_COUNT_OF(columns));

    for (int p = 0; status == CF_OK && p < vintages->periods->count; p++) {
        cf_funding funding = cf_vintages_funding(vintages, vintages->entity, p);
        const cf_cell cells[] = {
            cf_cell_text(cf_vintages_period(vintages, p)),
            cf_cell_number(funding.due),
            cf_cell_number(funding.carried),
            cf_cell_number(funding.waiting),
            cf_cell_number(funding.capital),
            cf_cell_number(funding.revenue),
            cf_cell_number(funding.service),
            cf_cell_number(funding.outside),
            cf_cell_number(funding.gap),
        };

        status = cf_table_add(table, cells);
    }
    if (status == CF_OK)
        status = write_sentence(vintages, report);
    if (status == CF_OK)
        status = cf_report_take_digest_table(report, 0, &table);
    cf_table_free(table);
    return status;
}
