import { badInput, isUuid, MiaobenError, newId, notFound, pageRequest, runCommand, toPage } from '@miaoben/kernel';
import { deskOf } from '@miaoben/kernel/desk';
import type { PeopleCtx } from '../../loaders.ts';
import { changeOf } from '../history/history.shape.ts';
import type { FileChange } from '../history/history.type.ts';
import type { PersonFile } from '../person/person.file.ts';
import { type Person, toPerson } from '../person/person.type.ts';
import { countsByRule } from './finding.repository.ts';
import { ruleOf } from './quality.rules.ts';
import { knownRule } from './quality.service.ts';
import {
  findRepair,
  insertRepair,
  listRepairs,
  moveRepair,
  type RepairedFile,
  type RepairRow,
  type RepairRowState,
  type RepairState,
  rowsIn,
} from './repair.repository.ts';
import type { Change } from './repair.rules.ts';
import type { RepairBatch, RepairFile } from './repair.type.ts';
import { CHANGE_SEALED } from './repair.worker.ts';

/** How long a batch can be taken back. */
const UNDO_MS = 24 * 3_600_000;

const undoUntil = ({ ran_at, state }: RepairRow): Date | null =>
  ran_at === null || state === 'undone' || state === 'undoing' ? null : new Date(Date.parse(ran_at) + UNDO_MS);

const shape = (row: RepairRow): RepairBatch => ({
  id: row.id,
  rule: row.rule,
  ruleTitle: ruleOf(row.rule)?.title ?? row.rule,
  ruleTitleEn: ruleOf(row.rule)?.titleEn ?? row.rule,
  clinic: row.clinic === null ? null : { id: row.clinic },
  state: row.state,
  total: row.total,
  ready: row.ready,
  refused: row.refused,
  written: row.written,
  skipped: row.skipped,
  restored: row.restored,
  kept: row.kept,
  askedAt: new Date(row.asked_at),
  ranAt: row.ran_at === null ? null : new Date(row.ran_at),
  undoUntil: undoUntil(row),
});

const wrongState = () => new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });

async function ownRepair(ctx: PeopleCtx, operation: string, id: string): Promise<RepairRow> {
  deskOf(ctx.scopeOf(operation), ctx.claims);
  const row = isUuid(id) ? await findRepair(ctx.em, id, ctx.claims.account) : undefined;
  if (!row) throw notFound();
  return row;
}

/** Mutation.prepareRepair. */
export async function prepareRepair(
  ctx: PeopleCtx,
  commandId: string,
  input: { rule: string; clinic: string | null },
): Promise<RepairBatch> {
  const operation = 'Mutation.prepareRepair';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  const rule = knownRule('rule', input.rule);
  if (!rule.repair) throw badInput('rule', 'unknown_code');
  if (input.clinic !== null && !isUuid(input.clinic)) throw badInput('clinic', 'format');
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const [counted] = await countsByRule(em, desk, { rules: [rule.id], clinic: input.clinic });
    if (!counted) throw new MiaobenError('CONFLICT', { field: 'rule', reason: 'wrong_state' });
    const repair = {
      id: newId(),
      rule: rule.id,
      clinic: input.clinic,
      desk,
      by_account: ctx.claims.account,
      by_role: ctx.claims.role,
      by_unit: ctx.claims.organisation ?? null,
      total: counted.files,
      at: ctx.clock.instant(),
    };
    await insertRepair(em, repair);
    return { outcome: repair.id, subject: repair.id, detail: { rule: rule.id, files: counted.files } };
  });
  return shape(await ownRepair(ctx, operation, id));
}

/** A batch goes from one state to the next, once. */
async function advance(
  ctx: PeopleCtx,
  operation: string,
  commandId: string,
  id: string,
  take: (row: RepairRow, now: Date) => { to: RepairState; ranAt: Date | null },
): Promise<RepairBatch> {
  await ownRepair(ctx, operation, id);
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    const row = await findRepair(em, id, ctx.claims.account, true);
    if (!row) throw notFound();
    const { to, ranAt } = take(row, ctx.clock.instant());
    await moveRepair(em, id, to, ranAt);
    return { outcome: true, subject: id, detail: { rule: row.rule } };
  });
  return shape(await ownRepair(ctx, operation, id));
}

/** Mutation.runRepair. */
export const runRepair = (ctx: PeopleCtx, commandId: string, id: string): Promise<RepairBatch> =>
  advance(ctx, 'Mutation.runRepair', commandId, id, (row, now) => {
    if (row.state !== 'ready' || row.ready === 0) throw wrongState();
    return { to: 'running', ranAt: now };
  });

/** Mutation.undoRepair. */
export const undoRepair = (ctx: PeopleCtx, commandId: string, id: string): Promise<RepairBatch> =>
  advance(ctx, 'Mutation.undoRepair', commandId, id, (row, now) => {
    const until = undoUntil(row);
    if (row.state !== 'done' || until === null) throw wrongState();
    if (now > until) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'expired' });
    return { to: 'undoing', ranAt: null };
  });

/** Query.qualityRepair. */
export async function readRepair(ctx: PeopleCtx, id: string): Promise<RepairBatch> {
  return shape(await ownRepair(ctx, 'Query.qualityRepair', id));
}

/** Query.qualityRepairs. */
export async function readRepairs(ctx: PeopleCtx, first: number, after: string | null) {
  deskOf(ctx.scopeOf('Query.qualityRepairs'), ctx.claims);
  const page = pageRequest(first, after, 2);
  return toPage(await listRepairs(ctx.em, ctx.claims.account, page), page, (r) => [r.asked_at, r.id], shape);
}

function changesOf(ctx: PeopleCtx, { change_sealed }: RepairedFile): FileChange[] {
  if (change_sealed === null) return [];
  const { before, after } = JSON.parse(ctx.keyring.open(change_sealed, CHANGE_SEALED)) as Change;
  return (Object.keys(after) as (keyof PersonFile)[]).map((field) => changeOf(field, before, after));
}

/** Query.qualityRepairFiles: before and after of each file, or why it cannot be put right. */
export async function readRepairFiles(
  ctx: PeopleCtx,
  id: string,
  state: RepairRowState | null,
  first: number,
  after: string | null,
) {
  const page = pageRequest(first, after, 1);
  await ownRepair(ctx, 'Query.qualityRepairFiles', id);
  const rows = await rowsIn(ctx.em, id, state, page);
  const persons = await ctx.loaders.person.loadMany(rows.map((r) => r.person_id));
  const shown = rows.map((row, i): { row: RepairedFile; person: Person | null } => {
    const person = persons[i];
    return { row, person: person && !(person instanceof Error) ? toPerson(person) : null };
  });
  const { nodes, pageInfo } = toPage(
    shown,
    page,
    ({ row }) => [row.person_id],
    (one) => one,
  );
  return {
    pageInfo,
    nodes: nodes.map(
      ({ row, person }): RepairFile => ({
        id: row.person_id,
        person,
        state: row.state,
        reason: row.reason,
        // A file that left the area is named, not shown.
        changes: person ? changesOf(ctx, row) : [],
      }),
    ),
  };
}
