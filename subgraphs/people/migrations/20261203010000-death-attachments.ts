import { Migration } from '@mikro-orm/migrations';

/** Papers a unit gives with its answer to a report of a death; the step is the act that named them. */
export class DeathAttachments extends Migration {
  override name = '20261203010000-death-attachments';

  override up(): void {
    this.addSql(`
      create table death_attachment (
        id uuid primary key references stored_file,
        report_id uuid not null references death_report on delete cascade,
        account_id text not null,
        step int
      )`);
    this.addSql('create index death_attachment_report on death_attachment (report_id, step)');
  }
}
