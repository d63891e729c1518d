/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_REPORT_SENTENCES_H
#define CIRCFIN_REPORT_SENTENCES_H

/*
 * What is said about a supplier, in the same words in terminal, page, workbook, notebook and
 * picture. A pen turns the pieces of a sentence into text or markup:
 *
 *   words "Of the "   number "USD 50.9 bn"   words " that "   name "Nvidia"   words " has invested,
 * "
 */

#include "base/buffer.h"
#include "report/lookup.h"

/** How pieces are written. Words are constants, a name is text from outside. */
typedef struct cf_pen {
    void (*words)(void *to, const char *words);
    void (*name)(void *to, const char *name);
    void (*number)(void *to, const char *number, bool strong); /* strong: the answer */
    void *to;
} cf_pen;

/** A pen for plain text: `to` is the buffer, which remembers where memory ran out. */
cf_pen cf_pen_of_buffer(cf_buffer *buffer);

/** The figures of a supplier, or of several taken as one. NaN: unknown. */
typedef struct cf_return {
    const cf_scenario *scenario;
    const char *const *names; /* one, or several */
    int name_count;
    double invested, reachable, min, pro_rata, max, open;
    double exposure, exposure_reported; /* pro rata / revenue in the deals; reported */
    bool is_scaled;                     /* reported for another time, and scaled to this one */
} cf_return;

/** The figures of a row of the table `suppliers`; *name is what to call the supplier. */
cf_return cf_return_of(const cf_scenario *scenario, const char *const *name,
                       const cf_lookup *suppliers, long row);

/* Whole sentences, without spaces around them. Nothing is written where nothing is known. */

typedef void cf_sentence(const cf_pen *pen, const cf_return *figures);

/** "Of the USD 50.9 bn that Nvidia has invested, USD 7.39 bn (14.5 %) comes back as its revenue,
 *  pro rata." */
cf_sentence cf_sentence_return;

/** "At least 2 must have come back, whatever was done with the money, and at most 34.4 can have (up
 *  to 36.4 if deals of unknown amount carried it)." */
cf_sentence cf_sentence_bounds;

/** "That is 0.4 % of its reported revenue, scaled by days to the time of the deals, and 2.5 % of
 * its revenue in these deals." */
cf_sentence cf_sentence_exposure;

/** "Some route leads back to it from 36.4 of what it invested." */
cf_sentence cf_sentence_reach;

/** "Next: Amazon, 9.39 of 28; Microsoft, 4.56 of 13." of those suppliers to which something
 *  comes back, up to the first to which nothing does. */
void cf_sentence_next(const cf_pen *pen, const cf_return *figures, int count);

/** "Amazon → Anthropic → OpenAI → Amazon": the way of money into an investee and back from the last
 *  payer, by names, with an ellipsis between the two unless one pays the other. */
void cf_sentence_route(const cf_pen *pen, const char *supplier, const char *investee,
                       const char *last_payer, bool direct);

/** "No entity in this view both invests in others and has revenue, so nothing can come back." */
extern const char cf_sentence_none[];

/** The same with the reason and what helps, if an analysis attached that to its report. */
const char *cf_sentence_nobody(const cf_report *report);
#define CF_NOBODY "nobody" /* the name under which it is attached */

/** The finding in a line, without a full stop: "13.7 % of the USD 51.9 bn that Nvidia has invested
 *  comes back as its revenue; with deals of unknown amount (open), up to 37.4 can", or, where
 *  something must, "At least 101 of the USD 120 bn that Nvidia has invested must come back as
 *  its revenue". */
cf_sentence cf_headline_return;

/* Labels. */

/** "7.39 of 50.9 comes back" */
cf_sentence cf_label_return;

/** "7.39 of 50.9 comes back, at least 2, at most 34.4" */
cf_sentence cf_label_bounds;

#endif
