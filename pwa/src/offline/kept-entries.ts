import { isBehind } from '@miaoben/sync';
import { KeepEntries } from '../data/generated/session.ts';
import { type Answer, post } from '../data/post.ts';
import { accessToken } from '../data/session.ts';
import type { DeviceSelf } from './device-self.ts';
import type { Content, Contents, StoredEntry } from './outbox-content.ts';
import { storedEntries } from './outbox-store.ts';
import { type Sealed, unseal } from './store.ts';

type Stored = StoredEntry<Sealed>;

/** Entries go in parcels below the gateway's megabyte; one with a photo goes alone. */
const PARCEL_CHARACTERS = 500_000;
const PARCEL_ENTRIES = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What another device needs of an entry that it does not have: the dose whose observation is ended. */
function whole(entry: Stored, content: Content, all: readonly Stored[]): Content {
  if (entry.kind !== 'endObservation') return content;
  const ended = content as Contents['endObservation'];
  const doseId = ended.doseId ?? all.find((e) => e.commandId === ended.doseCommand)?.outcome?.doseId;
  return doseId ? { ...ended, doseId } : ended;
}

function parcels<T extends { content: string }>(entries: readonly T[]): T[][] {
  const made: T[][] = [];
  let room = 0;
  for (const entry of entries) {
    const last = made.at(-1);
    room -= entry.content.length;
    if (last && room >= 0 && last.length < PARCEL_ENTRIES) last.push(entry);
    else {
      made.push([entry]);
      room = PARCEL_CHARACTERS - entry.content.length;
    }
  }
  return made;
}

/**
 * Leaves entries with the supervisor of the unit: each parcel is kept whole or not at all.
 * @returns commands of those that are kept; the problem of the first parcel that is not
 */
export async function keepEntries(
  self: DeviceSelf,
  entries: readonly Stored[],
): Promise<Answer<null> & { kept: string[] }> {
  const all = await storedEntries();
  const plain = await Promise.all(
    entries.map(async (entry) => ({ entry, content: await unseal<Content>(entry.content) })),
  );
  const inputs = plain.flatMap(({ entry, content }) =>
    content === null
      ? []
      : {
          id: entry.commandId,
          accountId: entry.account,
          place: entry.seq,
          kind: entry.kind,
          // A pupil of a class is no person of the files.
          personId: UUID.test(entry.person) ? entry.person : null,
          enteredAt: new Date(entry.createdAt).toISOString(),
          isBehind: isBehind(entry, all),
          problem: entry.problem && {
            code: entry.problem.code,
            field: entry.problem.field ?? null,
            reason: entry.problem.reason ?? null,
          },
          content: JSON.stringify(whole(entry, content, all)),
        },
  );
  const kept: string[] = [];
  let problem: Extract<Answer<null>, { ok: false }> | undefined;
  for (const parcel of parcels(inputs)) {
    const { id, secret } = self;
    const answer = await post(KeepEntries, { input: { id, secret, entries: parcel } }, accessToken() ?? undefined);
    if (answer.ok) kept.push(...answer.data.keepEntries);
    else problem ??= answer;
  }
  return { ...(problem ?? { ok: true, data: null }), kept };
}
