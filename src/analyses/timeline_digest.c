/* SPDX-License-Identifier: GPL-3.0-or-later */
/* timeline: what a person reads first. It always says what it leaves out. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyses/names.h"
#include "analyses/nobody.h"
#include "analyses/params.h"
#include "analyses/prose.h"
#include "analyses/timeline.h"
#include "base/sum.h"

enum { MOST_COURSES = 8, MOST_JUMPS = 10, MOST_DEALS = 3, HEIGHTS = 40 };

/* What one supplier does over the days. */
struct course {
    int entity;
    int first;                        /* the first moment with a row */
    const cf_timeline_row *row;       /* its last one */
    bool lasts;                       /* as of the last day */
    double begins, ends, least, most; /* of revenue; NaN: there is none */
    double most_money;                /* loop-back */
    double levels[HEIGHTS];           /* of revenue, at even distances of time */
};

/* The loop-back of a supplier on one day against the day before. */
struct jump {
    int moment, entity;
    double before, after;
    double share; /* of revenue, after it */
};

struct digest {
    const cf_timeline *timeline;
    cf_report *report;
    const char *const *names; /* of entities */
    struct course *courses;   /* of those with a row */
    int count;
    struct jump jumps[MOST_JUMPS]; /* the largest, the largest first */
    int jump_count;
    long jumps_found;
};

/* ---- courses ---- */

/* What comes back pro rata, of the revenue that people read. */
static double share_of(const cf_timeline_row *row)
{
    return cf_ratio(row->loopback.pro_rata, cf_revenue_shown(row->reported, row->loopback.revenue));
}

/* The last evenly spaced time before the day of the next moment. */
static int slot_of(const cf_timeline *timeline, int moment)
{
    double first = timeline->moments[0].day;
    double whole = (double)timeline->moments[timeline->done - 1].day - first;
    double part = (double)timeline->moments[moment].day - first;

    return whole > 0 ? (int)ceil(part / whole * (HEIGHTS - 1)) : 0;
}

/* A row holds until the next day. */
static void hold(struct digest *digest, struct course *course, const cf_timeline_row *row)
{
    const cf_timeline *timeline = digest->timeline;
    int past = row->moment + 1 < timeline->done ? slot_of(timeline, row->moment + 1) : HEIGHTS;

    for (int i = slot_of(timeline, row->moment); i < past; i++)
        course->levels[i] = share_of(row);
}

static void follow_course(struct digest *digest, struct course *course, const cf_timeline_row *row)
{
    double share = share_of(row);

    course->row = row;
    course->begins = isnan(course->begins) ? share : course->begins;
    course->ends = share;
    course->least = fmin(course->least, share); /* both pass over NaN */
    course->most = fmax(course->most, share);
    course->most_money = fmax(course->most_money, row->loopback.pro_rata);
    course->lasts = row->moment == digest->timeline->done - 1;
    hold(digest, course, row);
}

static void open_course(struct course *course, const cf_timeline_row *row)
{
    *course = (struct course){ .entity = row->entity,
                               .first = row->moment,
                               .begins = (double)NAN,
                               .least = (double)NAN,
                               .most = (double)NAN };
    for (int i = 0; i < HEIGHTS; i++)
        course->levels[i] = (double)NAN;
}

/* '1' is zero, and a small value is above it. */
static const char *draw(const struct digest *digest, const struct course *course)
{
    char heights[HEIGHTS + 1] = "";

    for (int i = 0; i < HEIGHTS; i++) {
        double part = course->most > 0 ? course->levels[i] / course->most : 0.0;

        heights[i] = isnan(course->levels[i]) ? ' ' : (char)('1' + (int)ceil(part * 7.0));
    }
    return cf_report_text(digest->report, "%s", heights);
}

static int compare_courses(const void *a, const void *b)
{
    const struct course *x = a, *y = b;

    if (x->most_money < y->most_money || x->most_money > y->most_money)
        return x->most_money > y->most_money ? -1 : 1;
    return x->entity < y->entity ? -1 : 1;
}

static cf_status follow_all(struct digest *digest)
{
    const cf_timeline *timeline = digest->timeline;
    size_t entities = (size_t)timeline->view->entity_count + 1;
    int *place = calloc(entities, sizeof *place); /* from 1 */
    cf_status status = CF_OK;

    digest->courses = calloc(entities, sizeof *digest->courses);
    if (place == NULL || digest->courses == NULL)
        status = CF_NO_MEMORY;
    for (long r = 0; status == CF_OK && r < timeline->rows.count; r++) {
        const cf_timeline_row *row = &timeline->rows.at[r];

        if (place[row->entity] == 0) {
            place[row->entity] = ++digest->count;
            open_course(&digest->courses[digest->count - 1], row);
        }
        follow_course(digest, &digest->courses[place[row->entity] - 1], row);
    }
    free(place);
    if (status != CF_OK)
        return status;
    if (digest->count > 0)
        qsort(digest->courses, (size_t)digest->count, sizeof *digest->courses, compare_courses);
    return CF_OK;
}

/* ---- jumps ---- */

static double size_of(const struct jump *jump)
{
    return fabs(jump->after - jump->before);
}

static void add_jump(struct digest *digest, const struct jump *jump)
{
    int at;

    if (cf_same(jump->before, jump->after))
        return;
    digest->jumps_found++;
    at = digest->jump_count < MOST_JUMPS ? digest->jump_count++ : MOST_JUMPS;
    while (at > 0 && size_of(jump) > size_of(&digest->jumps[at - 1])) {
        if (at < MOST_JUMPS)
            digest->jumps[at] = digest->jumps[at - 1];
        at--;
    }
    if (at < MOST_JUMPS)
        digest->jumps[at] = *jump;
}

/* Merges the rows of two days, both in file order; an entity without a row has no loop-back. */
static void compare_days(struct digest *digest, int moment)
{
    const cf_timeline *timeline = digest->timeline;
    const cf_moment *now = &timeline->moments[moment], *before = now - 1;
    const cf_timeline_row *rows = timeline->rows.at;
    long a = moment == 0 ? 0 : before->first_row, b = now->first_row;
    long past_a = moment == 0 ? 0 : a + before->row_count, past_b = b + now->row_count;

    while (a < past_a || b < past_b) {
        bool old = a < past_a && (b == past_b || rows[a].entity <= rows[b].entity);
        bool new = b < past_b && (a == past_a || rows[b].entity <= rows[a].entity);
        struct jump jump = { .moment = moment,
                             .entity = old ? rows[a].entity : rows[b].entity,
                             .share = (double)NAN };

        if (old)
            jump.before = rows[a++].loopback.pro_rata;
        if (new) {
            jump.after = rows[b].loopback.pro_rata;
            jump.share = share_of(&rows[b++]);
        }
        add_jump(digest, &jump);
    }
}

static int compare_jumps(const void *a, const void *b)
{
    const struct jump *x = a, *y = b;

    if (x->moment != y->moment)
        return x->moment < y->moment ? -1 : 1;
    return x->entity < y->entity ? -1 : 1;
}

static void find_jumps(struct digest *digest)
{
    for (int i = 0; i < digest->timeline->done; i++)
        compare_days(digest, i);
    if (digest->jump_count > 0)
        qsort(digest->jumps, (size_t)digest->jump_count, sizeof *digest->jumps, compare_jumps);
}

/* ---- words and tables ---- */

static const char *day_text(const struct digest *digest, int moment)
{
    char text[16];

    cf_day_format(text, digest->timeline->moments[moment].day);
    return cf_report_text(digest->report, "%s", text);
}

static const char *name_of(const struct digest *digest, int entity)
{
    return digest->names[entity];
}

static cf_status write_timeline_head(const struct digest *digest)
{
    const cf_timeline *timeline = digest->timeline;
    cf_prose prose = { .report = digest->report };
    cf_status status;

    cf_prose_view(&prose, timeline->view);
    cf_prose_measure(&prose, timeline->view);
    status = cf_prose_end(&prose, 0);
    if (status == CF_OK) {
        cf_prose_unit(&prose, timeline->view->scenario);
        cf_prose_count(&prose, " · ", timeline->moment_count);
        cf_prose_add(&prose, timeline->moment_count == 1 ? " day" : " days");
        cf_prose_add(&prose, " on which a deal was announced or cancelled");
        if (timeline->done > 0) {
            cf_prose_add(&prose, ", ");
            cf_prose_add(&prose, day_text(digest, 0));
            cf_prose_add(&prose, " to ");
            cf_prose_add(&prose, day_text(digest, timeline->done - 1));
        }
        if (timeline->done < timeline->moment_count)
            cf_prose_count(&prose, "; stopped after ", timeline->done);
        status = cf_prose_end(&prose, 0);
    }
    cf_prose_free(&prose);
    return status;
}

static cf_status add_course(const struct digest *digest, cf_table *table,
                            const struct course *course)
{
    const char *since = day_text(digest, course->first), *heights = draw(digest, course);
    cf_cell cells[] = {
        cf_cell_text(name_of(digest, course->entity)),
        cf_cell_text(heights),
        cf_cell_number(course->begins),
        cf_cell_number(course->least),
        cf_cell_number(course->most),
        cf_cell_number(course->lasts ? course->ends : (double)NAN),
        cf_cell_text(cf_revenue_basis(&digest->timeline->view->entities[course->entity],
                                      course->row->reported)),
        cf_cell_text(since),
        cf_cell_number(course->lasts ? course->row->loopback.pro_rata : (double)NAN),
    };

    return since == NULL || heights == NULL ? CF_NO_MEMORY : cf_table_add(table, cells);
}

static cf_status write_courses(const struct digest *digest, int level, int from, int past)
{
    static const cf_column columns[] = {
        { "supplier", CF_ENTITY }, { "course", CF_COURSE }, { "first", CF_SHARE },
        { "least", CF_SHARE },     { "most", CF_SHARE },    { "last", CF_SHARE },
        { "basis", CF_TEXT },      { "since", CF_TEXT },    { "comes back", CF_MONEY },
    };
    cf_table *table = NULL;
    cf_status status = CF_OK;

    if (from == past)
        return CF_OK;
    status = cf_table_new(&table,
                          level == 0 ? "What comes back pro rata, of revenue, over time"
                                     : "Further suppliers",
                          columns, (int)(sizeof columns / sizeof *columns));
    for (int i = from; status == CF_OK && i < past; i++)
        status = add_course(digest, table, &digest->courses[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, level, &table);
    cf_table_free(table);
    return status;
}

/* "nvidia-openai-30, oracle-openai and 2 more; cancelled: x" */
static const char *what_happened(const struct digest *digest, const cf_moment *moment)
{
    const cf_timeline *timeline = digest->timeline;
    const char *text = "";

    for (int i = 0; text != NULL && i < moment->event_count && i < MOST_DEALS; i++) {
        const cf_event *event = &timeline->events[moment->first_event + i];

        text = cf_report_text(digest->report, "%s%s%s%s", text, i > 0 ? ", " : "",
                              event->cancelled ? "cancelled: " : "",
                              timeline->view->scenario->deals[event->deal].id);
    }
    if (text != NULL && moment->event_count > MOST_DEALS)
        text = cf_report_text(digest->report, "%s and %d more", text,
                              moment->event_count - MOST_DEALS);
    return text;
}

static cf_status add_jump_row(const struct digest *digest, cf_table *table, const struct jump *jump)
{
    const char *day = day_text(digest, jump->moment);
    const char *what = what_happened(digest, &digest->timeline->moments[jump->moment]);
    cf_cell cells[] = {
        cf_cell_text(day),
        cf_cell_text(name_of(digest, jump->entity)),
        cf_cell_number(jump->before),
        cf_cell_number(jump->after),
        cf_cell_number(jump->share),
        cf_cell_text(what),
    };

    return day == NULL || what == NULL ? CF_NO_MEMORY : cf_table_add(table, cells);
}

static cf_status write_jumps(const struct digest *digest)
{
    static const cf_column columns[] = {
        { "day", CF_TEXT },    { "supplier", CF_ENTITY },  { "before", CF_MONEY },
        { "after", CF_MONEY }, { "of revenue", CF_SHARE }, { "deals of that day", CF_TEXT },
    };
    long more = digest->jumps_found - digest->jump_count;
    cf_table *table = NULL;
    cf_status status = CF_OK;

    if (digest->jump_count == 0)
        return CF_OK;
    status = cf_table_new(&table, "The largest jumps of what comes back pro rata", columns,
                          (int)(sizeof columns / sizeof *columns));
    for (int i = 0; status == CF_OK && i < digest->jump_count; i++)
        status = add_jump_row(digest, table, &digest->jumps[i]);
    if (status == CF_OK)
        status = cf_report_take_digest_table(digest->report, 0, &table);
    cf_table_free(table);
    if (status == CF_OK && more > 0)
        status = cf_report_add_paragraph(
            digest->report, 0,
            cf_report_text(digest->report,
                           "%ld smaller jump%s left out; --format csv has every day.", more,
                           more == 1 ? " is" : "s are"));
    return status;
}

static cf_status write_no_days(const struct digest *digest)
{
    if (digest->timeline->moment_count == 0)
        return CF_OK; /* a warning says so */
    return cf_report_add_paragraph(
        digest->report, 0,
        cf_param_has(digest->timeline->request, "supplier")
            ? "None of the suppliers asked for both invests and has revenue on any day."
            : cf_nobody_text(digest->report,
                             "On no day does an entity in this view both invest in others and have "
                             "revenue, so nothing can come back.",
                             digest->timeline->view));
}

static cf_status write_exposure_courses(const struct digest *digest)
{
    int shown = digest->count < MOST_COURSES ? digest->count : MOST_COURSES;
    cf_status status = write_courses(digest, 0, 0, shown);

    if (status == CF_OK)
        status = cf_report_add_paragraph(
            digest->report, 0,
            "Course: from the first day to the last, at even distances of time, each line by its "
            "own "
            "most; a gap is a time without capital out and revenue in. Basis: the revenue is "
            "reported for the same time, scaled to it by days, or what the deals show. Comes back: "
            "the amount on the last day.");
    if (status == CF_OK && digest->count > shown)
        status = cf_further_suppliers(digest->report, digest->count - shown, false);
    if (status == CF_OK)
        status = write_jumps(digest);
    if (status == CF_OK)
        status = write_courses(digest, 1, shown, digest->count);
    return status;
}

cf_status cf_timeline_write_digest(const cf_timeline *timeline, cf_report *report)
{
    struct digest digest = { .timeline = timeline,
                             .report = report,
                             .names = cf_names_of(report, timeline->view) };
    cf_status status = digest.names == NULL ? CF_NO_MEMORY : follow_all(&digest);

    if (status == CF_OK) {
        find_jumps(&digest);
        status = write_timeline_head(&digest);
    }
    if (status == CF_OK)
        status = digest.count == 0 ? write_no_days(&digest) : write_exposure_courses(&digest);
    free(digest.courses);
    return status;
}
