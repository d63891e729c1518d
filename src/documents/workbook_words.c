/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the columns of contract mean, in words for whoever opens the workbook without the method. */
#include <string.h>

#include "documents/workbook.h"

static const struct {
    const char *table, *column, *meaning; /* table NULL: wherever the name stands */
} words[] = {
    { "suppliers", "entity", "who invests in others and sells to somebody here" },
    { "suppliers", "revenue", "what the deals of the view pay it for what it sells" },
    { "suppliers", "contingent", "capital in guarantees, beside the view: never added" },
    { "entities", "in", "all that its deals bring in" },
    { "entities", "out", "all that its deals cost it" },
    { "rests", "entity", "where the money stays; empty: it came back as capital" },
    { "rests", "amount", "invested money that stays there, if all mix what they have" },
    { "routes", "amount", "loop-back that entered at this investee and came from this payer" },
    { "cross", "from", "whose invested money it is" },
    { "cross", "to", "the other supplier, whose revenue it became" },
    { "cross", "pro_rata", "how much of it arrived there as revenue" },
    { "concentration", "amount", "what this payer pays it for what it sells" },
    { "concentration", "share", "of its revenue in the view" },
    { "origins", "share", "of what went through it, the part that came from this origin" },
    { "joint", "revenue", "of the member, from outside the joint group" },
    { "joint", "loopback_pro_rata", "of the group's money, what comes back to this member" },
    { "deals", "amount", "in the view, in the scenario's currency; empty: unknown or not in it" },
    { "deals", "share", "where the amount is a share of other deals" },
    { "loops", "amount", "the smallest payment on the way: no more can go round" },
    { "loops", "supplier", "whose through-flow it is" },
    { "drivers", "amount", "of the deal in the view" },
    { "timeline", "date", "day of an announcement; the figures are as of it" },
    { "timeline", "deals", "announced that day" },
    { "timeline", "cancelled", "called off that day" },
    { "timeline", "revenue", "what the deals so far pay the supplier for what it sells" },
    { NULL, "entity", "who it is about" },
    { NULL, "name", "as the scenario names it" },
    { NULL, "supplier", "who invests in others and sells to somebody here" },
    { NULL, "invested", "capital that it put into others, in the view" },
    { NULL, "reachable", "of it, what could come back by some way, unknown amounts included" },
    { NULL, "revenue", "from sales, in the view" },
    { NULL, "revenue_reported", "revenue that it reports, for the view's time" },
    { NULL, "revenue_basis", "reported for the same time, or scaled to it by days" },
    { NULL, "loopback_min",
      "invested money that must have come back as its revenue, whatever "
      "anybody did with the money" },
    { NULL, "loopback_pro_rata",
      "invested money that comes back as its revenue if all mix what "
      "they have and spend it in proportion" },
    { NULL, "loopback_max", "invested money that can have come back as its revenue" },
    { NULL, "loopback_max_open", "the same if deals of unknown amount carried any amount" },
    { NULL, "rate_min", "loopback_min / invested" },
    { NULL, "rate_pro_rata", "loopback_pro_rata / invested" },
    { NULL, "rate_max", "loopback_max / invested" },
    { NULL, "exposure_min", "loopback_min / revenue in the view" },
    { NULL, "exposure_pro_rata", "loopback_pro_rata / revenue in the view: the circular exposure" },
    { NULL, "exposure_max", "loopback_max / revenue in the view" },
    { NULL, "exposure_reported_min", "loopback_min / reported revenue" },
    { NULL, "exposure_reported_pro_rata", "loopback_pro_rata / reported revenue" },
    { NULL, "exposure_reported_max", "loopback_max / reported revenue" },
    { NULL, "vendor_financing", "reachable / reported revenue" },
    { NULL, "letters", "capital in letters of intent, beside the view: never added" },
    { NULL, "non_cash", "capital in warrants or stock, beside the view: never added" },
    { NULL, "investee", "who got the capital" },
    { NULL, "last_payer", "who paid the supplier with it in the end" },
    { NULL, "customer", "who got capital from the supplier and buys from it" },
    { NULL, "capital", "from the supplier to the customer" },
    { NULL, "trade", "from the customer to the supplier" },
    { NULL, "ratio", "capital / trade: how much of the sale the seller paid for" },
    { NULL, "round_trip", "the smaller of capital and trade" },
    { NULL, "outside_funds", "money from outside the scenario, stated or assumed" },
    { NULL, "funds_assumed", "of it, what nothing states: taken for granted" },
    { NULL, "funding_gap", "payments that neither its deals nor its stated funds cover" },
    { NULL, "retained", "what it keeps" },
    { NULL, "deal", "id of the deal" },
    { NULL, "relation", "investor: capital; customer and supplier: trade" },
    { NULL, "payer", "who pays" },
    { NULL, "payee", "who is paid" },
    { NULL, "status", "rumoured, letter_of_intent, announced, signed, completed or cancelled" },
    { NULL, "basis", "reported, estimate (somebody else's) or assumption (the analyst's)" },
    { NULL, "looping", "of the amount, the part that comes back to a supplier; passages" },
    { NULL, "looping_supplier", "the supplier for whom looping is largest" },
    { NULL, "circular", "of the amount, the part that goes in circles, whoever's it is" },
    { NULL, "origin", "whose outside funds they were" },
    { NULL, "member", "of the joint group" },
    { NULL, "rank", "by through_flow, then amount" },
    { NULL, "kind", "financing: capital and trade in one loop" },
    { NULL, "length", "payments on the way round" },
    { NULL, "path", "entities on the way round" },
    { NULL, "classes", "of the payments: capital or trade" },
    { NULL, "through_flow", "the supplier's money that takes exactly this way, pro rata" },
    { NULL, "deals", "deals on the way; + joins those of one payment, ; the payments" },
    { NULL, "hop_amounts", "of the payments on the way, in its order; nothing where unknown" },
    { NULL, "without_amount", "deals on the way whose amount is unknown" },
    { NULL, "found", "loops that pass the filters" },
    { NULL, "financing", "of them, those with capital and trade" },
    { NULL, "unquantified", "of them, those with a payment of unknown amount" },
    { NULL, "complete", "whether the search went to its end" },
    { NULL, "measure", "the figure that moves: min, pro_rata or max of loop-back" },
    { NULL, "value", "of the measure, as things are" },
    { NULL, "marginal_down", "change of the measure for each unit that the deal is smaller by" },
    { NULL, "marginal_up", "change of the measure for each unit that the deal is larger by" },
    { NULL, "kink", "whether the two sides differ" },
    { NULL, "valid_from", "down to this amount marginal_down stays" },
    { NULL, "valid_to", "up to this amount marginal_up stays" },
    { NULL, "without", "the measure without the deal" },
    { NULL, "low", "the measure with the deal at its low, or 10 % less" },
    { NULL, "high", "the measure with the deal at its high, or 10 % more" },
    { NULL, "choke", "whether it is in the cheapest set of deals without which nothing returns" },
    { NULL, "gross", "sum of all deals" },
    { NULL, "circularity_max", "largest part of gross that can be going in circles" },
    { NULL, "in_view", "whether the deal counts in the view of this workbook" },
    { NULL, "payer_name", "as the scenario names the payer" },
    { NULL, "payee_name", "as the scenario names the payee" },
    { NULL, "amount_low", "as the file has it, in the deal's own currency" },
    { NULL, "amount_base", "as the file has it, in the deal's own currency" },
    { NULL, "amount_high", "as the file has it, in the deal's own currency" },
    { NULL, "currency", "of these three amounts" },
    { NULL, "share_of", "deals whose amounts the share is taken of" },
    { NULL, "further_sources", "sources beyond the eighth, one a line" },
};

const char *cf_workbook_meaning(const char *table, const char *column)
{
    if (strncmp(column, "source_", 7) == 0)
        return "where it is from, linked";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((words[i].table == NULL || strcmp(words[i].table, table) == 0) &&
            strcmp(words[i].column, column) == 0)
            return words[i].meaning;
    return NULL;
}

static const struct {
    const char *sheet, *about;
} sheets[] = {
    { CF_WORKBOOK_WHAT_IF, "cells to change, and exposures that follow them" },
    { "suppliers", "invested, loop-back, exposure of every supplier" },
    { "routes", "the ways on which a supplier's money comes back" },
    { "rests", "where the rest of it stays" },
    { "pairs", "suppliers and the customers that they finance themselves" },
    { "entities", "what everybody receives, pays, keeps and lacks" },
    { "deals", "every deal of the scenario, in the view or not, with its sources" },
    { "cross", "one supplier's money that becomes another's revenue" },
    { "origins", "whose outside funds everybody's money once was" },
    { "concentration", "who a supplier's revenue comes from" },
    { "joint", "several suppliers taken as one, where that was asked for" },
    { "loops", "financing loops, the largest first" },
    { "counts", "how many loops there are" },
    { "drivers", "deals that move a supplier's loop-back most" },
    { "timeline", "the figures as of every announcement" },
    { "columns", "what every column means, and its unit" },
    { CF_WORKBOOK_CHART_DATA, "what the charts above show" },
};

const char *cf_workbook_about(const char *sheet)
{
    const cf_section *section;

    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(sheets[i].sheet, sheet) == 0)
            return sheets[i].about;
    section = cf_section_of_table(sheet, strlen(sheet));
    return section == NULL ? NULL : cf_analysis_find(section->analysis)->summary;
}
