import { fromBase64url, loadVerifyKey, type TrustList, toHex, verifyClassList } from '@miaoben/credential/verify';
import { countVerdicts } from '../../../pwa/src/features/school-check/roster.ts';
import { heldClasses, type Pack, readClass, readHeldClasses } from '../../../pwa/src/offline/class-packs.ts';
import type { JudgedFile } from '../../../pwa/src/offline/judge-due.ts';
import { heldSchedule } from '../../../pwa/src/offline/schedule-held.ts';
import { openStore } from '../../../pwa/src/offline/store.ts';
import { sealInVault, setPin } from '../../../pwa/src/offline/unlock.ts';
import type { ToAssess } from './assess-worker.ts';

/** What one look took, and what it found. */
export interface Look {
  wallMs: number;
  counts: Record<string, number>;
}

declare global {
  interface Window {
    /** opens every class on the device, verifies its signature and counts the verdicts */
    openPacks: () => Promise<Look>;
    /** a new worker that has the document; warmed up when said so, as the app does while the pack is read */
    readyEngine: (day: string, isWarm: boolean) => Promise<void>;
    /** judges all children by the engine in that worker */
    assess: (day: string) => Promise<Look>;
  }
}

const ACCOUNT = 'bench';
const SLICE = 100;
const { files, packs, spki } = (await (await fetch('/pupils.json')).json()) as {
  files: JudgedFile[];
  packs: Pack[];
  spki: string;
};
const key = await loadVerifyKey('SM2', fromBase64url(spki));
const always = { signFrom: 0, signTo: 0xffff_ffff, verifyTo: 0xffff_ffff };
const record = {
  alg: key.alg,
  use: 'class_list' as const,
  spki: key.spki,
  ...always,
  revokedAt: null,
  statusList: null,
  key,
};
const trust: TrustList = {
  ...{ sequence: 1, issued: 0, nextUpdate: 1, hash: '', signedBy: '', successor: null },
  keys: new Map([[toHex(key.kid), record]]),
  statusLists: new Map(),
};

await setPin(ACCOUNT, '730518');
const store = await openStore();
for (const pack of packs) {
  const { id: classId, name: title } = pack.class;
  const head = { account: ACCOUNT, roundId: pack.round.id, classId, title, takenAt: Date.now() };
  await store.put('classPacks', { ...head, sealed: await sealInVault(ACCOUNT, pack) }, `${ACCOUNT}/${classId}`);
}
const { document: rules, layers } = await heldSchedule();
let worker: Worker | undefined;
function tell(message: ToAssess): Promise<Record<string, number>> {
  const to = worker;
  if (!to) throw new Error('no engine');
  return new Promise((resolve, reject) => {
    to.addEventListener('message', ({ data }: MessageEvent<Record<string, number>>) => resolve(data), { once: true });
    to.addEventListener('error', ({ message: why }) => reject(new Error(why)), { once: true });
    to.postMessage(message);
  });
}

window.openPacks = async () => {
  const since = performance.now();
  await readHeldClasses(ACCOUNT);
  const opened = await Promise.all(heldClasses.value.map(({ classId }) => readClass(ACCOUNT, classId)));
  for (const pack of opened) if (pack) await verifyClassList(fromBase64url(pack.signature), pack, trust);
  const counts = countVerdicts(opened.flatMap((pack) => pack?.pupils ?? []));
  return { wallMs: performance.now() - since, counts };
};
window.readyEngine = async (day, isWarm) => {
  worker?.terminate();
  worker = new Worker(new URL('./assess-worker.ts', import.meta.url), { type: 'module' });
  await tell({ kind: 'ready', document: rules, layers, day, isWarm });
};
window.assess = async (day) => {
  const since = performance.now();
  const counts: Record<string, number> = {};
  // In slices, as the app hands them over.
  for (let from = 0; from < files.length; from += SLICE) {
    const found = await tell({ kind: 'assess', day, files: files.slice(from, from + SLICE) });
    for (const [result, n] of Object.entries(found)) counts[result] = (counts[result] ?? 0) + n;
  }
  return { wallMs: performance.now() - since, counts };
};
document.title = 'ready';
