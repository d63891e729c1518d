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
    { "service", "#9a7b2f", "#cdb06a" }, { "short", "#b3261e", "#f28b82" },
    { "s0", "#0b6e4f", "#3ecf9b" },      { "s1", "#c2560c", "#ff9d52" },
    { "s2", "#1d5fbf", "#74aaff" },      { "s3", "#a01a6b", "#f07ac0" },
    { "s4", "#7a6a00", "#d9c435" },      { "s5", "#007a99", "#4cc3e0" },
    { "s6", "#8c3b2a", "#e59a87" },      { "s7", "#5a3fc0", "#ab9bff" },
    { "s8", "#3f7d20", "#93d66b" },      { "s9", "#4d5760", "#b4bec8" },
};

enum { COLOUR_COUNT = sizeof colours / sizeof *colours };

const char *cf_svg_hex(const char *name)
{
    for (int i = 0; i < COLOUR_COUNT; i++) {
        if (strcmp(colours[i].name, name) == 0)
            return colours[i].light;
    }
    return "#000000";
}

const char *cf_svg_company_hex(int colour)
{
    char name[16];

    snprintf(name, sizeof name, "s%d", colour);
    return cf_svg_hex(name);
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
          ".cf-paper-line{stroke:#fff}\n"
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
    double left = 0.0 - frame->around, top = 0.0 - frame->around - frame->above;
    double width = frame->width - 2.0 * left, height = frame->height + frame->around - top;

    if (!frame->inlined)
        fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
    cf_xml_put(out,
               "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cf-picture\" width=\"%f\" "
               "height=\"%f\" viewBox=\"%f %f %f %f\" role=\"img\" ",
               width, height, left, top, width, height);
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
    if (left < 0.0 || top < 0.0)
        cf_xml_put(out, "<rect class=\"cf-paper\" x=\"%f\" y=\"%f\" ", left, top);
    else
        fputs("<rect class=\"cf-paper\" ", out);
    fputs("width=\"100%\" height=\"100%\"/>\n", out);
}

void cf_svg_end(FILE *out)
{
    fputs("</svg>\n", out);
}

/* ---- labels --------------------------------------------------------------------------------- */

/* Widths of ' ' .. '~' in hundredths of the size: those of DejaVu Sans and DejaVu Sans Bold, which
 * a bare system has and which are wider than Helvetica and its likes. */
static const unsigned char widths[2][95] = {
    {
        32, 41, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 37,  32, 34, 64, 64, 64,
        64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 77, 64,
        58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64,  62, 74, 69, 99, 69,
        62, 69, 39, 34, 39, 84, 50, 50, 62, 64, 55, 64, 62, 36,  64, 64, 28, 28, 58,
        28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60,  53, 64, 34, 64, 84,
    },
    {
        35, 46,  53, 84, 70, 101, 88, 31,  46, 46, 53, 84, 38, 42,  38, 37, 70, 70,  70,
        70, 70,  70, 70, 70, 70,  70, 40,  40, 84, 84, 84, 58, 100, 78, 77, 74, 83,  69,
        69, 83,  84, 38, 38, 78,  64, 100, 84, 85, 74, 85, 77, 72,  69, 82, 78, 111, 78,
        73, 73,  46, 37, 46, 84,  50, 50,  68, 72, 60, 72, 68, 44,  72, 72, 35, 35,  67,
        35, 105, 72, 69, 72, 72,  50, 60,  48, 72, 66, 93, 65, 66,  59, 72, 37, 72,  84,
    },
};

/* The same of all others, from the first of each range on: the usual letter, or a symbol. */
static const struct {
    unsigned first;
    unsigned char widths[2];
} ranges[] = {
    { 0x7F, { 70, 78 } },     { 0x300, { 0, 0 } },      /* marks on the letter before */
    { 0x370, { 76, 86 } },    { 0x1100, { 110, 110 } }, /* from here on, ideographs and symbols */
    { 0x1E00, { 70, 78 } },   { 0x2000, { 100, 100 } },  { 0x200B, { 0, 0 } }, /* joiners */
    { 0x2010, { 100, 104 } }, { 0x202A, { 0, 0 } },                            /* directions */
    { 0x202F, { 100, 104 } }, { 0x2060, { 0, 0 } },      { 0x2070, { 110, 110 } },
    { 0xFE00, { 0, 0 } },                                /* variants of the character before */
    { 0xFE10, { 110, 110 } }, { 0x1F000, { 135, 135 } }, /* emoji */
};

static double width_of(unsigned code, bool strong)
{
    size_t range = sizeof ranges / sizeof *ranges;

    if (code >= 0x20 && code < 0x7F)
        return widths[strong][code - 0x20] / 100.0;
    while (range > 1 && ranges[range - 1].first > code)
        range--;
    return ranges[range - 1].widths[strong] / 100.0;
}

/* The number of bytes of a text, of which `left` count, that fit; *width gets their width. */
static size_t fit(const char *text, size_t left, double size, bool strong, double limit,
                  double *width)
{
    size_t taken = 0;

    *width = 0.0;
    while (taken < left) {
        unsigned code = 0xFFFD;
        size_t length = cf_text_character(text + taken, left - taken, &code);
        double more = width_of(code, strong) * size;

        if (*width + more > limit)
            break;
        *width += more;
        taken += length == 0 ? 1 : length;
    }
    return taken;
}

double cf_svg_text_width(const char *text, double size, bool strong)
{
    double width;

    fit(text, strlen(text), size, strong, 1e9, &width);
    return width;
}

size_t cf_svg_line(const char *text, double size, bool strong, double width)
{
    double used;
    size_t taken = fit(text, strlen(text), size, strong, width, &used), words = taken;

    if (text[taken] == '\0')
        return taken;
    while (words > 0 && text[words] != ' ')
        words--;
    return words > 0 ? words : taken + strcspn(text + taken, " ");
}

static bool is_ascii(const char *text)
{
    while (*text != '\0' && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

const char *cf_svg_isolate(const char *name)
{
    return is_ascii(name) ? "" : "\xE2\x81\xA8";
}

const char *cf_svg_release(const char *name)
{
    return is_ascii(name) ? "" : "\xE2\x81\xA9";
}

/* As much of a text as fits, with an ellipsis where that is not all. */
static void put_words(FILE *out, const char *text, size_t whole, const cf_svg_label *label,
                      double size)
{
    double limit = label->width > 0 ? label->width : 1e9, width;
    char part[512];
    size_t length;

    if (whole >= sizeof part)
        whole = sizeof part - 1; /* wider than any label */
    memcpy(part, text, whole);
    part[whole] = '\0';
    length = fit(part, whole, size, label->strong, limit, &width);
    if (length == whole) {
        cf_xml_text(out, part);
        return;
    }
    part[fit(part, whole, size, label->strong, limit - size, &width)] = '\0';
    cf_xml_put(out, "%s\xE2\x80\xA6", part);
}

/* ---- lines of a label ---- */

typedef struct broken {
    const char *at[CF_SVG_LINES];
    size_t length[CF_SVG_LINES];
    int count;
    double size;
    bool is_cut;
} broken;

static bool exceeds(const cf_svg_label *label, const char *text, size_t length, double size)
{
    double width;

    return label->width > 0 &&
           fit(text, length, size, label->strong, label->width, &width) < length;
}

/* Whole words on each line; what is left is on the last. */
static broken break_label(const cf_svg_label *label)
{
    bool several =
        label->lines > 1 && exceeds(label, label->text, strlen(label->text), label->size);
    broken text = { .size = several && label->small > 0.0 ? label->small : label->size };
    const char *rest = label->text;
    int most = several ? label->lines < CF_SVG_LINES ? label->lines : CF_SVG_LINES : 1;

    do {
        size_t length = text.count + 1 == most
                            ? strlen(rest)
                            : cf_svg_line(rest, text.size, label->strong, label->width);

        text.at[text.count] = rest;
        text.length[text.count++] = length;
        text.is_cut = text.is_cut || exceeds(label, rest, length, text.size);
        rest += length;
        rest += strspn(rest, " ");
    } while (*rest != '\0');
    return text;
}

int cf_svg_label_lines(const cf_svg_label *label)
{
    return break_label(label).count;
}

static void put_lines(FILE *out, const cf_svg_label *label, const broken *text)
{
    double leading = CF_SVG_LEADING * text->size;

    for (int i = 0; i < text->count; i++) {
        if (i > 0)
            cf_xml_put(out, "<tspan x=\"%f\" dy=\"%f\">", label->x, leading);
        put_words(out, text->at[i], text->length[i], label, text->size);
        fputs(i > 0 ? "</tspan>" : "", out);
    }
}

void cf_svg_put_label(FILE *out, const cf_svg_label *label)
{
    static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
    bool goes_on = label->amount != NULL && *label->amount != '\0';
    broken text = break_label(label);
    double above = CF_SVG_LEADING * text.size * (text.count - 1) / (label->upwards ? 1.0 : 2.0);

    cf_xml_put(out, "<text x=\"%f\" y=\"%f\" font-size=\"%f\"", label->x, label->y - above,
               text.size);
    fprintf(out, " class=\"%s\"%s%s>", label->class, label->strong ? " font-weight=\"600\"" : "",
            anchors[label->anchor]);
    if (text.is_cut)
        cf_xml_put(out, "<title>%.100s</title>", label->text);
    fputs(goes_on ? cf_svg_isolate(label->text) : "", out);
    put_lines(out, label, &text);
    fputs(goes_on ? cf_svg_release(label->text) : "", out);
    if (goes_on)
        cf_xml_put(out,
                   "<tspan class=\"cf-muted\" font-weight=\"400\" font-size=\"%f\" dx=\"%d\">%s"
                   "</tspan>",
                   CF_SVG_AMOUNT_SIZE * text.size, CF_SVG_AMOUNT_GAP, label->amount);
    fputs("</text>\n", out);
}
