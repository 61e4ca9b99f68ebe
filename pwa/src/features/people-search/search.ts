import { parseResidentId, readPersonCode } from '@miaoben/identifiers';
import { client } from '../../data/client.ts';
import { ClinicSearch, type ClinicSearchQuery } from '../../data/generated/clinic.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { type PackData, searchInPack } from '../../offline/packs-data.ts';
import type { PackPerson } from '../../offline/packs-rows.ts';
import { indexPersons, searchPack } from '../../offline/packs-search.ts';
import { packPersonOf } from '../record/device.ts';
import { notYetIn } from '../record/own-entries.ts';

/** One person in a list of hits. */
export interface Hit {
  id: string;
  name: string;
  sex: 'F' | 'M' | 'U';
  birthDate: string;
  documentNumber: string | null;
  township: string;
  guardian: string | null;
  state: string;
  isOwn: boolean;
}

export interface Hits {
  hits: readonly Hit[];
  /** Where to go on, on line. */
  after: string | null;
  /** Nobody is called so: these sound like it. */
  isSimilar: boolean;
  /** They come from the device. */
  isLocal: boolean;
  /** Why the server gave nothing, when the device has nothing either. */
  problem: Problem | null;
}

type ServerPerson = ClinicSearchQuery['searchPersons']['nodes'][number];

export const hitOfServer = (person: ServerPerson): Hit => ({
  id: person.id,
  name: person.name,
  sex: person.sex,
  birthDate: person.birthDate,
  documentNumber: person.documentNumber ?? null,
  township: person.residence.name,
  guardian: person.guardians[0]?.name ?? null,
  state: person.registrationState,
  isOwn: false,
});

const hitOfPack = (person: PackPerson, townships: PackData['codes']['townships'], isOwn: boolean): Hit => ({
  id: person.id,
  name: person.name,
  sex: person.sex,
  birthDate: person.birthDate,
  documentNumber: null,
  township: townships.find(({ code }) => code === person.residence)?.name ?? '',
  guardian: person.guardians[0]?.name ?? null,
  state: person.registrationState,
  isOwn,
});

/** Files made here that the server (or the pack) does not have yet. */
function ownFiles(entries: readonly PlainEntry[], takenAt: number): PackPerson[] {
  return notYetIn(entries, takenAt).flatMap((entry) => (entry.kind === 'createPerson' ? [packPersonOf(entry)] : []));
}

/** Searches this device: the pack and the files made here. */
export function searchDevice(held: PackData, entries: readonly PlainEntry[], text: string): Hit[] {
  const { townships } = held.codes;
  const packed = searchInPack(held, text);
  const own = searchPack(indexPersons(ownFiles(entries, held.generation.takenAt ?? 0)), text);
  const known = new Set(packed.map(({ id }) => id));
  return [
    ...own.filter(({ id }) => !known.has(id)).map((person) => hitOfPack(person, townships, true)),
    ...packed.map((person) => hitOfPack(person, townships, false)),
  ];
}

/** Asks the server; where it is out of reach, the device answers. */
export async function search(
  text: string,
  after: string | null,
  held: PackData | null,
  entries: readonly PlainEntry[],
): Promise<Hits> {
  if (isMisread(text)) return { hits: [], after: null, isSimilar: false, isLocal: true, problem: null };
  const result = await client.query(ClinicSearch, { text, after }).toPromise();
  if (result.data) {
    const { nodes, pageInfo, isSimilar } = (result.data as ClinicSearchQuery).searchPersons;
    const hits = nodes.map(hitOfServer);
    const open = entries.filter((e) => e.state !== 'done');
    const own = after === null && held ? searchDevice({ ...held, index: [] }, open, text) : [];
    return {
      hits: [...own, ...hits],
      after: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null,
      isSimilar,
      isLocal: false,
      problem: null,
    };
  }
  const problem: Problem = result.error ? problemOf(result.error) : { code: 'INTERNAL' };
  const isAway = problem.code === 'OFFLINE' || problem.code === 'UNAVAILABLE';
  if (!isAway || !held) return { hits: [], after: null, isSimilar: false, isLocal: false, problem };
  return { hits: searchDevice(held, entries, text), after: null, isSimilar: false, isLocal: true, problem: null };
}

/** A code of a person (H-01) with a wrong check character: nobody needs to be asked about it. */
export const isMisread = (text: string): boolean => readPersonCode(text)?.barcode === null;

/** A whole ID number: on the device it can only be narrowed, so a single hit must not open by itself. */
export const isIdNumber = (text: string): boolean => parseResidentId(text).ok;
