/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section that asks whether the network is more circular than chance. */
#include "documents/html.h"
#include "pictures/charts.h"

cf_status cf_html_chance(const cf_html *page)
{
    const cf_report *chance = page->dossier->parts[CF_PART_CHANCE];
    cf_status status;

    if (chance == NULL) {
        fputs("<p>Left out, because there are many deals: circfin chance "
              "compares them with draws in which they are between others.</p>\n",
              page->out);
        return CF_OK;
    }
    fputs("<p>Where many deal with many, some money comes round by chance alone. In each draw all "
          "deals keep payer, amount and class (capital, trade or service), and the payees of a "
          "class are "
          "dealt out among them at random; earmarks play no part. A small p says that the way in "
          "which these entities deal with each other is more circular than that. It tests who "
          "deals with whom: not how much everybody deals, and not intent.</p>\n",
          page->out);
    status = cf_html_put_chart(page, cf_chart_chance, chance, "chance-",
                               "Chart: the draws as histograms, and the network as it is");
    cf_html_put_table(page, &(cf_html_table){ .report = chance,
                                              .name = "chance",
                                              .caption = "The network and the draws in figures",
                                              .folded = true });
    return status;
}
