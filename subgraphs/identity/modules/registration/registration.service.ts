import { badInput, type Em, MiaobenError, newId, query, runCommand } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { sealDocument, sealName, sealPhone } from '../account/account.sealing.ts';
import { hashPassword } from '../session/password.ts';
import { startSession } from '../session/session.service.ts';
import type { Session } from '../session/session.type.ts';
import { tryCode, useCode } from './phone-code.service.ts';
import type { RegisterGuardianInput } from './registration.input.ts';
import { type Applicant, readApplicant } from './registration.rules.ts';

const OPERATION = 'Mutation.registerGuardian';

async function refuseTaken(em: Em, phoneBlind: string, documentBlind: string): Promise<void> {
  const [taken] = await query<{ phone: boolean }>(
    em,
    'select phone_blind is not distinct from $1 as phone from account where phone_blind = $1 or document_blind = $2 limit 1',
    [phoneBlind, documentBlind],
  );
  if (taken) {
    throw new MiaobenError('CONFLICT', {
      field: taken.phone ? 'input.phone' : 'input.documentNumber',
      reason: 'duplicate',
    });
  }
}

async function createGuardian(ctx: IdentityCtx, em: Em, applicant: Applicant, passwordHash: string): Promise<string> {
  const phone = sealPhone(ctx.keyring, applicant.phone);
  const document = sealDocument(ctx.keyring, applicant.document.type, applicant.document.number);
  // One at a time: two registrations of one person would both find nothing taken.
  await query(em, 'select pg_advisory_xact_lock(10)');
  await refuseTaken(em, phone.phoneBlind, document.documentBlind);
  const id = newId();
  const now = new Date();
  await em.insert(AccountEntity, {
    id,
    role: 'guardian',
    state: 'normal',
    nameSealed: sealName(ctx.keyring, applicant.name),
    passwordHash,
    divisions: [],
    ...phone,
    ...document,
    realNameVerified: false,
    termsAcceptedAt: now,
    createdAt: now,
  });
  return id;
}

/**
 * Registers a guardian whose phone was proved by a code (H-28), and signs in. A replay signs in again.
 * @throws BAD_INPUT per field · CONFLICT duplicate, to who holds the phone only · COMMAND_REUSED
 */
export async function registerGuardian(
  ctx: IdentityCtx,
  commandId: string,
  input: RegisterGuardianInput,
): Promise<Session> {
  const applicant = readApplicant(input, ctx.clock.today());
  const verdict = await tryCode(ctx, input.codeTicket, applicant.phone, input.code);
  const passwordHash = verdict === 'right' ? await hashPassword(input.password) : '';
  // The command log keeps a keyed index of the input only: it holds a password and a document number.
  const fingerprint = ctx.keyring.blind(OPERATION, JSON.stringify(input));
  const { accountId } = await runCommand(ctx, OPERATION, commandId, fingerprint, async (em) => {
    if (verdict !== 'right') {
      throw badInput('input.code', verdict === 'wrong' ? 'phone_code_wrong' : 'phone_code_expired');
    }
    await useCode(em, input.codeTicket);
    const accountId = await createGuardian(ctx, em, applicant, passwordHash);
    return { outcome: { accountId }, subject: accountId };
  });
  return startSession(ctx, await ctx.em.findOneOrFail(AccountEntity, { id: accountId }), OPERATION);
}
