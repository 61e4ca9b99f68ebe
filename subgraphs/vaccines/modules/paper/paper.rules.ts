import { badInput, MiaobenError } from '@miaoben/kernel';
import type { DoseRow } from '../dose/dose.repository.ts';
import type { PrintingRow } from './paper.repository.ts';
import { PAPER_CARRIERS, PAPER_PARTS, type PaperCarrier, type PaperPart, type PaperState } from './paper.type.ts';

/** A row of the paper; more than any form has. */
const LAST_ROW = 200;
const NUMBER = /^[0-9A-Z][0-9A-Z-]{3,31}$/;

/** One booklet or card of a person with all that was printed onto it, the earliest in front. */
export interface Copy {
  carrier: PaperCarrier;
  number: string | null;
  printings: PrintingRow[];
  parts: Set<PaperPart>;
  /** by dose: the row of its last printing, and that printing */
  doses: Map<string, { row: number; printing: PrintingRow }>;
  /** rows that carry print, and of which dose */
  taken: Map<number, string>;
}

function emptyCopy(carrier: PaperCarrier, number: string | null): Copy {
  return { carrier, number, printings: [], parts: new Set(), doses: new Map(), taken: new Map() };
}

/** The copies of one person from its printings in their order; of each kind the one in use stands in front. */
export function copiesOf(printings: readonly PrintingRow[]): Copy[] {
  const copies = new Map<string, Copy>();
  for (const printing of printings) {
    const key = `${printing.carrier} ${printing.number ?? ''}`;
    const copy = copies.get(key) ?? emptyCopy(printing.carrier, printing.number);
    // Printed on again: it is the one in use.
    copies.delete(key);
    copies.set(key, copy);
    copy.printings.push(printing);
    for (const part of printing.parts) copy.parts.add(part);
    printing.dose_ids.forEach((id, i) => {
      const row = printing.rows[i]!;
      copy.doses.set(id, { row, printing });
      copy.taken.set(row, id);
    });
  }
  const latestFirst = [...copies.values()].reverse();
  return PAPER_CARRIERS.flatMap((carrier) => latestFirst.filter((c) => c.carrier === carrier));
}

/** Standing doses that are not on the paper. */
export const unprintedOf = (copy: Copy, doses: readonly DoseRow[]): DoseRow[] =>
  doses.filter((d) => d.state === 'given' && !copy.doses.has(d.dose_id));

/** Does the paper say what the file says (卡证一致, Q-60)? */
export function stateOf(copy: Copy, doses: readonly DoseRow[]): PaperState {
  const standing = new Set(doses.filter((d) => d.state === 'given').map((d) => d.dose_id));
  if ([...copy.doses.keys()].some((id) => !standing.has(id))) return 'differs';
  const isWhole = unprintedOf(copy, doses).length === 0 && PAPER_PARTS.every((part) => copy.parts.has(part));
  return isWhole ? 'agrees' : 'incomplete';
}

/** The number of a booklet as it is stored. @throws BAD_INPUT required or format; a card has none */
export function readNumber(carrier: PaperCarrier, raw: string | null | undefined): string | null {
  const number = (raw ?? '').normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
  if (carrier === 'card') {
    if (number !== '') throw badInput('number', 'format');
    return null;
  }
  if (number === '') throw badInput('number', 'required');
  if (!NUMBER.test(number)) throw badInput('number', 'format');
  return number;
}

export interface Printing {
  carrier: PaperCarrier;
  number: string | null;
  parts: readonly PaperPart[];
  doses: readonly { doseId: string; row: number }[];
}

/**
 * Holds a printing against the paper as it is known.
 * @returns true when it needs a reason: something stands there already, or a new booklet takes the place of another
 * @throws BAD_INPUT out_of_range, duplicate, required; CONFLICT wrong_state for a dose that does not stand or a row that carries another
 */
export function checkPrinting(printing: Printing, copies: readonly Copy[], doses: readonly DoseRow[]): boolean {
  const { carrier, number, parts } = printing;
  if (parts.length + printing.doses.length === 0) throw badInput('doses', 'required');
  const copy = copies.find((c) => c.carrier === carrier && c.number === number) ?? emptyCopy(carrier, number);
  const rows = new Set<number>();
  const ids = new Set<string>();
  for (const { doseId, row } of printing.doses) {
    if (row < 1 || row > LAST_ROW) throw badInput('row', 'out_of_range', { min: 1, max: LAST_ROW });
    if (rows.has(row) || ids.has(doseId)) throw badInput('doses', 'duplicate');
    rows.add(row);
    ids.add(doseId);
    if (doses.find((d) => d.dose_id === doseId)?.state !== 'given') {
      throw new MiaobenError('CONFLICT', { field: 'doses', reason: 'wrong_state' });
    }
    const other = copy.taken.get(row);
    if (other !== undefined && other !== doseId) {
      throw new MiaobenError('CONFLICT', { field: 'row', reason: 'wrong_state' });
    }
  }
  const isAgain = [...ids].some((id) => copy.doses.has(id)) || parts.some((part) => copy.parts.has(part));
  const isReplacement = copy.printings.length === 0 && copies.some((c) => c.carrier === carrier);
  return isAgain || isReplacement;
}
