import { Migration } from '@mikro-orm/migrations';

/** Files that follow changes of divisions (区划变更, J-09): one work an order, and what it wrote, so that it can be put back. */
export class DivisionFollow extends Migration {
  override name = '20261202040000-division-follow';

  override up(): void {
    this.addSql(`
      create table division_follow (
        order_id uuid primary key,
        event jsonb not null,
        state text not null check (state in ('running', 'done', 'undoing', 'undone')),
        last_person uuid,
        written int not null default 0,
        restored int not null default 0,
        kept int not null default 0,
        started_at timestamptz not null,
        ended_at timestamptz
      )`);
    this.addSql(
      `create index division_follow_work on division_follow (started_at) where state in ('running', 'undoing')`,
    );
    // Codes of divisions only: residence and registered place as they were and as they were written.
    this.addSql(`
      create table division_follow_row (
        order_id uuid not null references division_follow,
        person_id uuid not null references person on delete cascade,
        state text not null check (state in ('written', 'restored', 'kept')),
        before jsonb not null,
        after jsonb not null,
        primary key (person_id, order_id)
      )`);
    this.addSql('create index division_follow_row_state on division_follow_row (order_id, state, person_id)');
    this.addSql('create index person_registered on person (registered_division) where registered_division is not null');
  }
}
