import { canChange, discarded } from '@miaoben/sync';
import { newId } from '../../offline/ids.ts';
import { addEntry, changeEntry, journal } from '../../offline/outbox-store.ts';
import type { Scan } from '../scan/verify-panel.tsx';
import type { Pupil } from './roster.ts';

/** Puts a scan into the journal: sent once, when there is a network, the scans of one pupil in order. @returns its command */
export async function sendScan(checkId: string, pupil: Pupil, { text, answer }: Scan): Promise<string> {
  const commandId = newId();
  const input = {
    checkId,
    row: pupil.number,
    code: text,
    result: answer.result,
    scannedAt: new Date().toISOString(),
    listDate: answer.listDate === null ? null : new Date(answer.listDate * 1000).toISOString(),
  };
  const label = { name: pupil.name, birthDate: pupil.birthDate ?? '' };
  await addEntry('recordGateScan', `${checkId} ${pupil.number}`, { label, input }, commandId);
  return commandId;
}

/** Takes a scan back that was not sent yet; one that was stands on the server as what it was. */
export async function withdrawScan(commandId: string, reason: string): Promise<void> {
  const entry = journal.peek().find((held) => held.commandId === commandId);
  if (entry && canChange(entry))
    await changeEntry(entry.seq, (stored) => (canChange(stored) ? discarded(stored, reason, Date.now()) : stored));
}
