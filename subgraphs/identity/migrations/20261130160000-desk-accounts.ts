import { Migration } from '@mikro-orm/migrations';

/** Finds the accounts of disease control by their area: a few among millions of guardians. */
export class DeskAccounts extends Migration {
  override name = '20261130160000-desk-accounts';

  override up(): void {
    this.addSql(`create index account_desk on account using gin (divisions) where role = 'cdc'`);
  }
}
