import { audit, auditEach, type Ctx, isUuid } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { currentCertificates } from '../certificate/certificate.repository.ts';
import { findHolders } from '../holder/holder.repository.ts';
import { pupilReach } from './pupil-reach.ts';
import { findPupils, listRowsOf, pupilsOfPersons, stepsOf } from './school-pupil.repository.ts';
import { shapeCandidate, shapePupil, shapeStep } from './school-pupil.shape.ts';
import type { MatchCandidate, PupilListRow, PupilStep, SchoolPupil } from './school-pupil.type.ts';

export interface PupilLoaders {
  /** by id of a pupil the caller reaches */
  schoolPupil: DataLoader<string, SchoolPupil | null>;
  /** by person id: checks at schools the caller reaches */
  pupilsOfPerson: DataLoader<string, SchoolPupil[]>;
  pupilSteps: DataLoader<string, PupilStep[]>;
  /** by pupil id: the row of the list it came with */
  pupilListRow: DataLoader<string, PupilListRow | null>;
  /** files that may be the pupil's; empty once somebody decided */
  pupilCandidates: DataLoader<string, MatchCandidate[]>;
  /** by person id: the text of the valid certificate's answer code */
  answerCode: DataLoader<string, string | null>;
}
type Base = Omit<Ctx, 'loaders'>;

async function loadCandidates(ctx: Base, ids: readonly string[]): Promise<MatchCandidate[][]> {
  const reach = pupilReach(ctx, 'Query.schoolPupils');
  const pupils = new Map((await findPupils(ctx.em, ids, reach)).map((row) => [row.id, row]));
  const open = [...pupils.values()].filter((p) => p.verdict === 'candidate');
  const persons = open.flatMap((p) => p.candidates.map((c) => c.personId));
  const holders = new Map((await findHolders(ctx.em, persons, { kind: 'all' })).map((h) => [h.person_id, h]));
  if (holders.size > 0)
    await audit(ctx.em, ctx.claims, 'SchoolPupil.candidates', undefined, { persons: [...holders.keys()] });
  return ids.map((id) => {
    const pupil = pupils.get(id);
    if (pupil?.verdict !== 'candidate') return [];
    return pupil.candidates.flatMap((candidate) => {
      const holder = holders.get(candidate.personId);
      return holder ? [shapeCandidate(ctx.keyring, holder, candidate)] : [];
    });
  });
}

export const pupilLoaders = (ctx: Base): PupilLoaders => ({
  schoolPupil: new DataLoader(async (ids) => {
    const rows = await findPupils(ctx.em, ids.filter(isUuid), pupilReach(ctx, 'Query.schoolPupils'));
    const found = new Map(rows.map((row) => [row.id, shapePupil(ctx.keyring, row)]));
    return ids.map((id) => found.get(id) ?? null);
  }),
  pupilsOfPerson: new DataLoader(async (ids) => {
    const rows = await pupilsOfPersons(ctx.em, ids.filter(isUuid), pupilReach(ctx, 'Query.checkRecords'));
    const found = Map.groupBy(rows, (row) => row.person_id);
    const read = ids.filter((id) => found.has(id));
    await auditEach(ctx.em, ctx.claims, 'Person.schoolChecks', read, { rows: rows.length });
    return ids.map((id) => (found.get(id) ?? []).map((row) => shapePupil(ctx.keyring, row)));
  }),
  pupilSteps: new DataLoader(async (ids) => {
    const steps = Map.groupBy(await stepsOf(ctx.em, ids), (s) => s.pupil_id);
    return ids.map((id) => (steps.get(id) ?? []).map((step) => shapeStep(ctx.keyring, step)));
  }),
  pupilListRow: new DataLoader(async (ids) => {
    const rows = new Map(
      (await listRowsOf(ctx.em, ids)).map((r) => [r.pupil_id, { checkId: r.check_id, row: r.number }]),
    );
    return ids.map((id) => rows.get(id) ?? null);
  }),
  pupilCandidates: new DataLoader((ids) => loadCandidates(ctx, ids)),
  answerCode: new DataLoader(async (ids) => {
    const rows = await currentCertificates(ctx.em, ids, ctx.clock.instant());
    await audit(ctx.em, ctx.claims, 'SchoolPupil.answerCode', undefined, { rows: rows.length });
    const found = new Map(rows.map((row) => [row.person_id, row.code]));
    return ids.map((id) => found.get(id) ?? null);
  }),
});
