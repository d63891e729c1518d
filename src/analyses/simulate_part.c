/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simulate: writes a part of the draws into a file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/simulate_part.h"
#include "base/buffer.h"
#include "base/sha256.h"
#include "base/target.h"

const char cf_part_magic[CF_PART_MAGIC + 1] = "circfin draws 1\n";

/* Those of simulate, besides those of the view. */
static const char *const part_options[] = { "draws", "seed",     "correlation", "range",
                                            "above", "supplier", "no-sources",  NULL };

void cf_part_checksum(char text[static CF_SHA256_TEXT], const cf_part_head *head)
{
    cf_sha256 hash;

    cf_sha256_begin(&hash);
    cf_sha256_add(&hash, head->version, strlen(head->version) + 1);
    cf_sha256_add(&hash, head->options, strlen(head->options) + 1);
    cf_sha256_add(&hash, head->scenario, strlen(head->scenario) + 1);
    cf_sha256_end(&hash, text);
}

struct part_writer {
    FILE *stream;
    cf_sha256 hash;
};

static void put(struct part_writer *writer, const void *bytes, size_t size)
{
    cf_sha256_add(&writer->hash, bytes, size);
    (void)fwrite(bytes, 1, size, writer->stream); /* the caller asks ferror() */
}

static void put_count(struct part_writer *writer, uint64_t number)
{
    put(writer, &number, sizeof number);
}

static void put_words(struct part_writer *writer, const char *text)
{
    put_count(writer, strlen(text));
    put(writer, text, strlen(text));
}

static void put_head(struct part_writer *writer, const cf_part_head *head)
{
    char checksum[CF_SHA256_TEXT];

    cf_part_checksum(checksum, head);
    put(writer, cf_part_magic, CF_PART_MAGIC);
    put_count(writer, CF_PART_ORDER);
    put_words(writer, checksum);
    put_words(writer, head->version);
    put_words(writer, head->options);
    put_words(writer, head->file);
    put_words(writer, head->scenario);
    put_words(writer, head->warnings);
    put(writer, &head->from, sizeof head->from);
    put(writer, &head->all, sizeof head->all);
    put_count(writer, head->count);
    put_count(writer, head->suppliers);
    put_count(writer, head->sources);
}

/* Columns have room for all draws, of which some may not be there. */
static void put_columns(struct part_writer *writer, const cf_simulation *simulation)
{
    size_t suppliers = (size_t)simulation->count, size = simulation->done * sizeof(double);

    for (size_t i = 0; i < suppliers; i++) {
        unsigned char listed = simulation->listed[i];

        put(writer, &listed, 1);
    }
    for (size_t c = 0; c < suppliers * VALUES; c++)
        put(writer, &simulation->values[c * simulation->room], size);
    put(writer, simulation->gross, size);
    for (size_t c = 0; simulation->divides && c < suppliers * DIVIDED; c++)
        put(writer, &simulation->others[c * simulation->room], size);
}

static void put_exact(struct part_writer *writer, const cf_exact_sum *sum)
{
    cf_exact_sum settled = *sum;

    cf_exact_sum_settle(&settled);
    put(writer, settled.digits, sizeof settled.digits);
}

static int compare_ints(const void *a, const void *b)
{
    const int *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static cf_status put_sums(struct part_writer *writer, const cf_spread_sums *sums)
{
    size_t count = (size_t)sums->used_count;
    int *pairs = malloc((count + 1) * sizeof *pairs);

    if (pairs == NULL)
        return CF_NO_MEMORY;
    if (count > 0) /* without sources there are none at all */
        memcpy(pairs, sums->used, count * sizeof *pairs);
    qsort(pairs, count, sizeof *pairs, compare_ints);
    put_count(writer, count);
    for (size_t i = 0; i < count; i++) {
        const cf_source_sums *of = sums->at[pairs[i]];

        put_count(writer, (uint64_t)pairs[i]);
        for (int d = 0; d < DIVIDED; d++) {
            put_exact(writer, &of[d].first);
            put_exact(writer, &of[d].first_squares);
            put_exact(writer, &of[d].total);
            put_exact(writer, &of[d].total_squares);
        }
    }
    free(pairs);
    return CF_OK;
}

bool cf_part_keeps(const char *name)
{
    for (const cf_param_spec *spec = cf_view_specs; spec->name != NULL; spec++)
        if (strcmp(spec->name, name) == 0)
            return true;
    for (int i = 0; part_options[i] != NULL; i++)
        if (strcmp(part_options[i], name) == 0)
            return true;
    return false;
}

bool cf_part_divides(const char *options)
{
    static const char line[] = "no-sources\n";

    while (*options != '\0' && strncmp(options, line, strlen(line)) != 0) {
        options += strcspn(options, "\n");
        options += *options == '\n';
    }
    return *options == '\0';
}

/* "name=value" on a line each, with a backslash before line ends and backslashes. */
static char *options_text(cf_params options)
{
    cf_buffer text = { 0 };

    for (int i = 0; i < options.count; i++) {
        if (!cf_part_keeps(options.at[i].name))
            continue;
        cf_buffer_add(&text, options.at[i].name);
        if (options.at[i].value != NULL) {
            cf_buffer_add(&text, "=");
            cf_buffer_add_escaped(&text, options.at[i].value, "\\\n");
        }
        cf_buffer_add(&text, "\n");
    }
    cf_buffer_add(&text, "");
    if (text.failed)
        cf_buffer_free(&text);
    return text.text;
}

static cf_status write_all(struct part_writer *writer, const cf_simulation *simulation,
                           const cf_part_head *head)
{
    char checksum[CF_SHA256_TEXT];
    cf_status status;

    cf_sha256_begin(&writer->hash);
    put_head(writer, head);
    put_columns(writer, simulation);
    status = put_sums(writer, &simulation->sums);
    cf_sha256_end(&writer->hash, checksum);
    (void)fwrite(checksum, 1, strlen(checksum), writer->stream);
    return status;
}

static cf_status write_file(const cf_simulation *simulation, const cf_part_head *head,
                            cf_diags *diags)
{
    struct part_writer writer;
    cf_target target;
    cf_status status = cf_target_open(&target, simulation->request->part, diags);

    if (status == CF_OK) {
        writer.stream = target.stream;
        status = write_all(&writer, simulation, head);
    }
    if (status == CF_OK)
        status = ferror(target.stream) ? cf_target_add_error(&target, errno, diags)
                                       : cf_target_finish(&target, diags);
    cf_target_release(&target);
    return status;
}

cf_status cf_simulate_write_part(const cf_simulation *simulation, const char *warnings,
                                 cf_diags *diags)
{
    const cf_scenario *scenario = simulation->view->scenario;
    char *options = options_text(simulation->request->given), *text = NULL;
    cf_status status = options == NULL ? CF_NO_MEMORY : cf_scenario_text(&text, scenario);

    if (status == CF_OK) {
        const cf_part_head head = { .version = (char *)cf_version(),
                                    .options = options,
                                    .file = (char *)scenario->file,
                                    .scenario = text,
                                    .warnings = (char *)warnings,
                                    .from = simulation->from,
                                    .all = simulation->all,
                                    .count = simulation->done,
                                    .suppliers = (uint64_t)simulation->count,
                                    .sources = (uint64_t)cf_draws_source_count(simulation->draws) };

        status = write_file(simulation, &head, diags);
    }
    free(options);
    free(text);
    return status;
}
