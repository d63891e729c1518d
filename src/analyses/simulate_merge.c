/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * simulate: parts of the draws, read and put together. A part may come from anywhere, so nothing in
 * it is believed: sizes are compared with that of the file before anything is allocated, and every
 * number is looked at before it is used.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/simulate_part.h"
#include "base/options.h"
#include "base/sha256.h"
#include "base/text.h"

enum { CHECKSUM = CF_SHA256_TEXT - 1, SUMS_OF_PAIR = DIVIDED * 4 };

/* ---- bytes ---- */

static cf_status refuse_part(const char *name, cf_code code, const char *what, cf_diags *diags)
{
    char shown[120];
    cf_status status;

    cf_text_printable(shown, sizeof shown, name);
    status = cf_diags_add(diags, CF_ERROR, code, NULL,
                          code == CF_CODE_PART_DAMAGED ? "copy it again, or make it again" : NULL,
                          "part \"%s\" %s", shown, what);
    return status == CF_OK ? CF_BAD_INPUT : status;
}

static cf_status cannot_read(const char *name, cf_diags *diags)
{
    char shown[120];
    cf_status status;
    int error = errno;

    cf_text_printable(shown, sizeof shown, name);
    status = cf_diags_add(diags, CF_ERROR, CF_CODE_INPUT_NOT_READ, NULL, NULL,
                          "cannot read part \"%s\": %s", shown, strerror(error));
    return status == CF_OK ? CF_IO : status;
}

static cf_status read_bytes(cf_draw_part *part, cf_diags *diags)
{
    FILE *file = fopen(part->name, "rb");
    size_t room = 0, more = 1;
    cf_status status = CF_OK;

    if (file == NULL)
        return cannot_read(part->name, diags);
    while (status == CF_OK && more > 0) {
        if (part->size == room) {
            unsigned char *bytes;

            room = room == 0 ? (size_t)1 << 16 : 2 * room;
            bytes = realloc(part->bytes, room);
            if (bytes == NULL) {
                status = CF_NO_MEMORY;
                break;
            }
            part->bytes = bytes;
        }
        more = fread(part->bytes + part->size, 1, room - part->size, file);
        part->size += more;
    }
    if (status == CF_OK && ferror(file))
        status = cannot_read(part->name, diags);
    fclose(file);
    return status;
}

/* A place in the bytes of a part; `bad` once something went beyond their end. */
struct cursor {
    const unsigned char *at;
    size_t left;
    bool bad;
};

static const void *take(struct cursor *cursor, size_t size)
{
    const unsigned char *taken = cursor->at;

    if (cursor->bad || size > cursor->left) {
        cursor->bad = true;
        return NULL;
    }
    cursor->at += size;
    cursor->left -= size;
    return taken;
}

static void take_into(void *out, struct cursor *cursor, size_t size)
{
    const void *bytes = take(cursor, size);

    if (bytes != NULL)
        memcpy(out, bytes, size);
    else
        memset(out, 0, size);
}

static uint64_t take_count(struct cursor *cursor)
{
    uint64_t number;

    take_into(&number, cursor, sizeof number);
    return number;
}

/* NULL: no memory, or `bad`: no text. */
static char *take_words(struct cursor *cursor)
{
    uint64_t size = take_count(cursor);
    const char *bytes = take(cursor, size <= SIZE_MAX ? (size_t)size : SIZE_MAX);
    char *text;

    if (bytes == NULL || memchr(bytes, '\0', (size_t)size) != NULL) {
        cursor->bad = true;
        return NULL;
    }
    text = malloc((size_t)size + 1);
    if (text != NULL) {
        memcpy(text, bytes, (size_t)size);
        text[size] = '\0';
    }
    return text;
}

/* ---- the head ---- */

static bool is_whole(double number, double least, double most)
{
    return number >= least && number <= most && floor(number) >= number;
}

static bool is_head_sound(const cf_part_head *head)
{
    return is_whole(head->all, 1, CF_MOST_DRAWS) && is_whole(head->from, 0, head->all - 1) &&
           head->count >= 1 && (double)head->count <= head->all - head->from &&
           head->suppliers < INT_MAX / 64 && head->sources < INT_MAX / 64;
}

/* The bytes of columns, which must be there before anything is allocated for them. */
static bool has_columns(const cf_draw_part *part, size_t left)
{
    const cf_part_head *head = &part->head;
    double columns = (double)head->suppliers * (VALUES + (part->divides ? DIVIDED : 0)) + 1;

    return (double)head->suppliers + columns * (double)head->count * sizeof(double) +
               sizeof(uint64_t) <=
           (double)left;
}

static cf_status read_head(cf_draw_part *part, struct cursor *cursor)
{
    cf_part_head *head = &part->head;
    char **texts[] = { &head->version, &head->options, &head->file, &head->scenario,
                       &head->warnings };
    char *told = take_words(cursor), checksum[CF_SHA256_TEXT];
    bool good;

    if (told == NULL && !cursor->bad)
        return CF_NO_MEMORY;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        *texts[i] = take_words(cursor);
        if (*texts[i] == NULL && !cursor->bad) {
            free(told);
            return CF_NO_MEMORY;
        }
    }
    take_into(&head->from, cursor, sizeof head->from);
    take_into(&head->all, cursor, sizeof head->all);
    head->count = take_count(cursor);
    head->suppliers = take_count(cursor);
    head->sources = take_count(cursor);
    good = !cursor->bad && is_head_sound(head);
    part->divides = good && cf_part_divides(head->options);
    good = good && has_columns(part, cursor->left);
    if (good) {
        cf_part_checksum(checksum, head);
        good = strcmp(checksum, told) == 0;
        memcpy(part->checksum, checksum, sizeof part->checksum);
    }
    free(told);
    part->body = (size_t)(cursor->at - part->bytes);
    return good ? CF_OK : CF_BAD_INPUT;
}

/* The last bytes are the checksum of all others. */
static bool is_intact(const cf_draw_part *part)
{
    char checksum[CF_SHA256_TEXT];
    cf_sha256 hash;

    if (part->size < CHECKSUM)
        return false;
    cf_sha256_begin(&hash);
    cf_sha256_add(&hash, part->bytes, part->size - CHECKSUM);
    cf_sha256_end(&hash, checksum);
    return memcmp(checksum, part->bytes + part->size - CHECKSUM, CHECKSUM) == 0;
}

static cf_status read_part(cf_draw_part *part, cf_diags *diags)
{
    struct cursor cursor;
    const void *magic;
    cf_status status = read_bytes(part, diags);

    if (status != CF_OK)
        return status;
    cursor = (struct cursor){ .at = part->bytes, .left = part->size };
    magic = take(&cursor, CF_PART_MAGIC);
    if (magic == NULL || memcmp(magic, cf_part_magic, CF_PART_MAGIC) != 0)
        return refuse_part(part->name, CF_CODE_NOT_A_PART,
                           "is no part: simulate --from I --to J -o PART writes one", diags);
    if (take_count(&cursor) != CF_PART_ORDER)
        return refuse_part(part->name, CF_CODE_NOT_A_PART,
                           "was made on a machine that writes numbers the other way round", diags);
    if (!is_intact(part))
        return refuse_part(part->name, CF_CODE_PART_DAMAGED,
                           "is damaged: its checksum is not that of its bytes", diags);
    cursor.left -= CHECKSUM;
    status = read_head(part, &cursor);
    return status == CF_BAD_INPUT ? refuse_part(part->name, CF_CODE_PART_DAMAGED,
                                                "is damaged: it contradicts itself", diags)
                                  : status;
}

/* ---- all of them ---- */

static int compare_parts(const void *a, const void *b)
{
    const cf_draw_part *x = a, *y = b;

    return (x->head.from > y->head.from) - (x->head.from < y->head.from);
}

static cf_status refuse_other(const cf_draw_part *first, const cf_draw_part *other, cf_diags *diags)
{
    const char *what = strcmp(first->head.version, other->head.version) != 0
                           ? "was made by another version than the others"
                       : strcmp(first->head.options, other->head.options) != 0
                           ? "was made with other options than the others"
                           : "is of another scenario than the others";

    return refuse_part(other->name, CF_CODE_PART_OTHER, what, diags);
}

static cf_status refuse_gap(double from, double to, cf_diags *diags)
{
    cf_status status =
        cf_diags_add(diags, CF_ERROR, CF_CODE_PART_MISSING, NULL, "add the part that has them",
                     "draws %.0f to %.0f are in no part", from, to - 1.0);

    return status == CF_OK ? CF_BAD_INPUT : status;
}

/* Together they have every draw, and none twice. */
static cf_status check_together(cf_draw_parts *parts, cf_diags *diags)
{
    double next = 0.0;

    for (int i = 1; i < parts->count; i++) {
        if (strcmp(parts->at[i].checksum, parts->at[0].checksum) != 0)
            return refuse_other(&parts->at[0], &parts->at[i], diags);
    }
    qsort(parts->at, (size_t)parts->count, sizeof *parts->at, compare_parts);
    for (int i = 0; i < parts->count; i++) {
        const cf_draw_part *part = &parts->at[i];

        if (part->head.from > next)
            return refuse_gap(next, part->head.from, diags);
        if (part->head.from < next)
            return refuse_part(part->name, CF_CODE_PART_OVERLAP,
                               "has draws that another part has, too", diags);
        next = part->head.from + (double)part->head.count;
    }
    return next < parts->at[0].head.all ? refuse_gap(next, parts->at[0].head.all, diags) : CF_OK;
}

/* ---- options ---- */

/* Takes backslashes away in place; returns what follows the line. */
static char *end_line(char *line)
{
    char *to = line;

    for (; *line != '\0' && *line != '\n'; line++) {
        if (*line == '\\' && line[1] != '\0')
            line++;
        *to++ = *line;
    }
    line += *line == '\n';
    *to = '\0';
    return line;
}

static cf_status read_options(cf_draw_parts *parts, cf_diags *diags)
{
    cf_draw_part *first = &parts->at[0];
    size_t lines = 1;

    for (const char *at = first->head.options; *at != '\0'; at++)
        lines += *at == '\n';
    parts->options = calloc(lines, sizeof *parts->options);
    if (parts->options == NULL)
        return CF_NO_MEMORY;
    for (char *line = first->head.options, *next; *line != '\0'; line = next) {
        char *value;

        next = end_line(line);
        value = strchr(line, '=');
        if (value != NULL)
            *value++ = '\0';
        if (!cf_part_keeps(line))
            return refuse_part(first->name, CF_CODE_PART_DAMAGED,
                               "is damaged: it has an option that no part has", diags);
        parts->options[parts->option_count++] = (cf_param){ line, value };
    }
    return CF_OK;
}

/* ---- parts ---- */

static cf_status read_scenario(cf_draw_parts *parts, cf_diags *diags)
{
    const cf_draw_part *first = &parts->at[0];
    cf_status status = cf_scenario_parse(&parts->scenario, first->head.scenario,
                                         strlen(first->head.scenario), first->head.file, NULL);

    if (status == CF_OK || status == CF_NO_MEMORY)
        return status;
    return refuse_part(first->name, CF_CODE_PART_DAMAGED, "is damaged: its scenario cannot be read",
                       diags);
}

cf_status cf_draw_parts_open(cf_draw_parts **out, const char *const *files, int count,
                             cf_diags *diags)
{
    cf_draw_parts *parts = calloc(1, sizeof *parts);
    cf_status status = CF_OK;

    *out = NULL;
    if (parts == NULL)
        return CF_NO_MEMORY;
    parts->at = calloc((size_t)count + 1, sizeof *parts->at);
    if (parts->at == NULL)
        status = CF_NO_MEMORY;
    for (int i = 0; status == CF_OK && i < count; i++) {
        parts->at[parts->count++].name = files[i];
        status = read_part(&parts->at[i], diags);
    }
    if (status == CF_OK && count == 0)
        status = refuse_part("", CF_CODE_NOT_A_PART, "is missing", diags);
    if (status == CF_OK)
        status = check_together(parts, diags);
    if (status == CF_OK)
        status = read_scenario(parts, diags);
    if (status == CF_OK)
        status = read_options(parts, diags);
    if (status == CF_OK)
        *out = parts;
    else
        cf_draw_parts_free(parts);
    return status;
}

void cf_draw_parts_free(cf_draw_parts *parts)
{
    if (parts == NULL)
        return;
    for (int i = 0; i < parts->count; i++) {
        cf_part_head *head = &parts->at[i].head;

        free(head->version);
        free(head->options);
        free(head->file);
        free(head->scenario);
        free(head->warnings);
        free(parts->at[i].bytes);
    }
    cf_scenario_free(parts->scenario);
    free(parts->options);
    free(parts->at);
    free(parts);
}

const cf_scenario *cf_draw_parts_scenario(const cf_draw_parts *parts)
{
    return parts->scenario;
}

cf_params cf_draw_parts_options(const cf_draw_parts *parts)
{
    return (cf_params){ parts->options, parts->option_count };
}

/* ---- draws ---- */

static bool take_column(double *out, struct cursor *cursor, size_t count, bool may_be_unknown)
{
    take_into(out, cursor, count * sizeof *out);
    for (size_t n = 0; n < count; n++) {
        if (!isfinite(out[n]) && !(may_be_unknown && isnan(out[n])))
            return false;
    }
    return !cursor->bad;
}

static bool take_columns(cf_simulation *simulation, struct cursor *cursor, const cf_draw_part *part)
{
    size_t suppliers = (size_t)simulation->count, count = (size_t)part->head.count;
    size_t at = (size_t)(part->head.from - simulation->from);
    bool good = true;

    for (size_t i = 0; i < suppliers; i++) {
        unsigned char listed;

        take_into(&listed, cursor, 1);
        simulation->listed[i] = simulation->listed[i] || listed != 0;
    }
    for (size_t c = 0; good && c < suppliers * VALUES; c++)
        good = take_column(&simulation->values[c * simulation->room + at], cursor, count,
                           c % VALUES == VALUE_EXPOSURE);
    good = good && take_column(&simulation->gross[at], cursor, count, false);
    for (size_t c = 0; good && simulation->divides && c < suppliers * DIVIDED; c++)
        good = take_column(&simulation->others[c * simulation->room + at], cursor, count, false);
    return good;
}

static bool take_exact(cf_exact_sum *sum, struct cursor *cursor)
{
    take_into(sum->digits, cursor, sizeof sum->digits);
    return !cursor->bad && cf_exact_sum_is_settled(sum);
}

static cf_status take_sums(cf_simulation *simulation, struct cursor *cursor, bool *good)
{
    uint64_t pairs =
        (uint64_t)cf_draws_source_count(simulation->draws) * (uint64_t)simulation->count;
    uint64_t count = take_count(cursor);

    *good = !cursor->bad && count <= pairs;
    for (uint64_t i = 0; *good && i < count; i++) {
        uint64_t pair = take_count(cursor);
        cf_exact_sum sums[SUMS_OF_PAIR] = { 0 };

        *good = !cursor->bad && pair < pairs;
        for (int k = 0; *good && k < SUMS_OF_PAIR; k++)
            *good = take_exact(&sums[k], cursor);
        if (*good && cf_simulate_add_sums(&simulation->sums, (int)pair, sums) != CF_OK)
            return CF_NO_MEMORY;
    }
    *good = *good && cursor->left == 0;
    return CF_OK;
}

static cf_status take_part(cf_simulation *simulation, const cf_draw_part *part, cf_diags *diags)
{
    struct cursor cursor = { .at = part->bytes + part->body,
                             .left = part->size - part->body - CHECKSUM };
    bool good = part->head.suppliers == (uint64_t)simulation->count &&
                part->head.sources == (uint64_t)cf_draws_source_count(simulation->draws) &&
                take_columns(simulation, &cursor, part);
    cf_status status = good ? take_sums(simulation, &cursor, &good) : CF_OK;

    if (status == CF_OK && !good)
        status = refuse_part(part->name, CF_CODE_PART_DAMAGED, "is damaged: it contradicts itself",
                             diags);
    simulation->done += (size_t)part->head.count;
    return status;
}

cf_status cf_simulate_take_parts(cf_simulation *simulation, const cf_draw_parts *parts,
                                 cf_diags *diags)
{
    bool divides = simulation->divides, divided = parts->at[0].divides;
    cf_status status;

    simulation->divides = divided; /* parts have all of it, whatever is asked for */
    status = cf_simulate_make_room(simulation);
    for (int i = 0; status == CF_OK && i < parts->count; i++)
        status = take_part(simulation, &parts->at[i], diags);
    simulation->divides = divides && divided;
    return status;
}

const char *cf_draw_parts_warnings(const cf_draw_parts *parts)
{
    return parts->at[0].head.warnings;
}
