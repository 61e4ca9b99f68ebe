import { badInput, dateInShanghai, isUuidV7 } from '@miaoben/kernel';
import { readWords } from '@miaoben/kernel/words';
import type { DoseRow } from '../dose/dose.repository.ts';
import { decodeDoseId } from '../dose/dose-id.ts';
import type { AdverseEventContentInput } from './aefi.input.ts';
import { type AefiContent, CONTENT_FIELDS, type SuspectRow } from './aefi.repository.ts';

export const LONG_TEXT = 1000;
const MOST_SUSPECTS = 10;

const words = (raw: string | null | undefined, field: string, longest?: number): string | null =>
  raw?.trim() ? readWords(raw, field, longest) : null;

/** The doses a card names, of those in the record of the person. @throws BAD_INPUT suspects */
export function readSuspects(
  ids: readonly string[],
  doses: readonly DoseRow[],
  field: string,
): Omit<SuspectRow, 'case_id'>[] {
  if (ids.length === 0) throw badInput(field, 'required');
  if (ids.length > MOST_SUSPECTS) throw badInput(field, 'out_of_range', { max: MOST_SUSPECTS });
  const asked = ids.map((id) => (isUuidV7(id) ? id : decodeDoseId(id)?.doseId));
  if (new Set(asked).size < asked.length) throw badInput(field, 'duplicate');
  return asked.map((id, i) => {
    const dose = doses.find((d) => d.dose_id === id && d.state === 'given');
    if (!dose) throw badInput(field, 'unknown_code');
    const { dose_id, vaccine, product_id, lot_number, given_on, clinic_id } = dose;
    return { rank: i + 1, dose_id, vaccine, product_id, lot_number, given_on, clinic_id };
  });
}

/** As far as the clock of a tablet may run ahead before what it says is a mistake of who typed it. */
const MOST_AHEAD_MS = 48 * 3_600_000;
/** China has one zone and no summer time. */
const startOfDay = (day: string): Date => new Date(`${day}T00:00:00+08:00`);

/**
 * A card that was found in the future comes from a clock that runs ahead, at least by so much. Its times are taken back by that, so
 * that their order and the time between them stay; it begins no earlier than the day of the doses it is about.
 * @returns the card by the server's clock, and the seconds it was taken back; unchanged when it is not in the future, or too far
 */
export function onServerClock(
  input: AdverseEventContentInput,
  of: { now: Date; suspects: readonly Pick<SuspectRow, 'given_on'>[] },
): { input: AdverseEventContentInput; aheadS: number } {
  const ahead = (input.foundAt?.getTime() ?? 0) - of.now.getTime();
  if (ahead <= 0 || ahead > MOST_AHEAD_MS) return { input, aheadS: 0 };
  const earliest = Math.max(0, ...of.suspects.map((s) => startOfDay(s.given_on).getTime()));
  const onset = Math.min(Math.max(input.onsetAt.getTime() - ahead, earliest), input.onsetAt.getTime());
  return { input: { ...input, foundAt: of.now, onsetAt: new Date(onset) }, aheadS: Math.ceil(ahead / 1_000) };
}

/**
 * What a card says, checked. A family says neither how severe it was nor whether it is of public concern: that is for the clinic.
 * @throws BAD_INPUT with the field below `field`
 */
export function readContent(
  input: AdverseEventContentInput,
  field: string,
  of: { now: Date; isFamily: boolean; suspects: readonly Pick<SuspectRow, 'given_on'>[] },
): AefiContent {
  const at = (name: keyof AdverseEventContentInput) => `${field}.${name}`;
  const foundAt = input.foundAt && !of.isFamily ? input.foundAt : of.now;
  if (foundAt > of.now) throw badInput(at('foundAt'), 'date_in_future');
  if (input.onsetAt > foundAt) throw badInput(at('onsetAt'), 'date_in_future');
  const onsetOn = dateInShanghai(input.onsetAt);
  if (of.suspects.some((s) => s.given_on > onsetOn)) throw badInput(at('onsetAt'), 'out_of_range');
  const symptoms = [...new Set(input.symptoms)];
  if (symptoms.length === 0) throw badInput(at('symptoms'), 'required');
  const graded = {
    fever: input.fever ?? 'none',
    redness: input.redness ?? 'none',
    induration: input.induration ?? 'none',
  };
  for (const sign of ['fever', 'redness', 'induration'] as const)
    if (symptoms.includes(sign) !== (graded[sign] !== 'none')) throw badInput(at(sign), 'required');
  const description = words(input.description, at('description'), LONG_TEXT);
  if (symptoms.includes('other') && description === null) throw badInput(at('description'), 'required');
  const severity = of.isFamily ? 'non_severe' : (input.severity ?? 'non_severe');
  const outcome = input.outcome ?? 'unknown';
  // A death is to be told within 2 hours: nobody may write it down as something less.
  if (outcome === 'died' && severity !== 'death' && severity !== 'cluster' && !of.isFamily)
    throw badInput(at('severity'), 'no_match');
  return {
    severity,
    major_concern: !of.isFamily && (input.majorConcern ?? false),
    onset_at: input.onsetAt.toISOString(),
    found_at: foundAt.toISOString(),
    symptoms,
    ...graded,
    description,
    diagnosis: words(input.diagnosis, at('diagnosis')),
    hospitalised: input.hospitalised ?? false,
    hospital: words(input.hospital, at('hospital')),
    treatment: words(input.treatment, at('treatment'), LONG_TEXT),
    outcome,
  };
}

type Card = AefiContent & { readonly suspects: readonly Pick<SuspectRow, 'dose_id' | 'vaccine' | 'lot_number'>[] };
const MOMENTS: readonly (keyof AefiContent)[] = ['onset_at', 'found_at'];

const plainOf = (card: Card, field: keyof AefiContent): unknown =>
  MOMENTS.includes(field) ? new Date(card[field] as string).toISOString() : card[field];
const dosesOfCard = ({ suspects }: Card): string => suspects.map((s) => s.dose_id).join();

/** What a correction took the place of, by field; empty when nothing differs. */
export function replacedBy(before: Card, after: Card): Record<string, unknown> {
  const changed = CONTENT_FIELDS.filter(
    (f) => JSON.stringify(plainOf(before, f)) !== JSON.stringify(plainOf(after, f)),
  );
  return {
    ...Object.fromEntries(changed.map((f) => [f, plainOf(before, f)])),
    ...(dosesOfCard(before) !== dosesOfCard(after) && {
      suspects: before.suspects.map((s) => `${s.vaccine} ${s.lot_number ?? ''}`.trim()),
    }),
  };
}
