import { consentFact } from '../consent/facts.ts';
import { isLess } from './own-views.ts';
import type { RecordView, ServerPerson } from './view.ts';

/** The server's answer as it stands. */
export function recordOfServer(answer: ServerPerson, takenAt: number | null): RecordView {
  const { doses, plan, healthFacts, notGiven, consents, groupDeclarations, ...person } = answer;
  return {
    person,
    doses: doses.map(({ conflictsWith, lot, ...dose }) => ({
      ...dose,
      conflicts: conflictsWith.length,
      lotExpires: lot?.expiresOn ?? null,
      isRecalled: lot?.recall === 'void',
      isPartial: isLess(dose.volumeMl, dose.product?.doseVolumeMl),
      entry: null,
    })),
    healthFacts: healthFacts.map(({ id, code, date, until, withdrawn }) => ({
      id,
      code,
      date,
      until,
      withdrawn,
      entry: null,
    })),
    declared: groupDeclarations.filter(({ state }) => state === 'declared'),
    notGiven: notGiven.map(({ series, dose, reason, note }) => ({ series, dose, reason, note, entry: null })),
    consents: consents.map((one) => ({ ...consentFact(one), entry: null })),
    plan,
    takenAt,
    entry: null,
  };
}
