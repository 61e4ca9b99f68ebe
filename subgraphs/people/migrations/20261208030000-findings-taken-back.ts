import { Migration } from '@mikro-orm/migrations';

/** A finding that was taken back stays as its time alone: what was found before that and arrives later does not bring it back. */
export class FindingsTakenBack extends Migration {
  override name = '20261208030000-findings-taken-back';

  override up(): void {
    this.addSql('alter table sample_finding alter column result drop not null');
  }
}
