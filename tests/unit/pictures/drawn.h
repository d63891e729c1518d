/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_UNIT_PICTURES_DRAWN_H
#define CIRCFIN_UNIT_PICTURES_DRAWN_H

/* What the tests of the pictures share: a report with a picture, what is drawn of it, and a
 * scenario in which every mark occurs. */

#include "unit/testlib.h"
#include "pictures/draw.h"

/** A seller whose money goes round by a lab and a cloud; every form of CF_FORM_ under
 *  `--view headline --contingent`; `lab` lacks 240. */
static const char every_mark[] =
    "'as_of': '2026-01-31', 'unit': 'bn', 'entities': ["
    " {'id': 'seller', 'name': 'Seller & Sons', 'group': 'makers'},"
    " {'id': 'lab', 'name': 'Lab', 'outside_funds': 10}, {'id': 'cloud', 'group': 'makers'},"
    " {'id': 'bank'}],"
    "'deals': ["
    " {'id': 'stake', 'relation': 'investor', 'payer': 'seller', 'payee': 'lab', 'amount': 40,"
    "  'instrument': 'equity', 'announced': '2025-09'},"
    " {'id': 'tied', 'relation': 'investor', 'payer': 'seller', 'payee': 'lab', 'amount': 10,"
    "  'earmark': ['hours']},"
    " {'id': 'hours', 'relation': 'customer', 'payer': 'lab', 'payee': 'cloud', 'amount': 300,"
    "  'start': '2027-01-01', 'end': '2031-12-31', 'status': 'signed'},"
    " {'id': 'chips', 'relation': 'customer', 'payer': 'cloud', 'payee': 'seller', 'amount': 150},"
    " {'id': 'more', 'relation': 'customer', 'payer': 'lab', 'payee': 'seller'},"
    " {'id': 'warrant', 'relation': 'investor', 'payer': 'bank', 'payee': 'lab', 'amount': 1,"
    "  'cash': false},"
    " {'id': 'letter', 'relation': 'investor', 'payer': 'bank', 'payee': 'cloud', 'amount': 2,"
    "  'status': 'letter_of_intent'},"
    " {'id': 'backstop', 'relation': 'investor', 'payer': 'seller', 'payee': 'cloud', 'amount': 3,"
    "  'contingent': true}]";

cf_report *picture_of(const cf_scenario *scenario, const char *options, const cf_param *params,
                      int param_count);

/** The bytes of a drawing, with a NUL after them; to be freed. *size may be NULL. */
char *bytes_of(cf_status (*draw)(FILE *, const cf_report *), const cf_report *report, size_t *size);

cf_status draw_alone(FILE *out, const cf_report *report);
cf_status draw_inlined(FILE *out, const cf_report *report);
cf_status draw_dot(FILE *out, const cf_report *report);
cf_status draw_dot(FILE *out, const cf_report *report);
cf_status draw_png(FILE *out, const cf_report *report);
cf_status draw_pdf(FILE *out, const cf_report *report);

int count_of(const char *text, const char *part);

#define expect_part(text, part)                                                                    \
    cr_expect(strstr(text, part) != NULL, "%s is not in\n%s", part, text)

#endif
