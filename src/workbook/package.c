/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads parts of a zip archive by libzip, which checks their checksums, and bounds what comes out.
 */
#include "workbook/package.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/content.h"
#include "workbook/zip_library.h"

/* ---- problems ---- */

static cf_status add(const cf_package *package, cf_status status, cf_code code, const char *hint,
                     const char *message)
{
    cf_status told = cf_diags_add(package->diags, CF_ERROR, code, NULL, hint, "%s", message);

    return told == CF_OK ? status : told;
}

cf_status cf_package_damaged(const cf_package *package, const char *name, const char *format, ...)
{
    char what[300], message[400];
    va_list args;

    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    snprintf(message, sizeof message, "the workbook is damaged: %.60s%s%s",
             name == NULL ? "" : name, name == NULL ? "" : ": ", what);
    return add(package, CF_BAD_SYNTAX, CF_CODE_BOOK_DAMAGED,
               "open it in the spreadsheet program, and save it again", message);
}

cf_status cf_package_too_large(const cf_package *package, const char *format, ...)
{
    char message[400];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return add(package, CF_BAD_INPUT, CF_CODE_BOOK_TOO_LARGE, NULL, message);
}

/* What libzip could not do. */
static cf_status report_zip(const cf_package *package, const char *name, int error)
{
    switch (error) {
    case ZIP_ER_MEMORY:
        return CF_NO_MEMORY;
    case ZIP_ER_CRC:
        return cf_package_damaged(package, name, "its checksum is wrong");
    case ZIP_ER_EOF:
        return cf_package_damaged(package, name, "it ends too early");
    case ZIP_ER_COMPNOTSUPP:
        return cf_package_damaged(package, name, "it is packed in a way that is not known");
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_NOENT:
        return add(package, CF_IO, CF_CODE_INPUT_NOT_READ, NULL, "the file cannot be read");
    default:
        return cf_package_damaged(package, name, "it is no whole zip archive");
    }
}

/* ---- the archive ---- */

static cf_status open_bytes(cf_package *package, size_t size)
{
    zip_error_t error;
    zip_source_t *source;
    int code;

    package->by->zip_error_init(&error);
    source = package->by->zip_source_buffer_create(package->bytes, size, 0, &error);
    if (source != NULL)
        package->zip = package->by->zip_open_from_source(source, ZIP_RDONLY, &error);
    code = package->by->zip_error_code_zip(&error);
    package->by->zip_error_fini(&error);
    if (source != NULL && package->zip == NULL)
        package->by->zip_source_free(source);
    return package->zip == NULL ? report_zip(package, NULL, code) : CF_OK;
}

static cf_status load(cf_package *package)
{
    cf_status status;

    package->by = calloc(1, sizeof *package->by);
    if (package->by == NULL)
        return CF_NO_MEMORY;
    status = cf_library_load(package->by, CIRCFIN_LIBZIP, ZIP_FUNCTIONS(CF_LIBRARY_NAME));
    return status != CF_BAD_OPTION ? status
                                   : add(package, status, CF_CODE_WORKBOOK, "install libzip",
                                         "a workbook cannot be read without libzip");
}

cf_status cf_package_open(cf_package *out, const char *file, char **bytes, size_t size,
                          cf_diags *diags)
{
    int error = 0;
    zip_int64_t count;
    cf_status status;

    *out = (cf_package){ .bytes = bytes == NULL ? NULL : *bytes, .diags = diags };
    if (bytes != NULL)
        *bytes = NULL;
    status = load(out);
    if (status != CF_OK)
        return status;
    if (bytes != NULL)
        status = open_bytes(out, size);
    else if ((out->zip = out->by->zip_open(file, ZIP_RDONLY, &error)) == NULL)
        status = report_zip(out, NULL, error);
    if (status != CF_OK)
        return status;
    count = out->by->zip_get_num_entries(out->zip, 0);
    if (count > CF_PACKAGE_MOST_PARTS)
        return cf_package_too_large(out, "a workbook must have at most %d parts, but has %lld",
                                    CF_PACKAGE_MOST_PARTS, (long long)count);
    return CF_OK;
}

void cf_package_close(cf_package *package)
{
    if (package->zip != NULL)
        package->by->zip_discard(package->zip);
    free(package->by);
    free(package->bytes);
    *package = (cf_package){ .zip = NULL };
}

bool cf_package_has(const cf_package *package, const char *name)
{
    return package->by->zip_name_locate(package->zip, name, ZIP_FL_NOCASE) >= 0;
}

/* ---- a part ---- */

cf_status cf_package_encrypted(const cf_package *package)
{
    return add(package, CF_BAD_SYNTAX, CF_CODE_BOOK_ENCRYPTED, "save it without a password",
               "the workbook must not be encrypted, but is");
}

cf_status cf_package_part_open(cf_package_part *out, cf_package *package, const char *name)
{
    zip_int64_t index = package->by->zip_name_locate(package->zip, name, ZIP_FL_NOCASE);
    zip_stat_t about;

    *out = (cf_package_part){ .package = package, .name = name };
    if (index < 0)
        return cf_package_damaged(package, name, "it is missing");
    if (package->by->zip_stat_index(package->zip, (zip_uint64_t)index, 0, &about) != 0)
        return cf_package_damaged(package, name, "it cannot be found");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return cf_package_encrypted(package);
    out->packed = (about.valid & ZIP_STAT_COMP_SIZE) != 0 ? (double)about.comp_size : 0.0;
    out->file = package->by->zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    if (out->file == NULL)
        return report_zip(
            package, name,
            package->by->zip_error_code_zip(package->by->zip_get_error(package->zip)));
    return CF_OK;
}

cf_status cf_package_part_read(cf_package_part *part, char *bytes, size_t room, size_t *got)
{
    const cf_package *package = part->package;
    zip_int64_t count = package->by->zip_fread(part->file, bytes, room);

    *got = 0;
    if (count < 0)
        return report_zip(
            package, part->name,
            package->by->zip_error_code_zip(package->by->zip_file_get_error(part->file)));
    part->read += (double)count;
    if (part->read > CF_PACKAGE_MOST_BYTES)
        return cf_package_too_large(package,
                                    "a part of a workbook must unpack to at most %.0f bytes, but "
                                    "%.60s is larger",
                                    CF_PACKAGE_MOST_BYTES, part->name);
    if (part->read > CF_PACKAGE_FREE && part->read > CF_PACKAGE_MOST_TIMES * part->packed)
        return cf_package_too_large(package,
                                    "a part of a workbook must unpack to at most %d times its "
                                    "size, but %.60s is larger",
                                    CF_PACKAGE_MOST_TIMES, part->name);
    *got = (size_t)count;
    return CF_OK;
}

void cf_package_part_close(cf_package_part *part)
{
    if (part->file != NULL)
        part->package->by->zip_fclose(part->file);
    part->file = NULL;
}
