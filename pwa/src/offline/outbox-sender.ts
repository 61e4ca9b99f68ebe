import { type FlushPorts, flush, hurryAll as hurry, nextEntry, type Pause, type Reply } from '@miaoben/sync';
import { signal } from '@preact/signals';
import { ReportAdverseEvent } from '../data/generated/aefi.ts';
import {
  BreakOffVisit,
  CreatePerson,
  DiscardVial,
  EndObservation,
  OpenVial,
  OpenVisit,
  RecordDose,
  RecordHealthFact,
  RecordNotGiven,
  ScreenVisit,
  SignVisit,
  UndoVialDiscard,
  UndoVialOpening,
  UndoVisitStep,
} from '../data/generated/clinic.ts';
import { SignConsent, WithdrawConsent } from '../data/generated/consents.ts';
import { NoteSampleFinding } from '../data/generated/desk.ts';
import {
  AddPupilProof,
  AddSchoolPupil,
  AddSchoolPupilByCode,
  ConfirmPupilVerdict,
  NoteCertificateSeen,
  RecordGateScan,
} from '../data/generated/school.ts';
import type { Problem } from '../data/problem.ts';
import { sendFingerprint, sendProofFile, sendVisitPhoto } from '../data/send-proof.ts';
import { mutate } from '../data/use-data.ts';
import { fileOf } from '../ui/photo.ts';
import type { Content, Contents, StoredEntry } from './outbox-content.ts';
import { changeEntry, onJournalChange, storedEntries } from './outbox-store.ts';
import { type Sealed, unseal } from './store.ts';

/** When the server last took something or answered (ms since 1970), as this tab saw it. */
export const lastReply = signal<number | null>(null);

const LOCK = 'miaoben-outbox';
/** The clock of last resort: a browser may forget to tell that the network is back. */
const LONGEST_SLEEP_MS = 60_000;
/** After the disk refused to write. */
const DISK_PAUSE_MS = 10_000;

const done = (outcome: StoredEntry<unknown>['outcome']): Reply<Problem> => ({ ok: true, outcome });
const refused = (problem: Problem): Reply<Problem> => ({ ok: false, problem });

/** What the files of an entry are called on the server, by its command, from when they were sent in this page. */
const sentFiles = new Map<string, { fileId?: string; fingerprintId?: string }>();

/** The photo of a step, the fingerprint of a sign-off; the same announcement again names the same file, so a page that was closed in between loses nothing. */
async function sendFiles(entry: StoredEntry<Sealed>): Promise<Reply<Problem>> {
  if (entry.kind !== 'addPupilProof' && entry.kind !== 'signVisit') return done(null);
  const content = (await unseal<Content>(entry.content)) as Contents['addPupilProof' | 'signVisit'] | null;
  if (content === null) return refused({ code: 'BAD_REQUEST' });
  const { photo, input } = content;
  if (photo) {
    const file = fileOf(photo);
    const sent =
      'visitId' in input
        ? await sendVisitPhoto(photo.announce, input.visitId, file)
        : await sendProofFile(photo.announce, input.id, file);
    if (!sent.ok) return refused(sent.problem);
    sentFiles.set(entry.commandId, { fileId: sent.data });
  }
  if ('fingerprint' in content && content.fingerprint) {
    const sent = await sendFingerprint(content.input.visitId, content.fingerprint);
    if (!sent.ok) return refused(sent.problem);
    sentFiles.set(entry.commandId, { ...sentFiles.get(entry.commandId), fingerprintId: sent.data });
  }
  return done(null);
}

async function send(entry: StoredEntry<Sealed>, all: readonly StoredEntry<Sealed>[]): Promise<Reply<Problem>> {
  const content = await unseal<Content>(entry.content);
  // Sealed under a key this device no longer has: a person must look, it cannot be sent.
  if (content === null) return refused({ code: 'BAD_REQUEST' });
  const { commandId } = entry;
  switch (entry.kind) {
    case 'createPerson': {
      const { input } = content as Contents['createPerson'];
      const answer = await mutate(CreatePerson, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'recordDose': {
      const { input } = content as Contents['recordDose'];
      const answer = await mutate(RecordDose, { commandId, input });
      if (!answer.ok) return refused(answer.problem);
      const { conflict, dose } = answer.data.recordDose;
      return done({ conflict, doseId: dose.id });
    }
    case 'endObservation': {
      const { doseCommand, doseId: told, reaction, endedAt = null } = content as Contents['endObservation'];
      const doseId = told ?? all.find((other) => other.commandId === doseCommand)?.outcome?.doseId;
      if (!doseId) return refused({ code: 'CONFLICT', reason: 'wrong_state' });
      const answer = await mutate(EndObservation, { commandId, doseId, reaction, endedAt });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'recordHealthFact': {
      const { input } = content as Contents['recordHealthFact'];
      const answer = await mutate(RecordHealthFact, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'recordGateScan': {
      const { input } = content as Contents['recordGateScan'];
      const answer = await mutate(RecordGateScan, { commandId, input });
      if (!answer.ok) return refused(answer.problem);
      return done({ conflict: answer.data.recordGateScan.outcome !== 'accepted', doseId: null });
    }
    case 'noteCertificateSeen': {
      const { input } = content as Contents['noteCertificateSeen'];
      const answer = await mutate(NoteCertificateSeen, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'confirmPupilVerdict': {
      const { input } = content as Contents['confirmPupilVerdict'];
      const answer = await mutate(ConfirmPupilVerdict, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'addSchoolPupil': {
      const { input } = content as Contents['addSchoolPupil'];
      const answer = await mutate(AddSchoolPupil, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'addSchoolPupilByCode': {
      const { input } = content as Contents['addSchoolPupilByCode'];
      const answer = await mutate(AddSchoolPupilByCode, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'addPupilProof': {
      const { input } = content as Contents['addPupilProof'];
      const answer = await mutate(AddPupilProof, {
        commandId,
        ...input,
        fileId: sentFiles.get(commandId)?.fileId ?? '',
      });
      sentFiles.delete(commandId);
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'openVisit': {
      const { input } = content as Contents['openVisit'];
      const answer = await mutate(OpenVisit, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'screenVisit': {
      const { input } = content as Contents['screenVisit'];
      const answer = await mutate(ScreenVisit, { commandId, input });
      if (!answer.ok) return refused(answer.problem);
      return done({ conflict: answer.data.screenVisit.screening?.confirmsOutdated === true, doseId: null });
    }
    case 'signVisit': {
      const { input } = content as Contents['signVisit'];
      const { fileId: photoId, fingerprintId } = sentFiles.get(commandId) ?? {};
      const files = { ...(photoId && { photoId }), ...(fingerprintId && { fingerprintId }) };
      const answer = await mutate(SignVisit, { commandId, ...input, ...files });
      sentFiles.delete(commandId);
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'breakOffVisit': {
      const { input } = content as Contents['breakOffVisit'];
      const answer = await mutate(BreakOffVisit, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'undoVisitStep': {
      const { input } = content as Contents['undoVisitStep'];
      const answer = await mutate(UndoVisitStep, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'withdrawConsent': {
      const { input } = content as Contents['withdrawConsent'];
      const answer = await mutate(WithdrawConsent, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'openVial': {
      const { input } = content as Contents['openVial'];
      const answer = await mutate(OpenVial, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'undoVialOpening': {
      const { input } = content as Contents['undoVialOpening'];
      const answer = await mutate(UndoVialOpening, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'discardVial': {
      const { input } = content as Contents['discardVial'];
      const answer = await mutate(DiscardVial, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'undoVialDiscard': {
      const { input } = content as Contents['undoVialDiscard'];
      const answer = await mutate(UndoVialDiscard, { commandId, ...input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'reportAdverseEvent': {
      const { input } = content as Contents['reportAdverseEvent'];
      const answer = await mutate(ReportAdverseEvent, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'noteSampleFinding': {
      const { input } = content as Contents['noteSampleFinding'];
      const answer = await mutate(NoteSampleFinding, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
    case 'recordNotGiven': {
      const { input } = content as Contents['recordNotGiven'];
      const answer = await mutate(RecordNotGiven, { commandId, input });
      if (!answer.ok) return refused(answer.problem);
      return done({ conflict: answer.data.recordNotGiven.besideDose, doseId: null });
    }
    case 'signConsent': {
      const { input } = content as Contents['signConsent'];
      const answer = await mutate(SignConsent, { commandId, input });
      return answer.ok ? done(null) : refused(answer.problem);
    }
  }
}

const portsOf = (account: string): FlushPorts<StoredEntry<Sealed>> => ({
  account,
  store: { all: storedEntries, change: changeEntry },
  sendFiles,
  send,
  now: Date.now,
  random: Math.random,
  heard() {
    lastReply.value = Date.now();
  },
});

/**
 * One flush. A disk that is full (or a database another tab has just replaced) ends it where it stood; what is on disk says where to
 * go on, and the sender lives on for when there is room again.
 * @returns with `isMore` what became due while it ran
 */
async function flushOnce(account: string, signal: AbortSignal): Promise<Pause & { isMore: boolean }> {
  try {
    const pause = await flush(portsOf(account), signal);
    return { ...pause, isMore: !pause.isCutOff && nextEntry(await storedEntries(), account, Date.now()) !== null };
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return { until: Date.now() + DISK_PAUSE_MS, isCutOff: true, isMore: false };
  }
}

/**
 * Sends the journal of an account as long as this page lives. Of all tabs one sends (Web Lock); the others stand by and
 * take over when it closes. @returns stops it
 */
export function startSender(account: string): () => void {
  const stop = new AbortController();
  let isDirty = false;
  let endSleep = () => {};
  const wake = () => {
    isDirty = true;
    endSleep();
  };
  const sleepUntil = (at: number | null) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.min(LONGEST_SLEEP_MS, Math.max(250, (at ?? Infinity) - Date.now())));
      endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stop.signal.aborted) {
      // The flush's own changes are behind us when it is over; what comes from then on is somebody's wish.
      const { until, isMore } = await flushOnce(account, stop.signal);
      isDirty = false;
      if (isMore) continue;
      if (!isDirty && !stop.signal.aborted) await sleepUntil(until);
    }
  };

  const stopListening = onJournalChange(wake);
  const hurryNow = () => void hurryAll(account);
  const onVisible = () => {
    if (document.visibilityState === 'visible') hurryNow();
  };
  stop.signal.addEventListener('abort', wake);
  addEventListener('online', hurryNow);
  document.addEventListener('visibilitychange', onVisible);
  navigator.locks.request(LOCK, { signal: stop.signal }, run).catch((error: unknown) => {
    // Stopped before its turn came.
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
  });
  return () => {
    stop.abort();
    stopListening();
    removeEventListener('online', hurryNow);
    document.removeEventListener('visibilitychange', onVisible);
  };
}

/** Lets everything that waits be tried now. */
export const hurryAll = (account: string): Promise<void> => hurry(portsOf(account));
