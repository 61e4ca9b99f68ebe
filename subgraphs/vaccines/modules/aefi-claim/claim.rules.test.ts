import { actionsOf, edgeOf } from '@miaoben/kernel/transitions';
import { expect, it } from 'vitest';
import { AEFI_CLASSES, AEFI_STATES } from '../aefi/aefi.codes.ts';
import { CLAIM_ACTIONS, CLAIM_STATES, CLAIM_TABLE, type ClaimParty, isCompensable, mayApply } from './claim.rules.ts';

it('J-22 takes each edge of the table and no other, for each party', () => {
  const allowed = new Set([
    'applied accept province accepted',
    'applied refuse province refused',
    'applied withdraw applicant withdrawn',
    'accepted approve province approved',
    'accepted refuse province refused',
    'accepted withdraw applicant withdrawn',
  ]);
  const seen = new Set<string>();
  for (const from of CLAIM_STATES)
    for (const action of CLAIM_ACTIONS)
      for (const party of ['applicant', 'province'] satisfies ClaimParty[]) {
        const edge = edgeOf(CLAIM_TABLE, from, action, [party]);
        expect(actionsOf(CLAIM_TABLE, from, [party]).includes(action)).toBe(typeof edge === 'object');
        if (typeof edge === 'object') seen.add(`${from} ${action} ${party} ${edge.to}`);
      }
  expect(seen).toEqual(allowed);
});

it('J-22 rests on a conclusion, and is granted for what the vaccine caused or may have caused', () => {
  expect(AEFI_STATES.filter(mayApply)).toEqual(['classified', 'closed']);
  expect(AEFI_CLASSES.filter(isCompensable)).toEqual(['abnormal_reaction', 'unknown_cause']);
});
