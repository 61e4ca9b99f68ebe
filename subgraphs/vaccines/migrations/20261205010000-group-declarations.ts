import { Migration } from '@mikro-orm/migrations';

/** Special groups as families declare them; `fact_id` is the health fact a clinic entered on it. */
export class GroupDeclarations extends Migration {
  override name = '20261205010000-group-declarations';

  override up(): void {
    this.addSql(`
      create table group_declaration (
        person_id uuid not null,
        id uuid not null,
        special_group text not null,
        since date not null,
        expected_end date,
        note text,
        state text not null,
        version integer not null default 1,
        fact_id uuid,
        reason text,
        declared_at timestamptz not null default now(),
        declared_by text not null,
        decided_at timestamptz,
        decided_by text,
        origin_person uuid,
        primary key (person_id, id)
      )`);
    this.addSql(`create index group_declaration_open on group_declaration (declared_at, id) where state = 'declared'`);
  }
}
