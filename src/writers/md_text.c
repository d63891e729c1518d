/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Escapes text for GitHub-flavoured Markdown. */
#include "writers/md_text.h"

#include <ctype.h>
#include <string.h>

#include "base/put.h"
#include "base/text.h"

enum { NO_BREAK_SPACE = 0xA0 };

static bool is_in_word(char byte)
{
    return isalnum((unsigned char)byte) != 0;
}

static bool follows(const char *begin, const char *at, const char *word)
{
    size_t length = strlen(word);

    return (size_t)(at - begin) >= length && memcmp(at - length, word, length) == 0;
}

/* Characters that are markup anywhere. An underscore inside a word is not. */
static bool is_mark(const char *begin, const char *at)
{
    if (*at == '_')
        return at == begin || !is_in_word(at[-1]) || !is_in_word(at[1]);
    if (*at == ':')
        return at[1] == '/'; /* https://... */
    if (*at == '.')
        return follows(begin, at, "www");
    return strchr("\\`*<[]|#&~$", *at) != NULL;
}

/* Characters that would begin a list, a heading, a quotation or a ruler: "- ", "12. ", ">", "===".
 */
static bool begins_block(const char *begin, const char *at)
{
    size_t digits = strspn(begin, "0123456789");

    if (at == begin)
        return strchr("-+=>:", *at) != NULL;
    return (*at == '.' || *at == ')') && (at[1] == ' ' || at[1] == '\0') &&
           (size_t)(at - begin) == digits;
}

void cf_md_text(FILE *out, const char *text, bool begins_line)
{
    const char *begin = text;
    size_t left = strlen(text);

    while (left > 0) {
        unsigned code = 0;
        size_t length = cf_text_character(text, left, &code);
        bool shown = length > 0 && cf_text_is_showable(code);

        length = length > 0 ? length : 1;
        if (shown && code != NO_BREAK_SPACE) {
            if (is_mark(begin, text) || (begins_line && begins_block(begin, text)))
                putc('\\', out);
            fwrite(text, 1, length, out);
        } else {
            fputs(shown ? " " : CF_REPLACEMENT, out);
        }
        text += length;
        left -= length;
    }
}
