import type { Ctx } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import { findPersons, guardiansOf } from '../person/person.repository.ts';
import { type Candidate, findSimilar } from './duplicate.service.ts';
import type { Likeness } from './similar.rules.ts';

/** Possible duplicates of stored files, for any number of them in three statements. Only staff of an area see any. */
export async function candidatesOf(ctx: Omit<Ctx, 'loaders'>, ids: readonly string[]): Promise<Candidate[][]> {
  const reach = reachOf(ctx.scopeOf('Query.person'), ctx.claims);
  if (reach.kind === 'bound') return ids.map(() => []);
  // The caller was given these files, so they are in reach already.
  const persons = await findPersons(ctx.em, ids, { reach: { kind: 'all' }, organisation: undefined });
  const guardians = Map.groupBy(await guardiansOf(ctx.em, ids), (g) => g.person_id);
  const probes = persons.map((p): Likeness => {
    const own = guardians.get(p.id) ?? [];
    return {
      name: p.name,
      nameKey: p.name_key,
      pinyin: p.pinyin,
      birthDate: p.birth_date,
      sex: p.sex,
      documentBlind: p.document_blind,
      documentType: p.document_type,
      guardianPhones: own.flatMap((g) => g.phone_blind ?? []),
      guardianNames: own.map((g) => g.name),
    };
  });
  const found = await findSimilar(ctx.em, probes, reach);
  const byPerson = new Map(persons.map((p, i) => [p.id, (found[i] ?? []).filter((c) => c.id !== p.id)]));
  return ids.map((id) => byPerson.get(id) ?? []);
}
