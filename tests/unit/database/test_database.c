/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read back value by value; whole files are read by Python's sqlite3 in
 * tests/regression/test_databases.py. */
#include <math.h>
#include <unistd.h>

#include "base/files.h"
#include "database/database.h"
#include "database/new_database.h"
#include "unit/testlib.h"

static const cf_new_column COLUMNS[] = { { "a \"name\"", "TEXT" },
                                         { "whole", "INTEGER" },
                                         { "real", "REAL" } };

/* A database of one table; its bytes are to be freed. */
static void write_bytes(char **bytes, size_t *size, const char *text, double number)
{
    cf_new_database *database = NULL;
    FILE *file = tmpfile();

    assert_ok(cf_new_database_open(&database));
    cf_new_database_table(database, "de'als", COLUMNS, CF_COUNT_OF(COLUMNS), NULL);
    cf_new_database_text(database, text);
    cf_new_database_number(database, number);
    cf_new_database_number(database, number);
    cf_new_database_end_row(database);
    assert_ok(cf_new_database_finish(database, file));
    cf_new_database_free(database);
    *size = (size_t)ftell(file);
    *bytes = malloc(*size);
    rewind(file);
    cr_assert_eq(fread(*bytes, 1, *size, file), *size);
    fclose(file);
}

/* The values of its row. */
static void read_row(cf_database_value out[static 3], const char *text, double number)
{
    cf_database *database = NULL;
    cf_database_rows *rows = NULL;
    char *bytes;
    size_t size;
    bool there;

    write_bytes(&bytes, &size, text, number);
    cr_assert(cf_database_is(bytes, size));
    assert_ok(cf_database_take_bytes(&database, &bytes, size, NULL));
    cr_expect(cf_database_is_ours(database));
    cr_expect_eq(cf_database_table_count(database), 1);
    cr_expect_str_eq(cf_database_table_name(database, 0), "de'als");
    assert_ok(cf_database_rows_open(&rows, database, 0));
    cr_assert_eq(cf_database_column_count(rows), 3);
    cr_expect_str_eq(cf_database_column_name(rows, 0), "a \"name\"");
    assert_ok(cf_database_rows_next(rows, &there));
    cr_assert(there);
    for (int column = 0; column < 3; column++)
        assert_ok(cf_database_value_at(&out[column], rows, column));
    if (text != NULL) {
        cr_expect_eq(out[0].kind, CF_DATABASE_TEXT);
        cr_expect_eq(out[0].length, strlen(text));
        cr_expect_eq(memcmp(out[0].text, text, strlen(text)), 0);
    }
    assert_ok(cf_database_rows_next(rows, &there));
    cr_expect_not(there);
    cf_database_rows_free(rows);
    cf_database_free(database);
}

Test(database, values_are_exactly_what_was_written)
{
    static const double numbers[] = { 0.1, 1.0 / 3, -5e-324, 1e300, 9007199254740993.0, -0.0 };
    cf_database_value row[3];

    for (int i = 0; i < CF_COUNT_OF(numbers); i++) {
        read_row(row, "", numbers[i]);
        cr_expect_eq(row[2].kind, CF_DATABASE_REAL);
        cr_expect(row[2].real <= numbers[i] && row[2].real >= numbers[i], "%.17g", row[2].real);
    }
    read_row(row, " 'a'; DROP TABLE x; --\n\xF0\x9F\xA6\x8A", 3.0);
    cr_expect_eq(row[1].kind, CF_DATABASE_INTEGER);
    cr_expect_eq(row[1].integer, 3);
}

Test(database, what_is_not_known_is_null)
{
    cf_database_value row[3];

    read_row(row, NULL, NAN);
    for (int column = 0; column < 3; column++)
        cr_expect_eq(row[column].kind, CF_DATABASE_NULL);
    read_row(row, NULL, INFINITY);
    cr_expect_eq(row[2].kind, CF_DATABASE_NULL);
}

Test(database, the_same_input_gives_the_same_bytes)
{
    char *first, *second;
    size_t size, other;

    write_bytes(&first, &size, "x", 1.5);
    write_bytes(&second, &other, "x", 1.5);
    cr_assert_eq(size, other);
    cr_expect_eq(memcmp(first, second, size), 0);
    free(first);
    free(second);
}

Test(database, a_page_cut_off_is_damage_and_no_smaller_table)
{
    for (size_t left = 0; left < 3; left++) {
        cf_database *database = NULL;
        char *bytes;
        size_t size;

        write_bytes(&bytes, &size, "x", 1.5);
        cr_expect_eq(
            cf_database_take_bytes(&database, &bytes, size - (left == 0 ? 1 : left * 2048), NULL),
            CF_BAD_SYNTAX);
        cr_expect_null(database);
        cr_expect_null(bytes);
    }
}

Test(database, more_columns_than_it_has_room_for_are_refused)
{
    enum { MANY = CF_DATABASE_MOST_COLUMNS + 1 };
    static cf_new_column columns[MANY];
    static char names[MANY][8];
    cf_new_database *database = NULL;
    FILE *file = tmpfile();

    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "c%d", i);
        columns[i] = (cf_new_column){ names[i], "TEXT" };
    }
    assert_ok(cf_new_database_open(&database));
    cf_new_database_table(database, "good", columns, MANY - 1, NULL);
    assert_ok(cf_new_database_status(database));
    cf_new_database_table(database, "wide", columns, MANY, NULL);
    cf_new_database_text(database, "ignored");
    cf_new_database_end_row(database);
    cr_expect_eq(cf_new_database_finish(database, file), CF_BAD_INPUT);
    cr_expect_eq(ftell(file), 0);
    cf_new_database_free(database);
    fclose(file);
}
