import { Migration } from '@mikro-orm/migrations';

/** What an account's tokens say has changed: those of an earlier version end at once (J-04). */
export class TokenVersion extends Migration {
  override name = '20261203110000-token-version';

  override up(): void {
    this.addSql(
      'alter table account add column token_version integer not null default 0, add column tokens_ended_at timestamptz',
    );
    this.addSql('create index account_tokens_ended on account (tokens_ended_at) where tokens_ended_at is not null');
  }
}
