/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes report.html: one file that loads nothing and can be read without its script. */
#include "documents/html.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "base/memory_file.h"
#include "base/sha256.h"
#include "documents/documents.h"
#include "pictures/svg.h"

static const char style[] = {
#include "page_css.inc"
    , '\0'
};
static const char script[] = {
#include "page_js.inc"
    ,
#include "page_tables_js.inc"
    ,
#include "page_engine_js.inc"
    ,
#include "page_live_js.inc"
    ,
#include "page_what_if_js.inc"
    , '\0'
};

/* ---- pieces --------------------------------------------------------------------------------- */

void cf_html_entity(const cf_html *page, const char *id)
{
    cf_xml_put(page->out, "<bdi>%.100s</bdi>", cf_lookup_name(page->scenario, id));
}

void cf_html_number(const cf_html *page, double amount)
{
    cf_html_bound(page, amount, CF_NEAREST);
}

void cf_html_bound(const cf_html *page, double amount, cf_rounding rounding)
{
    char text[CF_MONEY_SIZE];

    cf_money_bound(text, amount, rounding);
    cf_xml_put(page->out, "%s", text);
}

void cf_html_share(const cf_html *page, double share)
{
    cf_html_share_bound(page, share, CF_NEAREST);
}

void cf_html_share_bound(const cf_html *page, double share, cf_rounding rounding)
{
    char text[CF_MONEY_SIZE];
    size_t number;
    bool known;

    cf_share_bound(text, share, rounding);
    number = strcspn(text, " ");
    known = text[number] != '\0';
    text[number] = '\0';
    cf_xml_put(page->out, known ? "%s\xC2\xA0%%" : "%s", text);
}

const char *cf_html_supplier(const cf_html *page, long row)
{
    return cf_lookup_name(page->scenario, cf_lookup_text(&page->suppliers, row, "entity"));
}

/* ---- the pen of sentences ---- */

static void pen_words(void *to, const char *words)
{
    fputs(words, ((const cf_html *)to)->out);
}

static void pen_name(void *to, const char *name)
{
    cf_xml_put(((const cf_html *)to)->out, "<bdi>%.100s</bdi>", name);
}

/* Number and unit stay on one line. */
static void pen_number(void *to, const char *number, bool strong)
{
    FILE *out = ((const cf_html *)to)->out;

    fputs(strong ? "<b>" : "", out);
    for (; *number != '\0'; number++)
        if (*number == ' ')
            fputs("\xC2\xA0", out);
        else
            cf_xml_put(out, "%c", *number);
    fputs(strong ? "</b>" : "", out);
}

cf_pen cf_html_pen(const cf_html *page)
{
    return (cf_pen){ pen_words, pen_name, pen_number, (void *)page };
}

void cf_html_say(const cf_html *page, cf_sentence *const *sentences, int count,
                 const cf_return *figures)
{
    cf_pen pen = cf_html_pen(page);

    for (int i = 0; i < count; i++) {
        fputs(i > 0 ? " " : "", page->out);
        sentences[i](&pen, figures);
    }
}

void cf_html_deal(const cf_html *page, const char *id, int index)
{
    if (index < 0 || index >= CF_HTML_ROWS)
        cf_xml_put(page->out, "<bdi>%.100s</bdi>", id);
    else
        cf_xml_put(page->out, "<a href=\"#deal-%d\"><bdi>%.100s</bdi></a>", index, id);
}

cf_status cf_html_put_chart(const cf_html *page, cf_html_chart *chart, const cf_report *report,
                            const char *prefix, const char *label)
{
    cf_status status;

    cf_xml_put(page->out,
               "<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" aria-label=\"%s\">\n",
               label);
    status = chart(page->out, report, &(cf_drawing){ .inlined = true, .prefix = prefix });
    fputs("</div>\n", page->out);
    return status;
}

/* ---- the head ------------------------------------------------------------------------------- */

/* The colours of the pictures, then the page's own rules; to be freed. */
static char *style_text(const char *paper)
{
    char *text = NULL;
    cf_memory_file file;

    if (cf_memory_file_open(&file) != CF_OK)
        return NULL;
    cf_svg_style(file.stream);
    fputs(style, file.stream);
    if (paper != NULL)
        fprintf(file.stream, "@page { size: %s; }\n@page wide { size: %s landscape; }\n", paper,
                paper);
    return cf_memory_file_close(&file, &text, NULL) == CF_OK ? text : NULL;
}

/* The SHA-256 of a text, by which a content security policy names what it allows. */
static cf_status put_hash(FILE *out, const char *text)
{
    char digest[CF_SHA256_SIZE], *base64;
    cf_sha256 sum;

    cf_sha256_begin(&sum);
    cf_sha256_add(&sum, text, strlen(text));
    cf_sha256_end_bytes(&sum, digest);
    base64 = cf_base64(digest, sizeof digest);
    if (base64 == NULL)
        return CF_NO_MEMORY;
    fprintf(out, "'sha256-%s'", base64);
    free(base64);
    return CF_OK;
}

/* Nothing may be loaded, and only this style and this script may run, and with the panel the engine
 * that the page itself has; on paper, no script. */
static cf_status put_policy(const cf_html *page, const char *css)
{
    FILE *out = page->out;
    cf_status status;

    fputs("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ",
          out);
    status = put_hash(out, css);
    if (status == CF_OK && page->paper == NULL) {
        fputs("; script-src ", out);
        status = put_hash(out, script);
        fputs(cf_html_has_panel(page->dossier) ? " 'wasm-unsafe-eval'" : "", out);
    }
    fputs("; base-uri 'none'; form-action 'none'\">\n", out);
    return status;
}

static cf_status put_head(const cf_html *page)
{
    char *css = style_text(page->paper);
    cf_status status;

    if (css == NULL)
        return CF_NO_MEMORY;
    cf_xml_put(page->out,
               "<!DOCTYPE html>\n<html lang=\"en\" class=\"%s\">\n<head>\n"
               "<meta charset=\"utf-8\">\n",
               page->dossier->appendix ? "with-appendix" : "without-appendix");
    status = put_policy(page, css);
    cf_xml_put(page->out,
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n"
               "<meta name=\"generator\" content=\"circfin %s\">\n"
               "<title>%.100s \xC2\xB7 circfin</title>\n<style>",
               cf_version(), page->scenario->name);
    fputs(css, page->out);
    fputs("</style>\n</head>\n<body>\n", page->out);
    free(css);
    return status;
}

/* ---- around the sections ----------------------------------------------------------------------
 */

static void put_entries(const cf_html *page, bool first_screen)
{
    for (int p = 0; p < CF_PART_COUNT; p++)
        if (cf_section_is_shown(page->dossier, (cf_part)p) &&
            cf_sections[p].on_first_screen == first_screen)
            cf_xml_put(page->out,
                       cf_sections[p].panel ? "<li class=\"scripted\"><a href=\"#%s\">%s</a></li>\n"
                                            : "<li><a href=\"#%s\">%s</a></li>\n",
                       cf_sections[p].id, cf_sections[p].title);
}

/* In the order of a screen. */
static void put_contents(const cf_html *page)
{
    fputs("<nav id=\"contents\" aria-label=\"Contents\">\n<ol>\n", page->out);
    put_entries(page, true);
    put_entries(page, false);
    fputs("</ol>\n</nav>\n", page->out);
}

static const char *setting(const cf_html *page, const char *name)
{
    for (int i = 0; i < cf_report_setting_count(page->score); i++)
        if (strcmp(cf_report_setting(page->score, i)->name, name) == 0)
            return cf_report_setting(page->score, i)->text;
    return NULL;
}

static void put_header(const cf_html *page)
{
    const char *as_of = setting(page, "as_of");

    fputs("<a class=\"skip\" href=\"#contents\">To the contents</a>\n<header>\n"
          "<p class=\"kicker\">Circular financing</p>\n",
          page->out);
    cf_xml_put(page->out, "<h1 dir=\"auto\">%s</h1>\n", page->scenario->name);
    cf_xml_put(page->out, "<p class=\"facts\">%s", as_of == NULL ? "" : "As of ");
    cf_xml_put(page->out, "%s%sAmounts in %s \xC2\xB7 %s figures of ranges</p>\n", as_of,
               as_of == NULL ? "" : " \xC2\xB7 ", page->unit, setting(page, "case"));
    fputs("</header>\n", page->out);
}

static void put_footer(const cf_html *page)
{
    cf_xml_put(page->out, "<footer>\n<p>Made by circfin %s. ", cf_version());
    fputs(page->paper != NULL
              ? "The folder of a report has all tables as csv files."
              : "All tables are csv files beside this page. The page is one file; it loads "
                "nothing and sends nothing.",
          page->out);
    fputs("</p>\n<p class=\"printed\">Printed without the appendix: every deal and entity with its "
          "sources, and all tables in figures. With it: circfin report --appendix.</p>\n"
          "</footer>\n",
          page->out);
}

static void put_script(const cf_html *page)
{
    fputs("<div id=\"lit\" role=\"status\" hidden></div>\n<script>", page->out);
    fputs(script, page->out);
    fputs("</script>\n", page->out);
}

static cf_status put_section(const cf_html *page, cf_part part)
{
    const cf_section *section = &cf_sections[part];
    cf_status status = CF_OK;
    const char *kind = section->panel             ? "scripted"
                       : section->on_first_screen ? "first-screen"
                       : section->in_appendix     ? "appendix"
                                                  : NULL;

    cf_xml_put(page->out, "<section id=\"%s\"", section->id);
    if (kind != NULL)
        cf_xml_put(page->out, " class=\"%s\"", kind);
    cf_xml_put(page->out, " aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n",
               section->id, section->id,
               section->heading == NULL ? section->title : section->heading);
    if (section->page != NULL)
        status = section->page(page);
    else
        cf_html_put_tables(page, part);
    fputs("</section>\n", page->out);
    return status;
}

static cf_html page_of(FILE *out, const cf_dossier *dossier, const char *paper)
{
    cf_html page = { .out = out,
                     .dossier = dossier,
                     .scenario = dossier->scenario,
                     .score = dossier->parts[CF_PART_SCORE],
                     .suppliers = cf_lookup_of(dossier->parts[CF_PART_SCORE], "suppliers"),
                     .paper = paper };

    cf_unit_text(page.unit, dossier->scenario);
    return page;
}

cf_status cf_html_write_for(FILE *out, const cf_dossier *dossier, const char *paper)
{
    cf_html page = page_of(out, dossier, paper);
    cf_status status = put_head(&page);

    if (status != CF_OK)
        return status;
    put_header(&page);
    fputs("<main>\n", out);
    for (int p = 0; status == CF_OK && p < CF_PART_COUNT; p++) {
        if (cf_section_is_shown(dossier, (cf_part)p) && (paper == NULL || !cf_sections[p].panel))
            status = put_section(&page, (cf_part)p);
        if (p == CF_PART_MONEY) /* behind the first screen */
            put_contents(&page);
    }
    fputs("</main>\n", out);
    put_footer(&page);
    if (paper == NULL)
        put_script(&page);
    fputs("</body>\n</html>\n", out);
    return status;
}

cf_document_write cf_html_write;

cf_status cf_html_write(FILE *out, const cf_dossier *dossier)
{
    return cf_html_write_for(out, dossier, NULL);
}
