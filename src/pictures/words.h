/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_WORDS_H
#define CIRCFIN_PICTURES_WORDS_H

/* Texts of pictures, the same in DOT and in every drawing. Each function adds to the buffer, which
 * keeps a failure of memory. Names are not escaped: the caller escapes the result.
 */

#include "base/buffer.h"
#include "circfin/report.h"
#include "report/sentences.h"

/** "USD 12.3 bn" */
void cf_words_money(cf_buffer *words, const cf_scenario *scenario, double amount);

/** "12.3" */
void cf_words_amount(cf_buffer *words, double amount);

/** "USD bn, base case, as of 2026-08-10, announced, signed or completed" and other settings that
 *  are not the default. Of a comparison: those of A and of B, each with its scenario's name where
 *  these differ. */
void cf_words_view(cf_buffer *words, const cf_report *report);

/** "40 of 60 entities, 98 of 132 deals, USD 1,234 bn of 1,500" */
void cf_words_extent(cf_buffer *words, const cf_picture *picture, const cf_scenario *scenario);

/** What the picture finds, in a line: of its first supplier, or that there is none. */
void cf_words_finding(cf_buffer *words, const cf_report *report);

/** The part of what an entity pays that nobody is shown to have: neither deals nor stated funds nor
 *  reported revenue bring it. */
double cf_words_unshown(const cf_picture_entity *entity);

/** "Nobody is shown to have USD 635 bn of the 763 that OpenAI is to pay." of the entity of which
 *  that is most; nothing where it is under a tenth of the money in the view. */
void cf_words_nobody(cf_buffer *words, const cf_report *report);

/** "in 300, out 250, 2 unknown": amounts, and how many deals of unknown amount are not drawn. */
void cf_words_flows(cf_buffer *words, const cf_picture_entity *entity);

/** "from outside 20 (5 of it assumed), kept 1, lacks 2"; nothing if all are 0. */
void cf_words_balance(cf_buffer *words, const cf_picture_entity *entity);

/** What the sentences about a supplier are made of; without `report` and `name`, the labels. */
cf_return cf_words_figures(const cf_report *report, const cf_picture_supplier *supplier,
                           const char *const *name);

/** cf_label_return or cf_label_bounds of a supplier. */
void cf_words_supplier(cf_buffer *words, cf_sentence *label, const cf_picture_supplier *supplier);

/** "OpenAI pays Oracle 300 (trade), of which 3.8 comes round to Nvidia" */
void cf_words_edge(cf_buffer *words, const cf_picture *picture, const cf_picture_edge *edge);

/** "openai-oracle-300: 300, signed, cloud, announced 2025-09-10, 2027-01-01 to 2031-12-31" */
void cf_words_deal(cf_buffer *words, const cf_scenario *scenario, const cf_picture_deal *deal);

/** A name, kept apart from the words around it where it reads the other way. */
void cf_words_name(cf_buffer *words, const char *name);

/** A pen for text in a drawing: names of any direction stay apart from the words around them. */
cf_pen cf_words_pen(cf_buffer *words);

/** The words of a legend for a CF_FORM_ and for the classes. */
const char *cf_words_of_form(unsigned form);
const char *cf_words_of_class(cf_class class);

#endif
