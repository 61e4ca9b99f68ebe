import type { PersonRecord } from '../../record.ts';
import { shapeDose } from '../dose/dose.shape.ts';
import type { PrintingRow } from './paper.repository.ts';
import { type Copy, copiesOf, stateOf, unprintedOf } from './paper.rules.ts';
import { PAPER_PARTS, type PaperCopy } from './paper.type.ts';

const isOlder = (printing: PrintingRow, version: number): boolean =>
  printing.parts.length > 0 && (printing.origin_person !== null || printing.person_version < version);

function shapeCopy(record: PersonRecord, copy: Copy, inUse: boolean): PaperCopy {
  // What is printed of a part is what its last printing put there.
  const standing = PAPER_PARTS.flatMap((part) => copy.printings.findLast((p) => p.parts.includes(part)) ?? []);
  return {
    carrier: copy.carrier,
    number: copy.number,
    inUse,
    state: stateOf(copy, record.doses),
    parts: PAPER_PARTS.filter((part) => copy.parts.has(part)),
    fileChanged: standing.some((printing) => isOlder(printing, record.subject.version)),
    rows: [...copy.doses]
      .map(([id, { row, printing }]) => {
        const dose = record.dose(id);
        return {
          row,
          dose: dose ? shapeDose(record, dose) : null,
          printedAt: new Date(printing.printed_at),
          printedBy: { id: printing.printed_by },
        };
      })
      .sort((a, b) => a.row - b.row),
    unprinted: unprintedOf(copy, record.doses).map((dose) => shapeDose(record, dose)),
    printings: copy.printings.toReversed().map((p) => ({
      id: p.id,
      parts: p.parts,
      doses: p.dose_ids.length,
      reason: p.reason,
      printedAt: new Date(p.printed_at),
      printedBy: { id: p.printed_by },
      clinic: p.clinic_id === null ? null : { id: p.clinic_id },
    })),
  };
}

/** The booklets and cards of a person; of each kind the one in use in front. */
export function shapeCopies(record: PersonRecord, printings: readonly PrintingRow[]): PaperCopy[] {
  const copies = copiesOf(printings);
  return copies.map((copy, i) => shapeCopy(record, copy, copies[i - 1]?.carrier !== copy.carrier));
}
