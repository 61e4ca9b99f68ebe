import { Migration } from '@mikro-orm/migrations';

/** Disease control enters suspected reactions of its area too (S-26). */
export class AdverseEventByCdc extends Migration {
  override name = '20261203120000-adverse-event-by-cdc';

  override up(): void {
    this.addSql('alter table aefi_case drop constraint aefi_case_source_check');
    this.addSql(
      `alter table aefi_case add constraint aefi_case_source_check check (source in ('clinic', 'guardian', 'partner', 'cdc'))`,
    );
  }
}
