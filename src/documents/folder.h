/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CIRCFIN_DOCUMENTS_FOLDER_H
#define CIRCFIN_DOCUMENTS_FOLDER_H

/*
 * The files of a report on their way into a folder:
 *
 *   folder.c          writes them into a folder of their own, .circfin-4711-*, and picks the way
 *   folder_whole.c    that folder takes the place of the older report, as a whole
 *   folder_single.c   or its files do, one by one, where a folder cannot be replaced
 *   folder_target.c   where it goes, and whether it may
 *   folder_work.c     the folder of their own
 *   folder_ours.c     what is a report, and which files are circfin's
 *   folder_others.c   the files of others in an older report
 *   folder_rescue.c   what a killed run left
 */

#include <dirent.h>
#include <sys/stat.h>

#include "base/cleanup.h"
#include "base/vec.h"
#include "documents/documents.h"

/* ---- what is in a folder ---- */

typedef enum cf_contents { CF_CONTENTS_NONE, CF_CONTENTS_REPORT, CF_CONTENTS_OTHER } cf_contents;

/** A folder is a report by the first lines of its result.json. What killed runs left counts as
 *  nothing. */
cf_contents cf_folder_contents(DIR *directory);

/** Whether a report has, or had, a file of this name. */
bool cf_is_report_file(const char *name);

/** The next entry but . and .., or NULL. */
const char *cf_next_entry(DIR *directory);

/** Deletes all files in a folder, but no folder in it. */
void cf_folder_clear(DIR *directory);

/* ---- files of others ---- */

/** Gives the files of others in `older` a second place in `newer`. What cannot have one is left for
 *  cf_others_move(). False with errno set where a folder could not be moved either. */
bool cf_others_link(DIR *older, int newer);

/** Moves what is others' and not in `to` yet. Where both have a file of a name: with `replace` it
 *  takes the other's place, else it comes to lie beside it. False with errno set: what could be
 *  moved was. */
bool cf_others_move(DIR *from, int to, bool replace);

/** Deletes the report in `older`, and of the files of others those that are in `newer` as well. */
void cf_older_remove(DIR *older, int newer);

/* ---- a folder in the making ---- */

typedef struct cf_folder_entry {
    char *name;
    bool is_new; /* else only an older one of circfin's, to go */
    bool kept;   /* the older one lies in the work folder */
    bool placed; /* the new one lies in the folder */
    cf_note *note;
} cf_folder_entry;

enum { CF_NOTE_WORK, CF_NOTE_FILES, CF_NOTE_RECORD, CF_NOTE_COUNT };

typedef struct cf_folder {
    const char *path; /* as given, for messages */
    bool into;        /* among the files of others */
    const cf_dossier *dossier;
    cf_diags *diags;

    char *target; /* without symbolic links */
    char *parent;
    bool single; /* file by file */
    bool unable; /* the folder cannot be replaced: try file by file */

    char *work;   /* the work folder; NULL: none */
    char *files;  /* where the files are written: work/new or, file by file, work itself */
    char *older;  /* work/old */
    char *record; /* work/for: what the next run has to know, should this one be killed */
    cf_note *notes[CF_NOTE_COUNT];
    int work_lock;     /* a descriptor; -1: none */
    ino_t files_inode; /* of work/new, which is another after the exchange; 0: none */
    CF_VEC(cf_folder_entry) entries;
} cf_folder;

/** Reports that writing failed with this errno. @return CF_IO or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_folder_error(const cf_folder *folder, const char *name, int error);

/** Fills `target`, `parent` and `single`, after rescuing what killed runs left there.
 *  @return CF_OK, CF_IO (reported) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_folder_find(cf_folder *folder);
bool cf_folder_exists(const cf_folder *folder);

/** Whether the path still leads to the open folder: another run may have exchanged it. */
bool cf_is_still(const char *path, int descriptor);

/** @return CF_OK, CF_IO (reported, unless it sets `unable`) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_folder_open_work(cf_folder *folder);
/** Removes what is left of it. */
void cf_folder_close_work(cf_folder *folder, bool done);

/** Refuses what is not a report, unless `into` is given and no file of others is in the way.
 *  @return CF_OK, CF_IO (reported) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_folder_check(const cf_folder *folder, DIR *directory);

/** Opens the target and takes its lock, so that one run at a time places its files. *out is NULL
 *  where there is none. @return CF_OK or CF_IO (reported) */
CF_NODISCARD cf_status cf_folder_lock(DIR **out, const cf_folder *folder);

/** Put the files into their places, or none. @return CF_OK, CF_IO (reported; for _whole, not where
 *  `unable` is set) or CF_NO_MEMORY */
CF_NODISCARD cf_status cf_folder_place_whole(cf_folder *folder);
CF_NODISCARD cf_status cf_folder_place_single(cf_folder *folder);

/** Completes or takes back what killed runs left in `path`, the parent of reports or a report. */
void cf_folder_rescue(const char *path);

/** Writes the record of a folder that is about to take the place of `name`. False with errno. */
bool cf_rescue_record(const char *record, const char *files, const char *name);

#endif
