/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The page as a PDF, printed by Chromium:
 *
 *   cf_html_write_for ──► TMPDIR/circfin-.../page.html ──► browser ──► page.pdf ──► the file
 *
 * The folder has the browser's profile as well, and goes with it.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/child.h"
#include "base/memory_file.h"
#include "base/options.h"
#include "base/target.h"
#include "base/vec.h"
#include "circfin/dossier.h"
#include "documents/html.h"

#define MOST_SECONDS 300.0

enum { MOST_HOME = 56 };

const char *const cf_paper_names[CF_PAPER_COUNT] = { "a4", "letter" };

/* ---- the browser ----------------------------------------------------------------------------- */

static bool is_program(const char *path)
{
    struct stat found;

    return stat(path, &found) == 0 && S_ISREG(found.st_mode) && access(path, X_OK) == 0;
}

/* The path of a program in PATH, to be freed; *out is NULL where there is none. */
static cf_status find_in_path(char **out, const char *name)
{
    const char *path = getenv("PATH");

    *out = NULL;
    while (path != NULL && *path != '\0') {
        size_t length = strcspn(path, ":");
        char *found = cf_path_format("%.*s/%s", (int)length, path, name);

        if (found == NULL)
            return CF_NO_MEMORY;
        if (length > 0 && is_program(found)) {
            *out = found;
            return CF_OK;
        }
        free(found);
        path += length + (path[length] == ':');
    }
    return CF_OK;
}

static cf_status no_browser(const char *asked, cf_diags *diags)
{
    static const char hint[] = "install Chromium (Debian: apt install chromium), or print "
                               "report.html from a browser";

    if (asked != NULL)
        return cf_refuse(diags, CF_CODE_NO_BROWSER, hint,
                         "CIRCFIN_BROWSER must name a program, but is \"%.200s\"", asked);
    return cf_refuse(diags, CF_CODE_NO_BROWSER, hint,
                     "a PDF is printed by Chromium, and there is none in PATH");
}

static cf_status find_browser(char **out, cf_diags *diags)
{
    static const char *const names[] = { "chromium", "chromium-browser", "google-chrome-stable",
                                         "google-chrome" };
    const char *asked = getenv("CIRCFIN_BROWSER");
    cf_status status = CF_OK;

    *out = NULL;
    if (asked != NULL && *asked != '\0') {
        if (!is_program(asked))
            return no_browser(asked, diags);
        *out = cf_path_format("%s", asked);
        return *out == NULL ? CF_NO_MEMORY : CF_OK;
    }
    for (int i = 0; status == CF_OK && *out == NULL && i < CF_COUNT_OF(names); i++)
        status = find_in_path(out, names[i]);
    return status == CF_OK && *out == NULL ? no_browser(NULL, diags) : status;
}

cf_status cf_dossier_check_print(const char *file, cf_diags *diags)
{
    char *browser;
    cf_target target;
    cf_status status = find_browser(&browser, diags);

    free(browser);
    if (status != CF_OK)
        return status;
    status = cf_target_open(&target, file, diags);
    cf_target_release(&target);
    return status;
}

/* ---- printing -------------------------------------------------------------------------------- */

struct print {
    cf_temporary folder;
    char *browser, *home, *page, *profile, *pdf; /* paths; the last two behind an option's name */
};

/* In the child: becomes the browser. */
static void browse(FILE *out, void *data)
{
    const struct print *print = data;
    const char *const words[] = {
        print->browser,
        "--headless",
        geteuid() == 0 ? "--no-sandbox" : "--disable-gpu", /* as root it has none */
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-sync",
        "--no-first-run",
        "--no-default-browser-check",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--no-pdf-header-footer",
        print->profile,
        print->pdf,
        print->page,
        NULL,
    };

    (void)out;
    if (strlen(print->home) < MOST_HOME) /* it puts a socket there, whose path has to be short */
        (void)setenv("TMPDIR", print->home, 1);
    execv(print->browser, (char *const *)words);
    _exit(1);
}

static cf_status name_paths(struct print *print)
{
    char *folder = realpath(print->folder.path, NULL); /* no option, whatever TMPDIR is */

    if (folder == NULL)
        return errno == ENOMEM ? CF_NO_MEMORY : CF_IO;
    print->home = folder;
    print->page = cf_path_format("%s/page.html", folder);
    print->profile = cf_path_format("--user-data-dir=%s/profile", folder);
    print->pdf = cf_path_format("--print-to-pdf=%s/page.pdf", folder);
    return print->page == NULL || print->profile == NULL || print->pdf == NULL ? CF_NO_MEMORY
                                                                               : CF_OK;
}

static void release(struct print *print)
{
    cf_temporary_remove(&print->folder);
    free(print->browser);
    free(print->home);
    free(print->page);
    free(print->profile);
    free(print->pdf);
}

static cf_status write_page(const struct print *print, const cf_dossier *dossier, cf_paper paper)
{
    static const char *const sizes[CF_PAPER_COUNT] = { "A4", "letter" };
    FILE *out = fopen(print->page, "wb");
    cf_status status, closed;

    if (out == NULL)
        return CF_IO;
    status = cf_html_write_for(out, dossier, sizes[paper]);
    closed = cf_stream_close(out, false);
    return status == CF_OK ? closed : status;
}

typedef CF_VEC(char) bytes;

/* Ends with a zero byte that does not count. */
static cf_status read_all(bytes *out, const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t count = 1;

    if (in == NULL)
        return CF_IO;
    while (count > 0) {
        if (!cf_vec_reserve(out, out->count + (1 << 16) + 1)) {
            fclose(in);
            return CF_NO_MEMORY;
        }
        count = fread(out->at + out->count, 1, 1 << 16, in);
        out->count += (int)count;
    }
    out->at[out->count] = '\0';
    return fclose(in) == 0 ? CF_OK : CF_IO;
}

/* Dates it by the scenario: "/CreationDate (D:20261130104237+00'00')". The clock would make every
 * run differ. */
static void date(bytes *pdf, const cf_scenario *scenario)
{
    static const char *const keys[] = { "/CreationDate (D:", "/ModDate (D:" };
    char day[16], digits[15];

    cf_day_format(day, scenario->as_of == CF_NO_DAY ? 0 : scenario->as_of);
    snprintf(digits, sizeof digits, "%.4s%.2s%.2s000000", day, day + 5, day + 8);
    for (int k = 0; k < CF_COUNT_OF(keys); k++) {
        size_t length = strlen(keys[k]);

        for (int i = 0; (size_t)i + length + 14 < (size_t)pdf->count; i++)
            if (pdf->at[i] == '/' && memcmp(pdf->at + i, keys[k], length) == 0) {
                memcpy(pdf->at + i + length, digits, 14);
                break;
            }
    }
}

/* The number in "(node00000125)", an element of the page that the PDF refers to; -1: none here. */
static long element_at(const bytes *pdf, int at)
{
    static const char begin[] = "(node";
    int digits = at + (int)strlen(begin);

    if (pdf->at[at] != '(' || at + 14 > pdf->count || pdf->at[at + 13] != ')' ||
        memcmp(pdf->at + at, begin, strlen(begin)) != 0 ||
        strspn(pdf->at + digits, "0123456789") != 8)
        return -1;
    return strtol(pdf->at + digits, NULL, 10);
}

static int by_number(const void *a, const void *b)
{
    long left = *(const long *)a, right = *(const long *)b;

    return (left > right) - (left < right);
}

/* Numbers its elements 0, 1, 2 in the order of their numbers, which differ from run to run. */
static cf_status number_elements(bytes *pdf)
{
    CF_VEC(long) found = { NULL };
    int distinct = 0;
    bool good = true;

    for (int i = 0; i < pdf->count && good; i++)
        if (element_at(pdf, i) >= 0)
            good = cf_vec_push(&found, element_at(pdf, i));
    if (good && found.count > 0)
        qsort(found.at, (size_t)found.count, sizeof *found.at, by_number);
    for (int i = 0; i < found.count; i++)
        if (i == 0 || found.at[i] != found.at[distinct - 1])
            found.at[distinct++] = found.at[i];
    for (int i = 0; i < pdf->count && good; i++) {
        long number = element_at(pdf, i);
        const long *at =
            number < 0 ? NULL
                       : bsearch(&number, found.at, (size_t)distinct, sizeof *found.at, by_number);
        char digits[9];

        if (at == NULL)
            continue;
        snprintf(digits, sizeof digits, "%08d", (int)(at - found.at));
        memcpy(pdf->at + i + strlen("(node"), digits, 8);
    }
    free(found.at);
    return good ? CF_OK : CF_NO_MEMORY;
}

static cf_status not_printed(const struct print *print, const char *why, cf_diags *diags)
{
    cf_status status = cf_refuse(diags, CF_CODE_NOT_PRINTED,
                                 "print report.html from a browser, or name another with "
                                 "CIRCFIN_BROWSER",
                                 "%.200s %s", print->browser, why);

    return status == CF_BAD_OPTION ? CF_IO : status;
}

static cf_status run_browser(bytes *out, struct print *print, cf_diags *diags)
{
    char *answer;
    size_t size;
    cf_child_end end;
    cf_status status = cf_child_run(&answer, &size, &end, browse, print, MOST_SECONDS);

    free(answer);
    if (status != CF_OK)
        return status;
    if (end == CF_CHILD_LATE)
        return not_printed(print, "took too long to print the page", diags);
    if (end == CF_CHILD_DONE)
        status = read_all(out, strchr(print->pdf, '=') + 1);
    if (status == CF_NO_MEMORY)
        return status;
    if (end != CF_CHILD_DONE || status != CF_OK || out->count < 5 ||
        memcmp(out->at, "%PDF-", 5) != 0)
        return not_printed(print, "did not print the page", diags);
    return CF_OK;
}

static cf_status write_file(const char *file, const bytes *pdf, cf_diags *diags)
{
    cf_target target;
    cf_status status = cf_target_open(&target, file, diags);

    if (status == CF_OK) {
        fwrite(pdf->at, 1, (size_t)pdf->count, target.stream);
        status = cf_target_finish(&target, diags);
    }
    cf_target_release(&target);
    return status;
}

static cf_status make(bytes *pdf, struct print *print, const cf_dossier *dossier, cf_paper paper,
                      cf_diags *diags)
{
    cf_status status = find_browser(&print->browser, diags);

    if (status != CF_OK)
        return status;
    errno = 0;
    status = cf_temporary_new_folder(&print->folder);
    if (status == CF_OK)
        status = name_paths(print);
    if (status == CF_OK)
        status = write_page(print, dossier, paper);
    if (status == CF_IO)
        return cf_target_add_temporary_error("the page", errno, diags);
    return status == CF_OK ? run_browser(pdf, print, diags) : status;
}

cf_status cf_dossier_print(const cf_dossier *dossier, const char *file, cf_paper paper,
                           cf_diags *diags)
{
    struct print print = { .browser = NULL, .folder = { .lock = -1 } };
    bytes pdf = { NULL };
    cf_status status = make(&pdf, &print, dossier, paper, diags);

    release(&print);
    if (status == CF_OK)
        status = number_elements(&pdf);
    if (status == CF_OK) {
        date(&pdf, dossier->scenario);
        status = write_file(file, &pdf, diags);
    }
    free(pdf.at);
    return status;
}
