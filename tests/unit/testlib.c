/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/testlib.h"

#include <jansson.h>
#include <stdint.h>

#include "scenario/view.h"

/* ---- numbers ---- */

bool is_near(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b);
    return a == b || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) + 1e-14;
}

/* ---- networks ---- */

static int add_node(small_network *network, const char *name)
{
    cf_network *result = &network->network;

    for (int i = 0; i < result->node_count; i++) {
        if (strcmp(network->names[i], name) == 0)
            return i;
    }
    cr_assert_lt(result->node_count, MOST_NODES);
    snprintf(network->names[result->node_count], NAME_SIZE, "%s", name);
    return result->node_count++;
}

int node_of(const small_network *network, const char *name)
{
    for (int i = 0; i < network->network.node_count; i++) {
        if (strcmp(network->names[i], name) == 0)
            return i;
    }
    cr_assert_fail("no node is named %s", name);
    return -1;
}

int payment_of(const small_network *network, const char *label)
{
    for (int i = 0; i < network->network.payment_count; i++) {
        if (strcmp(network->labels[i], label) == 0)
            return i;
    }
    cr_assert_fail("no payment has the label %s", label);
    return -1;
}

static cf_class class_of(const char *word)
{
    for (int relation = 0; relation < CF_RELATION_COUNT; relation++)
        if (strcmp(word, cf_relation_names[relation]) == 0)
            return cf_relation_class((cf_relation)relation);
    cr_assert_fail("no relation is called %s", word);
    return CF_TRADE;
}

/* "[label:] a -> b 10 investor [for k ...]"; what follows `for` is kept for later. */
static void add_payment(small_network *network, char *text, char **tied_to)
{
    int at = network->network.payment_count++;
    cf_payment *payment = &network->payments[at];
    char payer[NAME_SIZE], payee[NAME_SIZE], amount[32], relation[NAME_SIZE];
    char *colon = strchr(text, ':'), *purchases = strstr(text, " for ");

    cr_assert_lt(at, MOST_PAYMENTS);
    if (colon != NULL) {
        *colon = '\0';
        cr_assert_eq(sscanf(text, " %15s", network->labels[at]), 1);
        text = colon + 1;
    }
    cr_assert_eq(sscanf(text, " %15s -> %15s %31s %15s", payer, payee, amount, relation), 4, "%s",
                 text);
    *payment = (cf_payment){ .payer = add_node(network, payer),
                             .payee = add_node(network, payee),
                             .carries = class_of(relation),
                             .open = strcmp(amount, "?") == 0 };
    payment->amount = payment->open ? 0.0 : strtod(amount, NULL);
    tied_to[at] = purchases == NULL ? NULL : purchases + strlen(" for ");
}

static void add_earmarks(small_network *network, char **tied_to)
{
    for (int i = 0; i < network->network.payment_count; i++) {
        cf_payment *payment = &network->payments[i];
        char *next = tied_to[i] == NULL ? NULL : strtok(tied_to[i], " ");

        for (; next != NULL; next = strtok(NULL, " ")) {
            cr_assert_lt(payment->earmark_count, MOST_EARMARKS);
            network->earmarks[i][payment->earmark_count++] = payment_of(network, next);
        }
        payment->earmark = network->earmarks[i];
    }
}

void network_from(small_network *out, const char *text)
{
    char *copy = strdup(text), *rest = copy, *tied_to[MOST_PAYMENTS];
    char name[NAME_SIZE], verb[NAME_SIZE];
    double amount;

    *out = (small_network){ 0 };
    out->network.nodes = out->nodes;
    out->network.payments = out->payments;
    while (rest != NULL) {
        char *statement = rest, *end = strchr(rest, ';');

        rest = end == NULL ? NULL : end + 1;
        if (end != NULL)
            *end = '\0';
        if (strstr(statement, "->") != NULL) {
            add_payment(out, statement, tied_to);
        } else if (sscanf(statement, " %15s %15s %lf", name, verb, &amount) == 3) {
            cf_node *node = &out->nodes[add_node(out, name)];

            node->funds_known = node->funds_known || strcmp(verb, "has") == 0;
            *(strcmp(verb, "has") == 0 ? &node->funds : &node->revenue) = amount;
        }
    }
    add_earmarks(out, tied_to);
    free(copy);
}

cf_flow *flow_from(small_network *network, const char *text)
{
    cf_flow *flow = NULL;

    network_from(network, text);
    assert_ok(cf_flow_new(&flow, &network->network, true));
    return flow;
}

double amount_between(const cf_flow *flow, int tail, int head)
{
    double sum = 0.0;

    for (int e = 0; e < flow->edge_count; e++) {
        if (flow->edges[e].tail == tail && flow->edges[e].head == head)
            sum += flow->edges[e].amount;
    }
    return sum;
}

loopback loopback_on(const cf_flow *flow, int supplier, bool origin_all)
{
    loopback result = { 0 };
    cf_trace *trace = NULL;

    assert_ok(cf_trace_new(&trace, flow));
    assert_ok(cf_trace_supplier(trace, supplier, origin_all));
    for (int e = 0; e < flow->edge_count; e++) {
        const cf_edge *edge = &flow->edges[e];
        double coloured = cf_trace_on_edge(trace, e);

        if (cf_flow_is_origin(edge, supplier, origin_all))
            result.invested += edge->amount;
        if (edge->carries != CF_TRADE && cf_flow_counts_as(flow, edge->head, supplier))
            result.rests += coloured;
        else if (edge->head == supplier)
            result.pro_rata += coloured;
    }
    for (int v = 0; v < flow->vertex_count; v++)
        result.rests += cf_trace_kept(trace, v);
    cf_trace_free(trace);
    assert_ok(cf_bound_loopback(flow, supplier, origin_all, CF_MEASURE_MIN, &result.min));
    assert_ok(cf_bound_loopback(flow, supplier, origin_all, CF_MEASURE_MAX, &result.max));
    assert_ok(cf_bound_loopback(flow, supplier, origin_all, CF_MEASURE_MAX_OPEN, &result.max_open));
    return result;
}

loopback loopback_of(const char *text, const char *supplier)
{
    small_network network;
    cf_flow *flow = flow_from(&network, text);
    loopback result = loopback_on(flow, node_of(&network, supplier), false);

    cf_flow_free(flow);
    return result;
}

void expect_loopback(loopback actual, double min, double pro_rata, double max, double max_open)
{
    expect_near(actual.min, min);
    expect_near(actual.pro_rata, pro_rata);
    expect_near(actual.max, max);
    expect_near(actual.max_open, max_open);
    expect_near(actual.pro_rata + actual.rests, actual.invested);
}

/* ---- scenarios ---- */

char *scenario_text(const char *members)
{
    static const char head[] = "{'schema': 'circfin.scenario/1', 'name': 'T', 'currency': 'USD', ";
    char *text = malloc(sizeof head + strlen(members) + 1);

    sprintf(text, "%s%s}", head, members);
    for (char *c = text; *c != '\0'; c++)
        *c = *c == '\'' ? '"' : *c;
    return text;
}

static cf_scenario *checked(cf_scenario *scenario, cf_status status, const cf_diags *diags)
{
    const char *problem = cf_diags_count(diags) > 0 ? cf_diags_at(diags, 0)->message : "no reason";

    cr_assert_eq((int)status, (int)CF_OK, "the scenario is refused: %s", problem);
    return scenario;
}

cf_scenario *scenario_from(const char *members)
{
    char *text = scenario_text(members);
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    assert_ok(cf_diags_new(&diags));
    status = cf_scenario_parse(&scenario, text, strlen(text), "test.json", diags);
    checked(scenario, status, diags);
    cf_diags_free(diags);
    free(text);
    return scenario;
}

cf_scenario *scenario_in(const char *file)
{
    char path[512];
    cf_scenario *scenario = NULL;
    cf_diags *diags = NULL;
    cf_status status;

    snprintf(path, sizeof path, "%s/data/%s", CIRCFIN_SOURCE, file);
    assert_ok(cf_diags_new(&diags));
    status = cf_scenario_read(&scenario, path, diags);
    checked(scenario, status, diags);
    cf_diags_free(diags);
    return scenario;
}

/* ---- options ---- */

enum { MOST_JOINT = 8 };

static unsigned statuses_from(char *list)
{
    unsigned statuses = 0;

    for (char *word = list; word != NULL;) {
        char *comma = strchr(word, ',');

        if (comma != NULL)
            *comma = '\0';
        for (int s = 0; s < CF_DEAL_STATUS_COUNT; s++) {
            if (strcmp(word, cf_deal_status_names[s]) == 0)
                statuses |= CF_STATUS_BIT(s);
        }
        word = comma == NULL ? NULL : comma + 1;
    }
    return statuses;
}

static void set_joint(cf_view_options *options, char *list)
{
    static const char *ids[MOST_JOINT];

    options->joint = ids;
    for (char *word = list; word != NULL;) {
        char *comma = strchr(word, ',');

        if (comma != NULL)
            *comma = '\0';
        cr_assert_lt(options->joint_count, MOST_JOINT);
        ids[options->joint_count++] = word;
        word = comma == NULL ? NULL : comma + 1;
    }
}

static void set_window(cf_view_options *options, char *text)
{
    char *dots = strstr(text, "..");

    cr_assert_not_null(dots);
    *dots = '\0';
    cr_assert(cf_day_parse(&options->window_from, text, CF_FIRST_DAY));
    cr_assert(cf_day_parse(&options->window_to, dots + 2, CF_LAST_DAY));
}

static void set_view(cf_view_options *options, const char *name)
{
    for (int p = 0; p < CF_PRESET_COUNT; p++) {
        if (strcmp(name, cf_preset_names[p]) == 0)
            *options = cf_view_options_of((cf_preset)p);
    }
}

static void set_origin(cf_view_options *options, const char *value)
{
    options->origin_all = strcmp(value, "all") == 0;
    options->origin_backed = strcmp(value, "backed") == 0;
}

cf_view_options options_from(const char *text)
{
    static char copy[256];
    cf_view_options options = cf_view_options_of(CF_VIEW_BASE);
    char *word;

    snprintf(copy, sizeof copy, "%s", text);
    for (word = strtok(copy, " "); word != NULL; word = strtok(NULL, " ")) {
        bool has_value = strcmp(word, "--non-cash") != 0 && strcmp(word, "--contingent") != 0 &&
                         strcmp(word, "--reported-only") != 0 && strcmp(word, "--consolidate") != 0;
        char *value = has_value ? strtok(NULL, " ") : NULL;

        if (strcmp(word, "--non-cash") == 0)
            options.non_cash = true;
        else if (strcmp(word, "--contingent") == 0)
            options.contingent = true;
        else if (strcmp(word, "--reported-only") == 0)
            options.reported_only = true;
        else if (strcmp(word, "--consolidate") == 0)
            options.consolidate = true;
        else if (strcmp(word, "--view") == 0)
            set_view(&options, value);
        else if (strcmp(word, "--case") == 0)
            options.which = *value == 'l'   ? CF_CASE_LOW
                            : *value == 'h' ? CF_CASE_HIGH
                                            : CF_CASE_BASE;
        else if (strcmp(word, "--as-of") == 0)
            cr_assert(cf_day_parse(&options.as_of, value, CF_LAST_DAY));
        else if (strcmp(word, "--status") == 0)
            options.statuses = statuses_from(value);
        else if (strcmp(word, "--window") == 0)
            set_window(&options, value);
        else if (strcmp(word, "--weights") == 0)
            options.probability_weights = strcmp(value, "probability") == 0;
        else if (strcmp(word, "--origin") == 0)
            set_origin(&options, value);
        else if (strcmp(word, "--gap") == 0)
            options.gap_cut = strcmp(value, "cut") == 0;
        else if (strcmp(word, "--joint") == 0)
            set_joint(&options, value);
        else
            cr_assert_fail("%s is no option", word);
    }
    return options;
}

/* ---- views ---- */

cf_view *view_of(const cf_scenario *scenario, const char *options)
{
    cf_view_options parsed = options_from(options);
    cf_view *view = NULL;

    assert_ok(cf_view_new(&view, scenario, &parsed, NULL));
    return view;
}

double view_amount(const cf_view *view, const char *deal)
{
    for (int i = 0; i < view->deal_count; i++) {
        if (strcmp(view->scenario->deals[view->deals[i].deal].id, deal) == 0)
            return view->deals[i].amount;
    }
    return -1.0;
}

const cf_view_entity *view_entity(const cf_view *view, const char *entity)
{
    int index = cf_view_find_entity(view, entity);

    cr_assert_geq(index, 0, "%s is not in the view", entity);
    return &view->entities[index];
}

/* ---- reports ---- */

cf_report *score_of(const cf_scenario *scenario, const char *options)
{
    cf_request request = { .scenario = scenario, .view = options_from(options) };
    cf_report *report = NULL;

    assert_ok(cf_analysis_run(&report, cf_analysis_find("score"), &request, NULL));
    return report;
}

double figure_of(const cf_report *report, const char *name)
{
    for (int i = 0; i < cf_report_figure_count(report); i++) {
        const cf_figure *figure = cf_report_figure(report, i);

        if (strcmp(figure->name, name) == 0)
            return figure->value.known ? figure->value.number : NAN;
    }
    cr_assert_fail("no figure is named %s", name);
    return NAN;
}

static bool row_matches(const cf_table *table, long row, const char *key)
{
    for (int column = 0; *key != '\0'; column++) {
        const cf_cell *cell = cf_table_cell(table, row, column);
        const char *text = cell->known ? cell->text : "-";
        size_t length = strcspn(key, "/");

        if (strlen(text) != length || strncmp(text, key, length) != 0)
            return false;
        key += length + (key[length] == '/');
    }
    return true;
}

static long find_row(const cf_table *table, const char *key)
{
    for (long row = 0; row < cf_table_row_count(table); row++) {
        if (row_matches(table, row, key))
            return row;
    }
    return -1;
}

bool has_row(const cf_report *report, const char *table, const char *key)
{
    return find_row(cf_report_find_table(report, table), key) >= 0;
}

cf_cell cell_at(const cf_report *report, const char *table, const char *key, const char *column)
{
    const cf_table *found = cf_report_find_table(report, table);
    long row;

    cr_assert_not_null(found, "there is no table %s", table);
    row = find_row(found, key);
    cr_assert_geq(row, 0, "%s has no row %s", table, key);
    for (int c = 0; c < cf_table_column_count(found); c++) {
        if (strcmp(cf_table_column(found, c)->name, column) == 0)
            return *cf_table_cell(found, row, c);
    }
    cr_assert_fail("%s has no column %s", table, column);
    return cf_cell_null();
}

double number_at(const cf_report *report, const char *table, const char *key, const char *column)
{
    cf_cell cell = cell_at(report, table, key, column);

    return cell.known ? cell.number : NAN;
}

long row_count(const cf_report *report, const char *table)
{
    return cf_table_row_count(cf_report_find_table(report, table));
}

/* ---- failing allocations: see `--wrap` in tests/CMakeLists.txt ---- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *block);

enum { MOST_LIVE = 1 << 16 };

static struct {
    bool armed;
    long allowed, tried, live_count;
    void *live[MOST_LIVE]; /* open addressing by address; NULL: free place */
    bool used[MOST_LIVE];  /* a place once taken keeps the search going */
} allocations;

static size_t place_of(const void *block)
{
    size_t at = ((uintptr_t)block >> 4) * 2654435761u % MOST_LIVE;

    while (allocations.live[at] != block && allocations.used[at])
        at = (at + 1) % MOST_LIVE;
    return at;
}

static bool is_denied(void)
{
    return allocations.armed && allocations.tried++ >= allocations.allowed;
}

static void *remember(void *block)
{
    if (allocations.armed && block != NULL) {
        size_t at = place_of(block);

        allocations.live_count++;
        allocations.live[at] = block;
        allocations.used[at] = true;
    }
    return block;
}

static void forget(const void *block)
{
    size_t at = block == NULL ? 0 : place_of(block);

    if (block != NULL && allocations.live[at] == block) {
        allocations.live[at] = NULL;
        allocations.live_count--;
    }
}

void *__wrap_malloc(size_t size)
{
    return is_denied() ? NULL : remember(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return is_denied() ? NULL : remember(__real_calloc(count, size));
}

void *__wrap_realloc(void *old, size_t size)
{
    void *block;

    if (is_denied())
        return NULL;
    block = __real_realloc(old, size);
    if (block != NULL)
        forget(old);
    return remember(block);
}

void __wrap_free(void *block)
{
    forget(block);
    __real_free(block);
}

/* Before circfin puts a function of its own around jansson's. */
__attribute__((constructor)) static void count_those_of_jansson(void)
{
    json_set_alloc_funcs(__wrap_malloc, __wrap_free);
}

void allow_allocations(long count)
{
    memset(&allocations, 0, sizeof allocations);
    allocations.allowed = count;
    allocations.armed = true;
}

long stop_counting_allocations(void)
{
    allocations.armed = false;
    return allocations.live_count;
}

long tried_allocations(void)
{
    return allocations.tried;
}
