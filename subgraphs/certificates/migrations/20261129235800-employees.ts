import { Migration } from '@mikro-orm/migrations';

/** Staff lists that employers keep to see health certificates (J-58). */
export class Employees extends Migration {
  override name = '20261129235800-employees';

  override up(): void {
    this.addSql(`
      create table employee (
        organisation_id uuid not null,
        employee_id uuid not null,
        document_blind text not null,
        sealed text not null,
        added_by text not null,
        added_at timestamptz not null,
        removed_at timestamptz,
        primary key (organisation_id, employee_id)
      )`);
    this.addSql(
      'create unique index employee_document on employee (organisation_id, document_blind) where removed_at is null',
    );
  }
}
