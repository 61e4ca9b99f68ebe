import { Migration } from '@mikro-orm/migrations';

/** Of which files, one merged into the next, a pupil's row stood before the one it stands for now. */
export class PupilsOfMergedFiles extends Migration {
  override name = '20261130040000-pupils-of-merged-files';

  override up(): void {
    this.addSql(`alter table school_pupil add column merged_from uuid[] not null default '{}'`);
  }
}
