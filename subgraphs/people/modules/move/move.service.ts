import { isProvincePrefix, nameKey, normaliseText } from '@miaoben/identifiers';
import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  newId,
  notFound,
  type Page,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import { type Desk, deskOf } from '@miaoben/kernel/desk';
import { reachesDivision } from '@miaoben/kernel/reach';
import { readWords } from '@miaoben/kernel/words';
import type { PeopleCtx } from '../../loaders.ts';
import { barcodeIn } from '../person/barcode.ts';
import { codeOfText } from '../person/identity-code.ts';
import {
  findByNumbers,
  lockPerson,
  type PersonRow,
  type SingleReach,
  singleReach,
} from '../person/person.repository.ts';
import { checkedAddress, checkedName, checkedPhone } from '../person/person.rules.ts';
import { blindsOfNumber } from '../person/person.service.ts';
import { sealOrNull } from '../person/person.stored.ts';
import { isTownship, managingUnit, receivingClinic } from '../place/places.ts';
import { addSteps } from '../progress/case-step.ts';
import { dayAfter } from '../progress/days.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { settingAt } from '../setting/setting.rules.ts';
import { advance, isClosed, isStale, voidStaleMove } from './move.advance.ts';
import {
  findMove,
  insertMove,
  listMoves,
  lockMove,
  type MoveFilter,
  type MoveRow,
  type NewMoveRow,
  openMove,
} from './move.repository.ts';
import { MOVE_SEALED, partiesOf, toMove } from './move.shape.ts';
import type { AdvanceMoveInput, FileMove, MoveInInput, MoveOutInput } from './move.type.ts';

const EVERYWHERE: SingleReach = { reach: { kind: 'all' }, organisation: undefined };
const UNIQUE_VIOLATION = '23505';
const AUDITED_IDS = 50;

async function answerBy(ctx: Pick<PeopleCtx, 'clock'>, em: Em, division: string): Promise<string> {
  return dayAfter(ctx.clock.today(), settingAt(await allSettings(em), division).answerDays);
}

/** A second move of one file in the same moment is told as what it is. */
async function orUnderWay<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if ((error as { code?: string }).code !== UNIQUE_VIOLATION) throw error;
    throw new MiaobenError('CONFLICT', { field: 'personId', reason: 'duplicate' });
  });
}

async function read(ctx: PeopleCtx, id: string, desk: Desk): Promise<FileMove> {
  const row = await findMove(ctx.em, id, desk);
  if (!row) throw notFound();
  return toMove(row, ctx.keyring, desk);
}

interface Details {
  toDivision: string;
  address?: string | null | undefined;
  contact?: string | null | undefined;
  phone?: string | null | undefined;
  reason: string;
}

/** Enters a move and its first step. */
async function start(
  ctx: PeopleCtx,
  em: Em,
  person: PersonRow,
  given: Details,
  ends: Pick<MoveRow, 'direction' | 'state' | 'from_unit' | 'to_unit' | 'from_division'>,
): Promise<string> {
  const { keyring, clock, claims } = ctx;
  const id = newId();
  await voidStaleMove(em, ctx, person);
  const contact = given.contact ? checkedName('input.contact', given.contact) : null;
  const at = clock.now();
  const reason = readWords(given.reason, 'input.reason');
  const row: NewMoveRow = {
    id,
    person_id: person.id,
    ...ends,
    to_division: given.toDivision,
    address_sealed: sealOrNull(keyring, checkedAddress(given.address), MOVE_SEALED.address),
    contact_sealed: sealOrNull(keyring, contact, MOVE_SEALED.contact),
    phone_sealed: sealOrNull(keyring, checkedPhone('input.phone', given.phone), MOVE_SEALED.phone),
    reason_sealed: keyring.seal(reason, MOVE_SEALED.reason),
    started_at: at.toISOString(),
    answer_by: await answerBy(ctx, em, given.toDivision),
    exchange_at: ends.direction === 'abroad' ? clock.instant().toISOString() : null,
  };
  await orUnderWay(insertMove(em, row));
  await addSteps(em, keyring, [
    { caseId: id, number: 1, at, action: 'start', from: null, to: row.state, actor: claims, reason },
  ]);
  return id;
}

/** The caller's unit. @throws FORBIDDEN for disease control and for an account without unit */
function ownUnit(ctx: PeopleCtx, operation: string): Extract<Desk, { kind: 'unit' }> {
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  if (desk.kind !== 'unit') throw forbidden();
  return desk;
}

/**
 * Mutation.startMoveOut.
 * @throws NOT_FOUND outside the reach; FORBIDDEN when another unit manages the file; BAD_INPUT by field; CONFLICT wrong_state for a closed
 *   file, duplicate when a move of it is under way; UNAVAILABLE when there is no way to other provinces
 */
export async function startMoveOut(ctx: PeopleCtx, commandId: string, input: MoveOutInput): Promise<FileMove> {
  const operation = 'Mutation.startMoveOut';
  const desk = ownUnit(ctx, operation);
  const id = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const reach = { kind: 'area', divisions: ctx.claims.divisions } as const;
    const person = isUuid(input.personId)
      ? await lockPerson(em, input.personId, singleReach(reach, ctx.claims))
      : undefined;
    if (!person) throw notFound();
    if (person.managing_org_id !== desk.unit) throw forbidden();
    if (isClosed(person)) throw new MiaobenError('CONFLICT', { field: 'input.personId', reason: 'wrong_state' });
    const own = await managingUnit(em, desk.unit);
    const home = own?.division_code ?? person.residence;
    const isAbroad = /^\d{2}$/.test(input.toDivision);
    if (isAbroad && !isProvincePrefix(input.toDivision)) throw badInput('input.toDivision', 'unknown_code');
    if (isAbroad && home.startsWith(input.toDivision)) throw badInput('input.toDivision', 'out_of_range');
    // Nobody would ever hear of it.
    if (isAbroad && ctx.config.provincesUrl === '') throw new MiaobenError('UNAVAILABLE');
    if (!isAbroad && !(await isTownship(em, ctx, input.toDivision))) throw badInput('input.toDivision', 'unknown_code');
    const unit =
      isAbroad || !input.toUnit
        ? null
        : await receivingClinic(em, 'input.toUnit', input.toUnit, ctx.clock.today(), caughtUp);
    if (unit?.id === desk.unit) throw badInput('input.toUnit', 'duplicate');
    const move = await start(ctx, em, person, input, {
      direction: isAbroad ? 'abroad' : 'out',
      state: unit ? 'waiting' : 'initiated',
      from_unit: desk.unit,
      to_unit: unit?.id ?? null,
      from_division: home,
    });
    return { outcome: move, subject: person.id, detail: { move } };
  });
  return read(ctx, id, desk);
}

/** The one file with this number and name, wherever in the province it is; undefined when the two do not agree. */
async function fileByPaper(
  ctx: PeopleCtx,
  em: Em,
  { name, number }: Pick<MoveInInput, 'name' | 'number'>,
): Promise<PersonRow | undefined> {
  const { text } = normaliseText(number);
  if (text === '') throw badInput('input.number', 'required');
  const key = nameKey(checkedName('input.name', name));
  const numbers = {
    blinds: blindsOfNumber(ctx, text),
    identity: codeOfText(ctx.keyring, text),
    barcode: barcodeIn(text, 'input.number'),
    phone: null,
  };
  const rows = await findByNumbers(em, numbers, EVERYWHERE);
  return rows.find((r) => r.name_key === key && r.registration_state !== 'cancelled');
}

/** Query.movableFile: null when there is no such person; only who has both name and number of the paper is told anything. */
export async function movableFile(ctx: PeopleCtx, paper: Pick<MoveInInput, 'name' | 'number'>) {
  const desk = ownUnit(ctx, 'Query.movableFile');
  const row = await fileByPaper(ctx, ctx.em, paper);
  await audit(ctx.em, ctx.claims, 'Query.movableFile', row?.id);
  if (!row || row.registration_state === 'dead') return null;
  const open = await openMove(ctx.em, row.id);
  return { row, isOwn: row.managing_org_id === desk.unit, isMoving: open !== undefined && !isStale(row, open) };
}

/**
 * Mutation.startMoveIn.
 * @throws NOT_FOUND when there is no such person; FORBIDDEN when the township is outside the caller's area; BAD_INPUT by field; CONFLICT
 *   wrong_state when the file is the caller's already, duplicate when a move of it is under way
 */
export async function startMoveIn(ctx: PeopleCtx, commandId: string, input: MoveInInput): Promise<FileMove> {
  const operation = 'Mutation.startMoveIn';
  const desk = ownUnit(ctx, operation);
  if (!reachesDivision({ kind: 'area', divisions: ctx.claims.divisions }, input.toDivision)) throw forbidden();
  const id = await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const found = await fileByPaper(ctx, em, input);
    const person = found && (await lockPerson(em, found.id, EVERYWHERE));
    if (!person || isClosed(person)) throw notFound();
    if (!(await isTownship(em, ctx, input.toDivision))) throw badInput('input.toDivision', 'unknown_code');
    const taker = await receivingClinic(em, 'input.toUnit', desk.unit, ctx.clock.today(), caughtUp);
    if (person.managing_org_id === taker.id)
      throw new MiaobenError('CONFLICT', { field: 'input.number', reason: 'wrong_state' });
    const holder = await managingUnit(em, person.managing_org_id);
    const move = await start(ctx, em, person, input, {
      direction: 'in',
      state: 'initiated',
      from_unit: person.managing_org_id,
      to_unit: taker.id,
      from_division: holder?.division_code ?? person.residence,
    });
    return { outcome: move, subject: person.id, detail: { move } };
  });
  return read(ctx, id, desk);
}

/** Mutation.advanceMove; see `advance` for what is thrown, and CONFLICT version. NOT_FOUND for who is no party to it. */
export async function advanceMove(ctx: PeopleCtx, commandId: string, input: AdvanceMoveInput): Promise<FileMove> {
  const operation = 'Mutation.advanceMove';
  const desk = deskOf(ctx.scopeOf(operation), ctx.claims);
  await runCommand(ctx, operation, commandId, input, async (em, { caughtUp }) => {
    const seen = isUuid(input.id) ? await findMove(em, input.id, desk) : undefined;
    const person = seen && (await lockPerson(em, seen.person_id, EVERYWHERE));
    const move = person && (await lockMove(em, input.id));
    if (!move) throw notFound();
    const parties = partiesOf(move, desk);
    if (move.version !== input.expectedVersion)
      throw new MiaobenError('CONFLICT', { reason: 'version', version: move.version });
    const unit = input.toUnit
      ? await receivingClinic(em, 'input.toUnit', input.toUnit, ctx.clock.today(), caughtUp)
      : undefined;
    if (unit && unit.id === move.from_unit) throw badInput('input.toUnit', 'duplicate');
    const events = await orUnderWay(
      advance(em, ctx, person, move, {
        action: input.action,
        parties,
        actor: ctx.claims,
        reason: input.reason,
        toUnit: unit?.id ?? null,
        answerBy: await answerBy(ctx, em, move.to_division),
      }),
    );
    return { outcome: move.id, subject: move.person_id, detail: { move: move.id, action: input.action }, events };
  });
  return read(ctx, input.id, desk);
}

/** Query.moves. The read is one audit line that names whom it showed. */
export async function readMoves(
  ctx: PeopleCtx,
  filter: MoveFilter,
  first: number,
  after: string | null | undefined,
): Promise<Page<FileMove>> {
  const desk = deskOf(ctx.scopeOf('Query.moves'), ctx.claims);
  if (filter.personId && !isUuid(filter.personId)) throw badInput('filter.personId', 'format');
  const page = pageRequest(first, after, 1);
  const rows = await listMoves(ctx.em, desk, filter, page);
  const persons = rows.slice(0, page.first).map((r) => r.person_id);
  await audit(ctx.em, ctx.claims, 'Query.moves', undefined, {
    count: persons.length,
    persons: persons.slice(0, AUDITED_IDS),
  });
  return toPage(
    rows,
    page,
    (r) => [r.id],
    (r) => toMove(r, ctx.keyring, desk),
  );
}
