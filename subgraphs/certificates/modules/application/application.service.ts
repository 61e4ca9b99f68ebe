import { DOCUMENT_TYPES, parseDocument, parseName, parsePhone } from '@miaoben/identifiers';
import { audit, badInput, forbidden, isUuid, MiaobenError, publish, runCommand } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { reachOf } from '../../scope.ts';
import { assess } from '../assessment/assessment.client.ts';
import { subjectOf } from '../certificate/certificate.issue.ts';
import { requireOpenIssuer } from '../certificate/certificate.issuer.ts';
import { currentCertificates, latestCertificates } from '../certificate/certificate.repository.ts';
import { reachableHolder } from '../holder/holder.reach.ts';
import { CLOSED_STATES, type HolderRow, lockHolders } from '../holder/holder.repository.ts';
import { organisationOf } from '../organisation/organisation.repository.ts';
import { allSettings } from '../setting/setting.repository.ts';
import { settingAt } from '../setting/setting.rules.ts';
import { publishRevocations } from '../trust/trust.service.ts';
import { applicationChanged } from './application.event.ts';
import { AUTOMATIC, approve, submit } from './application.grant.ts';
import {
  applicationsOfAccount,
  decide,
  findApplications,
  hasLikeNamedFile,
  lockApplicant,
} from './application.repository.ts';
import { after, findingsOf } from './application.rules.ts';
import { shapeApplication } from './application.shape.ts';
import type { Application, ApplicationInput } from './application.type.ts';

const ISSUER_KINDS = ['clinic', 'cdc', 'issuer'];
const ALL = { kind: 'all' } as const;

interface Applicant {
  name: string;
  phone: string;
  documentNumber: string;
  realNameVerified: boolean;
}

/** The applicant as identity verified them. @throws UNAVAILABLE */
async function applicantOf(ctx: CertificatesCtx): Promise<Applicant> {
  const { guardianIdentity } = await ctx.peers.graph<{ guardianIdentity: Applicant }>(
    'identity',
    'application',
    `query Applicant($accountId: ID!) { guardianIdentity(accountId: $accountId) {
       name phone documentNumber realNameVerified } }`,
    { accountId: ctx.claims.account },
  );
  return guardianIdentity;
}

/** What the applicant typed, in the one spelling. @throws BAD_INPUT naming the field */
function readInput(input: ApplicationInput) {
  const name = parseName(input.holderName);
  if (!name.ok) throw badInput('input.holderName', input.holderName.trim() === '' ? 'required' : 'format');
  if (input.holderDocumentNumber.trim() === '') throw badInput('input.holderDocumentNumber', 'required');
  const numbers = DOCUMENT_TYPES.flatMap((type) => {
    const parsed = parseDocument(type, input.holderDocumentNumber);
    return parsed.ok ? [parsed.value.number] : [];
  });
  if (numbers.length === 0) throw badInput('input.holderDocumentNumber', 'format');
  const phone = input.contactPhone?.trim() ? parsePhone(input.contactPhone) : null;
  if (phone && !phone.ok) throw badInput('input.contactPhone', 'format');
  return { holderName: name.value, numbers, contactPhone: phone?.ok ? phone.value.number : null };
}

/** A body that issues in the holder's county. @throws BAD_INPUT input.issuerId unknown_code; as `requireOpenIssuer` */
async function issuerOf(ctx: CertificatesCtx, issuerId: string | null | undefined, holder: HolderRow): Promise<string> {
  const today = ctx.clock.today();
  if (!issuerId || issuerId === holder.managing_org_id) {
    await requireOpenIssuer(ctx.em, holder.managing_org_id, today, 'input.issuerId');
    return holder.managing_org_id;
  }
  const issuer = isUuid(issuerId) ? await organisationOf(ctx.em, issuerId) : undefined;
  const county = holder.division.slice(0, 6);
  if (!issuer || !ISSUER_KINDS.includes(issuer.kind) || !issuer.division.startsWith(county))
    throw badInput('input.issuerId', 'unknown_code');
  await requireOpenIssuer(ctx.em, issuer.id, today, 'input.issuerId');
  return issuer.id;
}

/** Mutation.applyForCertificate: reviewed at once where the setting and the facts allow it, else by people. */
export async function apply(ctx: CertificatesCtx, commandId: string, input: ApplicationInput): Promise<Application> {
  const operation = 'Mutation.applyForCertificate';
  const typed = readInput(input);
  const { personId } = input;
  const reachable = await reachableHolder(ctx, operation, personId);
  const id = await runCommand(ctx, operation, commandId, input, async (em) => {
    const { name: fileName, documentNumber: fileDocument } = subjectOf(reachable, ctx);
    const applicant = await applicantOf(ctx);
    const issuerId = await issuerOf(ctx, input.issuerId, reachable);
    const [last] = await latestCertificates(em, [personId], ALL);
    const holderDocument = typed.numbers.find((n) => n === fileDocument) ?? typed.numbers[0] ?? '';
    const findings = findingsOf({
      relation: input.relation,
      holderName: typed.holderName,
      holderDocument,
      fileName,
      fileDocument,
      applicant,
      hasLikeNamedFile: await hasLikeNamedFile(em, personId, reachable.name_blind, CLOSED_STATES),
      wasVoided: last?.revoked_reason === 'issuer',
    });
    const setting = settingAt(await allSettings(em), reachable.division);
    const isClear = setting.review === 'automatic' && findings.length === 0;
    // Before the first lock: a transaction that has one holds back the events of every subgraph on this server.
    const assessment = isClear
      ? (await assess(ctx, 'certificate', [personId], ctx.clock.today())).get(personId)
      : undefined;
    if (isClear && !assessment) throw new MiaobenError('UNAVAILABLE', { part: 'vaccines' });
    await lockApplicant(em, ctx.claims.account);
    const [holder] = await lockHolders(em, [personId]);
    if (!holder) throw forbidden();
    if ((await currentCertificates(em, [personId], ctx.clock.instant())).length > 0)
      throw new MiaobenError('CONFLICT', { field: 'input.personId', reason: 'duplicate', part: 'certificate' });
    const row = await submit(
      em,
      ctx,
      {
        holder,
        relation: input.relation,
        issuerId,
        content: {
          holderName: typed.holderName,
          holderDocument,
          applicantName: applicant.name,
          applicantDocument: applicant.documentNumber,
          contactPhone: typed.contactPhone ?? applicant.phone,
        },
        findings,
      },
      setting,
    );
    if (assessment) {
      const changed = new Set<string>();
      await approve(em, ctx, row, holder, assessment, AUTOMATIC, changed);
      await publishRevocations(em, ctx, changed);
    } else {
      await publish(em, [applicationChanged(row)]);
    }
    return { outcome: row.id, subject: row.id, detail: { review: assessment ? 'automatic' : 'manual', findings } };
  });
  return written(ctx, id);
}

async function written(ctx: CertificatesCtx, id: string): Promise<Application> {
  const [row] = await findApplications(ctx.em, [id], ALL);
  if (!row) throw new MiaobenError('NOT_FOUND');
  return shapeApplication(ctx, row);
}

/** Mutation.withdrawApplication: by the account that made it, while nobody has decided. */
export async function withdraw(ctx: CertificatesCtx, commandId: string, id: string): Promise<Application> {
  const operation = 'Mutation.withdrawApplication';
  const { account } = ctx.claims;
  const reach = reachOf(ctx.scopeOf(operation), ctx.claims);
  const [known] = isUuid(id) ? await findApplications(ctx.em, [id], reach) : [];
  if (known?.account_id !== account) throw forbidden();
  await runCommand(ctx, operation, commandId, { id }, async (em) => {
    const [row] = await findApplications(em, [id], reach, true);
    const state = row && after(row.state, 'withdraw');
    if (state !== 'withdrawn') throw new MiaobenError('CONFLICT', { field: 'id', reason: 'already_decided' });
    const at = ctx.clock.instant();
    const decided = await decide(em, id, { state, at, by: account, how: 'manual', reason: null, certificateId: null });
    return { outcome: id, subject: id, events: decided ? [applicationChanged(decided)] : [] };
  });
  return written(ctx, id);
}

/** Query.myApplications. */
export async function readMyApplications(ctx: CertificatesCtx): Promise<Application[]> {
  const rows = await applicationsOfAccount(ctx.em, ctx.claims.account);
  if (rows.length > 0) await audit(ctx.em, ctx.claims, 'Query.myApplications', undefined, { rows: rows.length });
  return rows.map((row) => shapeApplication(ctx, row));
}
