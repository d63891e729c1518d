/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_WRITERS_XLSX_LIBRARY_H
#define CIRCFIN_WRITERS_XLSX_LIBRARY_H

/* libxlsxwriter, loaded when a workbook is written. */

#include <xlsxwriter.h>

#include "base/library.h"

#define XLSX_FUNCTIONS(FUNCTION)                                                                   \
    FUNCTION(workbook_add_chart)                                                                   \
    FUNCTION(workbook_add_format)                                                                  \
    FUNCTION(workbook_add_worksheet)                                                               \
    FUNCTION(workbook_close)                                                                       \
    FUNCTION(workbook_get_worksheet_by_name)                                                       \
    FUNCTION(workbook_new_opt)                                                                     \
    FUNCTION(workbook_set_properties)                                                              \
    FUNCTION(worksheet_activate)                                                                   \
    FUNCTION(worksheet_autofilter)                                                                 \
    FUNCTION(worksheet_conditional_format_range)                                                   \
    FUNCTION(worksheet_data_validation_range)                                                      \
    FUNCTION(worksheet_fit_to_pages)                                                               \
    FUNCTION(worksheet_freeze_panes)                                                               \
    FUNCTION(worksheet_gridlines)                                                                  \
    FUNCTION(worksheet_ignore_errors)                                                              \
    FUNCTION(worksheet_insert_chart_opt)                                                           \
    FUNCTION(worksheet_insert_image_buffer_opt)                                                    \
    FUNCTION(worksheet_merge_range)                                                                \
    FUNCTION(worksheet_print_area)                                                                 \
    FUNCTION(worksheet_repeat_columns)                                                             \
    FUNCTION(worksheet_repeat_rows)                                                                \
    FUNCTION(worksheet_set_column)                                                                 \
    FUNCTION(worksheet_set_column_opt)                                                             \
    FUNCTION(worksheet_set_footer)                                                                 \
    FUNCTION(worksheet_set_landscape)                                                              \
    FUNCTION(worksheet_set_margins)                                                                \
    FUNCTION(worksheet_set_paper)                                                                  \
    FUNCTION(worksheet_set_row)                                                                    \
    FUNCTION(worksheet_set_row_opt)                                                                \
    FUNCTION(worksheet_set_tab_color)                                                              \
    FUNCTION(worksheet_write_array_formula_num)                                                    \
    FUNCTION(worksheet_write_blank)                                                                \
    FUNCTION(worksheet_write_boolean)                                                              \
    FUNCTION(worksheet_write_formula_num)                                                          \
    FUNCTION(worksheet_write_formula_str)                                                          \
    FUNCTION(worksheet_write_number)                                                               \
    FUNCTION(worksheet_write_string)                                                               \
    FUNCTION(worksheet_write_url)                                                                  \
    FUNCTION(format_set_align)                                                                     \
    FUNCTION(format_set_bg_color)                                                                  \
    FUNCTION(format_set_bold)                                                                      \
    FUNCTION(format_set_border)                                                                    \
    FUNCTION(format_set_border_color)                                                              \
    FUNCTION(format_set_bottom)                                                                    \
    FUNCTION(format_set_font_color)                                                                \
    FUNCTION(format_set_font_size)                                                                 \
    FUNCTION(format_set_indent)                                                                    \
    FUNCTION(format_set_num_format)                                                                \
    FUNCTION(format_set_text_wrap)                                                                 \
    FUNCTION(format_set_top)                                                                       \
    FUNCTION(format_set_underline)                                                                 \
    FUNCTION(format_set_unlocked)                                                                  \
    FUNCTION(chart_add_series)                                                                     \
    FUNCTION(chart_axis_major_gridlines_set_line)                                                  \
    FUNCTION(chart_axis_major_gridlines_set_visible)                                               \
    FUNCTION(chart_axis_set_label_position)                                                        \
    FUNCTION(chart_axis_set_num_format)                                                            \
    FUNCTION(chart_chartarea_set_line)                                                             \
    FUNCTION(chart_legend_set_position)                                                            \
    FUNCTION(chart_series_set_categories)                                                          \
    FUNCTION(chart_series_set_fill)                                                                \
    FUNCTION(chart_series_set_line)                                                                \
    FUNCTION(chart_series_set_name)                                                                \
    FUNCTION(chart_series_set_name_range)                                                          \
    FUNCTION(chart_series_set_points)                                                              \
    FUNCTION(chart_series_set_values)                                                              \
    FUNCTION(chart_set_series_gap)                                                                 \
    FUNCTION(chart_set_series_overlap)                                                             \
    FUNCTION(chart_title_set_name)                                                                 \
    FUNCTION(chart_title_set_name_font)                                                            \
    FUNCTION(lxw_workbook_free)                                                                    \
    FUNCTION(lxw_rowcol_to_range)                                                                  \
    FUNCTION(lxw_rowcol_to_range_abs)                                                              \
    FUNCTION(lxw_col_to_name)

typedef struct cf_xlsx_library {
    XLSX_FUNCTIONS(CF_LIBRARY_POINTER)
} cf_xlsx_library;

#endif
