// SPDX-License-Identifier: GPL-3.0-or-later
// A program in C++ that scores a file, renders it as JSON, and sees one function of the advanced
// tier.
#include <circfin/analysis.h>
#include <circfin/circfin.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

template <typename T, void (*release)(T *)> struct owner {
    T *at = nullptr;
    ~owner() { release(at); }
};

int main(int argc, char **argv)
{
    owner<cf_diags, cf_diags_free> diags;
    owner<cf_scenario, cf_scenario_free> scenario;
    owner<cf_report, cf_report_free> report;
    const char *const options[] = { "supplier=nvidia", nullptr };
    char *text = nullptr;
    std::size_t size = 0;

    if (argc < 2 || cf_diags_new(&diags.at) != CF_OK)
        return 2;
    if (cf_scenario_load(&scenario.at, argv[1], nullptr, diags.at) != CF_OK ||
        cf_scenario_analyse(&report.at, scenario.at, "score", options, diags.at) != CF_OK ||
        cf_report_render(&text, &size, report.at, "json", "suppliers", diags.at) != CF_OK) {
        std::fputs(cf_diags_text(diags.at), stderr);
        return 1;
    }
    std::unique_ptr<char, decltype(&std::free)> held(text, &std::free);
    const bool complete = std::string(text, size).find("\"loopback_pro_rata\"") != std::string::npos;
    std::printf("%d analyses, the json is %s\n", cf_analysis_count(), complete ? "there" : "not there");
    return complete ? 0 : 1;
}
