import {
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
import { readWords } from '@miaoben/kernel/words';
import type { CertificatesCtx } from '../../loaders.ts';
import type { LicenceDefinition } from '../licence-type/definition.ts';
import { activeTypeOf, activeTypes } from '../licence-type/licence-type.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { insertRight, withdrawRight } from '../showing/right.repository.ts';
import { readPurpose } from '../showing/showing.rules.ts';
import { openService, type ServiceRow } from './public-service.repository.ts';
import {
  decideSubscription,
  endSubscription,
  insertSubscription,
  lockSubmitted,
  type SubscriptionRow,
  subscriptionById,
  subscriptionsBefore,
} from './subscription.repository.ts';
import type { ServiceSubscription } from './subscription.type.ts';

/** What a subscription gives; the administrator may withdraw the right and give one with other limits. */
const PER_MINUTE = 60;
const PER_DAY = 5_000;

async function shaper(em: Em): Promise<(row: SubscriptionRow) => ServiceSubscription> {
  const names = new Map((await activeTypes(em)).map(({ slug, name }) => [slug, name]));
  return (row) => ({
    id: row.id,
    type: row.slug,
    typeName: names.get(row.slug) ?? row.slug,
    accountId: row.account_id,
    organisation: { id: row.organisation_id },
    purpose: row.purpose,
    state: row.state,
    submittedAt: new Date(row.submitted_at),
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    reason: row.reason,
    endedAt: row.ended_at === null ? null : new Date(row.ended_at),
  });
}

async function written(ctx: CertificatesCtx, id: string): Promise<ServiceSubscription> {
  const row = await subscriptionById(ctx.em, id);
  if (!row) throw notFound();
  return (await shaper(ctx.em))(row);
}

/** Subscriptions, newest first. @param account of one partner only */
export async function listSubscriptions(
  ctx: CertificatesCtx,
  account: string | null,
  first: number,
  after: string | null,
): Promise<Page<ServiceSubscription>> {
  const page = pageRequest(first, after, 1);
  const rows = await subscriptionsBefore(
    ctx.em,
    account,
    page.key === undefined ? null : String(page.key[0]),
    page.limit,
  );
  const shape = await shaper(ctx.em);
  return toPage(rows, page, (row) => [row.id], shape);
}

/**
 * Mutation.subscribeToService: a partner asks for a service of the catalogue. Who it is was checked with its token: the account must stand
 * for an organisation that is known and works.
 * @throws FORBIDDEN without one; NOT_FOUND no such service; BAD_INPUT purpose; CONFLICT duplicate
 */
export async function subscribe(
  ctx: CertificatesCtx,
  commandId: string,
  slug: string,
  rawPurpose: string,
): Promise<ServiceSubscription> {
  const { account, organisation: id } = ctx.claims;
  const organisation = id ? await organisationOf(ctx.em, id) : undefined;
  if (!organisation || (organisation.closed_on !== null && organisation.closed_on <= ctx.clock.today()))
    throw forbidden();
  if (!(await openService(ctx.em, slug))) throw notFound();
  const purpose = readPurpose(rawPurpose);
  const input = { slug, purpose };
  const made = await runCommand(ctx, 'Mutation.subscribeToService', commandId, input, async (em) => {
    const row = { id: newId(), slug, account_id: account, organisation_id: organisation.id, purpose };
    if (!(await insertSubscription(em, row, ctx.clock.now())))
      throw new MiaobenError('CONFLICT', { field: 'type', reason: 'duplicate' });
    return { outcome: row.id, subject: row.id, detail: input };
  });
  return written(ctx, made);
}

/** What a subscriber sees: what anybody is told, and so no personal field. */
const fieldsOf = (service: ServiceRow, { core }: LicenceDefinition): string[] => [
  ...new Set(
    [core.number, core.issuerName, core.validFrom, core.validTo, ...service.fields].filter((key) => key !== undefined),
  ),
];

/**
 * Mutation.decideServiceSubscription: approved, the partner may have licences of the type shown for its purpose from now on.
 * @throws NOT_FOUND; BAD_INPUT reason (required with a refusal); CONFLICT already_decided, duplicate (the partner has a right for the type)
 */
export async function decide(
  ctx: CertificatesCtx,
  commandId: string,
  input: { id: string; isApproved: boolean; reason: string | null },
): Promise<ServiceSubscription> {
  const { id, isApproved } = input;
  const known = isUuid(id) ? await subscriptionById(ctx.em, id) : undefined;
  if (!known) throw notFound();
  const reason = isApproved ? null : readWords(input.reason ?? '', 'reason');
  await runCommand(ctx, 'Mutation.decideServiceSubscription', commandId, { id, isApproved, reason }, async (em) => {
    const row = await lockSubmitted(em, id);
    if (!row) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    const at = ctx.clock.now();
    const rightId = isApproved ? await giveRight(ctx, em, row, at) : null;
    const state = isApproved ? 'approved' : 'refused';
    await decideSubscription(em, id, { state, by: ctx.claims.account, at, reason, rightId });
    return { outcome: true, subject: id, detail: { state, type: row.slug, account: row.account_id } };
  });
  return written(ctx, id);
}

/**
 * Mutation.endServiceSubscription: stops a subscription and the right it gave; a partner its own, the security administrator any.
 * @throws NOT_FOUND; BAD_INPUT reason; CONFLICT wrong_state (not approved, or ended before)
 */
export async function end(
  ctx: CertificatesCtx,
  commandId: string,
  id: string,
  rawReason: string,
): Promise<ServiceSubscription> {
  const operation = 'Mutation.endServiceSubscription';
  const account = ctx.scopeOf(operation) === 'all' ? null : ctx.claims.account;
  const reason = readWords(rawReason, 'reason');
  const known = isUuid(id) ? await subscriptionById(ctx.em, id) : undefined;
  if (!known || (account !== null && known.account_id !== account)) throw notFound();
  await runCommand(ctx, operation, commandId, { id, reason }, async (em) => {
    const at = ctx.clock.now();
    const ended = await endSubscription(em, id, account, { by: ctx.claims.account, at, reason });
    if (!ended) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });
    // A right that was withdrawn by itself before stays as it was.
    if (ended.right_id) await withdrawRight(em, ended.right_id, ctx.claims.account, reason, at);
    return { outcome: true, subject: id, detail: { type: ended.slug, account: ended.account_id } };
  });
  return written(ctx, id);
}

async function giveRight(ctx: CertificatesCtx, em: Em, row: SubscriptionRow, at: Date): Promise<string> {
  const service = await openService(em, row.slug);
  const type = service && (await activeTypeOf(em, row.slug));
  if (!service || !type) throw notFound();
  const right = {
    id: newId(),
    type_code: type.code,
    organisation_id: null,
    account_id: row.account_id,
    purposes: [row.purpose],
    fields: fieldsOf(service, type.definition),
    per_minute: PER_MINUTE,
    per_day: PER_DAY,
    service: row.slug,
    result_format: null,
    granted_at: at,
    granted_by: ctx.claims.account,
  };
  if (!(await insertRight(em, right))) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'duplicate' });
  return right.id;
}
