import { signal } from '@preact/signals';
import type { PersonSampleQuery } from '../data/generated/desk.ts';
import { addEntry } from './outbox-store.ts';
import { type HeldSample, openStore, seal, unseal } from './store.ts';
import { sealInVault, unsealFromVault } from './unlock.ts';

/** A sample as the server drew it. */
export type Sample = PersonSampleQuery['personSample'];
/** What was found on site, held against the file. */
export interface Finding {
  result: 'agrees' | 'differs';
  note: string;
}
export type Findings = Readonly<Record<string, Finding>>;

/** As a class: personal data stays on a device for so long (attack 35). */
const HELD_MS = 30 * 86_400_000;
/** A clock turned back does not keep one. */
const isOver = ({ takenAt }: Pick<HeldSample, 'takenAt'>): boolean => Math.abs(Date.now() - takenAt) > HELD_MS;

type Head = Pick<HeldSample, 'account' | 'seed' | 'size' | 'takenAt'>;
/** The samples the account has on this device. */
export const heldSamples = signal<readonly Head[]>([]);

const keyOf = (account: string, seed: string): string => `${account}/${seed}`;

/** Reads which samples of an account are here, and drops those, of every account, that lay here too long. */
export async function readHeldSamples(account: string): Promise<void> {
  const transaction = (await openStore()).transaction('samples', 'readwrite');
  const heads: Head[] = [];
  for (const { sealed: _s, findings: _f, ...head } of await transaction.store.getAll()) {
    if (isOver(head)) await transaction.store.delete(keyOf(head.account, head.seed));
    else if (head.account === account) heads.push(head);
  }
  await transaction.done;
  heldSamples.value = heads.sort((a, b) => b.takenAt - a.takenAt);
}

/** Takes a sample along under the PIN. Taken again, what was found stays. Only while unlocked. */
export async function keepSample(account: string, sample: Sample): Promise<void> {
  const { seed } = sample;
  const [sealed, none] = [await sealInVault(account, sample), await seal({})];
  const transaction = (await openStore()).transaction('samples', 'readwrite');
  const before = await transaction.store.get(keyOf(account, seed));
  const head = { account, seed, size: sample.persons.length, takenAt: Date.now() };
  const found = before ?? { findings: none };
  await transaction.store.put({ ...found, ...head, sealed }, keyOf(account, seed));
  await transaction.done;
  await readHeldSamples(account);
}

/** Opens a sample with what was found. Only while unlocked. @returns null when it is not here, or was dropped with a forgotten PIN */
export async function readSample(
  account: string,
  seed: string,
): Promise<{ sample: Sample; findings: Findings } | null> {
  const held = await (await openStore()).get('samples', keyOf(account, seed));
  if (!held?.sealed || isOver(held)) return null;
  const sample = await unsealFromVault<Sample>(account, held.sealed);
  return { sample, findings: (await unseal<Findings>(held.findings)) ?? {} };
}

/** One change of a sample at a time: each reads what it writes anew. */
const alone = <T>(account: string, seed: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(`miaoben-sample ${keyOf(account, seed)}`, work) as Promise<T>;

/**
 * Notes what was found of one file; null takes it back. On disk when this returns. Under the device's key and not under the PIN, as
 * the journal: a forgotten PIN loses none of it.
 */
export const noteFinding = (
  account: string,
  seed: string,
  person: string,
  finding: Finding | null,
): Promise<Findings> =>
  alone(account, seed, async () => {
    const held = await (await openStore()).get('samples', keyOf(account, seed));
    if (!held) return {};
    const { [person]: _before, ...others } = (await unseal<Findings>(held.findings)) ?? {};
    const findings = finding ? { ...others, [person]: finding } : others;
    await (await openStore()).put('samples', { ...held, findings: await seal(findings) }, keyOf(account, seed));
    return findings;
  });

/** Files whose finding was not put into the journal yet as it is; one that differs and does not say what is not ready. */
export const untold = (findings: Findings, told: Findings): string[] =>
  [...new Set([...Object.keys(findings), ...Object.keys(told)])].filter((person) => {
    const [now, before] = [findings[person], told[person]];
    if (now?.result === 'differs' && now.note.trim() === '') return false;
    return now?.result !== before?.result || (now?.result === 'differs' && now.note !== before?.note);
  });

/** Puts what was found since the last time into the journal. In the journal first: a closed tab puts the same in twice, which does no harm. */
export const tellFindings = (account: string, { seed, persons }: Sample): Promise<void> =>
  alone(account, seed, async () => {
    const key = keyOf(account, seed);
    const held = await (await openStore()).get('samples', key);
    if (!held) return;
    const findings = (await unseal<Findings>(held.findings)) ?? {};
    const told = (held.told && (await unseal<Findings>(held.told))) ?? {};
    const fresh = untold(findings, told);
    if (fresh.length === 0) return;
    for (const personId of fresh) {
      const found = findings[personId];
      const { name = '', birthDate = '' } = persons.find(({ id }) => id === personId) ?? {};
      const input = {
        seed,
        personId,
        result: found?.result ?? null,
        note: found?.result === 'differs' ? found.note : null,
        foundAt: new Date().toISOString(),
      };
      await addEntry('noteSampleFinding', personId, { label: { name, birthDate }, input });
    }
    const ready = Object.fromEntries(fresh.flatMap((id) => (findings[id] ? [[id, findings[id]]] : [])));
    const kept = Object.fromEntries(Object.entries(told).filter(([id]) => !fresh.includes(id)));
    await (await openStore()).put('samples', { ...held, told: await seal({ ...kept, ...ready }) }, key);
  });

export async function dropSample(account: string, seed: string): Promise<void> {
  await (await openStore()).delete('samples', keyOf(account, seed));
  await readHeldSamples(account);
}
