/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame, the colours and the labels of SVG drawings. */
#include "pictures/svg.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

/* ---- colours -------------------------------------------------------------------------------- */

/* Each colour has a fill and a stroke class, light and dark. Contrast is at least 3:1, of
 * text 4.5:1. */
static const struct {
    const char *name, *light, *dark;
} colours[] = {
    { "capital", "#7a5c99", "#b79ad6" }, { "trade", "#8b95a0", "#7d8894" },
    { "short", "#b3261e", "#f28b82" },   { "s0", "#0b6e4f", "#3ecf9b" },
    { "s1", "#c2560c", "#ff9d52" },      { "s2", "#1d5fbf", "#74aaff" },
    { "s3", "#a01a6b", "#f07ac0" },      { "s4", "#7a6a00", "#d9c435" },
    { "s5", "#007a99", "#4cc3e0" },      { "s6", "#8c3b2a", "#e59a87" },
    { "s7", "#4d5760", "#b4bec8" },
};

enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

int cf_svg_colour(int rank)
{
    return rank < 7 ? rank : 7;
}

const char *cf_svg_hex(const char *name)
{
    for (int i = 0; i < COLOUR_COUNT; i++) {
        if (strcmp(colours[i].name, name) == 0)
            return colours[i].light;
    }
    return "#000000";
}

static void put_colours(FILE *out, bool dark)
{
    for (int i = 0; i < COLOUR_COUNT; i++) {
        const char *colour = dark ? colours[i].dark : colours[i].light;

        fprintf(out, ".cf-%s-fill{fill:%s}.cf-%s-line{stroke:%s}\n", colours[i].name, colour,
                colours[i].name, colour);
    }
}

/* librsvg does not support CSS variables, so every rule has its own colour. */
void cf_svg_style(FILE *out)
{
    fputs(".cf-picture{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\","
          "\"DejaVu Sans\",Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}\n"
          ".cf-paper{fill:#fff}.cf-ink{fill:#16202a}.cf-muted{fill:#56626e}\n"
          ".cf-axis{stroke:#56626e;fill:none}.cf-grid{stroke:#dde3e8;fill:none}\n"
          ".cf-strong{font-weight:600}.cf-paper-line{stroke:#fff}\n"
          ".cf-halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}\n",
          out);
    put_colours(out, false);
    fputs("@media screen and (prefers-color-scheme:dark){\n"
          ".cf-paper{fill:#12181e}.cf-ink{fill:#e9eef2}.cf-muted{fill:#a4b0bb}\n"
          ".cf-axis{stroke:#a4b0bb}.cf-grid{stroke:#2d3741}\n"
          ".cf-paper-line{stroke:#12181e}.cf-halo{stroke:#12181e}\n",
          out);
    put_colours(out, true);
    fputs("}\n", out);
}

/* ---- the frame ------------------------------------------------------------------------------ */

void cf_svg_begin(FILE *out, const cf_svg_frame *frame)
{
    if (!frame->inlined)
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    cf_xml_put(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cf-picture\" width=\"%f\" "
               "height=\"%f\" viewBox=\"0 0 %f %f\" role=\"img\" ",
               frame->width, frame->height, frame->width, frame->height);
    cf_xml_put(out,
               "aria-labelledby=\"%stitle %sdesc\">\n<title id=\"%stitle\">%s</title>\n"
               "<desc id=\"%sdesc\">%.1000s</desc>\n",
               frame->prefix, frame->prefix, frame->prefix, frame->title, frame->prefix,
               frame->description);
    if (!frame->inlined) {
        fputs("<style>\n", out);
        cf_svg_style(out);
        fputs("</style>\n", out);
    }
    fputs("<rect class=\"cf-paper\" width=\"100%\" height=\"100%\"/>\n", out);
}

void cf_svg_end(FILE *out)
{
    fputs("</svg>\n", out);
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Widths of ' ' .. '~' in hundredths of the size, between those of Helvetica and of DejaVu Sans,
 * which is some 15 % wider. Any other character counts as wide. */
static const unsigned char widths[95] = {
    31, 38, 44, 80, 61, 90, 76, 26, 38, 38, 48, 80, 31, 35, 31, 34, /* space to / */
    61, 61, 61, 61, 61, 61, 61, 61, 61, 61, 33, 33, 80, 80, 80, 51, /* 0 to ? */
    97, 67, 66, 68, 75, 61, 56, 75, 74, 30, 36, 64, 55, 84, 74, 78, /* @ to O */
    60, 78, 66, 62, 61, 72, 66, 96, 66, 60, 67, 38, 34, 38, 80, 50, /* P to _ */
    50, 60, 62, 54, 62, 60, 36, 62, 62, 28, 30, 57, 28, 95, 62, 60, /* ` to o */
    62, 62, 41, 52, 40, 62, 58, 80, 58, 58, 53, 62, 34, 62, 80,     /* p to ~ */
};

enum { WIDE = 100, LATIN = 62, FIRST_WIDE = 0x1100 };

static double width_of(unsigned code)
{
    if (code >= 0x20 && code < 0x7F)
        return widths[code - 0x20] / 100.0;
    return (code < FIRST_WIDE ? LATIN : WIDE) / 100.0;
}

/* The number of bytes of a text that fit; *width gets their width. */
static size_t fit(const char *text, double size, double limit, double *width)
{
    size_t left = strlen(text), taken = 0;

    *width = 0.0;
    while (taken < left) {
        unsigned code = 0xFFFD;
        size_t length = cf_text_character(text + taken, left - taken, &code);
        double more = width_of(code) * size;

        if (*width + more > limit)
            break;
        *width += more;
        taken += length == 0 ? 1 : length;
    }
    return taken;
}

double cf_svg_text_width(const char *text, double size)
{
    double width;

    fit(text, size, 1e9, &width);
    return width;
}

size_t cf_svg_line(const char *text, double size, double width)
{
    double used;
    size_t taken = fit(text, size, width, &used), words = taken;

    if (text[taken] == '\0')
        return taken;
    while (words > 0 && text[words] != ' ')
        words--;
    return words > 0 ? words : taken + strcspn(text + taken, " ");
}

static void put_cut(FILE *out, const char *text, size_t length)
{
    char part[256];

    length = length < sizeof part ? length : 0;
    memcpy(part, text, length);
    part[length] = '\0';
    cf_xml_put(out, "%s\xE2\x80\xA6", part);
}

void cf_svg_put_label(FILE *out, const cf_svg_label *label)
{
    static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
    double limit = label->width > 0 ? label->width : 1e9, width;
    bool whole = fit(label->text, label->size, limit, &width) == strlen(label->text);

    cf_xml_put(out, "<text x=\"%f\" y=\"%f\" font-size=\"%f\"", label->x, label->y, label->size);
    fprintf(out, " class=\"%s\"%s>", label->class, anchors[label->anchor]);
    if (whole) {
        cf_xml_text(out, label->text);
    } else {
        cf_xml_put(out, "<title>%.100s</title>", label->text);
        put_cut(out, label->text, fit(label->text, label->size, limit - label->size, &width));
    }
    fputs("</text>\n", out);
}
