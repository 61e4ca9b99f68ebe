import data from './quality-rules.json' with { type: 'json' };

/** Rules of the data check (数据核查) as they stand in the file; people reads and checks them. */
export interface QualityRulesDocument {
  readonly version: string;
  readonly source: string;
  /** [county code no longer in use, the county that took its place] */
  readonly divisionChanges: readonly (readonly string[])[];
  readonly rules: readonly unknown[];
}

export const qualityRules = (): QualityRulesDocument => data;
