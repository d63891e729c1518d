/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/memory_file.h"
#include "unit/testlib.h"

Test(memory_file, holds_what_is_written_with_a_nul_behind_it)
{
    cf_memory_file file;
    char *text;
    size_t size;

    assert_ok(cf_memory_file_open(&file));
    assert_ok(cf_memory_file_close(&file, &text, &size));
    cr_expect_str_eq(text, "");
    free(text);
    assert_ok(cf_memory_file_open(&file));
    for (int i = 0; i < 100000; i++)
        fprintf(file.stream, "%d,", i % 10);
    putc(0, file.stream);
    assert_ok(cf_memory_file_close(&file, &text, &size));
    cr_expect_eq(size, 200001u);
    cr_expect_eq(memcmp(text + 199990, "5,6,7,8,9,\0", 12), 0);
    free(text);
}

Test(memory_file, a_lost_byte_is_a_failure)
{
    cf_status status = CF_NO_MEMORY;
    long count;

    for (count = 0; status != CF_OK && count < 100; count++) {
        cf_memory_file file;
        char *text = NULL;
        size_t size = 0;

        allow_allocations(count);
        status = cf_memory_file_open(&file);
        for (int i = 0; status == CF_OK && i < 50000; i++)
            putc('a' + i % 26, file.stream);
        if (status == CF_OK)
            status = cf_memory_file_close(&file, &text, &size);
        cr_expect_eq(text != NULL, status == CF_OK);
        cr_expect_eq(size, status == CF_OK ? 50000u : 0u);
        free(text);
        cr_expect_eq(stop_counting_allocations(), 0);
    }
    cr_expect(count > 4, "%ld allocations", count);
}
