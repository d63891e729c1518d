/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"
#include "pictures/occurs.h"

static const cf_picture_strand strands[] = { { .supplier = 2, .amount = 3 },
                                             { .supplier = 0, .amount = 1 } };
static const cf_picture_edge edges[] = { { .carries = CF_CAPITAL, .form = CF_FORM_TIED },
                                         { .carries = CF_CAPITAL,
                                           .form = CF_FORM_OPEN | CF_FORM_TENTATIVE,
                                           .amount = 4,
                                           .strands = strands,
                                           .strand_count = 2 } };
static const cf_picture picture = { .edges = edges, .edge_count = 2 };

Test(occurs, a_class_with_an_edge_of_it)
{
    cr_expect(cf_occurs_class(&picture, true));
    cr_expect_not(cf_occurs_class(&picture, false));
}

Test(occurs, every_form_of_any_edge)
{
    cr_expect_eq(cf_occurs_forms(&picture), CF_FORM_TIED | CF_FORM_OPEN | CF_FORM_TENTATIVE);
}

Test(occurs, a_supplier_whose_strand_is_the_one_drawn)
{
    cr_expect(cf_occurs_supplier(&picture, 2));
    cr_expect_not(cf_occurs_supplier(&picture, 0));
    cr_expect_not(cf_occurs_supplier(&picture, 1));
}

Test(occurs, a_share_unless_it_is_too_small_to_see)
{
    const cf_picture_strand strand = { .amount = 0.99 };
    cf_picture_edge edge = { .amount = 2, .strands = &strand, .strand_count = 1 };

    expect_near(cf_occurs_share(&edge), 0.495);
    edge.amount = 198;
    expect_near(cf_occurs_share(&edge), 0.005);
    edge.amount = 199;
    expect_near(cf_occurs_share(&edge), 0.0);
    edge.amount = 0; /* open */
    expect_near(cf_occurs_share(&edge), 0.0);
}

Test(occurs, a_colour_only_where_money_comes_round)
{
    const cf_picture_supplier suppliers[] = { { .entity = 0, .colour = 4 },
                                              { .loopback_pro_rata = 1, .colour = 6 } };
    const cf_picture both = { .suppliers = suppliers, .supplier_count = 2 };

    cr_expect_eq(cf_occurs_colour(&both, &(cf_picture_entity){ .supplier = -1 }), -1);
    cr_expect_eq(cf_occurs_colour(&both, &(cf_picture_entity){ .supplier = 0 }), -1);
    cr_expect_eq(cf_occurs_colour(&both, &(cf_picture_entity){ .supplier = 1 }), 6);
}
