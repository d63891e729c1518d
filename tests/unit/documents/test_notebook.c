/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <jansson.h>

#include "documents/documents.h"
#include "unit/testlib.h"

cf_document_write cf_notebook_write;

static const char ring[] =
    "'entities': [{'id': 's', 'name': 'Seller <b>'}, {'id': 'c', 'name': 'C'}], 'deals': ["
    "{'id': 'in', 'relation': 'investor', 'payer': 's', 'payee': 'c', 'amount': 10},"
    "{'id': 'out', 'relation': 'customer', 'payer': 'c', 'payee': 's', 'amount': 20}]";

static cf_dossier *dossier_of(const cf_scenario *scenario)
{
    cf_view_options view = cf_view_options_of(CF_VIEW_BASE);
    cf_dossier *dossier = NULL;

    assert_ok(cf_dossier_new(&dossier, scenario, &view, NULL, NULL));
    return dossier;
}

static char *text_of(const cf_dossier *dossier)
{
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);

    assert_ok(cf_notebook_write(stream, dossier));
    fclose(stream);
    return text;
}

/* The notebook of a scenario; to be freed. */
static json_t *notebook_of(const char *members)
{
    cf_scenario *scenario = scenario_from(members);
    cf_dossier *dossier = dossier_of(scenario);
    char *text = text_of(dossier);
    json_t *notebook = json_loads(text, 0, NULL);

    cr_assert_not_null(notebook);
    free(text);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
    return notebook;
}

static json_t *cell_of(json_t *notebook, const char *id)
{
    json_t *cell;
    size_t i;

    json_array_foreach(json_object_get(notebook, "cells"), i, cell)
    {
        if (strcmp(json_string_value(json_object_get(cell, "id")), id) == 0)
            return cell;
    }
    return NULL;
}

/* All lines of a text of a cell, as one; to be freed. */
static char *joined(const json_t *lines)
{
    char *text = NULL;
    size_t size = 0, i;
    FILE *stream = open_memstream(&text, &size);
    json_t *line;

    json_array_foreach((json_t *)lines, i, line)
    {
        fputs(json_string_value(line), stream);
    }
    fclose(stream);
    return text;
}

static void expect_text(json_t *lines, const char *part)
{
    char *text = joined(lines);

    cr_expect_not_null(strstr(text, part), "\"%s\" is not in \"%s\"", part, text);
    free(text);
}

Test(notebook, answers_in_a_sentence_whose_names_are_no_markup)
{
    json_t *notebook = notebook_of(ring);

    expect_text(
        json_object_get(cell_of(notebook, "answer"), "source"),
        "Of the **USD 10** that Seller \\<b> has invested, **USD 10** (100.0 %) comes back");
    json_decref(notebook);
}

Test(notebook, is_written_without_outputs_and_says_so_first)
{
    json_t *notebook = notebook_of(ring), *cells = json_object_get(notebook, "cells"), *cell;
    size_t i;

    expect_text(json_object_get(json_array_get(cells, 0), "source"),
                "This notebook has not been run yet");
    json_array_foreach(cells, i, cell)
    {
        const char *type = json_string_value(json_object_get(cell, "cell_type"));

        if (strcmp(type, "code") != 0)
            continue;
        cr_expect_eq(json_array_size(json_object_get(cell, "outputs")), 0);
        cr_expect(json_is_null(json_object_get(cell, "execution_count")));
    }
    json_decref(notebook);
}

Test(notebook, cells_of_code_say_the_same_of_all_scenarios)
{
    json_t *notebook = notebook_of(ring);
    char *source = joined(json_object_get(cell_of(notebook, "suppliers"), "source"));

    cr_expect_eq(strncmp(source, "suppliers = read(\"suppliers\")\n", 30), 0);
    cr_expect_null(strstr(source, "Seller"));
    free(source);
    json_decref(notebook);
}

Test(notebook, cells_whose_table_is_empty_are_left_out)
{
    json_t *notebook = notebook_of(
        "'entities': [{'id': 'a'}, {'id': 'b'}], 'deals': [{'id': 'x', 'relation': 'customer',"
        " 'payer': 'a', 'payee': 'b', 'amount': 1}]");

    cr_expect_null(cell_of(notebook, "suppliers"));
    cr_expect_null(cell_of(notebook, "loops-text"));
    cr_expect_not_null(cell_of(notebook, "system"));
    expect_text(json_object_get(cell_of(notebook, "answer"), "source"), "nothing can come back");
    json_decref(notebook);
}

Test(notebook, is_the_same_bytes_each_time)
{
    cf_scenario *scenario = scenario_in("textbook/joint.json");
    cf_dossier *dossier = dossier_of(scenario);
    char *once = text_of(dossier), *again = text_of(dossier);

    cr_expect_str_eq(once, again);
    cr_expect_eq(once[strlen(once) - 1], '\n');
    free(once);
    free(again);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}

Test(notebook, failing_allocations_are_told_and_nothing_leaks)
{
    enum { STRIDE = 17 }; /* of some thousand allocations */
    cf_scenario *scenario = scenario_from(ring);
    cf_dossier *dossier = dossier_of(scenario);
    FILE *null = fopen("/dev/null", "w");
    cf_status status = CF_NO_MEMORY;
    char buffer[BUFSIZ];

    setvbuf(null, buffer, _IOFBF, sizeof buffer);
    for (long allowed = 0; status != CF_OK; allowed += STRIDE) {
        long leaked;

        allow_allocations(allowed);
        status = cf_notebook_write(null, dossier);
        leaked = stop_counting_allocations();
        cr_assert_eq(leaked, 0, "%ld leaked with %ld allocations", leaked, allowed);
        cr_assert(status == CF_OK || status == CF_NO_MEMORY);
        cr_assert((status == CF_OK) == (tried_allocations() <= allowed),
                  "allocation %ld fails unnoticed", allowed);
        cr_assert_lt(allowed, 100000);
    }
    fclose(null);
    cf_dossier_free(dossier);
    cf_scenario_free(scenario);
}
