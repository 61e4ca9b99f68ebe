import { addMonths } from '../dates.ts';

export const SCREENING_ANSWERS = ['no', 'yes', 'unknown'] as const;
export type ScreeningAnswerValue = (typeof SCREENING_ANSWERS)[number];

/** What the health inquiry (健康询问与禁忌核查) comes to, mildest first. */
export const SCREENING_CONCLUSIONS = ['go', 'ask_doctor', 'postpone', 'contraindicated'] as const;
export type ScreeningConclusion = (typeof SCREENING_CONCLUSIONS)[number];

/** The vaccines a question is about; `all`: any. */
export const SCREENING_SCOPES = ['all', 'live', 'injected_live', 'injected_live_not_bcg', 'pertussis'] as const;
export type ScreeningScope = (typeof SCREENING_SCOPES)[number];

/** What the rules must know of a question. */
export interface ScreeningRule {
  readonly id: string;
  /** what `yes` comes to */
  readonly onYes: Exclude<ScreeningConclusion, 'go'>;
  /** codes of the vaccines it is about; null: all */
  readonly vaccines: readonly string[] | null;
  /** asked of women and girls only */
  readonly onlyFemale: boolean;
  /** asked from this age on, in completed years */
  readonly fromYears: number | null;
}

export interface ScreeningAnswer {
  readonly question: string;
  readonly value: ScreeningAnswerValue;
}

interface Asked {
  readonly sex: 'F' | 'M' | 'U';
  readonly birthDate: string;
  readonly day: string;
  /** codes of the vaccines meant to be given; empty: not settled, so that each question counts */
  readonly vaccines: readonly string[];
}

const concerns = (rule: ScreeningRule, vaccines: readonly string[]): boolean =>
  rule.vaccines === null || vaccines.length === 0 || vaccines.some((code) => rule.vaccines?.includes(code));

/** The questions for a person and the vaccines meant to be given, in the order of the form. */
export function questionsFor<R extends ScreeningRule>(rules: readonly R[], asked: Asked): R[] {
  return rules.filter(
    (rule) =>
      concerns(rule, asked.vaccines) &&
      (!rule.onlyFemale || asked.sex !== 'M') &&
      (rule.fromYears === null || addMonths(asked.birthDate, rule.fromYears * 12) <= asked.day),
  );
}

/** What one answer comes to. Who does not know asks the doctor. */
function weigh(rule: ScreeningRule, value: ScreeningAnswerValue): ScreeningConclusion {
  if (value === 'no') return 'go';
  return value === 'yes' ? rule.onYes : 'ask_doctor';
}

export const isGraver = (a: ScreeningConclusion, b: ScreeningConclusion): boolean =>
  SCREENING_CONCLUSIONS.indexOf(a) > SCREENING_CONCLUSIONS.indexOf(b);

/** What the answers advise: the gravest of them, and the questions that speak against going on. Missing answers say nothing. */
export function adviseScreening(
  rules: readonly ScreeningRule[],
  answers: readonly ScreeningAnswer[],
): { conclusion: ScreeningConclusion; because: string[] } {
  const values = new Map(answers.map(({ question, value }) => [question, value]));
  let conclusion: ScreeningConclusion = 'go';
  const because: string[] = [];
  for (const rule of rules) {
    const value = values.get(rule.id);
    const found = value === undefined ? 'go' : weigh(rule, value);
    if (found !== 'go') because.push(rule.id);
    if (isGraver(found, conclusion)) conclusion = found;
  }
  return { conclusion, because };
}

/** Questions of the list that have no answer yet. */
export function unanswered(rules: readonly ScreeningRule[], answers: readonly ScreeningAnswer[]): string[] {
  const answered = new Set(answers.map(({ question }) => question));
  return rules.filter(({ id }) => !answered.has(id)).map(({ id }) => id);
}
