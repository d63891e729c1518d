/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sheets "streams" and "graph": the pictures of the page, a page each. */
#include <math.h>
#include <stdlib.h>

#include "base/png.h"
#include "documents/documents.h"
#include "documents/workbook.h"

enum { TITLE_HEIGHT = 28, FIRST_ROW = 2, CELL_WIDTH = 64, CELL_HEIGHT = 20 }; /* in pixels */
#define MOST_PIXELS 2000.0 /* a page of A4 has some 180 to the inch */
enum { PAGE_WIDTH = 1024, PAGE_HEIGHT = 580 };

static const char missing[] =
    "This picture needs librsvg, which was not there when the workbook was written; it is an SVG "
    "file beside the workbook.";

struct picture {
    cf_workbook *workbook;
    lxw_worksheet *sheet;
    const char *title, *description;
};

static void put_text(const struct picture *picture, lxw_row_t row, const char *text,
                     cf_xlsx_style style)
{
    cf_xlsx *book = &picture->workbook->book;

    cf_xlsx_put_text(book, picture->sheet, row, 0, text, cf_xlsx_format(book, style, CF_XLSX_TEXT));
}

static void insert(const struct picture *picture, const char *bytes, size_t size)
{
    cf_xlsx *book = &picture->workbook->book;
    double width, height, scale;
    lxw_image_options options = { .description = (char *)(uintptr_t)picture->description };

    if (!cf_png_size(&width, &height, bytes, size)) {
        cf_xlsx_check_status(book, CF_SOLVER);
        return;
    }
    scale = fmin(PAGE_WIDTH / width, PAGE_HEIGHT / height);
    options.x_scale = options.y_scale = scale;
    book->bytes += size;
    cf_xlsx_check(book, book->by.worksheet_insert_image_buffer_opt(picture->sheet, FIRST_ROW, 0,
                                                                   (const unsigned char *)bytes,
                                                                   size, &options));
    cf_xlsx_print(
        book, picture->sheet,
        &(cf_xlsx_area){ .pages = 1,
                         .rows = FIRST_ROW + (lxw_row_t)ceil(height * scale / CELL_HEIGHT),
                         .all_rows = 0,
                         .columns = (int)ceil(width * scale / CELL_WIDTH) });
}

static void put_picture(struct picture picture, const char *name, cf_part part)
{
    cf_xlsx *book = &picture.workbook->book;
    char *bytes;
    size_t size;
    cf_status status;

    picture.sheet =
        picture.workbook->dossier->parts[part] == NULL ? NULL : cf_xlsx_add_sheet(book, name);
    if (picture.sheet == NULL)
        return;
    cf_xlsx_check(book, book->by.worksheet_set_row(picture.sheet, 0, TITLE_HEIGHT, NULL));
    book->by.worksheet_gridlines(picture.sheet, LXW_HIDE_ALL_GRIDLINES);
    book->by.worksheet_set_tab_color(picture.sheet, cf_xlsx_colour("capital"));
    put_text(&picture, 0, picture.title, CF_XLSX_TITLE);
    status = cf_picture_png(&bytes, &size, picture.workbook->dossier, part, MOST_PIXELS);
    if (status != CF_OK)
        cf_xlsx_check_status(book, status);
    else if (bytes != NULL)
        insert(&picture, bytes, size);
    else
        put_text(&picture, FIRST_ROW, missing, CF_XLSX_MUTED);
    if (bytes == NULL)
        cf_xlsx_leave_unprinted(book, picture.sheet);
    free(bytes);
}

void cf_workbook_put_pictures(cf_workbook *workbook)
{
    put_picture((struct picture){ .workbook = workbook,
                                  .title = "The money as streams",
                                  .description = "A Sankey diagram: who pays whom, as wide as the "
                                                 "money; what comes back bends back below" },
                CF_WORKBOOK_STREAMS, CF_PART_SANKEY);
    put_picture((struct picture){ .workbook = workbook,
                                  .title = "Who pays whom",
                                  .description = "A graph of entities and the capital and trade "
                                                 "between them" },
                CF_WORKBOOK_GRAPH, CF_PART_GRAPH);
}
