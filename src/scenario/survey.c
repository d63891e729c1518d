/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Passes over the deals once and notes what may be wrong with them. */
#include "scenario/survey.h"

#include <stdlib.h>

static void note_day(cf_survey *survey, cf_day day)
{
    if (day == CF_NO_DAY)
        return;
    if (survey->earliest == CF_NO_DAY || day < survey->earliest)
        survey->earliest = day;
    if (survey->latest == CF_NO_DAY || day > survey->latest)
        survey->latest = day;
}

static void note_days(cf_survey *survey, const cf_deal *deal)
{
    note_day(survey, deal->announced);
    note_day(survey, deal->cancelled);
    note_day(survey, deal->start);
    note_day(survey, deal->end);
    for (int i = 0; i < deal->schedule_count; i++)
        note_day(survey, deal->schedule[i].date);
    if (deal->start != CF_NO_DAY && deal->end != CF_NO_DAY &&
        (long)deal->end - deal->start > survey->longest_days)
        survey->longest_days = deal->end - deal->start;
}

static void note_parties(cf_survey *survey, const cf_deal *deal, int index)
{
    if (deal->payer < 0 || deal->payee < 0)
        return;
    if (deal->relation == CF_INVESTOR && (survey->roles[deal->payer] & CF_ROLE_INVESTS) == 0)
        survey->investments[deal->payer] = index;
    survey->roles[deal->payer] |=
        deal->relation == CF_INVESTOR ? CF_ROLE_NAMED | CF_ROLE_INVESTS : CF_ROLE_NAMED;
    survey->roles[deal->payee] |= CF_ROLE_NAMED | CF_ROLE_IS_PAID;
}

static bool note_deal(cf_survey *survey, const cf_deal *deals, int index)
{
    const cf_deal *deal = &deals[index];

    note_parties(survey, deal, index);
    note_days(survey, deal);
    survey->unquantified += deal->kind == CF_UNQUANTIFIED;
    if (deal->kind == CF_QUANTIFIED) {
        cf_sizes_add(&survey->amounts, deal->amount.base * deal->fx);
        survey->largest = deal->amount.high > survey->largest ? deal->amount.high : survey->largest;
    }
    return cf_twins_add(&survey->twins, deals, index);
}

cf_survey *cf_survey_new(cf_reader *reader)
{
    const cf_scenario *scenario = &reader->store->scenario;
    cf_survey *survey = calloc(1, sizeof *survey);
    bool good = survey != NULL && cf_twins_start(&survey->twins, scenario->deal_count);

    if (good) {
        survey->earliest = survey->latest = CF_NO_DAY;
        survey->roles = calloc((size_t)scenario->entity_count + 1, 1);
        survey->investments =
            malloc(((size_t)scenario->entity_count + 1) * sizeof *survey->investments);
        good = survey->roles != NULL && survey->investments != NULL;
    }
    for (int i = 0; i < scenario->deal_count && good; i++)
        good = note_deal(survey, reader->deals, i);
    if (good && cf_twins_end(&survey->twins, reader->deals))
        return survey;
    reader->status = CF_NO_MEMORY;
    cf_survey_free(survey);
    return NULL;
}

void cf_survey_free(cf_survey *survey)
{
    if (survey == NULL)
        return;
    cf_twins_free(&survey->twins);
    free(survey->roles);
    free(survey->investments);
    free(survey);
}
