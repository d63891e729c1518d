/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small_picture.h"

const cf_sankey_box usual_box = { .left = 36, .right = 1244, .top = 112, .bottom = 628 };

static void make_room(small_picture *out, int entities, int edges)
{
    *out = (small_picture){ .entities = calloc((size_t)entities + 1, sizeof *out->entities),
                            .edges = calloc((size_t)edges + 1, sizeof *out->edges),
                            .suppliers = calloc((size_t)entities + 1, sizeof *out->suppliers),
                            .names = calloc((size_t)entities + 1, sizeof *out->names) };
    cr_assert(out->entities != NULL && out->edges != NULL && out->suppliers != NULL &&
              out->names != NULL);
    out->picture = (cf_picture){ .style = CF_PICTURE_SANKEY,
                                 .entities = out->entities,
                                 .entity_count = entities,
                                 .all_entities = entities,
                                 .edges = out->edges,
                                 .edge_count = edges,
                                 .suppliers = out->suppliers };
}

static void finish(small_picture *out)
{
    cf_picture *picture = &out->picture;

    for (int e = 0; e < picture->edge_count; e++) {
        out->entities[out->edges[e].payer].out += out->edges[e].amount;
        out->entities[out->edges[e].payee].in += out->edges[e].amount;
        picture->all_amount += out->edges[e].amount;
    }
    for (int v = 0; v < picture->entity_count; v++) {
        cf_picture_entity *entity = &out->entities[v];
        bool invests = false, sells = false;

        for (int e = 0; e < picture->edge_count; e++) {
            invests = invests || (out->edges[e].payer == v && out->edges[e].carries == CF_CAPITAL);
            sells = sells || (out->edges[e].payee == v && out->edges[e].carries == CF_TRADE);
        }
        entity->id = entity->name = out->names[v];
        entity->members = 1;
        entity->assumed = entity->funds = fmax(0.0, entity->out - entity->in);
        entity->kept = fmax(0.0, entity->in - entity->out);
        entity->supplier = invests && sells ? picture->supplier_count : -1;
        if (invests && sells)
            out->suppliers[picture->supplier_count++].entity = v;
    }
}

void picture_from(small_picture *out, const char *text)
{
    small_network network;

    network_from(&network, text);
    make_room(out, network.network.node_count, network.network.payment_count);
    for (int v = 0; v < out->picture.entity_count; v++)
        strcpy(out->names[v], network.names[v]);
    for (int e = 0; e < out->picture.edge_count; e++) {
        const cf_payment *payment = &network.payments[e];

        out->edges[e] = (cf_picture_edge){ .payer = payment->payer,
                                           .payee = payment->payee,
                                           .carries = payment->carries,
                                           .form = payment->open ? CF_FORM_OPEN : 0,
                                           .amount = payment->amount };
    }
    finish(out);
}

static unsigned next_random(unsigned *state, unsigned below)
{
    *state = *state * 1664525u + 1013904223u;
    return (*state >> 8) % below;
}

void random_picture(small_picture *out, unsigned seed, int entities, int edges)
{
    unsigned state = seed * 7919u;

    make_room(out, entities, edges);
    for (int v = 0; v < entities; v++)
        snprintf(out->names[v], NAME_SIZE, "E %d", v);
    for (int e = 0; e < edges; e++) {
        cf_picture_edge *edge = &out->edges[e];
        bool open = next_random(&state, 8) == 0;

        edge->payer = (int)next_random(&state, (unsigned)entities);
        edge->payee =
            (edge->payer + 1 + (int)next_random(&state, (unsigned)entities - 1)) % entities;
        edge->carries = (cf_class)next_random(&state, CF_CLASS_COUNT);
        edge->form = open ? CF_FORM_OPEN : 0;
        edge->amount = open ? 0.0 : pow(10.0, next_random(&state, 400) / 100.0 - 1.0);
    }
    finish(out);
}

void small_picture_free(small_picture *picture)
{
    free(picture->entities);
    free(picture->edges);
    free(picture->suppliers);
    free(picture->names);
}

double money_back(const cf_picture *picture, const int *rank)
{
    double back = 0.0;

    for (int e = 0; e < picture->edge_count; e++) {
        if (rank[picture->edges[e].payer] > rank[picture->edges[e].payee])
            back += picture->edges[e].amount;
    }
    return back;
}

cf_sankey laid_out(const cf_picture *picture, cf_arena *arena)
{
    cf_sankey sankey;

    assert_ok(cf_sankey_lay_out(&sankey, picture, NULL, usual_box, arena));
    return sankey;
}
