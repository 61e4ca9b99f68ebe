import { signal } from '@preact/signals';
import type { AnyVariables } from '@urql/core';
import { client } from '../data/client.ts';
import { ClinicCodes, ClinicDosePack, ClinicMe, ClinicPersonPack } from '../data/generated/clinic.ts';
import type { Operation } from '../data/operation.ts';
import type { Answer } from '../data/post.ts';
import { problemOf } from '../data/problem.ts';
import { learnServerDay } from './day.ts';
import { newId } from './ids.ts';
import { openPack, packState, readPackState } from './packs-data.ts';
import type { PackCodes } from './packs-rows.ts';
import {
  canResume,
  type Generation,
  newGeneration,
  nextPart,
  type PackState,
  type Part,
  pagesOf,
  progressOf,
  withPage,
} from './packs-state.ts';
import { heldSchedule } from './schedule-held.ts';
import { openStore } from './store.ts';
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

async function page(part: Part, division: string, after: string | null) {
  if (part === 'persons') {
    const answer = await ask(ClinicPersonPack, { division, after });
    return answer.ok ? { ok: true as const, data: answer.data.personPack } : answer;
  }
  const answer = await ask(ClinicDosePack, { division, after });
  return answer.ok ? { ok: true as const, data: answer.data.dosePack } : answer;
}

async function loadCodes(): Promise<Answer<PackCodes>> {
  const [codes, me] = await Promise.all([ask(ClinicCodes, {}), ask(ClinicMe, {})]);
  if (!codes.ok) return codes;
  if (!me.ok) return me;
  learnServerDay(me.data.serviceStatus.today);
  const { organisation, divisions } = me.data.me;
  const townships = divisions.flatMap((d) => d.children.map(({ code, name }) => ({ code, name })));
  const home = organisation?.division.code ?? null;
  return {
    ok: true,
    data: {
      ...codes.data,
      townships,
      clinic: organisation && { id: organisation.id, name: organisation.name },
      homeTownship: townships.some((t) => t.code === home) ? home : null,
    },
  };
}

async function keep(state: PackState): Promise<void> {
  await (await openStore()).put('packs', state, state.account);
  packState.value = state;
}

/** Begins anew; pages of an earlier attempt go. */
async function begin(state: PackState, division: { code: string; name: string }): Promise<Generation> {
  if (state.loading) await (await openStore()).delete('packPages', pagesOf(state.loading.id));
  const generation = newGeneration(state.account, division, Date.now(), newId());
  await keep({ ...state, loading: generation });
  return generation;
}

async function run(account: string, division: { code: string; name: string }): Promise<Answer<null>> {
  const state = await readPackState(account);
  let generation = canResume(state.loading, division.code, Date.now()) ? state.loading : await begin(state, division);
  const db = await openStore();
  for (let part = nextPart(generation); part; part = nextPart(generation)) {
    packProgress.value = progressOf(generation);
    const { cursor, pages } = generation.parts[part];
    const answer = await page(part, division.code, cursor);
    if (!answer.ok) return answer;
    const { rows, ...rest } = answer.data;
    const sealed = await sealInVault(account, rows);
    generation = withPage(generation, part, { ...rest, rows: rows.length });
    // Page and cursor in one transaction: a closed tab continues exactly behind the last page that is there.
    const transaction = db.transaction(['packPages', 'packs'], 'readwrite');
    await Promise.all([
      transaction.objectStore('packPages').put({ rows: sealed }, [generation.id, part, pages]),
      transaction.objectStore('packs').put({ ...state, loading: generation }, account),
      transaction.done,
    ]);
    packState.value = { ...state, loading: generation };
  }
  const codes = await loadCodes();
  if (!codes.ok) return codes;
  const sealedCodes = await sealInVault(account, codes.data);
  await (await import('./schedule-fetch.ts')).refreshSchedule();
  const { documentId } = await heldSchedule();
  // Written last: only from here on the pack counts as complete.
  const complete: PackState = {
    account,
    current: { ...generation, codes: sealedCodes, scheduleId: documentId },
    loading: null,
  };
  const transaction = db.transaction(['packPages', 'packs'], 'readwrite');
  await Promise.all([
    transaction.objectStore('packs').put(complete, account),
    state.current && transaction.objectStore('packPages').delete(pagesOf(state.current.id)),
    transaction.done,
  ]);
  await openPack(account);
  return { ok: true, data: null };
}

/**
 * Loads the pack of a division, or goes on where an earlier try broke off. The pack in use stays in use until the new
 * one is complete. One loading at a time over all tabs. Only while unlocked.
 */
export async function loadPack(account: string, division: { code: string; name: string }): Promise<Answer<null>> {
  return navigator.locks.request(LOCK, async () => {
    packProgress.value = 0;
    try {
      const answer = await run(account, division);
      if (answer.ok) await noteContact(account);
      return answer;
    } finally {
      packProgress.value = null;
    }
  });
}
