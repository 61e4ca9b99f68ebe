import { Migration } from '@mikro-orm/migrations';

/** Photos taken at the sign-off device (H-10); the step names the one it was signed with. */
export class VisitPhotos extends Migration {
  override name = '20261202121000-visit-photos';

  override up(): void {
    this.addSql(`
      create table visit_photo (
        id uuid primary key references stored_file,
        visit_id uuid not null,
        account_id text not null
      )`);
    this.addSql('alter table visit_step add column photo_id uuid references visit_photo');
  }
}
