import { normaliseText } from '@miaoben/identifiers';
import { badInput, type Clock, type Em, type Keyring, newId, noticeRequested, publish } from '@miaoben/kernel';
import type { NoticeRequested } from '@miaoben/schema';
import { type Actor, addSteps } from '../progress/case-step.ts';
import type { DeathSource } from './death.enums.ts';
import { type DeathRow, insertDeaths, knownBlinds } from './death.repository.ts';
import { sealDeceased } from './death.shape.ts';

const LONGEST = 40;

/** The number of a source's document, as it is spelled for comparing. */
export const certificateSpelling = (raw: string): string => normaliseText(raw).text.replaceAll(/\s/g, '').toUpperCase();

/** The same, of a form. @throws BAD_INPUT required, too_long, suspicious_characters */
export function checkedCertificate(field: string, raw: string): string {
  const number = certificateSpelling(raw);
  if (normaliseText(raw).suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (number === '') throw badInput(field, 'required');
  if (number.length > LONGEST) throw badInput(field, 'too_long', { max: LONGEST });
  return number;
}

interface Paper {
  source: `${DeathSource}`;
  certificateNumber: string;
}
const paperBlind = (keyring: Keyring, { source, certificateNumber }: Paper): string =>
  keyring.blind('death_report.certificate', `${source} ${certificateSpelling(certificateNumber)}`);

/** Which of these papers were reported before, by position. */
export async function knownCertificates(em: Em, keyring: Keyring, papers: readonly Paper[]): Promise<boolean[]> {
  const blinds = papers.map((paper) => paperBlind(keyring, paper));
  const known = await knownBlinds(em, blinds);
  return blinds.map((blind) => known.has(blind));
}

/** A report as checked, with the file it is about as far as one was found. */
export interface NewDeath {
  personId: string | null;
  name: string;
  documentNumber: string | null;
  sex: 'F' | 'M' | 'U';
  birthDate: string | null;
  diedOn: string;
  source: `${DeathSource}`;
  certificateNumber: string;
  household: string | null;
  residence: string | null;
  division: string;
  /** the unit in charge; null: disease control names one */
  unit: string | null;
  /** the unit in charge sent it in itself */
  isOwn: boolean;
}

/**
 * Enters reports with the first step of their history. A paper that is known is no second report.
 * @returns ids of the reports that are new
 */
export async function takeDeaths(
  em: Em,
  { keyring, clock }: { keyring: Keyring; clock: Clock },
  reports: readonly NewDeath[],
  reporter: Actor,
): Promise<string[]> {
  const at = clock.now();
  const rows = reports.map(
    (r): Omit<DeathRow, 'state_before' | 'version'> => ({
      id: newId(),
      person_id: r.personId,
      state: r.isOwn ? 'claimed' : 'unclaimed',
      source: r.source,
      certificate_blind: paperBlind(keyring, r),
      sealed: sealDeceased(keyring, {
        name: r.name,
        documentNumber: r.documentNumber,
        certificateNumber: r.certificateNumber,
      }),
      sex: r.sex,
      birth_date: r.birthDate,
      died_on: r.diedOn,
      household: r.household,
      residence: r.residence,
      division: r.division,
      unit: r.unit,
      reporter_unit: reporter.organisation ?? null,
      reported_at: at.toISOString(),
    }),
  );
  const made = await insertDeaths(em, rows);
  const fresh = rows.filter((r) => made.has(r.id));
  await addSteps(
    em,
    keyring,
    fresh.map((r) => ({
      caseId: r.id,
      number: 1,
      at,
      action: 'report',
      from: null,
      to: r.state,
      actor: reporter,
      reason: null,
    })),
  );
  const waiting = Map.groupBy(
    fresh.filter((r) => r.state === 'unclaimed' && r.unit !== null),
    (r) => r.unit ?? '',
  );
  await publish(
    em,
    [...waiting].map(([unit, all]) => pushedNotice({ keyring, clock }, unit, all.length)),
  );
  const unplaced = Map.groupBy(
    fresh.filter((r) => r.state === 'unclaimed' && r.unit === null),
    (r) => r.division,
  );
  await publish(
    em,
    [...unplaced].map(([division, all]) => unplacedNotice({ keyring, clock }, division, all.length)),
  );
  return fresh.map((r) => r.id);
}

/** Tells the unit in charge how many reports were pushed to it: one message, however many came together. */
export const pushedNotice = (base: { keyring: Keyring; clock: Clock }, unit: string, count: number): NoticeRequested =>
  noticeRequested(base, 'deaths_pushed', { unit }, null, { count: String(count) });

/** Tells disease control of the area how many reports name no unit in charge: one message a township, however many came together. */
const unplacedNotice = (base: { keyring: Keyring; clock: Clock }, division: string, count: number): NoticeRequested =>
  noticeRequested(base, 'deaths_unplaced', { desk: division }, null, { count: String(count) });

/** Tells that a report is open again: the unit in charge, or disease control where there is none or the unit did it itself. */
export const reopenedNotice = (
  base: { keyring: Keyring; clock: Clock },
  { id, division, unit, died_on }: Pick<DeathRow, 'id' | 'division' | 'unit' | 'died_on'>,
  by: string | undefined,
): NoticeRequested =>
  noticeRequested(base, 'death_reopened', unit === null || unit === by ? { desk: division } : { unit }, id, {
    date: died_on,
  });

/** Tells disease control of the area that a unit returned a report and that it waits to be pushed again (退回重推). */
export const returnedNotice = (
  base: { keyring: Keyring; clock: Clock },
  { id, division, died_on }: Pick<DeathRow, 'id' | 'division' | 'died_on'>,
): NoticeRequested => noticeRequested(base, 'death_returned', { desk: division }, id, { date: died_on });
