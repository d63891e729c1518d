/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <criterion/criterion.h>
#include <string.h>

#include "base/content.h"

#define CONTENT(text) cf_content_of(text, sizeof(text) - 1)

static void expect(const cf_content *content, cf_content_kind kind, const char *what)
{
    cr_assert_not_null(content, "%s", what);
    cr_expect_eq(content->kind, kind, "%s", content->what);
    cr_expect_not_null(strstr(content->what, what), "%s", content->what);
}

Test(content, knows_workbooks_archives_and_documents)
{
    expect(CONTENT("PK\3\4....[Content_Types].xml"), CF_CONTENT_SHEETS, "xlsx");
    expect(CONTENT("PK\3\4mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
           CF_CONTENT_SHEETS, "ods");
    expect(CONTENT("PK\3\4....[Content_Types].xml word/document.xml"), CF_CONTENT_OTHER, "Office");
    expect(CONTENT("PK\3\4deals.csv"), CF_CONTENT_PACKED, "ZIP");
    expect(CONTENT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), CF_CONTENT_WORKBOOK, "xls");
    expect(
        CONTENT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1...E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0"),
        CF_CONTENT_ENCRYPTED, "password");
    expect(CONTENT("\x1F\x8B\x08"), CF_CONTENT_PACKED, "gzip");
    expect(CONTENT("%PDF-1.4"), CF_CONTENT_OTHER, "PDF");
    expect(CONTENT("\xEF\xBB\xBF \n<!DocType HTML>"), CF_CONTENT_OTHER, "web page");
    expect(CONTENT("<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"),
           CF_CONTENT_WORKBOOK, "XML");
}

Test(content, knows_graphs_that_cannot_be_read)
{
    expect(CONTENT("<gexf version='1.3'>"), CF_CONTENT_OTHER, "GEXF");
    expect(CONTENT("<?xml version='1.0'?>\n<gexf version='1.3'>"), CF_CONTENT_OTHER, "GEXF");
    expect(CONTENT("{\"data\": {}, \"elements\": {\"nodes\": []"), CF_CONTENT_OTHER, "JSON");
    expect(CONTENT(" {\"directed\": true, \"nodes\": [], \"links\": []}"), CF_CONTENT_OTHER,
           "JSON");
    cr_expect_null(CONTENT("{\"schema\": \"circfin.scenario/1\", \"name\": \"nodes\", "
                           "\"x-a\": \"nodes\", \"x-b\": \"links\"}"));
}

Test(content, leaves_text_alone)
{
    cr_expect_null(CONTENT(""));
    cr_expect_null(CONTENT("{\"schema\": \"circfin.scenario/1\"}"));
    cr_expect_null(CONTENT("id,relation,payer,payee\nPK,customer,a,b\n"));
    cr_expect_null(CONTENT("PK"));
    cr_expect_null(CONTENT("\xEF\xBB\xBFid;relation"));
    cr_expect_null(CONTENT("<p"));
}

Test(content, knows_addresses_on_the_web)
{
    cr_expect(cf_content_is_address("http://example.com/a.json"));
    cr_expect(cf_content_is_address("HTTPS://example.com"));
    cr_expect_not(cf_content_is_address("http.json"));
    cr_expect_not(cf_content_is_address("data/http://x"));
}
