import type { DeclaredGroup } from '@miaoben/schedule';
import type { SignedConsent } from '@miaoben/schedule/consent';
import { type Generation, type PackState, type Part, replicaOf } from '@miaoben/sync';
import { signal } from '@preact/signals';
import {
  type PackCodes,
  type PackDose,
  type PackDoseRow,
  type PackFact,
  type PackNotGiven,
  type PackPerson,
  readRows,
} from './packs-rows.ts';
import { indexPersons, type SearchIndex, searchPack } from './packs-search.ts';
import { openStore, type Sealed } from './store.ts';
import { unsealFromVault } from './unlock.ts';

/** An opened pack, in memory. */
export interface PackData {
  generation: Generation<Sealed>;
  persons: ReadonlyMap<string, PackPerson>;
  doses: ReadonlyMap<string, readonly PackDose[]>;
  facts: ReadonlyMap<string, readonly PackFact[]>;
  declared: ReadonlyMap<string, readonly DeclaredGroup[]>;
  notGiven: ReadonlyMap<string, readonly PackNotGiven[]>;
  consents: ReadonlyMap<string, readonly SignedConsent[]>;
  codes: PackCodes;
  index: SearchIndex;
}

/** The pack of the signed-in account while it is unlocked and complete; else null. */
export const pack = signal<PackData | null>(null);
/** How far the pack is loaded. */
export const packState = signal<PackState<Sealed> | null>(null);

export const dosesInPack = (data: PackData, person: string): readonly PackDose[] => data.doses.get(person) ?? [];
export const factsInPack = (data: PackData, person: string): readonly PackFact[] => data.facts.get(person) ?? [];
export const searchInPack = (data: PackData, text: string): PackPerson[] => searchPack(data.index, text);

/** The rows of a part as they stand after the whole load and the changes since. */
async function readPart<Row>(
  account: string,
  generation: Generation,
  part: Part,
  keyOf: (row: Row) => string,
): Promise<Row[]> {
  const range = IDBKeyRange.bound([generation.id, part], [generation.id, part, []]);
  const pages = await (await openStore()).getAll('packPages', range);
  // Read page by page as each is opened: all in one go would hold the screen.
  const read = await Promise.all(
    pages.map(async ({ rows, gone }) => ({
      rows: readRows<Row>(await unsealFromVault<string[]>(account, rows)),
      gone: gone ?? [],
    })),
  );
  return [...replicaOf(read, keyOf).values()];
}

export async function readPackState(account: string): Promise<PackState<Sealed>> {
  const held = await (await openStore()).get('packs', account);
  packState.value = held ?? { account, current: null, loading: null };
  return packState.value;
}

/** Opens the complete pack of an account. Only while unlocked. @returns null when there is none */
export async function openPack(account: string): Promise<PackData | null> {
  const { current } = await readPackState(account);
  if (!current?.codes) {
    pack.value = null;
    return null;
  }
  const [persons, doses, codes] = await Promise.all([
    readPart<PackPerson>(account, current, 'persons', (person) => person.id),
    readPart<PackDoseRow>(account, current, 'doses', (row) => row.person),
    unsealFromVault<PackCodes>(account, current.codes),
  ]);
  pack.value = {
    generation: current,
    persons: new Map(persons.map((person) => [person.id, person])),
    doses: new Map(doses.map((row) => [row.person, row.doses])),
    facts: new Map(doses.flatMap(({ person, facts }) => (facts ? [[person, facts]] : []))),
    declared: new Map(doses.flatMap(({ person, declared }) => (declared ? [[person, declared]] : []))),
    notGiven: new Map(doses.flatMap(({ person, notGiven }) => (notGiven ? [[person, notGiven]] : []))),
    consents: new Map(doses.flatMap(({ person, consents }) => (consents ? [[person, consents]] : []))),
    codes,
    index: indexPersons(persons),
  };
  return pack.value;
}

export function closePack(): void {
  pack.value = null;
}
