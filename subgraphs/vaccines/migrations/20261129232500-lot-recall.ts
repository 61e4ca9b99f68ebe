import { Migration } from '@mikro-orm/migrations';

/** Recalls of lots: what holds now stands at the lot, the history and the work that follows in its own table. */
export class LotRecallTables extends Migration {
  override name = '20261129232500-lot-recall';

  override up(): void {
    this.addSql(`alter table lot add column recall text check (recall in ('stopped', 'void'))`);
    this.addSql(`
      create table lot_recall (
        id uuid primary key,
        product_id text not null,
        lot_number text not null,
        effect text not null check (effect in ('stopped', 'void', 'lifted')),
        reason text not null,
        recalled_on date not null,
        recalled_by text not null,
        last_person uuid not null,
        done int not null default 0,
        total int,
        changed int not null default 0,
        told int not null default 0,
        failed boolean not null default false,
        started_at timestamptz not null,
        finished_at timestamptz,
        foreign key (product_id, lot_number) references lot (product_id, number)
      )`);
    this.addSql('create index lot_recall_open on lot_recall (id) where finished_at is null');
    this.addSql('create index lot_number on lot (number text_pattern_ops)');
    // From a lot to its doses: the way a recall goes.
    this.addSql('create index dose_lot on dose (product_id, lot_number, person_id) where lot_number is not null');
  }
}
