import { Migration } from '@mikro-orm/migrations';

/**
 * Opened vials of several doses: one row a vial, by its trace code. What was thrown away is a row of its own; one that is
 * undone stays.
 */
export class OpenVials extends Migration {
  override name = '20261130180000-open-vials';

  override up(): void {
    this.addSql('alter table product add column open_minutes int, add column open_source text');
    this.addSql(`
      create table open_vial (
        trace_code text primary key,
        organisation_id uuid not null,
        product_id text not null references product,
        lot_number text not null,
        doses int not null check (doses > 1),
        opened_at timestamptz not null,
        opened_by text not null,
        usable_until timestamptz not null,
        closed boolean not null default false
      )`);
    // What runs now is what is not closed: a few rows a clinic.
    this.addSql('create index open_vial_running on open_vial (organisation_id, usable_until) where not closed');
    this.addSql('create index open_vial_time on open_vial (usable_until) where not closed');
    this.addSql('create index open_vial_day on open_vial (organisation_id, opened_at)');
    this.addSql(`
      create table vial_discard (
        id uuid primary key,
        trace_code text not null references open_vial,
        doses int not null check (doses > 0),
        reason text not null check (reason in ('time_up', 'spilled', 'contaminated', 'session_over', 'other')),
        note text,
        at timestamptz not null,
        by_account text not null,
        undone_at timestamptz,
        undone_by text
      )`);
    this.addSql('create unique index vial_discard_standing on vial_discard (trace_code) where undone_at is null');
  }
}
