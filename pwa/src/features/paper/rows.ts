import type { Form } from './form.ts';

/** What decides on which row a dose stands. */
export interface RowDose {
  id: string;
  date: string;
  /** the one series of the programme it counts for, and its number there; null: outside the programme, or not valid */
  programme: { series: string; dose: number } | null;
}

/** First row after the programme's, counted from 1. */
export const firstOther = (form: Form): number => form.rows.findIndex(({ programme }) => programme === null) + 1;

/** The row 续打 goes on with: the one after the last that is printed behind the programme's rows. */
export function nextOther(form: Form, printed: ReadonlyMap<string, number>): number {
  return Math.max(firstOther(form), ...[...printed.values()].map((row) => row + 1));
}

/**
 * The row of each dose. A printed one keeps its row for good, even when its number has changed since; a dose of the programme goes to
 * its own row; all others follow each other by date from the row that is chosen. @returns null for a dose the paper has no row left for
 */
export function assignRows(
  form: Form,
  doses: readonly RowDose[],
  printed: ReadonlyMap<string, number>,
  from: number,
): Map<string, number | null> {
  const taken = new Set(printed.values());
  const rows = new Map<string, number | null>();
  const take = (id: string, row: number) => {
    taken.add(row);
    rows.set(id, row);
  };
  const others: RowDose[] = [];
  for (const dose of doses) {
    const kept = printed.get(dose.id);
    const own =
      1 +
      form.rows.findIndex(
        ({ programme }) => programme?.series === dose.programme?.series && programme?.dose === dose.programme?.dose,
      );
    if (kept !== undefined) rows.set(dose.id, kept);
    else if (dose.programme && own > 0 && !taken.has(own)) take(dose.id, own);
    else others.push(dose);
  }
  let next = Math.max(from, firstOther(form));
  for (const { id } of others.sort((a, b) => (a.date + a.id < b.date + b.id ? -1 : 1))) {
    while (taken.has(next)) next += 1;
    if (next > form.rows.length) rows.set(id, null);
    else take(id, next);
  }
  return rows;
}
