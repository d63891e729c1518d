/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The explanations of diagnostics: the rows of codes.def as a table. */
#include "circfin/codes.h"

#include <assert.h>

enum severity { ERROR = 1, WARNING = 2, EITHER = ERROR | WARNING, NOTE = 4 };

static const cf_code_about codes[] = {
#define CF_CODE(name, number, severity, slug, title, what, way_out, example)                       \
    { CF_CODE_##name,                                                                              \
      ((severity)&ERROR) != 0,                                                                     \
      ((severity)&WARNING) != 0,                                                                   \
      ((severity)&NOTE) != 0,                                                                      \
      slug,                                                                                        \
      title,                                                                                       \
      what,                                                                                        \
      way_out,                                                                                     \
      example },
#include "circfin/codes.def"
};

enum { COUNT = sizeof codes / sizeof *codes };

int cf_code_count(void)
{
    return COUNT;
}

const cf_code_about *cf_code_at(int index)
{
    assert(index >= 0 && index < COUNT);
    return &codes[index];
}

const cf_code_about *cf_code_find(int number)
{
    for (int i = 0; i < COUNT; i++)
        if ((int)codes[i].code == number)
            return &codes[i];
    return NULL;
}

const char *cf_code_group(int hundred)
{
    switch (hundred) {
#define CF_CODE_GROUP(number, title)                                                               \
    case number:                                                                                   \
        return title;
#include "circfin/codes.def"
    default:
        return NULL;
    }
}
