/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a Sankey diagram: what is found, the scenario, more about it, the view. */
#include "pictures/head.h"
#include "pictures/sankey.h"
#include "pictures/words.h"

enum { OTHERS = 2 }; /* suppliers beside the first that are told of */

/* Bounds of the first supplier, and what comes back to the next. */
static void write_more(cf_buffer *buffer, const cf_report *report)
{
    const cf_picture *picture = cf_report_picture(report);
    cf_pen pen = cf_words_pen(buffer);
    const char *names[1 + OTHERS];
    cf_return figures[1 + OTHERS];
    int count = 0;

    for (; count < picture->supplier_count && count < 1 + OTHERS; count++) {
        names[count] = picture->entities[picture->suppliers[count].entity].name;
        figures[count] = cf_words_figures(report, &picture->suppliers[count], &names[count]);
    }
    if (count == 0)
        return;
    cf_sentence_return(&pen, &figures[0]);
    cf_buffer_add(buffer, " ");
    cf_sentence_bounds(&pen, &figures[0]);
    cf_buffer_add(buffer, count > 1 && figures[1].pro_rata > 0.0 ? " " : "");
    cf_sentence_next(&pen, &figures[1], count - 1);
}

cf_status cf_sankey_write_words(cf_sankey_words *out, const cf_report *report,
                                const cf_drawing *drawing)
{
    if (drawing->title != NULL)
        cf_buffer_add(&out->title, drawing->title);
    else
        cf_words_finding(&out->title, report);
    write_more(&out->text, report);
    out->brief = drawing->inlined;
    cf_words_nobody(&out->story, report);
    return cf_sankey_write_view(out, report);
}

cf_status cf_sankey_write_view(cf_sankey_words *out, const cf_report *report)
{
    cf_words_view(&out->view, report);
    return out->title.failed || out->text.failed || out->story.failed || out->view.failed
               ? CF_NO_MEMORY
               : CF_OK;
}

void cf_sankey_free_words(cf_sankey_words *words)
{
    cf_buffer_free(&words->title);
    cf_buffer_free(&words->text);
    cf_buffer_free(&words->story);
    cf_buffer_free(&words->view);
}

double cf_sankey_put_head(FILE *out, const cf_sankey_words *words, const char *subtitle,
                          double width)
{
    bool brief = words->brief;

    return cf_head_put(out, &(cf_head){ .title = brief ? NULL : cf_buffer_text(&words->title),
                                        .subtitle = brief ? NULL : subtitle,
                                        .text = brief ? NULL : cf_buffer_text(&words->text),
                                        .story = cf_buffer_text(&words->story),
                                        .view = brief ? NULL : cf_buffer_text(&words->view),
                                        .title_size = CF_SANKEY_TITLE,
                                        .text_size = 14.0,
                                        .view_size = 12.0,
                                        .left = CF_SANKEY_MARGIN,
                                        .top = 12.0,
                                        .width = width });
}
