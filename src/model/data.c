/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes the data section of a view. GLPK refuses data for a name that the model does not declare,
 * so only declared sets and parameters are written. */
#include <stdlib.h>
#include <string.h>

#include "base/memory_file.h"
#include "model/instance.h"

/* ---- checking declarations ---- */

static cf_status check_shape(const cf_instance *instance, const char *name, bool is_set,
                             bool indexed, const char *over_name, cf_diags *diags)
{
    const cf_declaration *declared = cf_model_find(instance->model, name);
    cf_status status = CF_OK;

    if (!cf_declaration_takes_data(declared))
        return CF_OK;
    if (declared->is_set == is_set && declared->has_domain == indexed)
        return CF_OK;
    if (is_set)
        status =
            cf_model_add_diag(instance->model, diags, CF_ERROR, CF_CODE_MODEL_SHAPE,
                              &declared->token, "choose another name, or give it a value with :=",
                              "\"%s\" is a set of the scenario, declared as: set %s;", name, name);
    else
        status = cf_model_add_diag(
            instance->model, diags, CF_ERROR, CF_CODE_MODEL_SHAPE, &declared->token,
            "choose another name, or give it a value with :=",
            "\"%s\" is a parameter of the scenario, declared as: param %s%s%s%s;", name, name,
            indexed ? " {" : "", indexed ? over_name : "", indexed ? "}" : "");
    return status == CF_OK ? CF_BAD_INPUT : status;
}

static cf_status check_shapes(const cf_instance *instance, cf_diags *diags)
{
    cf_status worst = check_shape(instance, cf_layout_suppliers, true, false, NULL, diags);

    for (int o = CF_OVER_ENTITIES; o <= CF_OVER_PARTS && worst != CF_NO_MEMORY; o++) {
        cf_status status = check_shape(instance, cf_layout_sets[o], true, false, NULL, diags);

        worst = status == CF_OK ? worst : status;
    }
    for (int i = 0; i < CF_LAYOUT_COUNT && worst != CF_NO_MEMORY; i++) {
        cf_status status =
            check_shape(instance, cf_layout[i].name, false, cf_layout[i].over != CF_OVER_NOTHING,
                        cf_layout_sets[cf_layout[i].over], diags);

        worst = status == CF_OK ? worst : status;
    }
    return worst;
}

static bool is_wanted(const cf_instance *instance, const char *name)
{
    for (int i = 0; i < instance->question->setting_count; i++) {
        if (strcmp(instance->question->settings[i].name, name) == 0)
            return false; /* --set gives it */
    }
    return cf_declaration_takes_data(cf_model_find(instance->model, name));
}

/* ---- writing ---- */

static int count_over(const cf_instance *instance, cf_over over)
{
    switch (over) {
    case CF_OVER_ENTITIES:
        return instance->view->entity_count;
    case CF_OVER_EDGES:
        return instance->network->network.payment_count;
    case CF_OVER_VERTICES:
        return instance->flow->vertex_count;
    case CF_OVER_PARTS:
        return instance->part_count;
    case CF_OVER_NOTHING:
        break;
    }
    return 1;
}

static const char *const *symbols_over(const cf_instance *instance, cf_over over)
{
    return over == CF_OVER_ENTITIES ? instance->entities
           : over == CF_OVER_EDGES  ? instance->deals
           : over == CF_OVER_PARTS  ? instance->parts
                                    : instance->vertices;
}

static int put_set(const cf_instance *instance, cf_over over)
{
    const char *const *symbols = symbols_over(instance, over);

    if (!is_wanted(instance, cf_layout_sets[over]))
        return 0;
    fprintf(instance->out, "set %s :=", cf_layout_sets[over]);
    for (int i = 0; i < count_over(instance, over); i++) {
        if (symbols[i] == NULL)
            continue;
        fputs("\n  ", instance->out);
        cf_symbol_put(instance->out, symbols[i]);
    }
    fputs(";\n", instance->out);
    return 1;
}

/* Writes one table for all parameters over a set: a row for each member. */
static int put_param_table(const cf_instance *instance, cf_over over)
{
    const char *const *symbols = symbols_over(instance, over);
    const cf_layout_item *wanted[CF_LAYOUT_COUNT];
    int count = 0;

    for (int i = 0; i < CF_LAYOUT_COUNT; i++) {
        if (cf_layout[i].over == over && is_wanted(instance, cf_layout[i].name))
            wanted[count++] = &cf_layout[i];
    }
    if (count == 0)
        return 0;
    fputs("param :", instance->out);
    for (int i = 0; i < count; i++)
        fprintf(instance->out, " %s", wanted[i]->name);
    fputs(" :=", instance->out);
    for (int r = 0; r < count_over(instance, over); r++) {
        if (symbols[r] == NULL)
            continue;
        fputs("\n  ", instance->out);
        cf_symbol_put(instance->out, symbols[r]);
        for (int i = 0; i < count; i++) {
            putc(' ', instance->out);
            wanted[i]->put(instance, r);
        }
    }
    fputs(";\n", instance->out);
    return count;
}

static int put_scalars(const cf_instance *instance)
{
    int count = 0;

    for (int i = 0; i < CF_LAYOUT_COUNT; i++) {
        if (cf_layout[i].over != CF_OVER_NOTHING || !is_wanted(instance, cf_layout[i].name) ||
            (strcmp(cf_layout[i].name, "supplier") == 0 && instance->supplier < 0))
            continue;
        fprintf(instance->out, "param %s := ", cf_layout[i].name);
        cf_layout[i].put(instance, 0);
        fputs(";\n", instance->out);
        count++;
    }
    return count;
}

static int put_suppliers_set(const cf_instance *instance)
{
    if (!is_wanted(instance, cf_layout_suppliers))
        return 0;
    fprintf(instance->out, "set %s :=", cf_layout_suppliers);
    for (int i = 0; i < instance->supplier_count; i++) {
        fputs("\n  ", instance->out);
        cf_symbol_put(instance->out, instance->entities[instance->suppliers[i]]);
    }
    fputs(";\n", instance->out);
    return 1;
}

/* ---- settings ---- */

static cf_status refuse_setting(const cf_model_setting *setting, const char *hint, const char *why,
                                cf_diags *diags)
{
    cf_status status = cf_diags_add(diags, CF_ERROR, CF_CODE_MODEL_SETTING, NULL, hint,
                                    "--set %s: %s", setting->name, why);

    return status == CF_OK ? CF_BAD_OPTION : status;
}

static cf_status check_setting(const cf_instance *instance, const cf_model_setting *setting,
                               const char *value, cf_diags *diags)
{
    const cf_declaration *declared = cf_model_find(instance->model, setting->name);
    const cf_model_question *question = instance->question;

    if (declared == NULL || declared->is_set)
        return refuse_setting(setting, NULL, "the model declares no such parameter", diags);
    if (declared->has_domain)
        return refuse_setting(setting, NULL, "it has subscripts, so one value is not enough",
                              diags);
    if (declared->assigned)
        return refuse_setting(setting, "write \"default\" instead of := in the model",
                              "the model itself assigns its value", diags);
    for (const cf_model_setting *other = question->settings; other < setting; other++) {
        if (strcmp(other->name, setting->name) == 0)
            return refuse_setting(setting, "leave out one of them", "it is given twice", diags);
    }
    if (strlen(value) > CF_SYMBOL_SIZE || value[0] == '\0' || strcmp(value, ".") == 0 ||
        strpbrk(value, "\n\r\t\v\f") != NULL)
        return refuse_setting(setting, NULL, "its value must be a symbol of 1 to 60 bytes", diags);
    return CF_OK;
}

static bool is_number(const char *text)
{
    size_t digits;

    text += *text == '-' || *text == '+';
    digits = strspn(text, "0123456789");
    text += digits;
    if (*text == '.') {
        text++;
        digits += strspn(text, "0123456789");
        text += strspn(text, "0123456789");
    }
    if (digits > 0 && (*text == 'e' || *text == 'E')) {
        text++;
        text += *text == '-' || *text == '+';
        digits = strspn(text, "0123456789");
        text += digits;
    }
    return digits > 0 && *text == '\0';
}

/* The symbol of an id; other texts stay. */
static const char *value_of(const cf_instance *instance, const char *text)
{
    for (int i = 0; i < instance->store->symbols.made.count; i++) {
        if (strcmp(instance->store->symbols.made.at[i].id, text) == 0)
            return instance->store->symbols.made.at[i].symbol;
    }
    return text;
}

static cf_status put_set_options(const cf_instance *instance, cf_diags *diags)
{
    for (int i = 0; i < instance->question->setting_count; i++) {
        const cf_model_setting *setting = &instance->question->settings[i];
        const char *value = value_of(instance, setting->value);
        cf_status status = check_setting(instance, setting, value, diags);

        if (status != CF_OK)
            return status;
        fprintf(instance->out, "param %s := ", setting->name);
        if (is_number(value))
            fputs(value, instance->out);
        else
            cf_symbol_put(instance->out, value);
        fputs(";\n", instance->out);
    }
    return CF_OK;
}

/* ---- all together ---- */

static cf_status write_data(cf_instance *instance, cf_diags *diags)
{
    int written = instance->question->setting_count;
    cf_memory_file file;
    cf_status status = cf_memory_file_open(&file);

    if (status != CF_OK)
        return status;
    instance->out = file.stream;
    fputs("data;\n", instance->out);
    for (int o = CF_OVER_ENTITIES; o <= CF_OVER_PARTS; o++)
        written += put_set(instance, (cf_over)o);
    written += put_suppliers_set(instance);
    written += put_scalars(instance);
    status = put_set_options(instance, diags);
    for (int o = CF_OVER_ENTITIES; o <= CF_OVER_PARTS; o++)
        written += put_param_table(instance, (cf_over)o);
    fputs("end;\n", instance->out);
    if (cf_memory_file_close(&file, &instance->store->text, NULL) != CF_OK && status == CF_OK)
        status = CF_NO_MEMORY;
    instance->store->data.text = written > 0 && status == CF_OK ? instance->store->text : "";
    return status;
}

cf_status cf_model_data_new(cf_model_data **out, const cf_model *model,
                            const cf_model_question *question, cf_diags *diags)
{
    cf_instance instance = { .model = model, .question = question, .view = question->view };
    cf_model_data_store *store = calloc(1, sizeof *store);
    cf_status status;

    *out = NULL;
    if (store == NULL)
        return CF_NO_MEMORY;
    instance.store = store;
    store->symbols.arena = &store->arena;
    status = check_shapes(&instance, diags);
    if (status == CF_OK)
        status = cf_instance_open(&instance, diags);
    if (status == CF_OK)
        status = write_data(&instance, diags);
    if (status == CF_OK) {
        store->data.symbols = store->symbols.made.at;
        store->data.symbol_count = store->symbols.made.count;
        if (instance.supplier >= 0 && is_wanted(&instance, "supplier"))
            store->data.supplier = cf_instance_entity_id(&instance, instance.supplier);
        *out = &store->data;
    } else {
        cf_model_data_free(&store->data);
    }
    cf_instance_close(&instance);
    return status;
}

void cf_model_data_free(cf_model_data *data)
{
    cf_model_data_store *store = (cf_model_data_store *)data;

    if (store == NULL)
        return;
    cf_symbols_free(&store->symbols);
    cf_arena_free(&store->arena);
    free(store->text);
    free(store);
}
