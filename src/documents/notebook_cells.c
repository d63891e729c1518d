/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cuts notebook.py into cells. A cell begins with a line
 * "# %% [markdown] id hidden pictures tag TAG needs TABLE needs TABLE", all but the id left out at
 * will, and ends before the next such line. */
#include <string.h>

#include "documents/notebook.h"

static const char mark[] = "# %% ";

/* The next head of a cell, or the end of the program. */
static const char *find_head(const char *at)
{
    while (*at != '\0' && strncmp(at, mark, strlen(mark)) != 0) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    return at;
}

/* The next word of a line; "" at its end. */
static const char *take_word(char word[static CF_CELL_NAME], const char *at)
{
    size_t length;

    at += strspn(at, " ");
    length = strcspn(at, " \n");
    memcpy(word, at, length < CF_CELL_NAME ? length : 0);
    word[length < CF_CELL_NAME ? length : 0] = '\0';
    return at + length;
}

static const char *read_head(cf_notebook_cell *cell, const char *at)
{
    char word[CF_CELL_NAME];
    int needs = 0;

    at = take_word(cell->id, at + strlen(mark));
    cell->is_text = strcmp(cell->id, "[markdown]") == 0;
    if (cell->is_text)
        at = take_word(cell->id, at);
    for (at = take_word(word, at); word[0] != '\0'; at = take_word(word, at)) {
        if (strcmp(word, "hidden") == 0)
            cell->is_hidden = true;
        else if (strcmp(word, "pictures") == 0)
            cell->has_pictures = true;
        else if (strcmp(word, "tag") == 0)
            at = take_word(cell->tag, at);
        else if (strcmp(word, "needs") == 0 && needs < 2)
            at = take_word(cell->needs[needs++], at);
    }
    return at + (*at == '\n');
}

bool cf_notebook_next(cf_notebook_cell *cell, const char **at)
{
    *cell = (cf_notebook_cell){ .is_text = false };
    *at = find_head(*at);
    if (**at == '\0')
        return false;
    cell->source = read_head(cell, *at);
    *at = find_head(cell->source);
    cell->length = (size_t)(*at - cell->source);
    while (cell->length > 0 && cell->source[cell->length - 1] == '\n')
        cell->length--;
    return true;
}
