/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing as a whole: what is written, from a report to SVG. */
#include "drawn.h"
#include "small_picture.h"
#include "report/sentences.h"
#include "pictures/svg.h"

static cf_scenario *scenario;
static cf_report *report;
static char *text;

static void draw(cf_scenario *of, const char *options, const char *top, bool inlined)
{
    const cf_param params[] = { { "style", "sankey" }, { "top", top } };

    scenario = of;
    report = picture_of(scenario, options, params, 2);
    text = bytes_of(inlined ? draw_inlined : draw_alone, report, NULL);
}

static void end(void)
{
    free(text);
    cf_report_free(report);
    cf_scenario_free(scenario);
}

TestSuite(sankey, .fini = end);

Test(sankey, says_the_answer_in_a_sentence)
{
    draw(scenario_in("textbook/chip-maker.json"), "", "all", false);
    expect_part(text,
                ">Of the USD 100 bn that Chip maker has invested, USD 60 bn (60.0 %) comes back "
                "as its revenue if money mixes pro rata.");
}

/* What is said above a picture of suppliers that its scenario does not have. */
static void say(cf_sankey_words *out, const cf_picture_supplier *suppliers, int count)
{
    static const cf_picture_entity entities[] = {
        { .name = "A", .members = 1 },
        { .name = "\xD7\x91" /* reads from right to left */, .members = 1, .out = 9, .assumed = 7 }
    };
    static cf_picture picture;

    picture = (cf_picture){ .entities = entities,
                            .entity_count = 2,
                            .suppliers = suppliers,
                            .supplier_count = count,
                            .all_amount = 20 };
    scenario = scenario_in("textbook/chip-maker.json");
    report = picture_of(scenario, "", NULL, 0);
    cf_report_set_picture(report, &picture);
    *out = (cf_sankey_words){ .title = { NULL } };
    assert_ok(cf_sankey_write_words(out, report, &(cf_drawing){ .prefix = "" }));
}

Test(sankey, says_above_what_is_found_and_of_whom)
{
    static const cf_picture_supplier suppliers[] = {
        { .entity = 0,
          .invested = 9,
          .loopback_pro_rata = 2,
          .loopback_min = 1,
          .loopback_max = 3,
          .loopback_open = 4 },
        { .entity = 1,
          .invested = 8,
          .loopback_pro_rata = 1,
          .loopback_min = NAN,
          .loopback_max = NAN },
    };
    cf_sankey_words words;

    say(&words, suppliers, 2);
    cr_expect_str_eq(cf_buffer_text(&words.title),
                     "22.2 % of the USD 9 bn that A has invested comes back as its revenue; with "
                     "deals of unknown amount (open), up to 4 can");
    cr_expect_str_eq(cf_buffer_text(&words.text),
                     "Of the USD 9 bn that A has invested, USD 2 bn (22.2 %) comes back as its "
                     "revenue if money mixes pro rata. At least 1 must have come back, whatever "
                     "was done with the money, and at most 3 can have (up to 4 if deals of unknown "
                     "amount carried it). Next: \xE2\x81\xA8\xD7\x91\xE2\x81\xA9, 1 of 8.");
    cr_expect_str_eq(cf_buffer_text(&words.story), "Nobody is shown to have USD 7 bn of the 9 that "
                                                   "\xE2\x81\xA8\xD7\x91\xE2\x81\xA9 is to pay.");
    cf_sankey_free_words(&words);
}

Test(sankey, says_what_must_come_back_where_that_tells_more)
{
    static const cf_picture_supplier suppliers[] = { { .entity = 0,
                                                       .invested = 120,
                                                       .loopback_pro_rata = 105,
                                                       .loopback_min = 101.818,
                                                       .loopback_max = 112.168,
                                                       .loopback_open = 112.168 } };
    cf_sankey_words words;

    say(&words, suppliers, 1);
    cr_expect_str_eq(cf_buffer_text(&words.title), "At least 101 of the USD 120 bn that A has "
                                                   "invested must come back as its revenue");
    cf_sankey_free_words(&words);
    end();
    say(&words, suppliers, 0);
    cr_expect_str_eq(cf_buffer_text(&words.title),
                     "No entity both invests in others and has revenue");
    cf_sankey_free_words(&words);
}

Test(sankey, marks_every_edge_and_entity_once)
{
    const cf_picture *picture;

    draw(scenario_in("ai-deals.json"), "", "all", false);
    picture = cf_report_picture(report);
    cr_assert_gt(picture->edge_count, 50);
    for (int e = 0; e < picture->edge_count; e++) {
        char mark[64];

        snprintf(mark, sizeof mark, "data-edge=\"%d\"", e);
        cr_expect_eq(count_of(text, mark), 1);
    }
    cr_expect_eq(count_of(text, "class=\"cf-entity\""), picture->entity_count);
    cr_expect_eq(count_of(text, "data-entity=\"nvidia\""), 1);
    expect_part(text, "data-suppliers=\"nvidia microsoft amazon google\"");
    expect_part(text, "\nnvidia-openai-30: 30, completed");
}

Test(sankey, of_a_page_has_neither_prolog_nor_style)
{
    draw(scenario_in("textbook/closed-ring.json"), "", "all", true);
    cr_expect_eq(strncmp(text, "<svg", 4), 0);
    cr_expect_eq(count_of(text, "<style>"), 0);
    expect_part(text, "id=\"p-title\"");
}

Test(sankey, is_the_same_whenever_it_is_drawn)
{
    char *before;

    draw(scenario_in("ai-deals.json"), "--view headline", "24", false);
    before = text;
    cf_report_free(report);
    cf_scenario_free(scenario);
    draw(scenario_in("ai-deals.json"), "--view headline", "24", false);
    cr_expect_str_eq(text, before);
    free(before);
}

/* ---- where returning money begins and ends ---- */

static void ends_of(int edge, double *x, double *y, double *end_x, double *end_y)
{
    char mark[64];
    const char *path, *last;

    snprintf(mark, sizeof mark, "data-edge=\"%d\"", edge);
    path = strstr(strstr(text, mark), " d=\"");
    cr_assert_eq(sscanf(path, " d=\"M%lf %lf", x, y), 2);
    for (last = path + 4; *last != '"'; last++)
        *end_x = *last == 'H' ? atof(last + 1) : *end_x;
    while (*last != 'A')
        last--;
    cr_assert_eq(sscanf(last, "A%*f %*f %*f %*f %*f %*f %lf", end_y), 1);
}

static void bar_of(const char *entity, double *x, double *y, double *height)
{
    char mark[64];

    snprintf(mark, sizeof mark, "data-entity=\"%s\"", entity);
    cr_assert_eq(sscanf(strstr(strstr(text, mark), "<rect"),
                        "<rect x=\"%lf\" y=\"%lf\" width=\"13\" height=\"%lf\"", x, y, height),
                 3);
}

Test(sankey, has_returning_money_run_from_the_right_of_its_payer_to_the_left_of_its_payee)
{
    double from[3], to[3], x, y, end_x = 0, end_y;
    const cf_picture *picture;
    int back = -1;

    draw(scenario_in("textbook/closed-ring.json"), "", "all", false);
    picture = cf_report_picture(report);
    for (int e = 0; e < picture->edge_count; e++)
        back = picture->edges[e].carries == CF_CAPITAL ? back : e;
    bar_of(picture->entities[picture->edges[back].payer].id, &from[0], &from[1], &from[2]);
    bar_of(picture->entities[picture->edges[back].payee].id, &to[0], &to[1], &to[2]);
    ends_of(back, &x, &y, &end_x, &end_y);
    cr_expect(fabs(x - (from[0] + 13)) < 0.1);
    cr_expect(fabs(y - (from[1] + from[2] / 2)) < 0.1, "all of the bar: its middle");
    cr_expect(fabs(end_x - to[0]) < 0.1);
    cr_expect(fabs(end_y - (to[1] + to[2] / 2)) < 0.1);
    cr_expect_gt(from[0], to[0]);
}

/* ---- names ---- */

/* Advances of ' ' .. '~' in DejaVu Sans and DejaVu Sans Bold, of 2048 to the size: the fonts of a
 * bare Debian, and wider than most. */
static const short advances[2][95] = {
    {
        651,  821,  942,  1716, 1303, 1946, 1597, 563,  799,  799,  1024, 1716, 651,  739,
        651,  690,  1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 1303, 690,  690,
        1716, 1716, 1716, 1087, 2048, 1401, 1405, 1430, 1577, 1294, 1178, 1587, 1540, 604,
        604,  1343, 1141, 1767, 1532, 1612, 1235, 1612, 1423, 1300, 1251, 1499, 1401, 2025,
        1403, 1251, 1403, 799,  690,  799,  1716, 1024, 1024, 1255, 1300, 1126, 1300, 1260,
        721,  1300, 1298, 569,  569,  1186, 569,  1995, 1298, 1253, 1300, 1300, 842,  1067,
        803,  1298, 1212, 1675, 1212, 1212, 1075, 1303, 690,  1303, 1716,
    },
    {
        713,  934,  1067, 1716, 1425, 2052, 1786, 627,  936,  936,  1071, 1716, 778,  850,
        778,  748,  1425, 1425, 1425, 1425, 1425, 1425, 1425, 1425, 1425, 1425, 819,  819,
        1716, 1716, 1716, 1188, 2048, 1585, 1561, 1503, 1700, 1399, 1399, 1681, 1714, 762,
        762,  1587, 1305, 2038, 1714, 1741, 1501, 1741, 1577, 1475, 1397, 1663, 1585, 2259,
        1579, 1483, 1485, 936,  748,  936,  1716, 1024, 1024, 1382, 1466, 1214, 1466, 1389,
        891,  1466, 1458, 702,  702,  1362, 702,  2134, 1458, 1407, 1466, 1466, 1010, 1219,
        979,  1458, 1335, 1892, 1321, 1335, 1192, 1458, 748,  1458, 1716,
    },
};

/* As wide as the text is drawn, up to the next tag; all else is an ellipsis or invisible. */
static double drawn_width(const char *shown, double size, bool strong)
{
    double width = 0;

    for (; *shown != '\0' && *shown != '<'; shown++) {
        if (*shown >= ' ' && *shown <= '~')
            width += size * advances[strong][*shown - ' '] / 2048;
        else if (strncmp(shown, "\xE2\x80\xA6", 3) == 0)
            width += size;
    }
    return width;
}

typedef struct box {
    double left, right, top, bottom;
} box;

enum { MOST_BOXES = 400 };

static double attribute(const char *tag, const char *name)
{
    char start[32];
    const char *at;

    snprintf(start, sizeof start, " %s=\"", name);
    at = strstr(tag, start);
    return at == NULL || at > strchr(tag, '>') ? NAN : atof(at + strlen(start));
}

static bool says(const char *tag, const char *words)
{
    const char *at = strstr(tag, words);

    return at != NULL && at < strchr(tag, '>');
}

/* A text over the drawing: a name of some lines with its amount, an amount at an end, words on a
 * return. */
static box box_of(const char *tag)
{
    const char *shown = strchr(tag, '>') + 1;
    double left = attribute(tag, "x"), y = attribute(tag, "y"), size = attribute(tag, "font-size");
    double first = y, line = 0.0, width = 0.0;
    bool strong = says(tag, "font-weight=\"600\"");

    if (strncmp(shown, "<title>", 7) == 0)
        shown = strstr(shown, "</title>") + 8;
    line = drawn_width(shown, size, strong);
    for (const char *at = strchr(shown, '<'); strncmp(at, "</text>", 7) != 0;
         at = strchr(at + 1, '<')) {
        if (strncmp(at, "<tspan", 6) != 0)
            continue;
        if (says(at, " dy=")) {
            width = fmax(width, line);
            line = drawn_width(strchr(at, '>') + 1, size, strong);
            y += attribute(at, "dy");
        } else {
            line += attribute(at, "dx") +
                    drawn_width(strchr(at, '>') + 1, attribute(at, "font-size"), false);
        }
    }
    width = fmax(width, line);
    left -= says(tag, "\"end\"") ? width : says(tag, "\"middle\"") ? width / 2 : 0;
    return (box){ left, left + width, first - 0.76 * size, y + 0.24 * size };
}

/* Texts first, then bars. */
static int find_boxes(box *boxes, int *texts)
{
    int found = 0;

    for (const char *at = strstr(text, "<text"); at != NULL; at = strstr(at + 1, "<text")) {
        if (says(at, "cf-halo"))
            boxes[found++] = box_of(at);
        cr_assert_lt(found, MOST_BOXES / 2);
    }
    *texts = found;
    for (const char *at = strstr(text, "<rect"); at != NULL; at = strstr(at + 1, "<rect")) {
        double x = attribute(at, "x"), y = attribute(at, "y");

        if (says(at, "width=\"13\""))
            boxes[found++] = (box){ x, x + 13, y, y + attribute(at, "height") };
        cr_assert_lt(found, MOST_BOXES);
    }
    return found;
}

static void expect_names_apart(void)
{
    static box boxes[MOST_BOXES];
    int texts, found = find_boxes(boxes, &texts);

    cr_assert_gt(texts, 2);
    cr_assert_gt(found, texts);
    for (int i = 0; i < texts; i++) {
        for (int j = i + 1; j < found; j++) {
            const box *a = &boxes[i], *b = &boxes[j];
            bool beside = a->right <= b->left || b->right <= a->left;
            bool above = a->bottom <= b->top || b->bottom <= a->top;

            cr_expect(beside || above, "%g,%g on %s %g,%g", a->left, a->bottom,
                      j < texts ? "the text" : "the bar", b->left, b->bottom);
        }
    }
}

Test(sankey, has_names_that_do_not_overlap)
{
    static const struct {
        const char *file, *options, *top;
    } pictures[] = { { "ai-deals.json", "", "8" },
                     { "ai-deals.json", "", "12" },
                     { "ai-deals.json", "", "24" },
                     { "ai-deals.json", "", "all" },
                     { "ai-deals.json", "--view headline", "24" },
                     { "ai-deals.json", "--view headline --contingent", "all" },
                     { "ai-deals.json", "--consolidate", "all" },
                     { "textbook/chip-maker.json", "", "all" },
                     { "textbook/joint.json", "", "all" },
                     { "published/enron-1995-2001.json", "--view headline", "24" } };

    for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++) {
        if (i > 0)
            end();
        draw(scenario_in(pictures[i].file), pictures[i].options, pictures[i].top, false);
        expect_names_apart();
        expect_part(text, "is left out."); /* it is not cut */
    }
}

/* Seven columns of the widest names there are, with large amounts. */
Test(sankey, has_long_names_that_do_not_overlap)
{
    char json[4096] = "'entities': [", part[256];
    static const char *const names[] = { "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
                                         "iiiiiiiiiiiiiiiiiiiiiiiiii",
                                         "The M\u00fcller & Sons Wholesale Company" };

    for (int i = 0; i < 8; i++) {
        snprintf(part, sizeof part, "%s{'id': 'e%d', 'name': '%s'}", i > 0 ? "," : "", i,
                 names[i % 3]);
        strcat(json, part);
    }
    strcat(json, "], 'deals': [");
    for (int i = 0; i < 12; i++) {
        snprintf(part, sizeof part,
                 "%s{'id': 'd%d', 'relation': '%s', 'payer': 'e%d', 'payee': 'e%d',"
                 " 'amount': %d}",
                 i > 0 ? "," : "", i, i % 4 == 0 ? "investor" : "customer", i % 8,
                 (i + (i > 7 ? 4 : 1)) % 8, 1234567 + i);
        strcat(json, part);
    }
    strcat(json, "]");
    draw(scenario_from(json), "", "all", false);
    expect_names_apart();
}

Test(sankey, is_not_broken_by_names)
{
    draw(scenario_from("'entities': ["
                       " {'id': '<a>', 'name': '</text><script>alert(1)</script>'},"
                       " {'id': ']]>', 'name': 'line\\nbreak \\u202e \\ud83e\\udd84'},"
                       " {'id': '& \\'', 'name': '\\\"onload=\\\"x'}],"
                       "'deals': ["
                       " {'id': '--><b>', 'relation': 'investor', 'payer': '<a>', 'payee': ']]>',"
                       "  'amount': 5},"
                       " {'id': 'e', 'relation': 'customer', 'payer': ']]>', 'payee': '<a>',"
                       "  'amount': 4}]"),
         "", "all", false);
    cr_expect_eq(count_of(text, "<script"), 0);
    cr_expect_eq(count_of(text, "]]>"), 0);
    cr_expect_eq(count_of(text, "<b>"), 0);
    cr_expect_eq(count_of(text, "line\nbreak"), 0);
    expect_part(text, "&lt;script&gt;");
}

/* ---- odd pictures ---- */

Test(sankey, of_nothing_says_so)
{
    draw(scenario_from("'entities': [{'id': 'a'}], 'deals': []"), "", "all", false);
    expect_part(text, "There is nothing to draw.");
    expect_part(text, "</svg>");
}

Test(sankey, explains_only_the_marks_that_occur)
{
    draw(scenario_in("textbook/chip-maker.json"), "", "all", false);
    expect_part(text, ">capital: invested or lent</text>");
    cr_expect_eq(count_of(text, "amount unknown"), 0);
    cr_expect_eq(count_of(text, "guarantee"), 0);
    cr_expect_eq(count_of(text, ">lacking<"), 0);
}

Test(sankey, shows_what_somebody_lacks)
{
    draw(scenario_from("'entities': [{'id': 'a', 'outside_funds': 3}, {'id': 'b'}], 'deals': ["
                       " {'id': 'd', 'relation': 'customer', 'payer': 'a', 'payee': 'b',"
                       "  'amount': 10}]"),
         "", "all", false);
    expect_part(text, "cf-short-fill");
    expect_part(text, ">lacking</text>");
    expect_part(text, "lacks 7");
}

Test(sankey, survives_failing_allocations)
{
    cf_status status = CF_NO_MEMORY;
    FILE *out = fopen("/dev/null", "w");

    draw(scenario_in("textbook/joint.json"), "", "all", false);
    for (long allowed = 0; status == CF_NO_MEMORY; allowed++) {
        allow_allocations(allowed);
        status = cf_draw_sankey(out, report, &(cf_drawing){ .prefix = "" });
        cr_assert_eq(stop_counting_allocations(), 0, "leaks after %ld", allowed);
    }
    cr_expect_eq((int)status, (int)CF_OK);
    fclose(out);
}
