/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_SCENARIO_H
#define CIRCFIN_SCENARIO_H

/*
 * Advanced tier. A scenario: the entities and deals of one file, checked, with every reference
 * resolved.
 */

#include <limits.h>

#include "circfin/diag.h"
#include "circfin/progress.h"

CF_PUBLIC

/** A day as the number of days since 1970-01-01 in the Gregorian calendar. */
typedef int cf_day;
#define CF_NO_DAY INT_MIN

/** Which day a shorter date such as 2025-02 means. */
typedef enum cf_day_end { CF_FIRST_DAY, CF_LAST_DAY } cf_day_end;

/**
 * Reads YYYY-MM-DD, YYYY-MM or YYYY (years 0001 to 9999, real days only).
 * @return false, with *day set to CF_NO_DAY, where the text is no date
 */
bool cf_day_parse(cf_day *day, const char *text, cf_day_end end);

/** Writes a day as YYYY-MM-DD into CF_DAY_SIZE bytes. */
enum { CF_DAY_SIZE = 16 };
void cf_day_format(char text[CF_DAY_SIZE], cf_day day);

/** Three figures for one amount: 0 <= low <= base <= high. A plain number has all three alike. */
typedef struct cf_range {
    double low, base, high;
} cf_range;

typedef enum cf_case { CF_CASE_LOW, CF_CASE_BASE, CF_CASE_HIGH } cf_case;

double cf_range_at(cf_range range, cf_case which);

/** What a deal is; money always runs from payer to payee. */
typedef enum cf_relation {
    CF_INVESTOR,  /* the payer invests in the payee */
    CF_CUSTOMER,  /* the payer buys from the payee */
    CF_SUPPLIER,  /* the payer buys from its supplier, the payee */
    CF_REPAYMENT, /* the payer gives capital back to the payee: principal, a buy-back */
    CF_INTEREST,  /* the payer pays the payee for capital: interest, a dividend, a fee */
    CF_RELATION_COUNT
} cf_relation;

/** What the money of a deal is. */
typedef enum cf_class {
    CF_TRADE,   /* revenue of the payee: relations customer and supplier */
    CF_CAPITAL, /* an investment in the payee: investor */
    CF_SERVICE, /* given back or paid for capital, and no revenue: repayment and interest */
    CF_CLASS_COUNT
} cf_class;

cf_class cf_relation_class(cf_relation relation);
extern const char *const cf_class_names[CF_CLASS_COUNT]; /* "trade", ... */

/** The place of a class in the order of their names: capital, service, trade; from 0 on. */
int cf_class_place(cf_class money);

typedef enum cf_deal_status {
    CF_RUMOURED,
    CF_LETTER_OF_INTENT,
    CF_ANNOUNCED,
    CF_SIGNED,
    CF_COMPLETED,
    CF_CANCELLED,
    CF_DEAL_STATUS_COUNT
} cf_deal_status;

typedef enum cf_basis { CF_REPORTED, CF_ESTIMATE, CF_ASSUMPTION, CF_BASIS_COUNT } cf_basis;

/** What a contingent deal is: a promise to pay if another does not, to buy whether needed or not,
 * to make good what an asset is worth less at the end, or to rent. */
typedef enum cf_support_kind {
    CF_GUARANTEE,
    CF_TAKE_OR_PAY,
    CF_RESIDUAL_VALUE,
    CF_LEASE,
    CF_SUPPORT_KIND_COUNT
} cf_support_kind;

/** What an entity states a total of: the trade that it pays, the trade that it is paid, or the
 *  capital that it gives. */
typedef enum cf_stated_of {
    CF_STATED_COMMITMENTS,
    CF_STATED_REVENUE,
    CF_STATED_INVESTMENTS,
    CF_STATED_OF_COUNT
} cf_stated_of;

typedef enum cf_unit { CF_ONE, CF_THOUSAND, CF_MILLION, CF_BILLION, CF_UNIT_COUNT } cf_unit;

/** The words of the file format, such as "letter_of_intent"; index by the enum. */
extern const char *const cf_relation_names[CF_RELATION_COUNT];
extern const char *const cf_deal_status_names[CF_DEAL_STATUS_COUNT];
extern const char *const cf_basis_names[CF_BASIS_COUNT];
extern const char *const cf_support_kind_names[CF_SUPPORT_KIND_COUNT];
extern const char *const cf_stated_of_names[CF_STATED_OF_COUNT];
extern const char *const cf_unit_names[CF_UNIT_COUNT];

typedef struct cf_source {
    const char *title, *publisher, *date, *url; /* each may be NULL, not all */
} cf_source;

/** Indices of deals of the same scenario. */
typedef struct cf_deal_list {
    const int *at;
    int count;
} cf_deal_list;

typedef struct cf_instalment {
    cf_day date;
    double amount; /* in the currency of what it is a part of */
} cf_instalment;

/** A total that an entity states, in the scenario's unit and currency. */
typedef struct cf_stated {
    cf_stated_of of;
    cf_range amount;
    bool amount_known; /* true once read without errors */
    cf_day date;       /* CF_NO_DAY where the file has none */
    const cf_source *sources;
    int source_count;
} cf_stated;

typedef enum cf_amount_kind {
    CF_UNQUANTIFIED, /* the deal is known, its amount is not */
    CF_QUANTIFIED,   /* `amount` in the deal's currency */
    CF_SHARE_OF      /* `share` (0..1) of the full amounts of the deals in `share_of` */
} cf_amount_kind;

enum { CF_LARGEST_RANK = 1000000, CF_MOST_YEARS = 200 };

/*
 * The members that a field of each kind has. `name` is the name of the field; a text is NULL, a
 * day CF_NO_DAY and an index -1 where the file has none.
 */
#define CF_MEMBERS_ID(name) const char *name; /* not empty, without control characters */
#define CF_MEMBERS_TEXT(name) const char *name;
#define CF_MEMBERS_TEXTS(name)                                                                     \
    const char *const *name;                    /* each as an id */                                \
    int name##_count;                           /* must follow its texts */
#define CF_MEMBERS_FIRST_DAY(name) cf_day name; /* a shorter date means its first day */
#define CF_MEMBERS_LAST_DAY(name) cf_day name;  /* ... and here its last one */
#define CF_MEMBERS_FRACTION(name) double name;  /* 0..1, or -1 where the file has none */
#define CF_MEMBERS_RANK(name) int name;         /* smaller first; 1 unless given */
#define CF_MEMBERS_YEARS(name) int name;        /* 1..CF_MOST_YEARS; 0 where the file has none */
#define CF_MEMBERS_ON(name) bool name;          /* true where the file says nothing */
#define CF_MEMBERS_OFF(name) bool name;         /* false where the file says nothing */
#define CF_MEMBERS_RELATION(name) cf_relation name;
#define CF_MEMBERS_STATUS(name) cf_deal_status name;   /* CF_ANNOUNCED where the file has none */
#define CF_MEMBERS_BASIS(name) cf_basis name;          /* CF_REPORTED where the file has none */
#define CF_MEMBERS_SUPPORT(name) cf_support_kind name; /* CF_GUARANTEE where the file has none */
#define CF_MEMBERS_ENTITY(name) int name;              /* index of an entity */
#define CF_MEMBERS_DEAL(name) int name;                /* index of a deal */
#define CF_MEMBERS_DEALS(name) cf_deal_list name;
#define CF_MEMBERS_RANGE(name)                                                                     \
    cf_range name;     /* scenario's unit */                                                       \
    bool name##_known; /* must follow its range */
#define CF_MEMBERS_PART(name)                                                                      \
    cf_range name;     /* each of 0..1 */                                                          \
    bool name##_known; /* must follow its range */
#define CF_MEMBERS_FUNDS(name)                                                                     \
    CF_MEMBERS_RANGE(name)                                                                         \
    const cf_instalment *name##_schedule; /* adds up to the base */                                \
    int name##_schedule_count;            /* must follow its schedule */
#define CF_MEMBERS_REVENUE(name)                                                                   \
    CF_MEMBERS_RANGE(name)                                                                         \
    cf_day name##_from, name##_to; /* both CF_NO_DAY, or both given */
#define CF_MEMBERS_BACKLOG(name)                                                                   \
    CF_MEMBERS_RANGE(name)                                                                         \
    cf_day name##_date; /* CF_NO_DAY where the file has none */
#define CF_MEMBERS_STATED(name)                                                                    \
    const cf_stated *name;                                                                         \
    int name##_count;
#define CF_MEMBERS_AMOUNT(name)                                                                    \
    cf_amount_kind kind;                                                                           \
    union {                                                                                        \
        cf_range name;  /* CF_QUANTIFIED: deal's currency, scenario's unit; CF_UNQUANTIFIED: 0 */  \
        cf_range share; /* CF_SHARE_OF */                                                          \
    };                                                                                             \
    cf_deal_list share_of; /* CF_SHARE_OF */                                                       \
    bool has_range;        /* the amount, or share, is written as a range */
#define CF_MEMBERS_CURRENCY(name)                                                                  \
    const char *name; /* ISO 4217 code as written; NULL: the scenario's */                         \
    double fx;        /* value of one unit of it in the scenario's currency; else 1 */
#define CF_MEMBERS_SCHEDULE(name)                                                                  \
    const cf_instalment *name;                                                                     \
    int name##_count;
#define CF_MEMBERS_SOURCES(name)                                                                   \
    const cf_source *name;                                                                         \
    int source_count;

/** The rows CF_ENTITY_FIELD of circfin/fields.def, which says what each member means. */
typedef struct cf_entity {
#define CF_ENTITY_FIELD(name, kind, need, line, meaning) CF_MEMBERS_##kind(name)
#include "circfin/fields.def"
} cf_entity;

/** The rows CF_DEAL_FIELD of circfin/fields.def. Payer and payee are never the same. */
typedef struct cf_deal {
#define CF_DEAL_FIELD(name, kind, need, line, meaning) CF_MEMBERS_##kind(name)
#include "circfin/fields.def"
} cf_deal;

/** Value of one unit of a currency in the scenario's. */
typedef struct cf_rate {
    const char *currency;
    double value;
} cf_rate;

/** Shocks under one id, each written as for `circfin stress --shock`, such as "funds:lab=0.5": see
 *  circfin/shocks.h. Whether there is an entity or deal of the name is not checked. */
typedef struct cf_named_shock {
    const char *id, *name; /* name may be NULL */
    const char *const *apply;
    int apply_count;
} cf_named_shock;

/** Immutable once read; owned by the reader's caller. No number of it is above 1e18. */
struct cf_scenario {
    const char *file;                 /* as given to the reader */
    const char *name, *description;   /* description may be NULL */
    cf_day as_of, span_from, span_to; /* each may be CF_NO_DAY */
    const char *currency;             /* ISO 4217 */
    cf_unit unit;
    double status_probability[CF_DEAL_STATUS_COUNT]; /* 1 where the file says nothing */
    const cf_rate *rates;                            /* all of the file, used or not */
    int rate_count;
    const cf_named_shock *shocks; /* in the order of the file; ids are unique */
    int shock_count;
    int unkept; /* keys that begin with "x-": nothing of them is kept */
    const cf_entity *entities;
    int entity_count;
    const cf_deal *deals;
    int deal_count;
    const struct cf_scenario_store *store; /* private: its memory, and where its ids are. A copy of
                                              this struct may be changed, but not freed. */
};

/** What a reader does where a file leaves it a choice; all zero is the default. */
typedef struct cf_reading {
    bool
        drop_self_deals; /* leave out deals of an entity with itself, with a warning; else errors */
    bool compare_totals; /* warn where deals come to more than an entity states, see cf_stated */
    bool notes; /* tell also who is in no deal and, as notes, who invests and is never paid */
    const cf_progress *progress; /* called with the number of entities and deals read; it cannot
                                    stop the reading; may be NULL */
    char decimal; /* of spreadsheets: '.' or ',', the other one of them groups thousands; 0: a
                     point, and nothing groups but spaces */
    int threads;  /* at most; 0: one for each processor; what is read does not depend on it */
    /** Names of sheets of a workbook, in any letters; NULL: see cf_sheets_read(). Borrowed. */
    const char *deal_sheet, *entity_sheet, *setting_sheet;
} cf_reading;

/**
 * Reads and checks a scenario file; "-" is standard input.
 *
 * Every problem of the file goes to `diags`, in file order, with line and column; warnings
 * leave the status at CF_OK.
 *
 * @param[out] out  owned by the caller; NULL unless CF_OK
 * @return CF_OK, CF_IO, CF_BAD_SYNTAX, CF_BAD_INPUT or CF_NO_MEMORY
 *
 * Time: O(size of the file). Memory: the file while it is read; some 330 bytes a deal and 200 an
 * entity, and their texts.
 */
CF_NODISCARD cf_status cf_scenario_read(cf_scenario **out, const char *file, cf_diags *diags);

/** The same with choices; NULL stands for the default. */
CF_NODISCARD cf_status cf_scenario_read_as(cf_scenario **out, const char *file,
                                           const cf_reading *reading, cf_diags *diags);

/** The same for a text in memory; `file` is the name to use in diagnostics. */
CF_NODISCARD cf_status cf_scenario_parse(cf_scenario **out, const char *text, size_t size,
                                         const char *file, cf_diags *diags);

/** Whether a file is no text at all (a workbook, an archive, a web page ...) or an address on the
 *  web: reading it then tells what to do instead. False for "-" and for what cannot be opened. */
bool cf_file_is_foreign(const char *file);

/**
 * Writes a scenario as JSON, which cf_scenario_read() reads back as an equal one: dates in full,
 * keys in the order of the method, what is as by default left out. "-" is standard output; any
 * other file is written as a whole or not at all.
 *
 * @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY
 *
 * Time: O(size of the scenario). Memory: none to speak of.
 */
CF_NODISCARD cf_status cf_scenario_write(const cf_scenario *scenario, const char *file,
                                         cf_diags *diags);

/** The same text in memory; to be freed. @return CF_OK or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_scenario_text(char **out, const cf_scenario *scenario);

/** Index of an entity, deal or shock by its id, or -1. Time: O(1) on average. */
int cf_scenario_find_entity(const cf_scenario *scenario, const char *id);
int cf_scenario_find_deal(const cf_scenario *scenario, const char *id);
int cf_scenario_find_shock(const cf_scenario *scenario, const char *id);

/** The JSON Schema (2020-12) of a scenario file, as text; borrowed, never NULL. */
const char *cf_scenario_schema(void);

/**
 * A small scenario to begin with, as the text of a JSON file: a loop of three deals, with notes on
 * its keys. "$schema" names scenario.schema.json beside the file.
 *
 * @param[out] out  to be freed; NULL unless CF_OK
 * @param currency  three upper-case letters, such as "USD"; written as they are
 * @return CF_OK or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_example_text(char **out, const char *currency, cf_unit unit);

/**
 * Writes such a text into a file, and the JSON Schema into scenario.schema.json beside it: both or
 * none. A schema that is there already stays, unless `replace`; beside "-" and whatever is no
 * regular file, none is written.
 *
 * @return CF_OK, CF_IO (told in diags) or CF_NO_MEMORY
 */
CF_NODISCARD cf_status cf_example_write(const char *text, const char *file, bool replace,
                                        cf_diags *diags);

CF_PUBLIC_END

#endif
