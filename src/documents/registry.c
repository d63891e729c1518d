/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry of files: the rows of documents.def as a table. */
#include "documents/documents.h"

#define CF_DOCUMENT(file, write, needs) cf_document_write write;
#include "documents.def"
#undef CF_DOCUMENT

static const cf_document documents[] = {
#define CF_DOCUMENT(file, write, needs) { file, write, needs },
#include "documents.def"
#undef CF_DOCUMENT
};

int cf_document_count(void)
{
    return (int)(sizeof documents / sizeof *documents);
}

const cf_document *cf_document_at(int index)
{
    return &documents[index];
}
