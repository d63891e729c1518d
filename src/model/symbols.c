/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Converts ids of a scenario into symbols of MathProg, and back. Ids are any text; symbols have up
 * to 100 bytes and no control characters, and "." means "no value". Most ids are symbols. The
 * others become
 *
 *   the usable part of the id ~ number
 *
 * with the first number that makes the symbol unique.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/model.h"

enum { MOST_KEPT = 48 }; /* bytes of a changed id, leaving room for "~" and a number */

/* ---- ids to symbols ---- */

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

static bool is_symbol(const char *id)
{
    size_t length = strlen(id);

    if (length == 0 || length > CF_SYMBOL_SIZE || strcmp(id, ".") == 0)
        return false;
    for (; *id != '\0'; id++) {
        if (is_control(*id))
            return false;
    }
    return true;
}

cf_status cf_symbols_reserve(cf_symbols *symbols, const char *id)
{
    size_t length = strlen(id);

    if (!is_symbol(id) || cf_map_find(&symbols->ids, 0, id, length) >= 0)
        return CF_OK;
    return cf_map_add(&symbols->ids, 0, id, length, 0);
}

/* The usable part of an id: whole characters, without controls. */
static void keep_plain(char kept[static MOST_KEPT + 1], const char *id)
{
    size_t left = strlen(id), used = 0;
    unsigned code;

    while (left > 0) {
        size_t length = cf_text_character(id, left, &code);

        if (length == 0)
            length = 1;
        if (used + length > MOST_KEPT)
            break;
        memcpy(kept + used, id, length);
        if (is_control(*id) || (length == 1 && (unsigned char)*id >= 0x80))
            kept[used] = '_';
        used += length;
        id += length;
        left -= length;
    }
    kept[used] = '\0';
}

static bool is_taken(const cf_symbols *symbols, const char *symbol)
{
    size_t length = strlen(symbol);

    return cf_map_find(&symbols->ids, 0, symbol, length) >= 0 ||
           cf_map_find(&symbols->changed, 0, symbol, length) >= 0;
}

static const char *make_symbol(cf_symbols *symbols, const char *id)
{
    char kept[MOST_KEPT + 1], text[CF_SYMBOL_SIZE + 1];
    const char *symbol;
    int number = 1;

    keep_plain(kept, id);
    do
        snprintf(text, sizeof text, "%s~%d", kept, number++);
    while (is_taken(symbols, text));
    symbol = cf_arena_copy(symbols->arena, text, strlen(text));
    id = cf_arena_copy(symbols->arena, id, strlen(id));
    if (symbol == NULL || id == NULL ||
        cf_map_add(&symbols->changed, 0, symbol, strlen(symbol), symbols->made.count) != CF_OK)
        return NULL;
    return cf_vec_push(&symbols->made, (cf_model_symbol){ symbol, id }) ? symbol : NULL;
}

const char *cf_symbols_for(cf_symbols *symbols, const char *id, bool reserved)
{
    size_t length = strlen(id);
    const char *copy;

    if (is_symbol(id) && (reserved || !is_taken(symbols, id))) {
        copy = cf_arena_copy(symbols->arena, id, length);
        if (copy == NULL || (!reserved && cf_map_add(&symbols->ids, 0, copy, length, 0) != CF_OK))
            return NULL;
        return copy;
    }
    return make_symbol(symbols, id);
}

void cf_symbols_free(cf_symbols *symbols)
{
    cf_map_free(&symbols->ids);
    cf_map_free(&symbols->changed);
    free(symbols->made.at);
    *symbols = (cf_symbols){ .arena = NULL };
}

/* ---- writing symbols ---- */

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
}

/* A word that begins like a number might be one, such as 1e5. */
static bool needs_quotes(const char *symbol)
{
    if (!((*symbol >= 'a' && *symbol <= 'z') || (*symbol >= 'A' && *symbol <= 'Z')))
        return true;
    while (is_plain(*symbol))
        symbol++;
    return *symbol != '\0';
}

void cf_symbol_put(FILE *out, const char *symbol)
{
    if (!needs_quotes(symbol)) {
        fputs(symbol, out);
        return;
    }
    putc('\'', out);
    for (; *symbol != '\0'; symbol++) {
        if (*symbol == '\'')
            putc('\'', out);
        putc(*symbol, out);
    }
    putc('\'', out);
}

/* ---- symbols to ids: x[a,'b c'] ---- */

struct piece {
    char *text;
    size_t used;
};

static void put_id(struct piece *piece, const cf_map *map, const cf_model_symbol *list,
                   const char *symbol, size_t length)
{
    int index = cf_map_find(map, 0, symbol, length);
    const char *id = index < 0 ? symbol : list[index].id;

    length = index < 0 ? length : strlen(id);
    memmove(piece->text + piece->used, id, length);
    piece->used += length;
}

/* Copies the symbol at *at without quotes into `symbol` and moves *at behind it. False if the text
 * ends too early, because GLPK cut it. */
static bool read_symbol(char *symbol, size_t *length, const char **at)
{
    char quote = **at == '\'' || **at == '"' ? *(*at)++ : '\0';

    *length = 0;
    for (; **at != '\0'; (*at)++) {
        if (quote == '\0' && (**at == ',' || **at == ']'))
            break;
        if (quote != '\0' && **at == quote && *++(*at) != quote)
            break;
        symbol[(*length)++] = **at;
    }
    return **at == ',' || (**at == ']' && (*at)[1] == '\0');
}

/* Upper limit of the length with ids in place of symbols. */
static size_t most_bytes(const cf_map *map, const cf_model_symbol *list, const char *text)
{
    size_t most = 2 * strlen(text) + 1, longest = 0;

    for (size_t i = 0; map->count > 0 && i < map->count; i++)
        longest = strlen(list[i].id) > longest ? strlen(list[i].id) : longest;
    for (; *text != '\0'; text++)
        most += *text == ',' || *text == '[' ? longest : 0;
    return most;
}

cf_status cf_symbols_split(cf_arena *arena, const cf_map *map, const cf_model_symbol *list,
                           const char *text, const char **name, const char **index)
{
    const char *at = text + strcspn(text, "[");
    struct piece piece = { .text = NULL };
    char symbol[256];
    size_t length;

    *name = cf_arena_copy(arena, text, (size_t)(at - text));
    *index = "";
    if (*name == NULL || *at == '\0' || strlen(text) >= sizeof symbol)
        return *name == NULL ? CF_NO_MEMORY : CF_OK;
    piece.text = cf_arena_new(arena, most_bytes(map, list, at), 1);
    if (piece.text == NULL)
        return CF_NO_MEMORY;
    do {
        at++; /* [ or , */
        if (!read_symbol(symbol, &length, &at)) {
            *index =
                cf_arena_copy(arena, text + strlen(*name) + 1, strlen(text + strlen(*name) + 1));
            return *index == NULL ? CF_NO_MEMORY : CF_OK;
        }
        put_id(&piece, map, list, symbol, length);
        if (*at == ',')
            piece.text[piece.used++] = ',';
    } while (*at == ',');
    piece.text[piece.used] = '\0';
    *index = piece.text;
    return CF_OK;
}
