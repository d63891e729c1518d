/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_PICTURES_SVG_H
#define CIRCFIN_PICTURES_SVG_H

/*
 * The shared parts of SVG drawings: the frame, the colours, and labels of limited width.
 *
 * Colours are CSS classes, so that one style sheet serves light, dark and print:
 *   cf-paper cf-paper-line         the ground (fill, stroke)
 *   cf-ink cf-muted                text (fill)
 *   cf-halo                        text with a rim of paper, over lines
 *   cf-axis cf-grid                lines (stroke)
 *   cf-capital-line cf-trade-line cf-service-line  money by class (stroke); and ...-fill
 *   cf-s0-line .. cf-s9-line       money that loops back to a supplier (stroke); cf-s0-fill ..
 *   cf-short-fill cf-short-line    funding gaps
 */

#include "base/xml.h"

typedef struct cf_svg_frame {
    double width, height;
    const char *title, *description; /* for screen readers; the title is also a tooltip */
    const char *finding;             /* of a chart: its title says what is found; NULL: `title` */
    const char *prefix;              /* of the ids of both */
    bool inlined;
    double above, around; /* more room above the drawing, and on all sides */
} cf_svg_frame;

/** <svg>, its title, description, style (unless inlined) and ground. */
void cf_svg_begin(FILE *out, const cf_svg_frame *frame);
void cf_svg_end(FILE *out);

/** The rules of all classes above, light and dark, without <style>. */
void cf_svg_style(FILE *out);

/** "#7a5c99" of "capital", "s0" and the like, on light ground; for formats without CSS. */
const char *cf_svg_hex(const char *name);

/** The same of a company by its number, see report/company.h. */
const char *cf_svg_company_hex(int colour);

/** Width in pixels of sans-serif text at a size in pixels, bold if `strong`: that of DejaVu Sans,
 * some 15 % more than most fonts need. Time: O(length). */
double cf_svg_text_width(const char *text, double size, bool strong);

/** The number of bytes of a text that fit on a line of this width in pixels: whole words, at least
 *  one. The next line begins after the spaces that follow. Time: O(result). */
size_t cf_svg_line(const char *text, double size, bool strong, double width);

/** What to write before and after a name, so that a right-to-left name does not reorder the text
 *  around it (U+2068, U+2069); "" for plain names. */
const char *cf_svg_isolate(const char *name);
const char *cf_svg_release(const char *name);

typedef enum cf_svg_anchor { CF_SVG_START, CF_SVG_MIDDLE, CF_SVG_END } cf_svg_anchor;

/** An amount behind a text: its size relative to that of the text, and the pixels before it. */
#define CF_SVG_AMOUNT_SIZE (12.0 / 13.0)
enum { CF_SVG_AMOUNT_GAP = 6 };

/** A text of one line. If it is wider than `width` (0: no limit), it is broken into as many as
 * `lines`, and what does not fit then is cut with an ellipsis, with the whole text as tooltip.
 * `class` is written unescaped. */
typedef struct cf_svg_label {
    const char *text, *class;
    const char
        *amount; /* follows the text wherever that ends, muted; not part of `width`; or NULL */
    bool strong; /* bold */
    double x, y, size, width;
    cf_svg_anchor anchor;
    int lines;    /* 0: one */
    double small; /* size of a text of several lines; 0: `size` */
    bool upwards; /* several lines end at y; else their middle is where one line would be */
} cf_svg_label;

enum { CF_SVG_LINES = 6 }; /* most of a label */

/** The number of lines of a label: 1 where it fits or may not be broken. Time: O(length). */
int cf_svg_label_lines(const cf_svg_label *label);

/** Between the lines of a label, in pixels for one of size. */
#define CF_SVG_LEADING 1.15

void cf_svg_put_label(FILE *out, const cf_svg_label *label);

#endif
