import { Migration } from '@mikro-orm/migrations';

/** Heads of the audit chains of all subgraphs, as identity saw them. */
export class AuditAnchorTable extends Migration {
  override name = '20261121110000-audit-anchor';

  override up(): void {
    this.addSql(`
      create table audit_anchor (
        subgraph text not null,
        batch bigint not null,
        hash text not null,
        at timestamptz not null default now(),
        primary key (subgraph, batch)
      )`);
  }
}
