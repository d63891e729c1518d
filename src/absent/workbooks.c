/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds without workbooks have this in the place of workbook/ and of what writes .xlsx: no
 * workbook is ever open. */
#include <stdlib.h>

#include "circfin/features.h"
#include "circfin/sheets.h"
#include "documents/sections.h"
#include "workbook/xml_reader.h"
#include "writers/xlsx_report.h"

/* ---- reading ---- */

cf_status cf_package_open(cf_package *out, const char *file, char **bytes, size_t size,
                          cf_diags *diags)
{
    (void)file, (void)size;
    *out = (cf_package){ .bytes = bytes == NULL ? NULL : *bytes, .diags = diags };
    return cf_feature_require(CF_FEATURE_XLSX, diags);
}

void cf_package_close(cf_package *package)
{
    free(package->bytes);
    *package = (cf_package){ .zip = NULL };
}

bool cf_package_has(const cf_package *package, const char *name)
{
    (void)package, (void)name;
    return false;
}

cf_status cf_package_damaged(const cf_package *package, const char *name, const char *format, ...)
{
    (void)package, (void)name, (void)format;
    return CF_BAD_OPTION;
}

cf_status cf_package_encrypted(const cf_package *package)
{
    (void)package;
    return CF_BAD_OPTION;
}

cf_status cf_package_too_large(const cf_package *package, const char *format, ...)
{
    (void)package, (void)format;
    return CF_BAD_OPTION;
}

bool cf_xml_attribute(char *out, size_t room, const cf_xml_attributes *attributes,
                      const char *prefix, const char *name)
{
    (void)out, (void)room, (void)attributes, (void)prefix, (void)name;
    return false;
}

const char *cf_xml_attribute_at(size_t *length, const cf_xml_attributes *attributes,
                                const char *name)
{
    (void)length, (void)attributes, (void)name;
    return NULL;
}

cf_status cf_xml_reader_open(cf_xml_reader **out, cf_package *package, const char *name,
                             const cf_xml_handler *handler, void *context)
{
    (void)package, (void)name, (void)handler, (void)context;
    *out = NULL;
    return CF_BAD_OPTION;
}

cf_status cf_xml_reader_more(cf_xml_reader *reader, bool *ended)
{
    (void)reader;
    *ended = true;
    return CF_BAD_OPTION;
}

double cf_xml_reader_bytes(const cf_xml_reader *reader)
{
    (void)reader;
    return 0.0;
}

void cf_xml_reader_free(cf_xml_reader *reader)
{
    (void)reader;
}

cf_status cf_xml_read(cf_package *package, const char *name, const cf_xml_handler *handler,
                      void *context)
{
    (void)package, (void)name, (void)handler, (void)context;
    return CF_BAD_OPTION;
}

/* ---- writing ---- */

cf_status cf_sheets_write_workbook(const cf_scenario *scenario, const char *file, cf_diags *diags)
{
    (void)scenario, (void)file;
    return cf_feature_require(CF_FEATURE_XLSX, diags);
}

cf_status cf_xlsx_write_report(FILE *out, const cf_report *report, const cf_write_options *options)
{
    (void)out, (void)report, (void)options;
    return CF_BAD_OPTION;
}

cf_status cf_workbook_write(FILE *out, const cf_dossier *dossier)
{
    (void)out, (void)dossier;
    return CF_BAD_OPTION;
}

void cf_workbook_put_score(cf_workbook *workbook, const cf_section *section)
{
    (void)workbook, (void)section;
}
