/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of files: the rows of documents.def as a table. */
#include "base/buffer.h"
#include "base/library.h"
#include "documents/documents.h"

#define CF_DOCUMENT(file, write, needs, feature) cf_document_write write;
#include "documents.def"
#undef CF_DOCUMENT

static const cf_document documents[] = {
#define CF_DOCUMENT(file, write, needs, feature) { file, write, needs, feature },
#include "documents.def"
#undef CF_DOCUMENT
};

int cf_document_count(void)
{
    return (int)(sizeof documents / sizeof *documents);
}

const cf_document *cf_document_at(int index)
{
    return &documents[index];
}

/* ---- what is left out ---- */

/* What a report loads for a feature. */
static const struct {
    const char *file, *name;
} loaded[CF_FEATURE_COUNT] = {
    [CF_CORE] = { NULL, NULL },
#ifdef CIRCFIN_LIBGVC
    [CF_FEATURE_PICTURES] = { CIRCFIN_LIBGVC, "Graphviz" },
#endif
#ifdef CIRCFIN_LIBXLSXWRITER
    [CF_FEATURE_XLSX] = { CIRCFIN_LIBXLSXWRITER, "libxlsxwriter" },
#endif
};

bool cf_documents_have(cf_feature_id id)
{
    return cf_feature_is_built(id) &&
           (loaded[id].file == NULL || cf_library_is_there(loaded[id].file));
}

static void add_to_list(cf_buffer *list, const char *quote, const char *item)
{
    cf_buffer_add(list, list->length == 0 ? "" : ", ");
    cf_buffer_add(list, quote);
    cf_buffer_add(list, item);
    cf_buffer_add(list, quote);
}

static void list_left_out(cf_buffer *list, cf_feature_id feature)
{
    for (int i = 0; i < cf_document_count(); i++)
        if (documents[i].feature == feature)
            add_to_list(list, "", documents[i].file);
    for (int p = 0; p < CF_PART_COUNT; p++)
        if (cf_sections[p].id != NULL && cf_section_feature(&cf_sections[p]) == feature)
            add_to_list(list, "\"", cf_sections[p].title);
}

static cf_status tell_left_out(cf_diags *diags, cf_feature_id id, const char *what)
{
    const cf_feature *feature = cf_feature_at(id);
    char hint[100];

    if (!cf_feature_is_built(id))
        return cf_diags_add(diags, CF_WARNING, CF_CODE_LEFT_OUT, NULL, NULL,
                            "this build has no %s (%s), so a report is without %s", feature->name,
                            feature->option, what);
    snprintf(hint, sizeof hint, "install %s", loaded[id].name);
    return cf_diags_add(diags, CF_WARNING, CF_CODE_LEFT_OUT, NULL, hint,
                        "%s is not installed, so a report is without %s", loaded[id].file, what);
}

cf_status cf_documents_tell_left_out(cf_diags *diags)
{
    cf_buffer list = { 0 };
    cf_status status = CF_OK;

    for (cf_feature_id id = CF_CORE + 1; id < CF_FEATURE_COUNT && status == CF_OK; id++) {
        if (cf_documents_have(id))
            continue;
        cf_buffer_clear(&list);
        list_left_out(&list, id);
        if (list.length > 0 || list.failed)
            status = list.failed ? CF_NO_MEMORY : tell_left_out(diags, id, cf_buffer_text(&list));
    }
    cf_buffer_free(&list);
    return status;
}
