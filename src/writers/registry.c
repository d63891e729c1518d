/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds writers: the rows of writers.def. */
#include <assert.h>
#include <string.h>

#include "circfin/writer.h"

#define CF_WRITER(id) extern const cf_writer cf_writer_##id;
#include "writers/writers.def"
#undef CF_WRITER

static const cf_writer *const writers[] = {
#define CF_WRITER(id) &cf_writer_##id,
#include "writers/writers.def"
#undef CF_WRITER
};

int cf_writer_count(void)
{
    return (int)(sizeof writers / sizeof writers[0]);
}

const cf_writer *cf_writer_at(int index)
{
    assert(index >= 0 && index < cf_writer_count());
    return writers[index];
}

const cf_writer *cf_writer_find(const char *name)
{
    for (int i = 0; i < cf_writer_count(); i++)
        if (strcmp(writers[i]->name, name) == 0)
            return writers[i];
    return NULL;
}

bool cf_writer_suits(const cf_writer *writer, const cf_analysis *analysis)
{
    switch (writer->writes) {
    case CF_WRITES_TABLES:
        return true;
    case CF_WRITES_CHART:
        return cf_chart_at(analysis->name, 0) != NULL;
    case CF_WRITES_DRAWING:
        return analysis->draws || cf_chart_at(analysis->name, 0) != NULL;
    case CF_WRITES_GRAPH:
    default:
        return analysis->draws;
    }
}

/* The length of the ending, 0 where the text has another or is nothing else. */
static size_t ending_of(const char *text, const char *ending)
{
    size_t length = strlen(text), tail = ending == NULL ? 0 : strlen(ending);

    return length > tail && strcmp(text + length - tail, ending == NULL ? "" : ending) == 0 ? tail
                                                                                            : 0;
}

const cf_writer *cf_writer_for_file(const char *file)
{
    const cf_writer *found = NULL;
    size_t longest = 0;

    for (int i = 0; i < cf_writer_count(); i++) {
        size_t ending = ending_of(file, writers[i]->ending);
        size_t also = ending_of(file, writers[i]->also);

        if (ending > longest || also > longest) {
            longest = ending > also ? ending : also;
            found = writers[i];
        }
    }
    return found;
}
