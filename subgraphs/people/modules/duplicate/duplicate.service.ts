import { type Em, query } from '@miaoben/kernel';
import { Parameters, type Reach, withinReach } from '@miaoben/kernel/reach';
import { COLUMNS_OF_P } from '../person/person.repository.ts';
import { type Likeness, type Similarity, similarity } from './similar.rules.ts';

export interface Candidate extends Similarity {
  id: string;
}
const MAX_CANDIDATES = 10;

/** Which of these documents a live file has already, wherever in the province: the one thing told across areas (J-01). */
export async function documentsInUse(
  em: Em,
  blinds: readonly string[],
  reach: Reach,
): Promise<Map<string, { id: string; reached: boolean }>> {
  if (blinds.length === 0) return new Map();
  const p = new Parameters();
  const rows = await query<{ id: string; document_blind: string; reached: boolean }>(
    em,
    `select p.id, p.document_blind, ${withinReach(COLUMNS_OF_P, reach, p)} reached from person p
     where p.document_blind = any(${p.add(blinds)}) and p.registration_state <> 'cancelled'`,
    p.values,
  );
  return new Map(rows.map((r) => [r.document_blind, { id: r.id, reached: r.reached }]));
}

/** What a stored file is compared by; of table `person p`. */
export const LIKENESS_COLUMNS = `p.id, p.name, p.name_key, p.pinyin, p.birth_date, p.sex, p.document_blind, p.document_type,
  array(select g.phone_blind from guardian g where g.person_id = p.id) phones,
  array(select g.name from guardian g where g.person_id = p.id) guardians`;

export interface LikenessRow {
  id: string;
  name: string;
  name_key: string;
  pinyin: string;
  birth_date: string;
  sex: string;
  document_blind: string | null;
  document_type: string | null;
  phones: (string | null)[];
  guardians: string[];
}

export const toLikeness = (r: LikenessRow): Likeness => ({
  name: r.name,
  nameKey: r.name_key,
  pinyin: r.pinyin,
  birthDate: r.birth_date,
  sex: r.sex,
  documentBlind: r.document_blind,
  documentType: r.document_type,
  guardianPhones: r.phones.filter((x): x is string => x !== null),
  guardianNames: r.guardians,
});

/**
 * Files inside the reach that may be the person of each probe, best first: one statement for any number of probes.
 * @returns candidates by position of the probe
 */
export async function findSimilar(em: Em, probes: readonly Likeness[], reach: Reach): Promise<Candidate[][]> {
  if (probes.length === 0) return [];
  const p = new Parameters();
  const dates = p.add([...new Set(probes.map((l) => l.birthDate))]);
  const blinds = p.add(probes.flatMap((l) => l.documentBlind ?? []));
  const rows = await query<LikenessRow>(
    em,
    `select ${LIKENESS_COLUMNS} from person p
     where p.id in (select id from person where birth_date = any(${dates}::date[])
       union all select id from person where document_blind = any(${blinds}) and registration_state <> 'cancelled')
     and p.registration_state <> 'cancelled' and ${withinReach(COLUMNS_OF_P, reach, p)}`,
    p.values,
  );
  const known = rows.map((row) => ({ id: row.id, likeness: toLikeness(row) }));
  const byBirth = Map.groupBy(known, (k) => k.likeness.birthDate);
  const byDocument = Map.groupBy(known, (k) => k.likeness.documentBlind);
  return probes.map((probe) => {
    const near = new Set([
      ...(byBirth.get(probe.birthDate) ?? []),
      ...(probe.documentBlind === null ? [] : (byDocument.get(probe.documentBlind) ?? [])),
    ]);
    return [...near]
      .flatMap((k) => {
        const like = similarity(probe, k.likeness);
        return like ? [{ id: k.id, ...like }] : [];
      })
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, MAX_CANDIDATES);
  });
}
