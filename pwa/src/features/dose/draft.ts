import type { InjectionSite, RecordDoseInput, Route } from '../../data/generated/clinic.ts';
import { readTraceCode } from './trace-code.ts';

/** What the form holds while somebody fills it in. */
export interface Draft {
  vaccine: string;
  lot: string;
  product: string;
  trace: string;
  /** The opened vial without a trace code it is drawn from; empty: none. */
  vialId: string;
  site: InjectionSite;
  route: Route;
  isOutside: boolean;
  date: string;
  clinicName: string;
  /** Free text, for doses given elsewhere. */
  lotNumber: string;
}

export type Fault = 'vaccine' | 'lot' | 'trace' | 'vial' | 'noVial' | 'point' | 'future' | 'beforeBirth';

/** What is wrong with a draft, worst first; the server checks the same and more. */
export function faultsOf(
  draft: Draft,
  facts: { birthDate: string; day: string; isVialRefused?: boolean; isOfSeveral?: boolean; isNotGivenHere?: boolean },
): Fault[] {
  const faults: Fault[] = [];
  if (draft.vaccine === '') faults.push('vaccine');
  if (!draft.isOutside && draft.vaccine !== '' && draft.lot === '') faults.push('lot');
  if (draft.trace.trim() !== '' && readTraceCode(draft.trace) === null) faults.push('trace');
  if (!draft.isOutside && facts.isVialRefused) faults.push('vial');
  // Without a vial nothing would run its clock.
  if (!draft.isOutside && facts.isOfSeveral && draft.lot !== '' && draft.vialId === '' && draft.trace.trim() === '')
    faults.push('noVial');
  if (!draft.isOutside && facts.isNotGivenHere) faults.push('point');
  if (draft.date === '' || draft.date > facts.day) faults.push('future');
  else if (draft.date < facts.birthDate) faults.push('beforeBirth');
  return faults;
}

/** The draft as the server takes it. */
export function inputOf(
  draft: Draft,
  made: { doseId: string; personId: string; recordedAt: string; visitId: string | null; overrideReason: string | null },
): RecordDoseInput {
  const { isOutside } = draft;
  return {
    doseId: made.doseId,
    personId: made.personId,
    date: draft.date,
    vaccineCode: draft.vaccine,
    productId: isOutside ? null : draft.product,
    lotNumber: (isOutside ? draft.lotNumber.trim() : draft.lot) || null,
    traceCode: readTraceCode(draft.trace),
    ...(!isOutside && draft.vialId !== '' && { vialId: draft.vialId }),
    site: draft.site,
    route: draft.route,
    outside: isOutside,
    clinicName: isOutside ? draft.clinicName.trim() || null : null,
    recordedAt: made.recordedAt,
    visitId: made.visitId,
    overrideReason: made.overrideReason,
  };
}
