import { normaliseProse, normaliseText } from '@miaoben/identifiers';
import type { InputReason, Role } from '@miaoben/schema';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { RecordDoseInput } from './dose.input.ts';
import type { DoseRow, DoseSource } from './dose.repository.ts';

export interface Fault {
  field: keyof RecordDoseInput;
  reason: InputReason;
}

/** An entry that reaches the server later than this was made without network: the dose is given, refusing it would lose a fact. */
const LATE_MS = 10 * 60_000;
const LONGEST = { lotNumber: 40, clinicName: 100, overrideReason: 200 } as const;
const MOST_ML = 5;
const TEXTS = ['lotNumber', 'traceCode', 'clinicName', 'overrideReason'] as const;

/** Whether an entry was made without network. */
export const isLate = (madeAt: Date, now: Date): boolean => now.getTime() - madeAt.getTime() > LATE_MS;

/** The entry with its texts folded (全角, spaces), blank ones left out. */
export function normaliseEntry(input: RecordDoseInput): { input: RecordDoseInput; fault: Fault | undefined } {
  const folded = { ...input };
  let fault: Fault | undefined;
  for (const field of TEXTS) {
    const normalise = field === 'overrideReason' ? normaliseProse : normaliseText;
    const { text, suspicions } = normalise(input[field] ?? '');
    folded[field] = text === '' ? null : text;
    if (suspicions.length > 0) fault ??= { field, reason: 'suspicious_characters' };
  }
  return { input: folded, fault };
}

/** How an entry came about; decides how strictly it is taken. */
export interface Entry {
  source: DoseSource;
  /** given by the caller's own clinic */
  here: boolean;
  /** in front of us, on line, today: the one case in which a person can still stop */
  now: boolean;
  recordedAt: Date;
}

export function classify(
  input: RecordDoseInput,
  caller: { role: Role; organisation: string | undefined },
  clock: { now: Date; today: string },
): Entry {
  // A device whose clock runs ahead cannot have made an entry in the future.
  const recordedAt =
    input.recordedAt && input.recordedAt.getTime() < clock.now.getTime() ? input.recordedAt : clock.now;
  const here = caller.role === 'vaccinator' && caller.organisation !== undefined && !input.outside;
  const late = isLate(recordedAt, clock.now);
  const source = caller.role === 'partner' ? 'partner' : here ? 'clinic' : 'outside';
  return { source, here, now: here && !late && input.date === clock.today, recordedAt };
}

/** The first thing wrong with the entry itself, before any look at other rows. */
export function findFault(
  input: RecordDoseInput,
  entry: Entry,
  facts: { birthDate: string; today: string; catalogue: Catalogue },
): Fault | undefined {
  const { catalogue } = facts;
  if (input.date > facts.today) return { field: 'date', reason: 'date_in_future' };
  if (input.date < facts.birthDate) return { field: 'date', reason: 'date_before_birth' };
  if (!catalogue.vaccines.has(input.vaccineCode)) return { field: 'vaccineCode', reason: 'unknown_code' };
  if (entry.here) {
    for (const field of ['productId', 'lotNumber', 'site', 'route'] as const) {
      if (!input[field]) return { field, reason: 'required' };
    }
  }
  if (input.productId) {
    const product = catalogue.products.get(input.productId);
    if (!product) return { field: 'productId', reason: 'unknown_code' };
    if (product.vaccineCode !== input.vaccineCode) return { field: 'productId', reason: 'not_for_vaccine' };
  }
  for (const field of ['lotNumber', 'clinicName', 'overrideReason'] as const) {
    if ((input[field]?.length ?? 0) > LONGEST[field]) return { field, reason: 'too_long' };
  }
  if (input.traceCode && !/^\d{20}$/.test(input.traceCode)) return { field: 'traceCode', reason: 'format' };
  if (input.volumeMl != null && !(input.volumeMl > 0 && input.volumeMl <= MOST_ML)) {
    return { field: 'volumeMl', reason: 'out_of_range' };
  }
  return undefined;
}

/** Standing records of the same class of vaccine on the same day. */
export function sameDayRecords(
  doses: readonly DoseRow[],
  entry: { date: string; vaccineCode: string },
  catalogue: Catalogue,
): DoseRow[] {
  const major = (code: string) => catalogue.vaccines.get(code)?.majorCode;
  return doses.filter(
    (d) => d.state === 'given' && d.given_on === entry.date && major(d.vaccine) === major(entry.vaccineCode),
  );
}
