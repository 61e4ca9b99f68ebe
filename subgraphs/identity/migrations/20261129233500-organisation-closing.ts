import { Migration } from '@mikro-orm/migrations';

/** An end date of an organisation in place of its removal, and its unified social credit code. */
export class OrganisationClosing extends Migration {
  override name = '20261129233500-organisation-closing';

  override up(): void {
    this.addSql('alter table organisation add column closed_on date, add column credit_code text');
  }
}
