import { newId } from '../../data/new-id.ts';
import type { Pack, PackPupil } from '../../offline/class-packs.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { addEntry } from '../../offline/outbox-store.ts';
import type { Scan } from '../scan/verify-panel.tsx';

/** What was done with a pupil on this device, as the journal has it. */
export interface Done {
  /** ms since 1970 */
  scannedAt: number | null;
  isSeen: boolean;
  isConfirmed: boolean;
  hasPhoto: boolean;
  /** What was written when the verdict was confirmed. */
  note: string | null;
  isWaiting: boolean;
  /** The server did not bear it out. */
  isToLook: boolean;
}

const SCANS: readonly PlainEntry['kind'][] = ['recordGateScan', 'addSchoolPupilByCode'];

/** Reads it from the journal: later than the list where the list knows of it already, for a week afterwards. */
export function doneWith(pupil: Pick<PackPupil, 'id' | 'certificateSeen'>, entries: readonly PlainEntry[]): Done {
  const own = entries.filter((e) => e.person === pupil.id && e.state !== 'discarded');
  const scan = own.findLast((e) => SCANS.includes(e.kind));
  const confirmed = own.findLast((e) => e.kind === 'confirmPupilVerdict');
  const isToLook = own.some((e) => e.state === 'attention') || scan?.outcome?.conflict === true;
  return {
    scannedAt: scan?.createdAt ?? null,
    isSeen:
      pupil.certificateSeen === true || own.some((e) => e.kind === 'noteCertificateSeen' && e.content.input.isSeen),
    isConfirmed: confirmed !== undefined,
    note: confirmed?.content.input.note ?? null,
    hasPhoto: own.some((e) => e.kind === 'addPupilProof'),
    isWaiting: own.some((e) => e.state === 'waiting' || e.state === 'sending'),
    isToLook,
  };
}

export const isChecked = (done: Done): boolean => !done.isToLook && (done.scannedAt !== null || done.isConfirmed);

const labelOf = ({ name, birthDate }: Pick<PackPupil, 'name' | 'birthDate'>) => ({ name, birthDate });

/** Puts a scan into the journal; a pupil without a row of a list is brought up to date by the code. @returns its command */
export async function sendPackScan(pack: Pack, pupil: PackPupil, { text, answer }: Scan): Promise<string> {
  const commandId = newId();
  const label = labelOf(pupil);
  if (!pupil.listRow) {
    const input = { roundId: pack.round.id, classId: pack.class.id, code: text };
    await addEntry('addSchoolPupilByCode', pupil.id, { label, input }, commandId);
    return commandId;
  }
  const input = {
    ...pupil.listRow,
    code: text,
    result: answer.result,
    scannedAt: new Date().toISOString(),
    listDate: answer.listDate === null ? null : new Date(answer.listDate * 1000).toISOString(),
  };
  await addEntry('recordGateScan', pupil.id, { label, input }, commandId);
  return commandId;
}

export const sendSeen = (pupil: PackPupil): Promise<void> =>
  addEntry('noteCertificateSeen', pupil.id, { label: labelOf(pupil), input: { id: pupil.id, isSeen: true } });

export const sendConfirmed = (pupil: PackPupil, note: string): Promise<void> =>
  addEntry('confirmPupilVerdict', pupil.id, {
    label: labelOf(pupil),
    input: { id: pupil.id, verdict: pupil.verdict, note: note.trim() || null },
  });

export const sendPhoto = (pupil: PackPupil, photo: string): Promise<void> =>
  addEntry('addPupilProof', pupil.id, {
    label: labelOf(pupil),
    input: { id: pupil.id },
    photo: { announce: newId(), fileName: 'certificate.jpg', base64: photo },
  });

/** A child whose code was shown and who is not on the list. */
export const sendAddedByCode = (pack: Pack, { text, answer }: Scan): Promise<void> =>
  addEntry('addSchoolPupilByCode', newId(), {
    label: { name: answer.maskedName ?? '', birthDate: answer.birthDate ?? '' },
    input: { roundId: pack.round.id, classId: pack.class.id, code: text },
  });

/** A pupil who is not on the list, typed in. */
export const sendAdded = (
  pack: Pack,
  { name, birthDate, documentNumber }: { name: string; birthDate: string; documentNumber: string | null },
): Promise<void> =>
  addEntry('addSchoolPupil', newId(), {
    label: { name, birthDate },
    input: { roundId: pack.round.id, classId: pack.class.id, name, birthDate, documentNumber },
  });
