import type { AdverseEventCause, AdverseEventGrouping } from '../../data/generated/aefi.ts';

/** The cases behind a figure: what was chosen, what the row stands for, what the column counts. */
export interface Asked {
  readonly division: string;
  readonly from: string;
  readonly to: string;
  readonly unit: string | null;
  readonly vaccine: string | null;
  readonly cause: AdverseEventCause | null;
  readonly isSerious: boolean | null;
  readonly isLate?: boolean;
}

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);

/** Narrows what was asked to a row. @returns null for a row the list of cases cannot be narrowed to: ages, and no lot */
export function narrowedTo(asked: Asked, by: AdverseEventGrouping, key: string): (Asked & { lot?: string }) | null {
  switch (by) {
    case 'division':
      return { ...asked, division: key };
    case 'unit':
      return { ...asked, unit: key };
    case 'vaccine':
      return { ...asked, vaccine: key };
    case 'lot':
      return key === '' ? null : { ...asked, lot: key };
    case 'month': {
      const [first, last] = [`${key}-01`, lastDayOf(key)];
      return { ...asked, from: first > asked.from ? first : asked.from, to: last < asked.to ? last : asked.to };
    }
    case 'age':
      return null;
  }
}

/** The route of the list of those cases. */
export function casesPath({ lot, isLate, isSerious, ...asked }: Asked & { lot?: string }): string {
  const [product = '', number = ''] = lot ? [lot.slice(0, lot.indexOf(':')), lot.slice(lot.indexOf(':') + 1)] : [];
  const named = {
    ...asked,
    serious: isSerious === null ? null : String(isSerious),
    late: isLate ? 'true' : null,
    product: product || null,
    lot: number || null,
  };
  const given = Object.entries(named).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return `/aefi?${new URLSearchParams(given)}`;
}
