/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads dates as people and programs write them. */
#include "scenario/written_dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/plain_words.h"

/* ---- words ---- */

static int month_of(const char *word)
{
    static const char *const months[] = {
        "jan|january|janvier|janv|januar|janner",
        "feb|february|febr|fevrier|fev|fevr|februar",
        "mar|march|mars|marz|maerz|mrz",
        "apr|april|avril|avr",
        "may|mai",
        "jun|june|juin|juni",
        "jul|july|juillet|juil|juli",
        "aug|august|aout|aou",
        "sep|sept|september|septembre",
        "oct|october|octobre|okt|oktober",
        "nov|november|novembre",
        "dec|december|decembre|dez|dezember",
    };

    for (int i = 0; i < 12; i++)
        if (cf_plain_is_among(word, months[i]))
            return i + 1;
    return 0;
}

static bool says_nothing(const char *word)
{
    return cf_plain_is_among(word, "monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|"
                                   "tue|tues|wed|thu|thur|thurs|fri|sat|sun|lundi|mardi|mercredi|"
                                   "jeudi|vendredi|samedi|dimanche|lun|mer|jeu|ven|sam|dim|montag|"
                                   "dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mo|di|mi|"
                                   "do|fr|sa|so|of|the|le|du|de|den|der|am|on|in|en|st|nd|rd|th|er|"
                                   "-|d|im");
}

/* ---- pieces ---- */

enum { MOST_PIECES = 6 };

/* Runs of digits and words of a date, in order. */
struct pieces {
    int numbers[MOST_PIECES], digits[MOST_PIECES], number_count;
    int month, month_at; /* from 1, and how many numbers come before it; 0: none */
    int part, parts;     /* Q1: 1 of 4; H2: 2 of 2; parts 0: none */
    bool dotted;         /* points alone separate the numbers: day first */
    bool lost;
};

static void add_number(struct pieces *pieces, const char *text, size_t digits)
{
    if (pieces->number_count == MOST_PIECES || digits > 8) {
        pieces->lost = true;
        return;
    }
    pieces->digits[pieces->number_count] = (int)digits;
    pieces->numbers[pieces->number_count++] = (int)strtol(text, NULL, 10);
}

static void add_word(struct pieces *pieces, const char *word)
{
    int month = month_of(word);

    if (month > 0 && pieces->month == 0) {
        pieces->month = month;
        pieces->month_at = pieces->number_count;
    } else if (cf_plain_is_among(word, "q|quarter|t|trim|trimestre|quartal") &&
               pieces->parts == 0) {
        pieces->parts = 4;
        pieces->part = pieces->number_count;
    } else if (cf_plain_is_among(word, "h|half|hy|s|sem|semestre|halbjahr") && pieces->parts == 0) {
        pieces->parts = 2;
        pieces->part = pieces->number_count;
    } else if (!says_nothing(word)) {
        pieces->lost = true;
    }
}

static void cut(struct pieces *out, const char *plain)
{
    char word[CF_PLAIN_SIZE];

    *out = (struct pieces){ .number_count = 0 };
    while (*plain != '\0' && !out->lost) {
        size_t digits = strspn(plain, "0123456789"), length;

        if (digits > 0) {
            add_number(out, plain, digits);
            plain += digits;
            continue;
        }
        length = strcspn(plain, "0123456789 ");
        memcpy(word, plain, length);
        word[length] = '\0';
        if (length > 0)
            add_word(out, word);
        plain += length + (plain[length] == ' ');
    }
}

/* Without the time of day: 2017-03-01T00:02:00Z, 15/03/2026 14:30. */
static bool copy_day(char out[static CF_PLAIN_SIZE], const char *text)
{
    const char *colon = strchr(text, ':'), *end = colon;
    size_t length = cf_length_without_notes(text);

    if (length >= CF_PLAIN_SIZE)
        return false;
    while (end != NULL && end > text && end[-1] >= '0' && end[-1] <= '9')
        end--;
    if (colon != NULL) {
        if (colon - end < 1 || colon - end > 2 || end == text ||
            (end[-1] != ' ' && end[-1] != 'T' && end[-1] != 't'))
            return false;
        length = (size_t)(end - 1 - text);
    }
    memcpy(out, text, length);
    out[length] = '\0';
    return true;
}

/* ---- days ---- */

static bool put_day(char out[static CF_DATE_SIZE], int year, int month, int day)
{
    char text[40];
    cf_day read;

    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    if (!cf_day_parse(&read, text, CF_FIRST_DAY))
        return false;
    memcpy(out, text, 11);
    return true;
}

static bool put_month(char out[static CF_DATE_SIZE], int year, int month)
{
    char text[40];

    if (year < 1000 || year > 9999 || month < 1 || month > 12)
        return false;
    snprintf(text, sizeof text, "%04d-%02d", year, month);
    memcpy(out, text, 8);
    return true;
}

static cf_date_reading read_if(bool good)
{
    return good ? CF_DATE_READ : CF_DATE_NONE;
}

/* 26 is 2026, as programs that shorten years write it. */
static int full_year(int year, int digits)
{
    return digits == 4 ? year : digits != 2 ? 0 : year < 70 ? 2000 + year : 1900 + year;
}

/* Two numbers and a year, in an order that has to be found. */
static cf_date_reading day_and_month(cf_written_date *out, const struct pieces *pieces, int year,
                                     cf_date_order order)
{
    int a = pieces->numbers[0], b = pieces->numbers[1];
    bool day_first = put_day(out->text, year, b, a);
    bool month_first = put_day(out->other, year, a, b);

    if (day_first && !month_first)
        out->shows = CF_DATES_DMY;
    if (month_first && !day_first)
        out->shows = CF_DATES_MDY;
    if (order == CF_DATES_OPEN && pieces->dotted && day_first)
        return CF_DATE_READ;
    if (month_first && (!day_first || order == CF_DATES_MDY))
        memcpy(out->text, out->other, sizeof out->text);
    if (day_first != month_first)
        return order == CF_DATES_OPEN || order == CF_DATES_YMD || order == out->shows
                   ? CF_DATE_READ
                   : CF_DATE_NONE;
    if (!day_first)
        return CF_DATE_NONE;
    return a == b || order == CF_DATES_DMY || order == CF_DATES_MDY ? CF_DATE_READ : CF_DATE_DOUBT;
}

static cf_date_reading three_numbers(cf_written_date *out, const struct pieces *pieces,
                                     cf_date_order order)
{
    const int *n = pieces->numbers, *digits = pieces->digits;

    if (digits[0] == 4)
        return read_if(digits[1] <= 2 && digits[2] <= 2 && put_day(out->text, n[0], n[1], n[2]));
    if (digits[0] > 2 || digits[1] > 2)
        return CF_DATE_NONE;
    if (digits[2] == 4)
        return day_and_month(out, pieces, n[2], order);
    if (digits[2] != 2 || order == CF_DATES_OPEN)
        return CF_DATE_NONE;
    if (order == CF_DATES_YMD)
        return read_if(put_day(out->text, full_year(n[0], 2), n[1], n[2]));
    return day_and_month(out, pieces, full_year(n[2], 2), order);
}

static cf_date_reading two_numbers(cf_written_date *out, const struct pieces *pieces)
{
    const int *n = pieces->numbers, *digits = pieces->digits;

    if (digits[0] == 4 && digits[1] <= 2)
        return read_if((!pieces->dotted || digits[1] == 2) && put_month(out->text, n[0], n[1]));
    if (digits[0] <= 2 && digits[1] == 4)
        return read_if(put_month(out->text, n[1], n[0]));
    return CF_DATE_NONE;
}

/* 45000 is 2023-03-15: days since 1899-12-30. */
static cf_date_reading serial(cf_written_date *out, int number)
{
    enum { EPOCH = 25569 /* 1970-01-01 */ };

    cf_day_format(out->text, number - EPOCH);
    return CF_DATE_SERIAL;
}

static cf_date_reading one_number(cf_written_date *out, const struct pieces *pieces)
{
    int number = pieces->numbers[0];

    switch (pieces->digits[0]) {
    case 8:
        return read_if(number >= 10000101 &&
                       put_day(out->text, number / 10000, number / 100 % 100, number % 100));
    case 6:
        return read_if(number >= 190001 && number < 210000 &&
                       put_month(out->text, number / 100, number % 100));
    case 5:
        return number >= 20000 && number <= 80000 ? serial(out, number) : CF_DATE_NONE;
    case 4:
        return read_if(snprintf(out->text, sizeof out->text, "%04d", number) == 4 && number > 0);
    default:
        return CF_DATE_NONE;
    }
}

/* 15 March 2026, March 15, 2026, 2026 March 15, Mar 2026, 15-Mar-26. */
static cf_date_reading with_month(cf_written_date *out, const struct pieces *pieces)
{
    const int *n = pieces->numbers, *digits = pieces->digits;

    if (pieces->number_count == 1)
        return read_if(digits[0] == 4 && put_month(out->text, n[0], pieces->month));
    if (pieces->number_count != 2)
        return CF_DATE_NONE;
    if (digits[0] == 4)
        return read_if(digits[1] <= 2 && put_day(out->text, n[0], pieces->month, n[1]));
    if (digits[1] == 4 || (digits[1] == 2 && pieces->month_at == 1))
        return read_if(digits[0] <= 2 &&
                       put_day(out->text, full_year(n[1], digits[1]), pieces->month, n[0]));
    return CF_DATE_NONE;
}

/* Q1 2026, 2026 Q1, 1Q26, H2 2026: its first or last month. */
static cf_date_reading part_of_year(cf_written_date *out, const struct pieces *pieces,
                                    cf_day_end end)
{
    const int *n = pieces->numbers, *digits = pieces->digits;
    int part, year, length;

    if (pieces->number_count != 2 || pieces->month > 0)
        return CF_DATE_NONE;
    bool second = digits[0] == 4 || (pieces->part == 1 && digits[1] == 1 && digits[0] == 2);

    part = second ? n[1] : n[0];
    year = second ? full_year(n[0], digits[0]) : full_year(n[1], digits[1]);
    length = 12 / pieces->parts;
    if (part < 1 || part > pieces->parts || digits[second] != 1)
        return CF_DATE_NONE;
    return read_if(
        put_month(out->text, year, end == CF_LAST_DAY ? part * length : (part - 1) * length + 1));
}

static cf_date_reading read_pieces(cf_written_date *out, const struct pieces *pieces,
                                   cf_day_end end, cf_date_order order)
{
    if (pieces->lost)
        return CF_DATE_NONE;
    if (pieces->parts > 0)
        return part_of_year(out, pieces, end);
    if (pieces->month > 0)
        return with_month(out, pieces);
    switch (pieces->number_count) {
    case 1:
        return one_number(out, pieces);
    case 2:
        return two_numbers(out, pieces);
    case 3:
        return three_numbers(out, pieces, order);
    default:
        return CF_DATE_NONE;
    }
}

/* 45000.5 is half past that day. */
static bool is_serial_with_time(const char *text)
{
    return strspn(text, "0123456789") == 5 && text[5] == '.' &&
           strspn(text + 6, "0123456789") == strlen(text + 6) && text[6] != '\0';
}

void cf_written_date_read(cf_written_date *out, const char *text, cf_day_end end,
                          cf_date_order order)
{
    char day[CF_PLAIN_SIZE], plain[CF_PLAIN_SIZE];
    struct pieces pieces;

    *out = (cf_written_date){ .reading = CF_DATE_NONE };
    if (strlen(text) > 60 || text[0] == '-' || text[0] == '(' || !copy_day(day, text))
        return;
    if (is_serial_with_time(day))
        day[5] = '\0';
    if (!cf_plain_words(plain, day, false) || plain[0] == '\0' || strpbrk(plain, "~<>+%?#") != NULL)
        return;
    cut(&pieces, plain);
    pieces.dotted = strchr(day, '.') != NULL && strpbrk(day, "/-") == NULL;
    out->reading = read_pieces(out, &pieces, end, order);
}
