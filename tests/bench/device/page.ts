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
    /** judges all children by the engine in a worker */
    assess: (day: string) => Promise<Look>;
  }
}

const ACCOUNT = 'bench';
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
const worker = new Worker(new URL('./assess-worker.ts', import.meta.url), { type: 'module' });

window.openPacks = async () => {
  const since = performance.now();
  await readHeldClasses(ACCOUNT);
  const opened = await Promise.all(heldClasses.value.map(({ classId }) => readClass(ACCOUNT, classId)));
  for (const pack of opened) if (pack) await verifyClassList(fromBase64url(pack.signature), pack, trust);
  const counts = countVerdicts(opened.flatMap((pack) => pack?.pupils ?? []));
  return { wallMs: performance.now() - since, counts };
};
window.assess = async (day) => {
  const since = performance.now();
  const answer = new Promise<Record<string, number>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Record<string, number>>) => resolve(data), {
      once: true,
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message)), { once: true });
  });
  const message: ToAssess = { document: rules, layers, day, files };
  worker.postMessage(message);
  const counts = await answer;
  return { wallMs: performance.now() - since, counts };
};
document.title = 'ready';
