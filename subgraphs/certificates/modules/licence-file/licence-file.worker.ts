import { setTimeout as pause } from 'node:timers/promises';
import { type BackgroundWork, dateInShanghai, type Em, type Services } from '@miaoben/kernel';
import { inRounds } from '@miaoben/kernel/rounds';
import { writePdf } from '@miaoben/sealed-file';
import { certificateFont } from '../document/document.font.ts';
import { openValues } from '../licence/licence.entry.ts';
import { faceOf } from '../licence/licence.face.ts';
import type { LicenceRow } from '../licence/licence.repository.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { drawLicence } from './licence-file.face.ts';
import {
  dropFiles,
  endFile,
  forgetBytes,
  keepFile,
  type LicenceFileRow,
  licenceOfFile,
  nextFile,
} from './licence-file.repository.ts';

const KEPT_MS = 24 * 3_600_000;
/** The longest one file may take: who waits for it is told then, and may ask again. */
const MOST_MS = 20_000;
const SWEEP = 100;
export const SEALED_FILE = 'licence.file';

type Base = Pick<Services, 'orm' | 'keyring' | 'clock' | 'files' | 'log'>;

/** A file must not vouch for itself: only that it is out of use stands on it. */
const STATES = { valid: '', expired: '已过期', suspended: '已暂停', revoked: '已作废' } as const;

/** The licence as PDF. */
async function pdfOf(
  em: Em,
  { keyring, clock }: Pick<Services, 'keyring' | 'clock'>,
  id: string,
  licence: LicenceRow,
): Promise<Uint8Array> {
  const definition = (await definitionsOf(em, [licence]))(licence);
  const document = drawLicence({
    id: id.replaceAll('-', ''),
    typeName: definition.name.zh,
    number: licence.number,
    identifier: licence.identifier,
    state: STATES[licence.state],
    groups: faceOf(definition, openValues(keyring, licence.sealed), true),
    madeOn: dateInShanghai(clock.instant()),
  });
  return writePdf(document, await certificateFont.of(document));
}

/** @throws Error after the time */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const started = performance.now();
  const tooLate = () => new Error(`took longer than ${ms} ms`);
  const late = pause(ms, undefined, { signal: stop.signal }).then(() => {
    throw tooLate();
  });
  try {
    const done = await Promise.race([work, late]);
    // Drawing holds the thread: the timer may not have had its turn.
    if (performance.now() - started > ms) throw tooLate();
    return done;
  } finally {
    stop.abort();
    await late.catch(() => undefined);
  }
}

/** @param most milliseconds after which it has failed */
export async function makeFile(em: Em, base: Base, row: LicenceFileRow, most = MOST_MS): Promise<void> {
  const licence = await licenceOfFile(em, row);
  if (!licence) return endFile(em, row.id, 'dropped');
  let pdf: Uint8Array;
  try {
    pdf = await within(most, pdfOf(em, base, row.id, licence));
  } catch (error) {
    base.log.warn({ reason: (error as Error).message, file: row.id }, 'the file of a licence was not made');
    return endFile(em, row.id, 'failed');
  }
  const sealed = Buffer.from(base.keyring.seal(Buffer.from(pdf).toString('base64'), SEALED_FILE));
  const about = { name: 'licence.pdf', kind: 'licence-file', accountId: row.account_id };
  const fileId = await base.files.keep(em, about, sealed);
  const at = base.clock.instant();
  await keepFile(em, row.id, { fileId, bytes: pdf.length, at, until: new Date(at.getTime() + KEPT_MS) });
}

/** Makes the file that waits longest (one by one). @returns false when none waits */
async function makeNextFile(base: Base): Promise<boolean> {
  return (base.orm.em.fork() as Em).transactional(async (inner) => {
    const em = inner as Em;
    const row = await nextFile(em);
    if (!row) return false;
    await makeFile(em, base, row);
    return true;
  });
}

/** Removes the bytes of files that are kept no longer. @returns how many */
async function sweepFiles({ orm, clock, files }: Base): Promise<number> {
  const em = orm.em.fork() as Em;
  const dropped = await dropFiles(em, clock.instant(), SWEEP);
  if (dropped.length === 0) return 0;
  for (const { file_id } of dropped) await files.remove(file_id);
  await forgetBytes(
    em,
    dropped.map(({ id }) => id),
  );
  return dropped.length;
}

/** Makes files of licences as they are asked for, and cleans the cache. */
export function startLicenceFiles(services: Services): BackgroundWork {
  const step = async () => (await makeNextFile(services)) || (await sweepFiles(services)) > 0;
  return inRounds(step, async (error) => {
    services.log.warn({ reason: error.message }, 'the files of licences could not be looked at');
  });
}
