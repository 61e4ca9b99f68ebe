import { Migration } from '@mikro-orm/migrations';

/** Doses given of each lot by county and month (signal list), files of cases, claims for compensation. */
export class AdverseEventSignals extends Migration {
  override name = '20261130170000-adverse-event-signals';

  override up(): void {
    this.#exposure();
    this.addSql(`
      create table aefi_setting (
        one boolean primary key default true check (one),
        minimum_reports int not null,
        probability double precision not null,
        changed_by text not null,
        changed_at timestamptz not null
      )`);
    this.addSql(`
      create table aefi_file (
        id uuid primary key references stored_file,
        case_id uuid not null references aefi_case,
        kind text not null check (kind in ('medical_record', 'attachment')),
        account_id text not null
      )`);
    this.addSql('create index aefi_file_case on aefi_file (case_id, id)');
    this.addSql(`
      create table aefi_claim (
        id uuid primary key,
        case_id uuid not null references aefi_case,
        account_id text not null,
        state text not null check (state in ('applied', 'accepted', 'approved', 'refused', 'withdrawn')),
        statement text not null,
        decision text,
        amount_yuan int,
        applied_at timestamptz not null,
        decided_at timestamptz,
        version int not null default 1
      )`);
    this.addSql(
      `create unique index aefi_claim_open on aefi_claim (case_id) where state in ('applied', 'accepted', 'approved')`,
    );
    this.addSql('create index aefi_claim_case on aefi_claim (case_id, id)');
  }

  /**
   * A statement that changes doses leaves one row of difference a lot, county and month, however many doses it touches (performance:
   * a delta table and a merge, never a trigger a row). So no way of writing doses can forget it.
   */
  #exposure(): void {
    const columns = `product_id text not null, lot_number text not null, county text collate "C" not null, month date not null,
      doses int not null`;
    this.addSql(`create table lot_exposure (${columns}, primary key (product_id, lot_number, county, month))`);
    this.addSql('create index lot_exposure_month on lot_exposure (county, month)');
    this.addSql(`create table lot_exposure_delta (${columns})`);
    const rows = (table: string, sign: '' | '-') => `
      select product_id, lot_number, substr(division, 1, 6), date_trunc('month', given_on)::date, ${sign}1 from ${table}
      where state = 'given' and product_id is not null and lot_number is not null`;
    const note = (name: string, source: string) =>
      this.addSql(`
        create function ${name}() returns trigger language plpgsql as $$
        begin
          insert into lot_exposure_delta (product_id, lot_number, county, month, doses)
          select product_id, lot_number, county, month, sum(doses)
          from (${source}) as d (product_id, lot_number, county, month, doses)
          group by 1, 2, 3, 4 having sum(doses) <> 0;
          return null;
        end $$`);
    note('note_doses_added', rows('added', ''));
    note('note_doses_removed', rows('removed', '-'));
    note('note_doses_changed', `${rows('added', '')} union all ${rows('removed', '-')}`);
    const added = 'new table as added';
    const removed = 'old table as removed';
    for (const [event, tables, run] of [
      ['insert', added, 'note_doses_added'],
      ['delete', removed, 'note_doses_removed'],
      ['update', `${removed} ${added}`, 'note_doses_changed'],
    ] as const)
      this.addSql(
        `create trigger dose_exposure_${event} after ${event} on dose referencing ${tables} for each statement execute function ${run}()`,
      );
    this.addSql(
      `insert into lot_exposure select product_id, lot_number, county, month, sum(doses)
       from (${rows('dose', '')}) as d (product_id, lot_number, county, month, doses) group by 1, 2, 3, 4`,
    );
  }
}
