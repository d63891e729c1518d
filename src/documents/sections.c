/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of sections: the rows of sections.def as a table. */
#include "documents/sections.h"

#include <stdio.h>
#include <string.h>

#include "documents/documents.h"
#include "documents/html.h"

const cf_section cf_sections[CF_PART_COUNT] = {
#define CF_SECTION(part, ...) [CF_PART_##part] = { __VA_ARGS__ },
#include "documents/sections.def"
#undef CF_SECTION
};

cf_feature_id cf_section_feature(const cf_section *section)
{
    return section->feature != CF_CORE || section->analysis == NULL
               ? section->feature
               : cf_analysis_find(section->analysis)->feature;
}

bool cf_section_is_shown(const cf_dossier *dossier, cf_part part)
{
    const cf_section *section = &cf_sections[part];

    return section->id != NULL && cf_documents_have(cf_section_feature(section)) &&
           (section->analysis == NULL || dossier->parts[part] != NULL) &&
           (!section->panel || cf_html_has_panel(dossier));
}

const cf_report *cf_section_report(const cf_dossier *dossier, cf_part part)
{
    return cf_sections[part].id == NULL ? NULL : dossier->parts[part];
}

/* The name of a row's table by index; NULL after the last. */
static const char *table_at(const cf_section *section, int index)
{
    if (section->id == NULL || section->analysis == NULL)
        return NULL;
    if (section->table != NULL)
        return index == 0 ? section->table : NULL;
    return cf_analysis_find(section->analysis)->tables[index];
}

void cf_section_name_table(char name[static CF_TABLE_NAME_SIZE], cf_part part, const char *table)
{
    bool taken = false;

    for (int p = 0; p < (int)part; p++) {
        const char *other;

        for (int i = 0; (other = table_at(&cf_sections[p], i)) != NULL; i++)
            taken = taken || strcmp(other, table) == 0;
    }
    snprintf(name, CF_TABLE_NAME_SIZE, "%s%s%s", taken ? cf_sections[part].analysis : "",
             taken ? "_" : "", table);
}

const cf_section *cf_section_of_table(const char *name, size_t length)
{
    char own[CF_TABLE_NAME_SIZE];

    for (int p = 0; p < CF_PART_COUNT; p++) {
        const char *table;

        for (int i = 0; (table = table_at(&cf_sections[p], i)) != NULL; i++) {
            cf_section_name_table(own, (cf_part)p, table);
            if (strlen(own) == length && strncmp(own, name, length) == 0)
                return &cf_sections[p];
        }
    }
    return NULL;
}

cf_lookup cf_dossier_lookup(const cf_dossier *dossier, const char *table)
{
    cf_lookup found = { .table = NULL };

    for (int p = 0; p < CF_PART_COUNT && found.table == NULL; p++)
        found = cf_lookup_of(cf_section_report(dossier, (cf_part)p), table);
    return found;
}
