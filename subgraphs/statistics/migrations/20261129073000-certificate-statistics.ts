import { Migration } from '@mikro-orm/migrations';

/** Certificates, applications, uses and checks as last heard of, what each is counted under, and the kept sums. */
export class CertificateStatisticsTables extends Migration {
  override name = '20261129073000-certificate-statistics';

  override up(): void {
    // The last state of each thing that is counted: an event that comes again, or out of order, is measured against it.
    this.addSql(`
      create table certificate_fact (
        kind text not null,
        id text not null,
        version int not null,
        event jsonb not null,
        primary key (kind, id)
      )`);
    // What a fact is counted under now: the rows behind a figure. place: division, empty where none is known.
    this.addSql(`
      create table certificate_part (
        measure text not null,
        day date not null,
        kind text not null,
        id text not null,
        place text collate "C" not null,
        organisation text not null,
        population text not null,
        primary key (kind, id, measure)
      )`);
    this.addSql('create index certificate_part_rows on certificate_part (measure, day, kind, id)');
    // grain: d one day, m the first of a month; a span reads whole months, and days at its ends.
    this.addSql(`
      create table certificate_rollup (
        grain "char" not null,
        measure text not null,
        day date not null,
        place text collate "C" not null,
        organisation text not null,
        population text not null,
        count int not null,
        primary key (grain, measure, day, place, organisation, population)
      )`);
    this.addSql(`
      create table certificate_statistics_state (
        one boolean primary key default true check (one),
        as_of timestamptz not null
      )`);
  }
}
