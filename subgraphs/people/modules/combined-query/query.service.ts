import {
  audit,
  badInput,
  forbidden,
  isUuidV7,
  MiaobenError,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Desk, deskOf } from '@miaoben/kernel/desk';
import { narrowTo, readDivision } from '@miaoben/kernel/reach';
import type { PeopleCtx } from '../../loaders.ts';
import { toPerson } from '../person/person.type.ts';
import { type Asker, checkQuery, isShownTo } from './query.check.ts';
import { countMatching, findMatching, keyOfFound } from './query.repository.ts';
import type { PersonQueryCount, PersonQueryRow, SavedQuery, SavedQueryInput } from './query.type.ts';
import type { PersonQuery, QueryColumnName } from './query.vocabulary.ts';
import {
  countSaved,
  isSaved,
  lockSaved,
  putSaved,
  removeSaved,
  type SavedRow,
  savedByName,
  savedFor,
} from './saved-query.repository.ts';

const AUDITED_IDS = 50;
/** a count goes no further: the list is paged, and a sum over the province is the work of statistics */
const COUNTED = 10_000;
const MAX_NAME = 40;
const MAX_SAVED = 100;
/** columns that a mask empties */
const HIDEABLE: readonly QueryColumnName[] = ['ethnicity', 'conditions', 'birthWeightG'];

/**
 * A query that may be run at the caller's desk: a clinic's finds the files it manages, disease control's and inspection's those of
 * their area.
 * @throws FORBIDDEN for a division outside the area; BAD_INPUT division, query.groups…
 */
export function checkedQuery(
  ctx: PeopleCtx,
  operation: string,
  asked: PersonQuery,
): { desk: Desk; asked: PersonQuery } {
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  checkQuery(asked, ctx.claims);
  if (asked.division && desk.kind === 'area') {
    const part = narrowTo(readDivision(asked.division), { kind: 'area', divisions: desk.divisions });
    if (part.kind !== 'area') throw forbidden();
    return { desk: { kind: 'area', divisions: part.divisions }, asked };
  }
  if (asked.division) readDivision(asked.division);
  return { desk, asked };
}

/** @throws BAD_INPUT columns (required; unknown_code for what the role sees masked) */
export function checkedColumns(columns: readonly QueryColumnName[], asker: Asker): QueryColumnName[] {
  if (columns.length === 0) throw badInput('columns', 'required');
  for (const column of columns) {
    const shown = HIDEABLE.includes(column) ? column : undefined;
    if (shown && !isShownTo(asker, shown)) throw badInput('columns', 'unknown_code');
  }
  return [...new Set(columns)];
}

/** The fields a query asks for: what an audit line may say of it. */
const fieldsOf = (asked: PersonQuery): string[] => [
  ...new Set(asked.groups.flatMap((group) => group.conditions.map((one) => one.field))),
];

/** Query.personQuery: one page; the read is one audit line that names whom it showed (the first 50) and no values. */
export async function runQuery(
  ctx: PeopleCtx,
  input: PersonQuery,
  first: number,
  after: string | null,
): Promise<Page<PersonQueryRow>> {
  const { desk, asked } = checkedQuery(ctx, 'Query.personQuery', input);
  const page = pageRequest(first, after, 3);
  const rows = await findMatching(ctx.em, desk, asked, ctx.clock.today(), page);
  const shown = rows.slice(0, page.first).map((row) => row.id);
  await audit(ctx.em, ctx.claims, 'Query.personQuery', undefined, {
    fields: fieldsOf(asked),
    count: shown.length,
    persons: shown.slice(0, AUDITED_IDS),
  });
  return toPage(rows, page, keyOfFound, (row) => ({
    person: toPerson(row),
    doses: row.doses,
    lastDoseOn: row.last_dose_on,
  }));
}

/** Query.personQueryCount. */
export async function countQuery(ctx: PeopleCtx, input: PersonQuery): Promise<PersonQueryCount> {
  const { desk, asked } = checkedQuery(ctx, 'Query.personQueryCount', input);
  const files = await countMatching(ctx.em, desk, asked, ctx.clock.today(), COUNTED + 1);
  return { files: Math.min(files, COUNTED), isMore: files > COUNTED };
}

const toSaved = (row: SavedRow, account: string): SavedQuery => ({
  id: row.id,
  name: row.name,
  isShared: row.is_shared,
  isOwn: row.account_id === account,
  by: { id: row.account_id },
  division: row.query.division ?? null,
  logic: row.query.logic,
  groups: row.query.groups.map(({ logic, conditions }) => ({
    logic,
    conditions: conditions.map(({ field, operator, values, doses }) => ({
      field,
      operator,
      values: [...values],
      doses: doses
        ? {
            vaccines: [...doses.vaccines],
            from: doses.from ?? null,
            to: doses.to ?? null,
            clinic: doses.clinic ?? null,
          }
        : null,
    })),
  })),
  columns: row.columns,
  changedAt: new Date(row.changed_at),
});

/** Query.savedQueries. */
export async function savedQueries(ctx: PeopleCtx): Promise<SavedQuery[]> {
  return (await savedFor(ctx.em, ctx.claims)).map((row) => toSaved(row, ctx.claims.account));
}

/** Mutation.saveQuery. @throws BAD_INPUT id, name, columns, query…; CONFLICT name duplicate; FORBIDDEN for another's id */
export async function saveQuery(ctx: PeopleCtx, commandId: string, input: SavedQueryInput): Promise<SavedQuery[]> {
  const { asked } = checkedQuery(ctx, 'Mutation.saveQuery', input.query);
  const columns = checkedColumns(input.columns, ctx.claims);
  const name = input.name.trim();
  if (name === '') throw badInput('name', 'required');
  if ([...name].length > MAX_NAME) throw badInput('name', 'too_long', { max: MAX_NAME });
  if (!isUuidV7(input.id)) throw badInput('id', 'format');
  const { account, organisation } = ctx.claims;
  await runCommand(ctx, 'Mutation.saveQuery', commandId, input, async (em) => {
    await lockSaved(em, account);
    const same = await savedByName(em, account, name);
    if (same && same.id !== input.id) throw new MiaobenError('CONFLICT', { field: 'name', reason: 'duplicate' });
    // One that is kept already can be renamed and changed, however many there are.
    if (!(await isSaved(em, input.id, account)) && (await countSaved(em, account)) >= MAX_SAVED)
      throw badInput('id', 'out_of_range', { max: MAX_SAVED });
    const stored = await putSaved(em, {
      ...{ id: input.id, account_id: account, organisation_id: organisation ?? null, name, columns },
      ...{ is_shared: input.isShared, query: asked, changed_at: ctx.clock.now() },
    });
    if (!stored) throw forbidden();
    return { outcome: true, subject: input.id, detail: { isShared: input.isShared, fields: fieldsOf(asked) } };
  });
  return savedQueries(ctx);
}

/** Mutation.deleteQuery. @throws NOT_FOUND for what is not the caller's own */
export async function deleteQuery(ctx: PeopleCtx, commandId: string, id: string): Promise<SavedQuery[]> {
  await runCommand(ctx, 'Mutation.deleteQuery', commandId, { id }, async (em) => {
    if (!isUuidV7(id) || !(await removeSaved(em, id, ctx.claims.account))) throw new MiaobenError('NOT_FOUND');
    return { outcome: true, subject: id };
  });
  return savedQueries(ctx);
}
