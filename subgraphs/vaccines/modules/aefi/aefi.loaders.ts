import type { Ctx } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { type ClaimListRow, claimsOf } from '../aefi-claim/claim.repository.ts';
import { type AefiFileRow, filesOf } from '../aefi-file/aefi-file.ts';
import { namesOf } from '../register/register.ts';
import { type ExpertRow, expertsOf } from './aefi.expert.ts';
import { type AefiListRow, casesOfPersons, casesOfSameLots, type SuspectRow, suspectsOf } from './aefi.repository.ts';
import { seatOf } from './aefi.seat.ts';
import { type FollowUpRow, followUpsOf, type StepRow, stepsOf } from './aefi-step.repository.ts';

export interface AefiLoaders {
  /** by person id, for persons the caller was given */
  ofPerson: DataLoader<string, AefiListRow[]>;
  /** by case id, for cases the caller was given */
  suspects: DataLoader<string, SuspectRow[]>;
  /** whole name by person id, for persons of cases the caller was given, in reach of their file or not; empty: no such file */
  names: DataLoader<string, string>;
  steps: DataLoader<string, StepRow[]>;
  followUps: DataLoader<string, FollowUpRow[]>;
  experts: DataLoader<string, ExpertRow[]>;
  sameLot: DataLoader<string, AefiListRow[]>;
  files: DataLoader<string, AefiFileRow[]>;
  /** the latest claim, if any */
  claims: DataLoader<string, ClaimListRow[]>;
}

function lists<R>(read: (ids: readonly string[]) => Promise<R[]>, keyOf: (row: R) => string) {
  return new DataLoader<string, R[]>(async (ids) => {
    const byKey = Map.groupBy(await read(ids), keyOf);
    return ids.map((id) => byKey.get(id) ?? []);
  });
}

export const aefiLoaders = (ctx: Omit<Ctx, 'loaders'>): AefiLoaders => ({
  ofPerson: lists(
    (ids) => casesOfPersons(ctx.em, ids),
    (r) => r.person_id,
  ),
  suspects: lists(
    (ids) => suspectsOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  names: new DataLoader(async (ids) => {
    const names = await namesOf(ctx, ids);
    return ids.map((id) => names.get(id) ?? '');
  }),
  steps: lists(
    (ids) => stepsOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  followUps: lists(
    (ids) => followUpsOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  experts: lists(
    (ids) => expertsOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  files: lists(
    (ids) => filesOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  claims: lists(
    (ids) => claimsOf(ctx.em, ids),
    (r) => r.case_id,
  ),
  sameLot: lists<AefiListRow & { of: string }>(
    (ids) => casesOfSameLots(ctx.em, ids, seatOf(ctx.scopeOf('Query.adverseEvents'), ctx.claims)),
    (r) => r.of,
  ),
});
