import { Migration } from '@mikro-orm/migrations';

/** Files made of cases of other provinces (异地受种者, Q-12): one national case has one file here. */
export class VisitorCases extends Migration {
  override name = '20261206010000-visitor-cases';

  override up(): void {
    this.addSql(`
      create table visitor_case (
        case_blind text primary key,
        case_sealed text not null,
        person_id uuid not null references person on delete cascade,
        province text not null,
        province_name text not null,
        doses int not null,
        taken_at timestamptz not null default now(),
        taken_by text not null
      )`);
    this.addSql('create index visitor_case_person on visitor_case (person_id)');
  }
}
