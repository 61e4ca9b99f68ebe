import { Migration } from '@mikro-orm/migrations';

/** Findings of the data check (数据核查): what a file breaks, how many there are, and what became of them. */
export class Quality extends Migration {
  override name = '20261201030000-quality';

  override up(): void {
    // Files to be looked at again: only added to, so that nobody who writes a file waits for the check.
    this.addSql(`
      create table quality_pending (seq bigint generated always as identity primary key, person_id uuid not null)`);
    this.addSql(`
      create table quality_handover (
        id uuid primary key,
        rule text not null,
        clinic uuid not null,
        division text collate "C" not null,
        files int not null,
        note_sealed text,
        by_account text not null,
        at timestamptz not null,
        withdrawn_at timestamptz
      )`);
    this.addSql('create index quality_handover_clinic on quality_handover (clinic, at desc, id)');
    this.addSql('create index quality_handover_division on quality_handover (division, at desc, id)');
    this.addSql(`
      create table quality_finding (
        person_id uuid not null references person on delete cascade,
        rule text collate "C" not null,
        division text collate "C" not null,
        clinic uuid not null,
        found_at timestamptz not null,
        handover uuid references quality_handover,
        answer_sealed text,
        answered_by text,
        answered_at timestamptz,
        primary key (person_id, rule)
      )`);
    this.addSql('create index quality_finding_place on quality_finding (rule, division, person_id)');
    this.addSql('create index quality_finding_clinic on quality_finding (clinic, rule, person_id)');
    this.addSql('create index quality_finding_handover on quality_finding (handover) where handover is not null');
    // Counts are kept beside the findings by the one who writes both; see quality.repository.ts.
    this.addSql(`
      create table quality_tally (
        rule text collate "C" not null,
        clinic uuid not null,
        division text collate "C" not null,
        files int not null check (files >= 0),
        primary key (rule, clinic, division)
      )`);
    this.addSql('create index quality_tally_division on quality_tally (division, rule)');
    this.addSql('create index quality_tally_clinic on quality_tally (clinic, rule)');
    this.addSql(`
      create table quality_run (
        id uuid primary key,
        rule_version text not null,
        state text not null check (state in ('running', 'done')),
        last_person uuid,
        done int not null default 0,
        total int not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        asked_by text
      )`);
    this.addSql(`create unique index quality_run_one on quality_run (state) where state = 'running'`);
    this.addSql('create index quality_run_started on quality_run (started_at desc)');
    this.addSql(`
      create table quality_switch (
        rule text primary key,
        is_on boolean not null,
        reason_sealed text not null,
        changed_by text not null,
        changed_at timestamptz not null
      )`);
  }
}
