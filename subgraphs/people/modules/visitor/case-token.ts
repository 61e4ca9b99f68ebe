import { badInput } from '@miaoben/kernel';
import type { PeopleCtx } from '../../loaders.ts';

/** Context under which the id of a case is kept. */
export const CASE_SEALED = 'visitor_case.case';

type Base = Pick<PeopleCtx, 'keyring' | 'claims'>;

const contextOf = ({ claims }: Base): string => `visitor.case.${claims.account}`;

/** A national case id as a client is given it: who guesses ids, or has another's list, takes nobody. */
export const sealCase = (ctx: Base, caseId: string): string => ctx.keyring.seal(caseId, contextOf(ctx));

/** @throws BAD_INPUT input.caseId no_match for what this account was not given */
export function openCase(ctx: Base, token: string): string {
  try {
    return ctx.keyring.open(token, contextOf(ctx));
  } catch {
    throw badInput('input.caseId', 'no_match');
  }
}
