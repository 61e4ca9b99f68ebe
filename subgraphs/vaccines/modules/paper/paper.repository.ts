import { change, type Em, query } from '@miaoben/kernel';
import type { PaperCarrier, PaperPart } from './paper.type.ts';

/** One row of the table `paper_printing`. */
export interface PrintingRow {
  person_id: string;
  id: string;
  carrier: PaperCarrier;
  /** of a booklet only */
  number: string | null;
  parts: PaperPart[];
  /** the doses, and the row each was printed on */
  dose_ids: string[];
  rows: number[];
  /** version of the file whose data were printed */
  person_version: number;
  reason: string | null;
  clinic_id: string | null;
  printed_by: string;
  /** ISO 8601 text */
  printed_at: string;
  /** the file it was printed for, when that one was merged into this; null: this file */
  origin_person: string | null;
}

/** The printings of persons in the order they came in. One statement for any number. */
export async function printingsOf(em: Em, personIds: readonly string[]): Promise<PrintingRow[]> {
  return query<PrintingRow>(
    em,
    `select person_id, id, carrier, number, parts, dose_ids, rows, person_version, reason, clinic_id, printed_by, printed_at,
       origin_person
     from paper_printing where person_id = any($1::uuid[]) order by received_at, id`,
    [personIds],
  );
}

/** True when a booklet of this number belongs to another file. */
export async function isOthersNumber(em: Em, number: string, personId: string): Promise<boolean> {
  const rows = await query(em, 'select 1 from paper_printing where number = $1 and person_id <> $2 limit 1', [
    number,
    personId,
  ]);
  return rows.length > 0;
}

export async function putPrinting(em: Em, row: Omit<PrintingRow, 'origin_person'>): Promise<void> {
  await change(
    em,
    `insert into paper_printing (person_id, id, carrier, number, parts, dose_ids, rows, person_version, reason, clinic_id,
       printed_by, printed_at)
     values ($1, $2, $3, $4, $5::text[], $6::uuid[], $7::int[], $8, $9, $10, $11, $12)`,
    [
      row.person_id,
      row.id,
      row.carrier,
      row.number,
      row.parts,
      row.dose_ids,
      row.rows,
      row.person_version,
      row.reason,
      row.clinic_id,
      row.printed_by,
      row.printed_at,
    ],
  );
}
