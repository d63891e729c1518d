/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens, checks and closes a workbook, and adds its sheets. */
#include "writers/xlsx_book.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/files.h"

enum { SHEET_NAME_MOST = 31, SECONDS_A_DAY = 86400, SHEET_NAME_SIZE = 160 };
enum { MOST_NAMES = 10000 };
#define SOME_DAY 3653 /* 1980-01-01, the date of zip entries, for a scenario without one */

static void keep_failure(cf_xlsx *book, cf_status status, int error)
{
    if (book->status == CF_OK) {
        book->status = status;
        book->error = error != 0 ? error : EIO;
    }
}

void cf_xlsx_check(cf_xlsx *book, lxw_error error)
{
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        keep_failure(book, CF_NO_MEMORY, ENOMEM);
    else if (error == LXW_ERROR_CREATING_TMPFILE || error == LXW_ERROR_READING_TMPFILE)
        keep_failure(book, CF_IO, errno);
}

void cf_xlsx_check_status(cf_xlsx *book, cf_status status)
{
    if (status != CF_OK)
        keep_failure(book, status, errno);
}

/* ---- opening ---- */

/* A folder of its own: libxlsxwriter has more temporary files, whose names it does not tell. */
static cf_status make_path(cf_xlsx *book)
{
    cf_status status = cf_temporary_new_folder(&book->folder);

    if (status != CF_OK)
        return status;
    book->path = cf_path_format("%s/workbook.xlsx", book->folder.path);
    return book->path == NULL ? CF_NO_MEMORY : CF_OK;
}

/* The property `created`; 0 would mean the current time. */
static time_t created(const cf_scenario *scenario)
{
    cf_day day = scenario == NULL ? CF_NO_DAY : scenario->as_of;

    return (time_t)(day == CF_NO_DAY || day <= 0 ? SOME_DAY : day) * SECONDS_A_DAY;
}

static void set_properties(cf_xlsx *book, const cf_scenario *scenario)
{
    enum { MOST = 200 }; /* libxlsxwriter takes 255 */
    char title[MOST + 1];
    const char *name = cf_xlsx_clean(book, scenario == NULL ? "" : scenario->name);
    size_t length;

    if (name == NULL)
        return;
    length = strlen(name);
    for (length = length > MOST ? MOST : length; length > 0; length--)
        if (((unsigned char)name[length] & 0xC0u) != 0x80u)
            break;
    memcpy(title, name, length);
    title[length] = '\0';
    cf_xlsx_check(book, book->by.workbook_set_properties(
                            book->book, &(lxw_doc_properties){ .title = title,
                                                               .comments = "written by circfin",
                                                               .created = created(scenario) }));
}

cf_status cf_xlsx_open(cf_xlsx *out, const cf_xlsx_options *options)
{
    lxw_workbook_options settings = { .constant_memory = options->frugal,
                                      .use_zip64 = options->frugal };
    cf_status status;

    *out = (cf_xlsx){ .status = CF_OK, .scenario = options->scenario, .exact = options->exact };
    if (options->scenario != NULL)
        cf_unit_text(out->unit, options->scenario);
    status = cf_library_load(&out->by, CIRCFIN_LIBXLSXWRITER, XLSX_FUNCTIONS(CF_LIBRARY_NAME));
    if (status == CF_OK)
        status = make_path(out);
    if (status != CF_OK)
        return status;
    settings.tmpdir = out->folder.path; /* copied by the library */
    out->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (out->locale != (locale_t)0)
        out->outside = uselocale(out->locale);
    out->book = out->by.workbook_new_opt(out->path, &settings);
    if (out->book == NULL || out->locale == (locale_t)0)
        return CF_NO_MEMORY;
    set_properties(out, options->scenario);
    return out->status;
}

/* ---- closing ---- */

/* libxlsxwriter 1.1.4 does not check writes to its temporary files: on a full disk it packs what it
 * has and reports success. So check those files here, and reserve the room for what it will write,
 * about twice the size of the cells, for a moment. */
static bool is_room(const cf_xlsx *book)
{
    const off_t others = 1 << 20; /* styles, charts, relations */
    lxw_worksheet *sheet;
    int descriptor, error;

    STAILQ_FOREACH(sheet, book->book->worksheets, list_pointers)
    if (sheet->optimize_tmpfile != NULL &&
        (fflush(sheet->optimize_tmpfile) != 0 || ferror(sheet->optimize_tmpfile)))
        return false;
    descriptor = open(book->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return false;
    error = posix_fallocate(descriptor, 0, 2 * (off_t)book->bytes + others);
    close(descriptor);
    errno = error;
    return error != ENOSPC && error != EFBIG;
}

static cf_status close_book(cf_xlsx *book)
{
    lxw_error error;

    errno = 0;
    if (!is_room(book)) {
        errno = errno != 0 ? errno : ENOSPC;
        return CF_IO;
    }
    errno = 0;
    error = book->by.workbook_close(book->book);
    book->book = NULL;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        return CF_NO_MEMORY;
    if (error != LXW_NO_ERROR && errno == 0)
        errno = EIO;
    return error == LXW_NO_ERROR ? CF_OK : CF_IO;
}

cf_status cf_xlsx_finish(cf_xlsx *book, FILE *out)
{
    cf_status status = book->status;

    errno = book->error;
    if (status == CF_OK)
        status = close_book(book);
    return status == CF_OK ? cf_file_copy(out, book->path) : status;
}

void cf_xlsx_release(cf_xlsx *book)
{
    int error = errno;

    if (book->book != NULL)
        book->by.lxw_workbook_free(book->book);
    if (book->locale != (locale_t)0) {
        uselocale(book->outside);
        freelocale(book->locale);
    }
    cf_temporary_remove(&book->folder);
    free(book->path);
    cf_table_free(book->guide);
    cf_buffer_free(&book->scratch);
    cf_buffer_free(&book->path_names);
    cf_arena_free(&book->arena);
    *book = (cf_xlsx){ .status = CF_OK };
    errno = error;
}

/* ---- sheets ---- */

/* Makes a legal name of at most `most` characters: none of []:*?/\, no apostrophe at either end.
 * Counts characters as Excel does, in UTF-16 units. */
static void make_legal(char out[static SHEET_NAME_SIZE], const char *name, int most)
{
    size_t length = 0;
    int units = 0;

    for (; *name != '\0' && length < SHEET_NAME_SIZE - 8; name++) {
        unsigned char byte = (unsigned char)*name;

        if ((byte & 0xC0u) != 0x80u)
            units += byte >= 0xF0u ? 2 : 1;
        if (units > most)
            break;
        out[length++] = byte < 0x20 || strchr("[]:*?/\\", *name) != NULL ? '_' : *name;
    }
    out[length] = '\0';
    if (out[0] == '\'')
        out[0] = '_';
    if (length > 0 && out[length - 1] == '\'')
        out[length - 1] = '_';
    if (length == 0 || strcasecmp(out, "history") == 0) /* a name that Excel reserves */
        strcat(out, "_");
}

static bool name_sheet(char out[static SHEET_NAME_SIZE], cf_xlsx *book, const char *wanted)
{
    const char *clean = cf_xlsx_clean(book, wanted);

    for (int i = 1; clean != NULL && i < MOST_NAMES; i++) {
        char number[16] = "";

        if (i > 1)
            snprintf(number, sizeof number, " (%d)", i);
        make_legal(out, clean, SHEET_NAME_MOST - (int)strlen(number));
        strcat(out, number);
        if (book->by.workbook_get_worksheet_by_name(book->book, out) == NULL)
            return true;
    }
    return false;
}

lxw_worksheet *cf_xlsx_add_sheet(cf_xlsx *book, const char *name)
{
    char own[SHEET_NAME_SIZE];
    lxw_worksheet *sheet = NULL;

    if (book->status != CF_OK)
        return NULL;
    errno = 0;
    if (name_sheet(own, book, name))
        sheet = book->by.workbook_add_worksheet(book->book, own);
    if (sheet == NULL)
        keep_failure(book, errno == 0 || errno == ENOMEM ? CF_NO_MEMORY : CF_IO, errno);
    return sheet;
}
