/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws the head of a picture: title, subtitle, sentences and view, each broken into lines. */
#include "pictures/head.h"

#include <string.h>

#include "pictures/svg.h"

enum { TITLE_LINES = 3, TEXT_LINES = 4, LINE_SIZE = 1024 };
#define LEADING 1.25
#define GAP 0.35 /* above a paragraph, of its size */

typedef struct paragraph {
    const char *text, *class;
    double size;
    int lines;
    bool strong;
} paragraph;

static void put_line(FILE *out, const cf_head *head, const paragraph *of, const char *text,
                     size_t length, double y)
{
    char line[LINE_SIZE];

    length = length < sizeof line ? length : sizeof line - 1;
    memcpy(line, text, length);
    line[length] = '\0';
    cf_svg_put_label(out, &(cf_svg_label){ .text = line,
                                           .class = of->class,
                                           .strong = of->strong,
                                           .x = head->left,
                                           .y = y,
                                           .size = of->size,
                                           .width = head->width });
}

/* From y on; the last line gets what is left, and is cut. */
static double put_paragraph(FILE *out, const cf_head *head, const paragraph *of, double y)
{
    const char *rest = of->text;

    if (rest == NULL || *rest == '\0')
        return y;
    y += GAP * of->size;
    for (int i = 1; *rest != '\0'; i++) {
        size_t length =
            i == of->lines ? strlen(rest) : cf_svg_line(rest, of->size, of->strong, head->width);

        y += LEADING * of->size;
        if (out != NULL)
            put_line(out, head, of, rest, length, y - (LEADING - 1.0) * of->size);
        rest += length;
        rest += strspn(rest, " ");
    }
    return y;
}

double cf_head_put(FILE *out, const cf_head *head)
{
    const paragraph paragraphs[] = {
        { head->title, "cf-ink", head->title_size, TITLE_LINES, true },
        { head->subtitle, "cf-ink", head->text_size, TITLE_LINES, false },
        { head->text, "cf-ink", head->text_size, TEXT_LINES, false },
        { head->story, "cf-short-fill", head->text_size, TEXT_LINES, false },
        { head->view, "cf-muted", head->view_size, TEXT_LINES, false },
    };
    double y = head->top;

    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        y = put_paragraph(out, head, &paragraphs[i], y);
    return y;
}

void cf_told_take(cf_told *told, const cf_head *head, const char *description)
{
    cf_buffer_add(&told->title, head->title);
    cf_buffer_add(&told->subtitle, head->subtitle == NULL ? "" : head->subtitle);
    cf_buffer_add(&told->view, head->view);
    cf_buffer_add(&told->description, description == NULL ? "" : description);
    told->has_rows = true;
}

void cf_told_free(cf_told *told)
{
    cf_buffer_free(&told->title);
    cf_buffer_free(&told->subtitle);
    cf_buffer_free(&told->view);
    cf_buffer_free(&told->description);
}
