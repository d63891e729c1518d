/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads payments row by row. A cell without a problem, as nearly all are, is read in place;
 * payment_cells.c has the rules for the others. */
#include "scenario/payments.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "scenario/payment_cells.h"
#include "scenario/sheet_header.h"
#include "scenario/sheet_points.h"

/* ---- the text at hand ---- */

/* The scanner looks at what is in memory now. */
static void show_text(cf_payments *payments, size_t at)
{
    cf_sheet *sheet = &payments->sheet;
    const cf_text_blocks *blocks = &payments->blocks;

    sheet->csv.text = blocks->text;
    sheet->csv.size = blocks->size;
    sheet->csv.at = at;
    cf_cursor_start(&sheet->cursor, blocks->text, blocks->size);
    sheet->lines_before = blocks->line - 1;
}

/* Room for one cell, however much of the text it is. */
static cf_status make_room(cf_payments *payments)
{
    size_t room = payments->blocks.room + 1;
    char **const cells[] = { &payments->sheet.scratch, &payments->cells[0], &payments->cells[1] };

    for (size_t i = 0; room > payments->cell_room && i < sizeof cells / sizeof *cells; i++) {
        free(*cells[i]);
        *cells[i] = malloc(room);
        if (*cells[i] == NULL)
            return CF_NO_MEMORY;
    }
    if (room > payments->cell_room)
        payments->cell_room = room;
    return CF_OK;
}

static cf_status read_on(cf_payments *payments, size_t used)
{
    cf_status status = cf_text_blocks_more(&payments->blocks, used);

    if (status == CF_OK)
        status = make_room(payments);
    if (status == CF_OK)
        show_text(payments, 0);
    return status;
}

/* Bytes that are no text end the file. */
static cf_status report_flaw(cf_payments *payments)
{
    const cf_text_blocks *blocks = &payments->blocks;
    cf_sheet_spot spot = { blocks->flaw, blocks->flaw, payments->row.number + 1, NULL };

    if (blocks->flaw_code == 0)
        return CF_OK;
    if (blocks->flaw_code == CF_CODE_NUL_CHARACTER)
        return cf_sheet_report(&payments->sheet, CF_ERROR, CF_CODE_NUL_CHARACTER, &spot,
                               "check that it is a text file", "the file contains a NUL byte");
    return cf_sheet_report(&payments->sheet, CF_ERROR, CF_CODE_NOT_UTF8, &spot,
                           "save the file as UTF-8",
                           "the file must be UTF-8, but byte 0x%02X is not",
                           (unsigned char)blocks->text[blocks->flaw]);
}

/* ---- rows ---- */

/* Splits the next row into cells; if it does not end in memory, more of the file is read. */
static cf_status next_row(cf_payments *payments, cf_csv_event *event)
{
    cf_csv *csv = &payments->sheet.csv;
    cf_status status = CF_OK;

    for (;;) {
        size_t at = csv->at;

        *event = cf_csv_next(csv);
        payments->row.at = at;
        if (csv->at < csv->size || payments->blocks.ended)
            break;
        if (*event == CF_CSV_NO_MEMORY)
            return CF_NO_MEMORY;
        if (*event == CF_CSV_OPEN_QUOTE && csv->size - at > CF_LONGEST_ROW)
            break;
        status = read_on(payments, at);
        if (status != CF_OK)
            return status;
    }
    if (*event == CF_CSV_END)
        return report_flaw(payments);
    payments->row.number++;
    return CF_OK;
}

static bool is_blank(const cf_csv *csv)
{
    for (int i = 0; i < csv->count; i++)
        if (!cf_csv_is_empty(&csv->cells[i]))
            return false;
    return true;
}

/* One cell too many would shift the others. */
static cf_status check_width(cf_payments *payments)
{
    cf_sheet *sheet = &payments->sheet;
    bool filled;

    if (cf_sheet_is_book(sheet))
        return cf_sheet_check_row(sheet, payments->row.number, &filled);
    for (int i = sheet->width; i < sheet->csv.count; i++)
        if (!cf_csv_is_empty(&sheet->csv.cells[i]))
            return cf_sheet_report_width(sheet, payments->row.number, i);
    return CF_OK;
}

/* A number that may have two readings, with its row, for the warning at the end. */
static cf_status note_point(cf_payments *payments, const char *text)
{
    cf_sheet *sheet = &payments->sheet;
    cf_sheet_point *point = &sheet->points[payments->amount];
    size_t size = sheet->csv.at - payments->row.at;
    bool had = point->text[0] != '\0';

    sheet->row_list.at[0] = payments->row;
    cf_sheet_note_number(sheet, 0, payments->amount, text);
    if (had || point->text[0] == '\0')
        return CF_OK;
    payments->doubt = malloc(size);
    if (payments->doubt == NULL)
        return CF_NO_MEMORY;
    memcpy(payments->doubt, sheet->csv.text + payments->row.at, size);
    payments->doubt_size = size;
    point->spot.from -= payments->row.at;
    point->spot.to -= payments->row.at;
    cf_cursor_move(&sheet->cursor, payments->row.at);
    payments->doubt_line = sheet->cursor.line + sheet->lines_before;
    return CF_OK;
}

/* ---- cells ---- */

/* A name in place or, if it must be decoded, in `room`. */
static cf_payment_party name_of(cf_payments *payments, int column, char *room)
{
    const cf_csv *csv = &payments->sheet.csv;
    const cf_csv_cell *cell;
    cf_payment_party name = { "", 0 };

    if (column >= csv->count || cf_csv_is_empty(&csv->cells[column]))
        return name;
    cell = &csv->cells[column];
    if (cell->quoted)
        name = (cf_payment_party){ room, cf_csv_decode(csv, cell, room) };
    else
        name = (cf_payment_party){ csv->text + cell->from, cell->to - cell->from };
    if (cf_csv_has_guard(name.text, name.length))
        name = (cf_payment_party){ name.text + 1, name.length - 1 };
    return name;
}

static cf_status read_amount(cf_payments *payments, cf_payment_row *out)
{
    const char *text = cf_sheet_text(&payments->sheet, payments->amount);
    cf_status status;

    out->open = text == NULL;
    out->amount = 0.0;
    if (text == NULL)
        return CF_OK;
    status = note_point(payments, text);
    if (status != CF_OK)
        return status;
    if ((payments->sheet.decimal == '\0' ||
         cf_sheet_decimal(&payments->sheet, payments->amount) == '.') &&
        cf_text_read_number(&out->amount, text) && out->amount >= 0.0 && out->amount <= CF_LARGEST)
        return CF_OK;
    return cf_payment_amount(payments, &out->amount);
}

static bool is_same(cf_payment_party a, cf_payment_party b)
{
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}

/* Reports what is wrong; sheet->errors says whether anything was. */
static cf_status read_cells(cf_payments *payments, cf_payment_row *out)
{
    cf_status status;

    out->payer = name_of(payments, payments->payer, payments->cells[0]);
    out->payee = name_of(payments, payments->payee, payments->cells[1]);
    status = cf_payment_relation(payments, &out->class);
    if (status == CF_OK)
        status = cf_payment_check_name(payments, payments->payer, out->payer);
    if (status == CF_OK)
        status = cf_payment_check_name(payments, payments->payee, out->payee);
    if (status == CF_OK)
        status = read_amount(payments, out);
    for (int i = 0; i < payments->other_count && status == CF_OK; i++)
        status = cf_payment_other(payments, payments->others[i]);
    if (status == CF_OK && out->payer.length > 0 && is_same(out->payer, out->payee) &&
        !payments->drops_self)
        status = cf_payment_self(payments);
    return status;
}

/* Whether the row is a payment. */
static cf_status read_row(cf_payments *payments, cf_csv_event event, cf_payment_row *out,
                          bool *there)
{
    cf_sheet *sheet = &payments->sheet;
    long errors = sheet->errors;
    cf_status status;

    *there = false;
    if (event == CF_CSV_ROW && is_blank(&sheet->csv))
        return CF_OK;
    payments->row_count++;
    status = event == CF_CSV_ROW ? check_width(payments)
                                 : cf_sheet_report_flaw(sheet, event, payments->row.number);
    if (status == CF_OK && sheet->errors == errors)
        status = read_cells(payments, out);
    if (status != CF_OK || sheet->errors > errors)
        return status;
    *there = true;
    out->counts = !is_same(out->payer, out->payee) && (out->open || out->amount > 0.0);
    payments->self_count += is_same(out->payer, out->payee);
    payments->zero_count += !out->counts && !is_same(out->payer, out->payee);
    return CF_OK;
}

cf_status cf_payments_next(cf_payments *payments, cf_payment_row *out, bool *there)
{
    cf_csv_event event;
    cf_status status;

    *there = false;
    do {
        status = next_row(payments, &event);
        if (status != CF_OK || event == CF_CSV_END)
            return status;
        status = read_row(payments, event, out, there);
    } while (status == CF_OK && !*there);
    return status;
}

/* ---- the file ---- */

static cf_status find_columns(cf_payments *payments)
{
    cf_sheet *sheet = &payments->sheet;
    cf_status status = CF_OK;

    payments->payer = cf_sheet_column(sheet, "payer");
    payments->payee = cf_sheet_column(sheet, "payee");
    payments->relation = cf_sheet_column(sheet, "relation");
    payments->amount = cf_sheet_column(sheet, "amount");
    payments->others = calloc((size_t)sheet->width + 1, sizeof *payments->others);
    if (payments->others == NULL)
        return CF_NO_MEMORY;
    for (int i = 0; i < sheet->width && status == CF_OK; i++) {
        if (cf_payment_counts(&sheet->uses[i]))
            payments->others[payments->other_count++] = i;
        else
            status = cf_payment_warn_of(payments, i);
    }
    return status;
}

cf_status cf_payments_open(cf_payments *out, const char *file, const cf_reading *reading,
                           const char *currency, cf_diags *diags)
{
    cf_sheet *sheet = &out->sheet;
    cf_status status;

    *out = (cf_payments){ .currency = currency, .drops_self = reading->drop_self_deals };
    *sheet = (cf_sheet){ .kind = &cf_payment_sheet,
                         .file = file,
                         .part = 1,
                         .diags = diags,
                         .decimal = reading->decimal };
    status = cf_sheet_turn(sheet);
    if (status == CF_OK)
        status = cf_text_blocks_open(&out->blocks, file, sheet->kind, reading, diags);
    sheet->cursor.sheet = out->blocks.sheet_name;
    sheet->cursor.is_table = out->blocks.is_table;
    if (status == CF_OK)
        status = make_room(out);
    if (status != CF_OK)
        return status;
    show_text(out, 0);
    status = cf_sheet_read_header(sheet, &out->row.number);
    if (status == CF_OK && sheet->errors > 0)
        status = CF_BAD_INPUT;
    if (status == CF_OK)
        status = find_columns(out);
    if (status == CF_OK && !cf_vec_push(&sheet->row_list, out->row))
        status = CF_NO_MEMORY;
    show_text(out, sheet->csv.at);
    return status;
}

cf_status cf_payments_end(cf_payments *payments)
{
    cf_sheet *sheet = &payments->sheet;
    cf_status status = CF_OK;

    if (payments->doubt != NULL) {
        sheet->csv.text = payments->doubt;
        sheet->csv.size = payments->doubt_size;
        sheet->lines_before = payments->doubt_line - 1;
        status = cf_sheet_warn_of_points(sheet);
    }
    if (status == CF_OK && payments->self_count > 0)
        status = cf_payment_warn_of_self(payments);
    return status == CF_OK && sheet->errors > 0 ? CF_BAD_INPUT : status;
}

void cf_payments_free(cf_payments *payments)
{
    cf_sheet_free(&payments->sheet);
    cf_text_blocks_close(&payments->blocks);
    free(payments->others);
    free(payments->cells[0]);
    free(payments->cells[1]);
    free(payments->doubt);
    *payments = (cf_payments){ .currency = NULL };
}
