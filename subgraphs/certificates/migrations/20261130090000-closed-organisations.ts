import { Migration } from '@mikro-orm/migrations';

/** The day from which an organisation works no more. */
export class ClosedOrganisations extends Migration {
  override name = '20261130090000-closed-organisations';

  override up(): void {
    this.addSql('alter table organisation add column closed_on date');
  }
}
