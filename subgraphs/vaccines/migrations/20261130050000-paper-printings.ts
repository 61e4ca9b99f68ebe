import { Migration } from '@mikro-orm/migrations';

/** What was printed onto the paper booklets and cards of persons: one row a printing, its doses and their rows side by side. */
export class PaperPrintings extends Migration {
  override name = '20261130050000-paper-printings';

  override up(): void {
    this.addSql(`
      create table paper_printing (
        person_id uuid not null,
        id uuid not null,
        carrier text not null check (carrier in ('booklet', 'card')),
        number text check ((carrier = 'booklet') = (number is not null)),
        parts text[] not null,
        dose_ids uuid[] not null,
        rows int[] not null check (cardinality(rows) = cardinality(dose_ids)),
        person_version int not null,
        reason text,
        clinic_id uuid,
        printed_by text not null,
        printed_at timestamptz not null,
        received_at timestamptz not null default now(),
        origin_person uuid,
        primary key (person_id, id)
      )`);
    this.addSql('create index paper_printing_number on paper_printing (number, person_id) where number is not null');
  }
}
