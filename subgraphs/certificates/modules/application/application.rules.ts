import { nameKey } from '@miaoben/identifiers';

/** submitted → approved | refused | withdrawn; none of the three is taken back. */
export type ApplicationStateName = 'submitted' | 'approved' | 'refused' | 'withdrawn';
export type ApplicationAction = 'approve' | 'refuse' | 'withdraw';

const EDGES: Record<ApplicationAction, { from: ApplicationStateName; to: ApplicationStateName }> = {
  approve: { from: 'submitted', to: 'approved' },
  refuse: { from: 'submitted', to: 'refused' },
  withdraw: { from: 'submitted', to: 'withdrawn' },
};

/** The state an action leads to; null where it is not allowed. */
export const after = (state: ApplicationStateName, action: ApplicationAction): ApplicationStateName | null =>
  EDGES[action].from === state ? EDGES[action].to : null;

/** What keeps an application from being approved without people. */
export const FINDINGS = [
  'name_differs',
  'document_differs',
  'self_differs',
  'not_real_name',
  'like_named_file',
  'voided_before',
] as const;
export type Finding = (typeof FINDINGS)[number];

export interface Examined {
  readonly relation: string;
  /** as the applicant wrote them; numbers in the spelling of the identifiers package */
  readonly holderName: string;
  readonly holderDocument: string;
  /** as the file has them */
  readonly fileName: string;
  readonly fileDocument: string;
  readonly applicant: { readonly realNameVerified: boolean; readonly documentNumber: string | null };
  /** another open file has the same name and birth date */
  readonly hasLikeNamedFile: boolean;
  /** the issuer voided the last certificate of the person */
  readonly wasVoided: boolean;
}

/** Everything about an application that a person should look at; empty when it is complete and clear. */
export function findingsOf(of: Examined): Finding[] {
  const found: [Finding, boolean][] = [
    ['name_differs', nameKey(of.holderName) !== nameKey(of.fileName)],
    ['document_differs', of.holderDocument !== of.fileDocument],
    ['self_differs', of.relation === 'self' && of.applicant.documentNumber !== of.fileDocument],
    ['not_real_name', !of.applicant.realNameVerified],
    ['like_named_file', of.hasLikeNamedFile],
    ['voided_before', of.wasVoided],
  ];
  return found.flatMap(([finding, holds]) => (holds ? [finding] : []));
}
