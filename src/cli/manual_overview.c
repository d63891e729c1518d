/* SPDX-License-Identifier: GPL-3.0-or-later */
/* circfin(1): what the program is, its commands, its input and its surroundings. */
#include "cli/manual.h"
#include "cli/roff.h"

/* What stands in a list: a word and its explanation. */
struct entry {
    const char *word, *text;
};

static const char description[] =
    "circfin measures circular financing: how much of the money that a company invests in its "
    "customers comes back to it as revenue. It reads a scenario of entities and deals, follows the "
    "money, and shows for every supplier how much of what it invests must have come back, how much "
    "does if money mixes, and how much can have. Results go to standard output or to -o FILE, "
    "everything else to standard error. A file is replaced as a whole or not at all.";

static const char command_line[] =
    "Options may stand before or after a file, as --name value or --name=value; a single -- ends "
    "them. Each command has a page of its own, and \"circfin help COMMAND\" prints its options.";

static const char scenario[] =
    "A SCENARIO is a JSON file, a spreadsheet of deals (.csv, .tsv, .xlsx, .ods), a folder with "
    "a file deals.csv, a database of SQLite, a graph (.graphml, .gml, .net), or - for standard "
    "input. It has entities and deals between them. Money runs from "
    "payer to payee: a deal of relation investor is capital, one of relation customer or supplier "
    "pays for sales, and one of relation repayment or interest serves capital. An amount is a "
    "number, a range with the keys low, base and high, a share of "
    "other deals, or absent where it is unknown. All amounts are in one unit of one currency.";

static const char scenario_example[] =
    "{\n"
    "  \"schema\": \"circfin.scenario/1\",\n"
    "  \"name\": \"One supplier, one lab\",\n"
    "  \"currency\": \"USD\",\n"
    "  \"unit\": \"bn\",\n"
    "  \"entities\": [\n"
    "    {\"id\": \"chips\"},\n"
    "    {\"id\": \"lab\", \"outside_funds\": 20}\n"
    "  ],\n"
    "  \"deals\": [\n"
    "    {\"id\": \"stake\", \"relation\": \"investor\",\n"
    "     \"payer\": \"chips\", \"payee\": \"lab\", \"amount\": 10},\n"
    "    {\"id\": \"order\", \"relation\": \"customer\",\n"
    "     \"payer\": \"lab\", \"payee\": \"chips\", \"amount\": 15}\n"
    "  ]\n"
    "}";

static const char scenario_more[] =
    "Deals may also have a status, dates, a schedule, a probability and sources; \"circfin "
    "schema\" "
    "prints all keys with their meanings, and \"circfin check\" finds mistakes, each with its "
    "place. The options of the group View choose which deals count, and at what amount.";

static const struct entry environment[] = {
    { "NO_COLOR", "If it is set and not empty, --color auto uses no colour." },
    { "TERM", "If it is dumb, --color auto uses no colour." },
    { "COLUMNS", "The width of the output, where it is no terminal (default: 100)." },
    { "TMPDIR", "The folder for temporary files (default: /tmp)." },
};

static const struct entry files[] = {
    { "PREFIX/share/circfin/data/ai-deals.json", "The deals around OpenAI, with their sources." },
    { "PREFIX/share/circfin/data/template/", "Spreadsheets to start from." },
    { "PREFIX/share/circfin/data/textbook/", "Small scenarios that were worked out by hand." },
    { "PREFIX/share/circfin/data/published/", "Scenarios that reproduce published cases." },
    { "PREFIX/share/circfin/data/scenario.schema.json", "The JSON Schema of a scenario." },
    { "PREFIX/share/circfin/models/", "MathProg models for circfin model." },
};

static const char examples[] = "circfin check data/ai-deals.json\n"
                               "circfin score data/ai-deals.json\n"
                               "circfin score data/ai-deals.json --view firm --supplier nvidia\n"
                               "circfin loops data/ai-deals.json -o loops.csv\n"
                               "circfin report data/ai-deals.json";

static void put_entries(FILE *out, const struct entry *entries, int count)
{
    for (int i = 0; i < count; i++) {
        cli_roff_item(out);
        cli_roff_bold(out, entries[i].word);
        putc('\n', out);
        cli_roff_text(out, entries[i].text);
    }
}

static void put_head(FILE *out)
{
    cli_roff_section(out, "NAME");
    fputs("circfin \\- measure circular financing\n", out);
    cli_roff_section(out, "SYNOPSIS");
    fputs("\\fBcircfin\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fISCENARIO\\fR]\n", out);
    cli_roff_section(out, "DESCRIPTION");
    cli_roff_text(out, description);
    cli_roff_paragraph(out, command_line);
}

static void put_commands(FILE *out)
{
    cli_roff_section(out, "COMMANDS");
    for (int i = 0; i < cli_command_count(); i++) {
        cli_command command = cli_command_at(i);

        cli_roff_item(out);
        cli_roff_page(out, command.name);
        putc('\n', out);
        cli_roff_text(out, command.summary);
    }
}

static void put_scenario(FILE *out)
{
    cli_roff_section(out, "SCENARIOS");
    cli_roff_text(out, scenario);
    cli_roff_paragraph(out, "For example:");
    cli_roff_example(out, scenario_example);
    cli_roff_paragraph(out, scenario_more);
}

static void put_see_also(FILE *out)
{
    cli_roff_section(out, "SEE ALSO");
    for (int i = 0; i < cli_command_count(); i++) {
        cli_roff_page(out, cli_command_name(i));
        fputs(i + 1 < cli_command_count() ? ",\n" : "\n", out);
    }
}

void cli_manual_overview(FILE *out)
{
    cli_roff_title(out, NULL);
    put_head(out);
    put_commands(out);
    put_scenario(out);
    cli_roff_section(out, "FORMATS");
    cli_manual_formats(out, NULL);
    cli_manual_exits(out, NULL);
    cli_roff_section(out, "ENVIRONMENT");
    put_entries(out, environment, CF_COUNT_OF(environment));
    cli_roff_section(out, "FILES");
    cli_roff_text(out, "PREFIX is the folder into which circfin was installed, such as /usr.");
    put_entries(out, files, CF_COUNT_OF(files));
    cli_roff_section(out, "EXAMPLES");
    cli_roff_example(out, examples);
    put_see_also(out);
}
