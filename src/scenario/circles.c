/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds circles of shares, programmes, replaced and required deals by depth-first search. */
#include "scenario/build.h"

#include <stdlib.h>
#include <string.h>

/*
 * Depth-first search with a path of its own instead of recursion, since files may chain deals as
 * deeply as they like. A step back to a deal that is still on the path closes a circle.
 */
enum mark { UNSEEN, ON_PATH, DONE };

struct step {
    int deal;
    int next; /* of its references */
};

struct search {
    cf_reader *reader;
    const cf_json *list;
    const char *const *keys; /* from a deal to its references, NULL at the end */
    cf_code code;
    const char *message;
    cf_deal_list (*references)(const cf_deal *deal);
    unsigned char *marks; /* by deal */
    struct step *path;
    int *place; /* on the path, by deal */
    int length;
};

static cf_deal_list share_of(const cf_deal *deal)
{
    return deal->share_of;
}

static cf_deal_list part_of(const cf_deal *deal)
{
    return (cf_deal_list){ .at = &deal->part_of, .count = deal->part_of >= 0 };
}

static cf_deal_list supersedes(const cf_deal *deal)
{
    return deal->supersedes;
}

static cf_deal_list required(const cf_deal *deal)
{
    return deal->required;
}

/* The deals of a circle, such as "a" > "b" > "a". */
static void write_circle(char out[static 400], const struct search *search, int first)
{
    enum { SHOWN = 4 };
    size_t used = 0;

    for (int i = first; i < search->length; i++) {
        cf_shown id = { "..." };

        if (i < first + SHOWN)
            id = cf_show_text(search->reader->deal_ids[search->path[i].deal]);
        memcpy(out + used, id.text, strlen(id.text));
        used += strlen(id.text);
        memcpy(out + used, " > ", 3);
        used += 3;
        if (i == first + SHOWN)
            break;
    }
    strcpy(out + used, cf_show_text(search->reader->deal_ids[search->path[first].deal]).text);
}

/* Tells the circle that the last step of the path closes, at the reference that closes it. */
static void report_circle(const struct search *search, int first)
{
    cf_json deal =
        cf_json_element(search->list, (size_t)search->path[search->length - 1].deal, "a deal");
    cf_json inner = cf_json_member(&deal, search->keys[0]);
    cf_json node = search->keys[1] == NULL ? inner : cf_json_member(&inner, search->keys[1]);
    char circle[400];

    write_circle(circle, search, first);
    cf_json_error(&node, search->code, NULL, "%s, but these do: %s", search->message, circle);
}

static void enter_deal(struct search *search, int deal)
{
    search->marks[deal] = ON_PATH;
    search->place[deal] = search->length;
    search->path[search->length++] = (struct step){ .deal = deal };
}

static void search_from_deal(struct search *search, int root)
{
    enter_deal(search, root);
    while (search->length > 0) {
        struct step *last = &search->path[search->length - 1];
        cf_deal_list list = search->references(&search->reader->deals[last->deal]);
        int next;

        if (last->next == list.count) {
            search->marks[last->deal] = DONE;
            search->length--;
            continue;
        }
        next = list.at[last->next++];
        if (search->marks[next] == ON_PATH)
            report_circle(search, search->place[next]);
        else if (search->marks[next] == UNSEEN)
            enter_deal(search, next);
    }
}

static cf_status search_all_deals(struct search *search, int count)
{
    size_t room = (size_t)count + 1;
    cf_status status = CF_NO_MEMORY;

    search->marks = calloc(room, sizeof *search->marks);
    search->path = calloc(room, sizeof *search->path);
    search->place = calloc(room, sizeof *search->place);
    if (search->marks == NULL || search->path == NULL || search->place == NULL)
        goto out;
    for (int i = 0; i < count; i++) {
        if (search->marks[i] == UNSEEN)
            search_from_deal(search, i);
    }
    status = CF_OK;

out:
    free(search->marks);
    free(search->path);
    free(search->place);
    return status;
}

void cf_build_check_circles(cf_reader *reader, const cf_json *list)
{
    static const struct {
        const char *keys[3];
        cf_code code;
        const char *message;
        cf_deal_list (*references)(const cf_deal *deal);
    } kinds[] = {
        { { "amount", "of" }, CF_CODE_SHARE_CIRCLE, "shares must not run in a circle", share_of },
        { { "part_of" },
          CF_CODE_PART_CIRCLE,
          "deals must not be parts of each other in a circle",
          part_of },
        { { "supersedes" },
          CF_CODE_SUPERSEDES_CIRCLE,
          "deals must not supersede each other in a circle",
          supersedes },
        { { "requires" },
          CF_CODE_REQUIRES_CIRCLE,
          "deals must not require each other in a circle",
          required },
    };

    if (memchr(reader->refers, 1, (size_t)reader->store->scenario.deal_count) == NULL)
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && reader->status == CF_OK; i++) {
        struct search search = { .reader = reader,
                                 .list = list,
                                 .keys = kinds[i].keys,
                                 .code = kinds[i].code,
                                 .message = kinds[i].message,
                                 .references = kinds[i].references };

        if (search_all_deals(&search, reader->store->scenario.deal_count) != CF_OK)
            reader->status = CF_NO_MEMORY;
    }
}
