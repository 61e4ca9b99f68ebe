import data from './licence-types.json' with { type: 'json' };

/** One type of licence (证照类型) with its first definition, as the certificates subgraph reads it. */
export interface LicenceTypeSeed {
  /** 21 characters: unified credit code of the defining body and three digits (GB/T 36904-2018) */
  readonly code: string;
  readonly slug: string;
  readonly definition: unknown;
}

/** The vaccination certificate and the 11 licence types of J-26 to J-36. */
export const licenceTypes = (): readonly LicenceTypeSeed[] => data;
