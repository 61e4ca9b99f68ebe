import data from './screening-questions.json' with { type: 'json' };

/** One version of the health inquiry before a dose (健康询问与禁忌核查), as the vaccines subgraph reads it. */
export interface ScreeningFormSeed {
  readonly version: string;
  readonly effectiveFrom: string;
  readonly note: string;
  readonly questions: readonly unknown[];
}

/** All versions; answers stay tied to the one they were given to. */
export const screeningForms = (): readonly ScreeningFormSeed[] => data;
