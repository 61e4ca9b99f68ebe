import type { ClinicCodesQuery } from '../../data/generated/clinic.ts';
import { todayInChina } from '../../i18n/format.ts';
import type { ConsentEntry, DoseEntry, PlainEntry } from '../../offline/outbox-content.ts';
import type { PackCodes } from '../../offline/packs-rows.ts';
import type { OwnEntries } from './own-entries.ts';
import type { ConsentView, DoseView, UnjudgedRecord } from './view.ts';

/** The codes that name a dose; `clinic` is known from the pack only. */
type Codes = Pick<ClinicCodesQuery, 'vaccines' | 'products' | 'lotsOnHand'> & Partial<Pick<PackCodes, 'clinic'>>;

/** A record with what this device recorded and the other side does not have; each dose once, by date. */
export function withOwn(record: UnjudgedRecord, own: OwnEntries, codes: Codes | null): UnjudgedRecord {
  const mine = new Set(own.doses.map(({ content }) => content.input.doseId));
  const facts = new Set(own.facts.map(({ content }) => content.input.factId));
  const told = new Set(own.notGiven.map(({ content }) => content.input.series));
  const signed = new Set(own.consents.map(({ content }) => content.input.consentId));
  return {
    ...record,
    doses: [...record.doses.filter(({ id }) => !mine.has(id)), ...own.doses.map((entry) => doseOf(entry, codes))].sort(
      (a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0),
    ),
    healthFacts: [
      ...record.healthFacts.filter(({ id }) => !facts.has(id)),
      ...own.facts.map((entry) => {
        const { factId, code, date, until } = entry.content.input;
        return { id: factId, code, date, until: until ?? null, withdrawn: false, entry };
      }),
    ].sort((a, b) => (a.date > b.date ? -1 : a.date < b.date ? 1 : 0)),
    notGiven: [
      ...record.notGiven.filter(({ series }) => !told.has(series)),
      ...own.notGiven.map((entry) => {
        const { series, dose, reason, note } = entry.content.input;
        return { series, dose, reason, note: note ?? null, entry };
      }),
    ],
    consents: [...record.consents.filter(({ id }) => !signed.has(id)), ...own.consents.map(consentOf)].map(
      (consent) => {
        const taken = own.withdrawals.find(({ content }) => content.input.consentId === consent.id);
        return taken ? { ...consent, withdrawnOn: dayOf(taken.content.input.at, taken), entry: taken } : consent;
      },
    ),
  };
}

const dayOf = (told: string | null | undefined, { createdAt }: PlainEntry): string =>
  todayInChina(told ? Date.parse(told) : createdAt);

function consentOf(entry: ConsentEntry): ConsentView {
  const { consentId, textId, textVersion, vaccineCode, decision, signedAt } = entry.content.input;
  const at = signedAt ?? new Date(entry.createdAt).toISOString();
  return {
    id: consentId,
    textId,
    textVersion,
    vaccine: vaccineCode,
    decision,
    signedAt: at,
    signedOn: dayOf(signedAt, entry),
    withdrawnOn: null,
    entry,
  };
}

function doseOf(entry: DoseEntry, codes: Codes | null): DoseView {
  const { input, label } = entry.content;
  const product = codes?.products.find(({ id }) => id === input.productId);
  const lot = codes?.lotsOnHand.find(
    ({ number, product: of }) => number === input.lotNumber && of.id === input.productId,
  );
  return {
    id: input.doseId,
    date: input.date,
    vaccine: {
      code: input.vaccineCode,
      name: codes?.vaccines.find(({ code }) => code === input.vaccineCode)?.name ?? label.vaccine,
    },
    product: product
      ? {
          id: product.id,
          genericName: product.genericName,
          manufacturer: product.manufacturer,
          doseVolumeMl: product.doseVolumeMl,
        }
      : null,
    lotNumber: input.lotNumber ?? null,
    traceCode: input.traceCode ?? null,
    site: input.site ?? null,
    route: input.route ?? null,
    volumeMl: input.volumeMl ?? null,
    doseNumber: null,
    clinic: input.outside ? null : (codes?.clinic ?? null),
    clinicName: input.clinicName ?? null,
    point: null,
    vaccinator: null,
    vaccinatorName: null,
    state: 'given',
    source: input.outside ? 'outside' : 'clinic',
    recordedAt: input.recordedAt ?? input.date,
    voidReason: null,
    overrideReason: input.overrideReason ?? null,
    reviewed: true,
    evaluations: [],
    conflicts: 0,
    lotExpires: lot?.expiresOn ?? null,
    isRecalled: false,
    isPartial: isLess(input.volumeMl, product?.doseVolumeMl),
    entry,
  };
}

/** Whether less than the full volume was given; an unknown volume is a full one. */
export const isLess = (given: number | null | undefined, full: number | null | undefined): boolean =>
  given != null && full != null && given < full;
