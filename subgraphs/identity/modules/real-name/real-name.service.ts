import { badInput, isUuidV7, MiaobenError, query, runCommand } from '@miaoben/kernel';
import type { IdentityCtx } from '../../loaders.ts';
import { AccountEntity } from '../account/account.entity.ts';
import { openDocument, openName } from '../account/account.sealing.ts';
import { askRealName, type RealNameAnswer } from './real-name.port.ts';
import type { RealNameCheck } from './real-name.type.ts';

const MAX_A_DAY = 10;

interface CheckRow {
  result: RealNameAnswer['result'] | null;
  provider: string | null;
  checked_at: string | null;
}

/** Writes the line of the log before asking, and what came of it after. */
async function askOnce(
  ctx: IdentityCtx,
  checkId: string,
  account: AccountEntity,
  person: { name: string; documentNumber: string },
) {
  const { em, keyring } = ctx;
  const [known] = await query<CheckRow>(
    em,
    'select result, provider, checked_at from real_name_check where id = $1 and account_id = $2',
    [checkId, account.id],
  );
  if (known?.result) return known;
  const [today] = await query<{ checks: number }>(
    em,
    `select count(*)::int as checks from real_name_check where account_id = $1 and asked_at > now() - interval '1 day'`,
    [account.id],
  );
  if ((today?.checks ?? 0) >= MAX_A_DAY) throw new MiaobenError('RATE_LIMITED', { retryAfter: 86_400 });
  await query(
    em,
    `insert into real_name_check (id, account_id, asked_at, request_sealed) values ($1, $2, $3, $4)
     on conflict (id) do nothing`,
    [checkId, account.id, new Date(), keyring.seal(JSON.stringify(person), 'real_name_check.request')],
  );
  const answer = await askRealName(ctx.config, person);
  const [row] = await query<CheckRow>(
    em,
    `update real_name_check set result = $3, provider = $4, failure = $5, checked_at = $6
     where id = $1 and account_id = $2 returning result, provider, checked_at`,
    'failure' in answer
      ? [checkId, account.id, null, null, answer.failure, new Date()]
      : [checkId, account.id, answer.result, answer.provider, null, new Date()],
  );
  if ('failure' in answer) throw new MiaobenError('UNAVAILABLE', { part: 'real_name' });
  return row;
}

/**
 * Has the guardian's name and document checked by the real-name service. The service is asked before the transaction of
 * the command: its slowness holds no connection, and a repeated command does not ask again.
 * @throws BAD_INPUT for an account without document · RATE_LIMITED after ten checks a day · UNAVAILABLE · COMMAND_REUSED
 */
export async function verifyRealName(ctx: IdentityCtx, commandId: string): Promise<RealNameCheck> {
  if (!isUuidV7(commandId)) throw badInput('commandId', 'format');
  const account = await ctx.em.findOne(AccountEntity, { id: ctx.claims.account });
  if (!account) throw new MiaobenError('UNAUTHENTICATED');
  if (!account.documentSealed) throw badInput('documentNumber', 'required');
  const person = {
    name: openName(ctx.keyring, account.nameSealed),
    documentNumber: openDocument(ctx.keyring, account.documentSealed),
  };
  const check = await askOnce(ctx, commandId, account, person);
  return runCommand(ctx, 'Mutation.verifyRealName', commandId, {}, async (em) => {
    // The id is taken by a check of another account: the service was asked, but nothing could be written down for this one.
    if (!check?.result || !check.checked_at) throw new MiaobenError('COMMAND_REUSED', { field: 'commandId' });
    if (check.result === 'passed') await em.nativeUpdate(AccountEntity, { id: account.id }, { realNameVerified: true });
    return {
      outcome: { result: check.result, checkedAt: check.checked_at, provider: check.provider ?? '' },
      subject: account.id,
      detail: { result: check.result },
    };
  });
}
