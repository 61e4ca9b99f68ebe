import { Migration } from '@mikro-orm/migrations';

/** Moves to other provinces: when to speak with the other platform next, and its receipt. */
export class MovesAbroad extends Migration {
  override name = '20261130120000-moves-abroad';

  override up(): void {
    this.addSql(`
      alter table file_move
        add column exchange_at timestamptz,
        add column exchange_attempts int not null default 0,
        add column exchange_receipt text,
        add column exchange_error text`);
    // Those that were begun before there was a way.
    this.addSql(
      `update file_move set exchange_at = now() where direction = 'abroad' and state in ('initiated', 'waiting')`,
    );
    this.addSql(`
      create index file_move_exchange on file_move (exchange_at)
      where direction = 'abroad' and state in ('initiated', 'waiting')`);
  }
}
