import { type DocumentType, parseDocument } from '@miaoben/identifiers';
import { documentBlind, type Em } from '@miaoben/kernel';
import type { Reach } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { type Candidate, documentsInUse, findSimilar } from '../duplicate/duplicate.service.ts';
import { findPersons, guardiansOf, openFile, openGuardian } from '../person/person.repository.ts';
import { likenessOf } from '../person/person.service.ts';
import { isTownship } from '../place/places.ts';
import type { NewbornFinding } from './newborn.enums.ts';
import type { ToldNewborn } from './newborn.port.ts';
import { type NewbornRow, openNewborn, sharedNumbers } from './newborn.repository.ts';
import { completions, type Draft, draftOf, type NewbornFault } from './newborn.rules.ts';

/** A newborn as told, what is wrong with it, and what files there are of it now. */
export interface Looked {
  readonly row: NewbornRow;
  readonly told: ToldNewborn;
  readonly draft: Draft | null;
  readonly faults: readonly NewbornFault[];
  /** null once it is filed or dismissed */
  readonly finding: `${NewbornFinding}` | null;
  readonly candidates: readonly Candidate[];
  /** of a filed one: fields that the file lacks and the maternal-child system now knows */
  readonly news: readonly string[];
}

type Ctx = Pick<PeopleCtx, 'keyring' | 'clock' | 'consumer' | 'peers'>;

async function placeFaults(ctx: Ctx, em: Em, told: readonly ToldNewborn[]): Promise<NewbornFault[][]> {
  const known = new Map<string, boolean>();
  for (const code of new Set(told.flatMap((t) => [t.residence ?? '', t.household ?? ''])))
    if (/^\d{9}$/.test(code)) known.set(code, await isTownship(em, ctx, code));
  return told.map((t) =>
    (['residence', 'household'] as const).flatMap((field) =>
      known.get(t[field] ?? '') === false ? [{ field, reason: 'unknown_code' as const }] : [],
    ),
  );
}

const blindsOf = (row: NewbornRow): string[] => [row.id_blind, row.certificate_blind].flatMap((b) => b ?? []);

/**
 * Looks at newborns as they stand now: validity (GB 11643), uniqueness of their numbers among the newborns and among all files of the
 * province, and files in the reach that may be the same child. A fixed number of statements for any number of rows.
 */
export async function lookAt(ctx: Ctx, em: Em, rows: readonly NewbornRow[], reach: Reach): Promise<Looked[]> {
  const today = ctx.clock.today();
  const told = rows.map((row) => openNewborn(ctx.keyring, row));
  const drafts = told.map((t) => draftOf(t, today));
  const waiting = rows.filter((r) => r.state === 'waiting');
  const places = await placeFaults(ctx, em, told);
  const shared = await sharedNumbers(em, waiting);
  const inUse = await documentsInUse(em, waiting.flatMap(blindsOf), reach);
  const probes = await Promise.all(
    rows.map(async (row, i) => {
      const draft = drafts[i]?.draft;
      if (!draft || row.state !== 'waiting' || blindsOf(row).some((b) => inUse.has(b))) return null;
      return likenessOf(ctx, draft.file);
    }),
  );
  const alike = await findSimilar(
    em,
    probes.flatMap((p) => p ?? []),
    reach,
  );
  const filed = rows.flatMap((r) => (r.state === 'filed' ? (r.person_id ?? []) : []));
  const linked = filed.length > 0 ? await findPersons(em, filed, { reach, organisation: undefined }) : [];
  const found = linked.map((p) => p.id);
  const guardians = Map.groupBy(found.length > 0 ? await guardiansOf(em, found) : [], (g) => g.person_id);
  const files = new Map(
    linked.map((p) => {
      const own = (guardians.get(p.id) ?? []).map((g) => openGuardian(ctx.keyring, g));
      return [p.id, { ...openFile(ctx.keyring, p), guardians: own }];
    }),
  );
  return rows.map((row, i) => {
    const { draft = null, faults: own = [] } = drafts[i] ?? {};
    const faults = [...own, ...(places[i] ?? [])];
    for (const [field, blind] of [
      ['idNumber', row.id_blind] as const,
      ['birthCertificate', row.certificate_blind] as const,
    ])
      if (blind !== null && shared.has(blind)) faults.push({ field, reason: 'duplicate' });
    const similar = probes[i] ? (alike.shift() ?? []) : [];
    const base = { row, told: told[i]!, draft: faults.length > 0 ? null : draft, faults };
    const file = files.get(row.person_id ?? '');
    if (row.state !== 'waiting')
      return { ...base, finding: null, candidates: [], news: base.draft && file ? completions(file, base.draft) : [] };
    const owners = [
      ...new Map(
        blindsOf(row)
          .flatMap((b) => inUse.get(b) ?? [])
          .map((o) => [o.id, o]),
      ).values(),
    ];
    const same = owners
      .filter((o) => o.reached)
      .map((o): Candidate => ({ id: o.id, score: 1, reasons: ['same_document'] }));
    if (faults.length > 0) return { ...base, finding: 'faulty', candidates: same, news: [] };
    if (owners.length > 0)
      return { ...base, finding: same.length > 0 ? 'exists' : 'elsewhere', candidates: same, news: [] };
    return { ...base, finding: similar.length > 0 ? 'alike' : 'ready', candidates: similar, news: [] };
  });
}

/** The blind index of a number that is right by the rule of its type. */
function blindOf({ keyring }: Pick<PeopleCtx, 'keyring'>, type: DocumentType, number: string | null): string | null {
  const parsed = number === null ? null : parseDocument(type, number);
  return parsed?.ok ? documentBlind(keyring, parsed.value.number) : null;
}

/** By what a newborn is held against the files and the other newborns. */
export const blindsOfTold = (ctx: Pick<PeopleCtx, 'keyring'>, told: ToldNewborn) => ({
  idBlind: blindOf(ctx, 'RESIDENT_ID', told.idNumber),
  certificateBlind: blindOf(ctx, 'BIRTH_CERTIFICATE', told.birthCertificate),
});
