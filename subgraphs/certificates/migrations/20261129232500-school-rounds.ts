import { Migration } from '@mikro-orm/migrations';

/** Rounds of the entry check (查验轮次), classes, and the enduring row of each pupil with its steps. */
export class SchoolRounds extends Migration {
  override name = '20261129232500-school-rounds';

  override up(): void {
    this.addSql(`
      create table school_round (
        id uuid primary key,
        code text not null check (code ~ '^[0-9]{4}[12]$'),
        division text collate "C" not null,
        term_start date not null,
        deadline date not null,
        recheck_from date not null,
        recheck_to date not null,
        state text not null default 'open' check (state in ('open', 'closed')),
        opened_by text not null,
        opened_at timestamptz not null,
        closed_by text,
        closed_at timestamptz,
        unique (code, division)
      )`);
    this.addSql(`
      create table school_class (
        id uuid primary key,
        round_id uuid not null references school_round,
        school_id uuid not null,
        grade text not null,
        name text not null,
        head_teacher_sealed text,
        finished_by text,
        finished_at timestamptz,
        unique (round_id, school_id, grade, name)
      )`);
    // Name, numbers and phone stand in \`sealed\`; \`pupil_key\` is the blind document number, else the blind name with birth date and sex.
    this.addSql(`
      create table school_pupil (
        id uuid primary key,
        round_id uuid not null references school_round,
        school_id uuid not null,
        division text collate "C" not null,
        class_id uuid references school_class,
        pupil_key text not null,
        document_blind text,
        name_blind text not null,
        sex text not null,
        sealed text not null,
        check_type text not null check (check_type in ('entry', 'transfer', 'inserted', 'recheck')),
        state text not null check (state in ('imported', 'matched', 'candidate', 'unmatched', 'evaluated', 'notified',
          'caught_up', 'exempt', 'moved', 'overdue')),
        verdict text not null check (verdict in ('complete', 'missing_doses', 'no_file', 'postponed', 'not_yet_due',
          'candidate')),
        person_id uuid,
        clinic_id uuid,
        candidates jsonb not null default '[]',
        for_clinic boolean not null default false,
        certificate_seen boolean,
        certificate_number text,
        schedule_version text,
        missing jsonb not null default '[]',
        caught_up jsonb not null default '[]',
        caught_up_on date,
        notice_type text check (notice_type in ('catch_up', 'reissue')),
        notice_on date,
        notice_state text check (notice_state in ('requested', 'delivered', 'sms_sent', 'failed', 'read', 'print')),
        is_reissued boolean not null default false,
        recheck_on date,
        recheck_result text,
        proof_file_id uuid references stored_file,
        proof_state text check (proof_state in ('waiting', 'accepted', 'refused')),
        moved_to uuid,
        checker text not null,
        checked_on date not null,
        check_id uuid references school_check,
        created_at timestamptz not null,
        version int not null default 1,
        unique (round_id, school_id, pupil_key)
      )`);
    this.addSql('create index school_pupil_list on school_pupil (round_id, school_id, class_id, id)');
    this.addSql('create index school_pupil_area on school_pupil (round_id, division, id)');
    this.addSql('create index school_pupil_person on school_pupil (person_id) where person_id is not null');
    this.addSql('create index school_pupil_check on school_pupil (check_id) where check_id is not null');
    this.addSql('create index school_pupil_document on school_pupil (document_blind) where document_blind is not null');
    this.addSql(`
      create table school_pupil_notice (
        notice_id uuid primary key,
        pupil_id uuid not null references school_pupil on delete cascade,
        state text not null default 'requested' check (state in ('requested', 'delivered', 'sms_sent', 'failed', 'read')),
        at timestamptz not null
      )`);
    this.addSql('create index school_pupil_notice_pupil on school_pupil_notice (pupil_id)');
    // What happened to a row, by whom and when. A verdict stands as it was given; the next one is another line.
    this.addSql(`
      create table school_pupil_step (
        pupil_id uuid not null references school_pupil on delete cascade,
        number int not null,
        step text not null,
        result text,
        missing jsonb,
        schedule_version text,
        detail jsonb not null default '{}',
        by_account text not null,
        by_role text not null,
        at timestamptz not null,
        primary key (pupil_id, number)
      )`);

    this.addSql(`
      alter table school_check add column round_id uuid references school_round,
        add column class_id uuid references school_class, add column taken_at timestamptz, add column undone_at timestamptz`);
    this.addSql(`
      alter table school_check_row add column person_id uuid, add column clinic_id uuid,
        add column candidates jsonb not null default '[]', add column pupil_id uuid, add column pupil_version int,
        add column before jsonb, add column pupil_key text`);
    this.addSql('create index if not exists certificate_number_number on certificate_number (number)');
    this.addSql('create index if not exists certificate_code on certificate using hash (code)');
  }
}
