import { audit, type Ctx } from '@miaoben/kernel';
import { reachOf } from '@miaoben/kernel/reach';
import DataLoader from 'dataloader';
import { type AttachmentRow, attachmentsOf } from './modules/death-attachment/death-attachment.repository.ts';
import { candidatesOf } from './modules/duplicate/candidates.ts';
import type { Candidate } from './modules/duplicate/duplicate.service.ts';
import { type FormerGuardianRow, formerGuardiansOf } from './modules/guardian/guardian.repository.ts';
import { type HealthEntryRow, healthEntriesOf } from './modules/health-history/health-history.repository.ts';
import { type VersionRow, versionsOf } from './modules/history/history.repository.ts';
import {
  formerStays,
  type HouseholdWithMembers,
  householdsOf,
  type StayRow,
} from './modules/household/household.repository.ts';
import { type MergedRow, mergedInto, survivorsOf } from './modules/merge/merge.repository.ts';
import type { MoveRow } from './modules/move/move.repository.ts';
import { movesOf } from './modules/move/move-record.ts';
import { childrenOfParents, type ParentKey } from './modules/newborn/newborn.repository.ts';
import { type OperationRow, operationsOf } from './modules/operation-log/operation-log.repository.ts';
import {
  findPersons,
  type GuardianRow,
  guardiansOf,
  type PersonRow,
  singleReach,
} from './modules/person/person.repository.ts';
import { type CaseStep, stepsOf } from './modules/progress/case-step.ts';
import { type ToldRow, toldOf } from './modules/visitor/told-dose.repository.ts';

export interface Loaders {
  /** by person id: the file that stands for it since it was merged, else null */
  survivor: DataLoader<string, string | null>;
  /** files merged into a person the caller was given */
  mergedFiles: DataLoader<string, MergedRow[]>;
  /** edits of a person the caller was given, the last first */
  versions: DataLoader<string, VersionRow[]>;
  /** by person id; null: out of reach or not there */
  person: DataLoader<string, PersonRow | null>;
  /** guardians of a person the caller was given */
  guardians: DataLoader<string, GuardianRow[]>;
  /** who was a guardian of a person the caller was given */
  formerGuardians: DataLoader<string, FormerGuardianRow[]>;
  /** how many children a parent has, by name and phone */
  children: DataLoader<ParentKey, number, string>;
  /** the household of a person the caller was given */
  household: DataLoader<string, HouseholdWithMembers | null>;
  /** former stays in households of a person the caller was given */
  formerStays: DataLoader<string, StayRow[]>;
  /** what staff entered of the health of a person the caller was given */
  healthEntries: DataLoader<string, HealthEntryRow[]>;
  /** moves of a person the caller was given */
  moves: DataLoader<string, MoveRow[]>;
  /** acts on the file of a person the caller was given */
  operations: DataLoader<string, OperationRow[]>;
  /** doses given here to a visitor the caller was given */
  visitorDoses: DataLoader<string, ToldRow[]>;
  /** possible duplicates of a person the caller was given */
  duplicates: DataLoader<string, Candidate[]>;
  /** history of a birth, move or death the caller was given */
  steps: DataLoader<string, CaseStep[]>;
  /** papers given with the steps of a report of a death the caller was given */
  deathAttachments: DataLoader<string, AttachmentRow[]>;
}
export type PeopleCtx = Ctx<Loaders>;
type Base = Omit<Ctx, 'loaders'>;

const AUDITED_IDS = 50;

/** Files by id inside the caller's reach; the read is one audit line. */
async function loadPersons(ctx: Base, ids: readonly string[]): Promise<(PersonRow | null)[]> {
  const scope = ctx.scopeOf('Query.person');
  if (!scope) return ids.map(() => null);
  const rows = await findPersons(ctx.em, ids, singleReach(reachOf(scope, ctx.claims), ctx.claims));
  if (rows.length > 0 && ctx.claims.role !== 'service') {
    const read = rows.map((r) => r.id);
    const detail = read.length > 1 ? { count: read.length, persons: read.slice(0, AUDITED_IDS) } : {};
    await audit(ctx.em, ctx.claims, 'Query.person', read[0], detail);
  }
  const found = new Map(rows.map((r) => [r.id, r]));
  return ids.map((id) => found.get(id) ?? null);
}

export function loaders(ctx: Base): Loaders {
  return {
    person: new DataLoader((ids) => loadPersons(ctx, ids)),
    guardians: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await guardiansOf(ctx.em, ids), (g) => g.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    formerGuardians: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await formerGuardiansOf(ctx.em, ids), (g) => g.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    children: new DataLoader((parents) => childrenOfParents(ctx.em, parents), {
      cacheKeyFn: ({ name, phoneBlind }) => `${name} ${phoneBlind}`,
    }),
    healthEntries: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await healthEntriesOf(ctx.em, ids), (e) => e.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    moves: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await movesOf(ctx.em, ids), (m) => m.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    operations: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await operationsOf(ctx.em, ids), (o) => o.subject);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    visitorDoses: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await toldOf(ctx.em, ids), (d) => d.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    household: new DataLoader(async (ids) => {
      const homes = await householdsOf(ctx.em, ids);
      return ids.map((id) => homes.get(id) ?? null);
    }),
    formerStays: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await formerStays(ctx.em, ids), (s) => s.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    survivor: new DataLoader(async (ids) => {
      const survivors = await survivorsOf(ctx.em, ids);
      return ids.map((id) => survivors.get(id) ?? null);
    }),
    versions: new DataLoader(async (ids) => {
      const byPerson = Map.groupBy(await versionsOf(ctx.em, ids), (v) => v.person_id);
      return ids.map((id) => byPerson.get(id) ?? []);
    }),
    mergedFiles: new DataLoader(async (ids) => {
      const bySurvivor = Map.groupBy(await mergedInto(ctx.em, ids), (m) => m.survivor_id);
      return ids.map((id) => bySurvivor.get(id) ?? []);
    }),
    deathAttachments: new DataLoader(async (ids) => {
      const of = Map.groupBy(await attachmentsOf(ctx.em, ids), (a) => a.report_id);
      return ids.map((id) => of.get(id) ?? []);
    }),
    steps: new DataLoader(async (ids) => {
      const steps = await stepsOf(ctx.em, ctx.keyring, ids);
      return ids.map((id) => steps.get(id) ?? []);
    }),
    duplicates: new DataLoader((ids) => candidatesOf(ctx, ids)),
  };
}
