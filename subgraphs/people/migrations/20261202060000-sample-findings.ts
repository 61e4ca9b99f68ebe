import { Migration } from '@mikro-orm/migrations';

/** What was found on site of the files of a sample (S-47): the last word of each account on each file. */
export class SampleFindings extends Migration {
  override name = '20261202060000-sample-findings';

  override up(): void {
    this.addSql(`
      create table sample_finding (
        seed text not null,
        person_id uuid not null references person on delete cascade,
        by_account text not null,
        result text not null check (result in ('agrees', 'differs')),
        note_sealed text,
        found_at timestamptz not null,
        primary key (seed, person_id, by_account),
        check (result = 'agrees' or note_sealed is not null)
      )`);
    this.addSql('create index sample_finding_person on sample_finding (person_id)');
  }
}
