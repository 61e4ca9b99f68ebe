import type { Table } from '@miaoben/kernel/transitions';
import type { AefiClass, AefiState } from '../aefi/aefi.codes.ts';

export const CLAIM_STATES = ['applied', 'accepted', 'approved', 'refused', 'withdrawn'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];
export const CLAIM_ACTIONS = ['accept', 'approve', 'refuse', 'withdraw'] as const;
export type ClaimAction = (typeof CLAIM_ACTIONS)[number];
/** `applicant`: the guardian who applied; `province`: disease control of the province, whose matter it is (J-22). */
export type ClaimParty = 'applicant' | 'province';

/** 申请 → 受理 → 同意或不同意; the family may take it back until it is decided, and apply anew after a refusal. */
export const CLAIM_TABLE: Table<ClaimState, ClaimAction, ClaimParty> = [
  { from: 'applied', action: 'accept', by: ['province'], to: 'accepted' },
  { from: 'applied', action: 'refuse', by: ['province'], to: 'refused', needsReason: true },
  { from: 'applied', action: 'withdraw', by: ['applicant'], to: 'withdrawn' },
  { from: 'accepted', action: 'approve', by: ['province'], to: 'approved', needsReason: true },
  { from: 'accepted', action: 'refuse', by: ['province'], to: 'refused', needsReason: true },
  { from: 'accepted', action: 'withdraw', by: ['applicant'], to: 'withdrawn' },
];

/** An application rests on a conclusion: there must be one. */
export const mayApply = (state: AefiState): boolean => state === 'classified' || state === 'closed';

/** Vaccine Administration Law art. 56: compensation for an abnormal reaction, or what cannot be excluded to be one. */
export const isCompensable = (cause: AefiClass | null): boolean =>
  cause === 'abnormal_reaction' || cause === 'unknown_cause';
