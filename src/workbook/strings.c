/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the table of shared strings. Runs of a rich text are joined, readings (furigana) left out.
 */
#include "workbook/strings.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "workbook/xml_reader.h"

static size_t start_of(const cf_book_strings *strings, int index)
{
    return index == 0 ? 0 : strings->ends.at[index - 1];
}

static cf_status on_start(void *context, const char *name, const cf_xml_attributes *attributes)
{
    cf_book_strings *strings = context;

    (void)attributes;
    strings->phonetic += strcmp(name, "rPh") == 0;
    strings->in_text = strings->phonetic == 0 && strcmp(name, "t") == 0;
    return CF_OK;
}

static cf_status on_end(void *context, const char *name)
{
    cf_book_strings *strings = context;

    strings->phonetic -= strcmp(name, "rPh") == 0;
    strings->in_text = false;
    if (strcmp(name, "si") != 0)
        return CF_OK;
    if (strings->ends.count == INT_MAX / 2)
        return cf_package_too_large(strings->package, "a workbook has too many strings");
    if (strings->text.size > 0)
        cf_book_text_unescape(&strings->text, start_of(strings, strings->ends.count));
    return cf_vec_push(&strings->ends, strings->text.size) ? CF_OK : CF_NO_MEMORY;
}

static cf_status on_text(void *context, const char *text, size_t length)
{
    cf_book_strings *strings = context;

    if (!strings->in_text)
        return CF_OK;
    if (strings->text.size + length > CF_BOOK_STRING_BYTES)
        return cf_package_too_large(strings->package,
                                    "the strings of a workbook must have at most %zu bytes",
                                    CF_BOOK_STRING_BYTES);
    return cf_book_text_add(&strings->text, text, length) ? CF_OK : CF_NO_MEMORY;
}

cf_status cf_book_strings_read(cf_book_strings *out, cf_package *package, const char *name)
{
    static const cf_xml_handler handler = { .start = on_start, .end = on_end, .text = on_text };

    *out = (cf_book_strings){ .package = package };
    return cf_xml_read(package, name, &handler, out);
}

const char *cf_book_string(const cf_book_strings *strings, double index, size_t *length)
{
    int at;

    if (!(index >= 0.0 && index < strings->ends.count))
        return NULL;
    at = (int)index;
    *length = strings->ends.at[at] - start_of(strings, at);
    return *length == 0 ? "" : strings->text.at + start_of(strings, at);
}

void cf_book_strings_free(cf_book_strings *strings)
{
    cf_book_text_free(&strings->text);
    free(strings->ends.at);
    *strings = (cf_book_strings){ .package = NULL };
}
