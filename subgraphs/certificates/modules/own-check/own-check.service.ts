import { randomInt } from 'node:crypto';
import { issueCode, makeIdTag } from '@miaoben/credential';
import {
  audit,
  badInput,
  type Em,
  forbidden,
  isUuid,
  MiaobenError,
  nameBlind,
  newId,
  notFound,
  pageRequest,
  runCommand,
  toPage,
} from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { assess } from '../assessment/assessment.client.ts';
import { subjectOf } from '../certificate/certificate.issue.ts';
import { expiryOf, verdictOf } from '../certificate/certificate.rules.ts';
import { findHolders, type HolderRow } from '../holder/holder.repository.ts';
import { allocatePosition } from '../trust/status.repository.ts';
import { codeSigner, secondsOf } from '../trust/trust.service.ts';
import { listAddress, reportAddress } from './own-check.files.ts';
import { ownCheckReach } from './own-check.reach.ts';
import {
  findOwnChecks,
  insertOwnCheck,
  listOwnChecks,
  type OwnCheckCriteria,
  schoolById,
  schoolsLike,
} from './own-check.repository.ts';
import { shapeOwnCheck } from './own-check.shape.ts';
import type { OwnCheck, OwnCheckFilter, OwnCheckInput, OwnCheckPage, SchoolChoice } from './own-check.type.ts';

const MAX_SCHOOLS = 20;
/** Days a day of entry may lie ahead, or behind: a child that began last month still brings a report. */
const MAX_AHEAD = 366;
const MAX_BEHIND = 31;
const DAY_MS = 86_400_000;

/** Query.findSchools: schools and kindergartens whose name holds the text; none for less than two characters. */
export async function findSchools(ctx: CertificatesCtx, text: string): Promise<SchoolChoice[]> {
  const wanted = text.trim().slice(0, 50);
  if (Array.from(wanted).length < 2) return [];
  const rows = await schoolsLike(ctx.em, wanted, MAX_SCHOOLS);
  return rows.map(({ id, name, kind, division }) => ({ id, name, kind, division }));
}

/** The child inside the caller's reach, if need be after catching up with people. @throws FORBIDDEN, the same as for nobody */
async function childOf(ctx: CertificatesCtx, operation: string, personId: string): Promise<HolderRow> {
  if (!isUuid(personId)) throw forbidden();
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  let [holder] = await findHolders(ctx.em, [personId], reach);
  if (!holder) {
    await ctx.consumer.drain('people');
    [holder] = await findHolders(ctx.em, [personId], reach);
  }
  if (!holder) throw forbidden();
  return holder;
}

/** Day and six random digits: tells nobody how many reports there are. */
const reportNumber = (today: string): string =>
  `CY${today.replaceAll('-', '')}${String(randomInt(1_000_000)).padStart(6, '0')}`;

async function signedCode(
  em: Em,
  ctx: CertificatesCtx,
  holder: HolderRow,
  verdict: ReturnType<typeof verdictOf>,
  expiresAt: number,
) {
  const { maskedName, birthDate, documentNumber } = subjectOf(holder, ctx);
  const { signer, listId } = await codeSigner(em, ctx, 'result');
  const position = await allocatePosition(em, listId);
  const { result, ruleDate, missing } = verdict;
  const code = await issueCode(
    {
      kind: 'static',
      maskedName,
      birthDate,
      result,
      ruleDate,
      idTag: makeIdTag(documentNumber),
      statusIndex: position,
      missing,
      issuedAt: secondsOf(ctx.clock),
      expiresAt,
      audience: null,
    },
    signer,
  );
  return { code, listId, position };
}

/** Mutation.runOwnCheck: judges the child for the day of entry and keeps the answer as a report with a code of its own. */
export async function runOwnCheck(ctx: CertificatesCtx, commandId: string, input: OwnCheckInput): Promise<OwnCheck> {
  const operation = 'Mutation.runOwnCheck';
  const { personId, schoolId, entryKind, checkDate } = input;
  const holder = await childOf(ctx, operation, personId);
  const today = ctx.clock.today();
  const distance = (Date.parse(checkDate) - Date.parse(today)) / DAY_MS;
  if (distance > MAX_AHEAD || distance < -MAX_BEHIND)
    throw badInput('checkDate', 'out_of_range', { min: -MAX_BEHIND, max: MAX_AHEAD });
  const school = isUuid(schoolId) ? await schoolById(ctx.em, schoolId) : undefined;
  if (!school) throw badInput('schoolId', 'no_match');
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    subjectOf(holder, ctx);
    const assessment = (await assess(ctx, 'certificate', [personId], checkDate)).get(personId);
    if (!assessment) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
    const verdict = verdictOf(assessment);
    const expiresAt = expiryOf(verdict.result, secondsOf(ctx.clock));
    const { code, listId, position } = await signedCode(em, ctx, holder, verdict, expiresAt);
    const row = {
      id: newId(),
      number: reportNumber(today),
      account_id: ctx.claims.account,
      person_id: personId,
      name_blind: holder.name_blind,
      division: holder.division,
      clinic_id: holder.managing_org_id,
      school_id: school.id,
      school_division: school.division,
      entry_kind: entryKind,
      check_date: checkDate,
      result: verdict.result,
      missing: assessment.missing,
      schedule_version: verdict.scheduleVersion,
      code: code.text,
      payload_hash: code.payloadHash,
      list_id: listId,
      position,
      created_at: ctx.clock.now().toISOString(),
      expires_at: new Date(expiresAt * 1000).toISOString(),
    };
    await insertOwnCheck(em, row);
    return { outcome: row.id, subject: row.id, detail: { result: verdict.result } };
  });
  const [row] = await findOwnChecks(ctx.em, [id], { account: ctx.claims.account });
  if (!row) throw notFound();
  return shapeOwnCheck(ctx, row);
}

/** What a filter looks for; null when it can find nothing. @throws BAD_INPUT birthDate (required with a name) */
function criteriaOf(ctx: CertificatesCtx, filter: OwnCheckFilter): OwnCheckCriteria | null {
  const { personId, schoolId, name, birthDate } = filter;
  if (name && !birthDate) throw badInput('birthDate', 'required');
  for (const id of [personId, schoolId]) if (id && !isUuid(id)) return null;
  return {
    personId: personId ?? null,
    number: filter.number?.trim().toUpperCase() || null,
    nameBlind: name && birthDate ? nameBlind(ctx.keyring, name.trim(), birthDate) : null,
    schoolId: schoolId ?? null,
    result: filter.result ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
  };
}

/** Query.ownChecks: the latest first. Each page is an audit line. */
export async function readOwnChecks(
  ctx: CertificatesCtx,
  filter: OwnCheckFilter,
  first: number,
  after: string | null,
): Promise<OwnCheckPage> {
  const operation = 'Query.ownChecks';
  const reach = await ownCheckReach(ctx, operation);
  const page = pageRequest(first, after, 1);
  const key = page.key?.[0];
  const criteria = criteriaOf(ctx, filter);
  if (criteria === null) return toPage([], page, () => [], shapeNothing);
  const before = typeof key === 'string' && isUuid(key) ? key : null;
  const rows = await listOwnChecks(ctx.em, reach, criteria, before, page.limit);
  await audit(ctx.em, ctx.claims, operation, undefined, { rows: Math.min(rows.length, first) });
  return toPage(
    rows,
    page,
    (row) => [row.id],
    (row) => shapeOwnCheck(ctx, row),
  );
}
const shapeNothing = (): OwnCheck => {
  throw new Error('an empty page has no row to shape');
};

/** Query.ownCheck: null outside the reach, the same as for an id that names none. */
export async function readOwnCheck(ctx: CertificatesCtx, id: string): Promise<OwnCheck | null> {
  const operation = 'Query.ownCheck';
  const reach = await ownCheckReach(ctx, operation);
  const [row] = isUuid(id) ? await findOwnChecks(ctx.em, [id], reach) : [];
  if (!row) return null;
  await audit(ctx.em, ctx.claims, operation, id);
  return shapeOwnCheck(ctx, row);
}

/** Query.ownCheckFileUrl: null outside the reach. */
export async function ownCheckFileUrl(ctx: CertificatesCtx, id: string): Promise<string | null> {
  const reach = await ownCheckReach(ctx, 'Query.ownCheckFileUrl');
  const [row] = isUuid(id) ? await findOwnChecks(ctx.em, [id], reach) : [];
  return row ? reportAddress(ctx, row.id) : null;
}

/** Query.ownChecksFileUrl: the list that `ownChecks` shows for the filter. @throws BAD_INPUT birthDate (required with a name), filter (format) */
export async function ownChecksFileUrl(ctx: CertificatesCtx, filter: OwnCheckFilter): Promise<string> {
  const reach = await ownCheckReach(ctx, 'Query.ownChecksFileUrl');
  const criteria = criteriaOf(ctx, filter);
  if (criteria === null) throw badInput('filter', 'format');
  return listAddress(ctx, reach, criteria);
}
