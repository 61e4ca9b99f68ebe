import { type PackState, type PackStore, type Part, progressOf, pull } from '@miaoben/sync';
import { signal } from '@preact/signals';
import type { AnyVariables } from '@urql/core';
import { client } from '../data/client.ts';
import { ClinicCodes, ClinicDosePack, ClinicMe, ClinicPersonPack } from '../data/generated/clinic.ts';
import { ConsentTexts } from '../data/generated/consents.ts';
import type { Operation } from '../data/operation.ts';
import type { Answer } from '../data/post.ts';
import { type Problem, problemOf } from '../data/problem.ts';
import { learnServerDay } from './day.ts';
import { newId } from './ids.ts';
import { openPack, packState, readPackState } from './packs-data.ts';
import { pagesOf } from './packs-keys.ts';
import type { PackCodes } from './packs-rows.ts';
import { heldSchedule } from './schedule-held.ts';
import { openStore, type Sealed } from './store.ts';
import { noteContact, sealInVault } from './unlock.ts';

/** Share of the running loading that is there; null while none runs. */
export const packProgress = signal<number | null>(null);

const LOCK = 'miaoben-pack';

async function ask<Data, Variables extends AnyVariables>(
  operation: Operation<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const result = await client.query(operation, variables).toPromise();
  if (result.error) return { ok: false, problem: problemOf(result.error) };
  return { ok: true, data: result.data as Data };
}

async function page(part: Part, variables: { division: string; after: string | null; since: string | null }) {
  if (part === 'persons') {
    const answer = await ask(ClinicPersonPack, variables);
    return answer.ok ? { ok: true as const, data: answer.data.personPack } : answer;
  }
  const answer = await ask(ClinicDosePack, variables);
  return answer.ok ? { ok: true as const, data: answer.data.dosePack } : answer;
}

async function loadCodes(): Promise<Answer<PackCodes>> {
  const [codes, me, texts] = await Promise.all([ask(ClinicCodes, {}), ask(ClinicMe, {}), ask(ConsentTexts, {})]);
  if (!codes.ok) return codes;
  if (!texts.ok) return texts;
  if (!me.ok) return me;
  learnServerDay(me.data.serviceStatus.today);
  const { organisation, divisions } = me.data.me;
  const townships = divisions.flatMap((d) => d.children.map(({ code, name }) => ({ code, name })));
  const home = organisation?.division.code ?? null;
  return {
    ok: true,
    data: {
      ...codes.data,
      consentTexts: texts.data.consentTexts,
      townships,
      clinic: organisation && { id: organisation.id, name: organisation.name },
      homeTownship: townships.some((t) => t.code === home) ? home : null,
    },
  };
}

/** The pack's place in IndexedDB; rows are sealed under the vault's key. */
function storeOf(account: string): PackStore<Sealed> {
  const show = (state: PackState<Sealed>) => {
    packState.value = state;
  };
  return {
    read: () => readPackState(account),
    async keep(state, drop) {
      const transaction = (await openStore()).transaction(['packPages', 'packs'], 'readwrite');
      await Promise.all([
        transaction.objectStore('packs').put(state, account),
        drop !== undefined && transaction.objectStore('packPages').delete(pagesOf(drop)),
        transaction.done,
      ]);
      show(state);
    },
    async keepPage(state, { generation, part, page: number }, rows, gone) {
      const sealed = await sealInVault(account, rows);
      const transaction = (await openStore()).transaction(['packPages', 'packs'], 'readwrite');
      await Promise.all([
        transaction.objectStore('packPages').put({ rows: sealed, gone }, [generation, part, number]),
        transaction.objectStore('packs').put(state, account),
        transaction.done,
      ]);
      show(state);
    },
  };
}

async function codesForPack(account: string): Promise<Answer<{ codes: Sealed; scheduleId: string | null }>> {
  const codes = await loadCodes();
  if (!codes.ok) return codes;
  await (await import('./schedule-fetch.ts')).refreshSchedule();
  const { documentId } = await heldSchedule();
  return { ok: true, data: { codes: await sealInVault(account, codes.data), scheduleId: documentId } };
}

/**
 * Brings the pack of a division up to date: what changed where one is there, else the whole, going on where an earlier try broke off.
 * The pack in use stays in use until the new one is complete. One loading at a time over all tabs. Only while unlocked.
 */
export async function loadPack(account: string, division: { code: string; name: string }): Promise<Answer<null>> {
  return navigator.locks.request(LOCK, async () => {
    packProgress.value = 0;
    try {
      const answer = await pull<Sealed, Problem>({
        account,
        division,
        store: storeOf(account),
        page,
        codes: () => codesForPack(account),
        now: Date.now,
        newId,
        progress(generation) {
          packProgress.value = progressOf(generation);
        },
      });
      if (!answer.ok) return answer;
      await openPack(account);
      await noteContact(account);
      return { ok: true, data: null };
    } finally {
      packProgress.value = null;
    }
  });
}
