import { normaliseProse } from '@miaoben/identifiers';
import { badInput } from '@miaoben/kernel';
import { addYears, type Schedule, type VaccineCode } from '@miaoben/schedule';
import {
  adviseScreening,
  isGraver,
  questionsFor,
  type ScreeningConclusion,
  type ScreeningRule,
  type ScreeningScope,
  unanswered,
} from '@miaoben/schedule/clinic-visit';
import type { SubjectRow } from '../person/subject.repository.ts';
import type { AnswerRow, FormRow, StoredQuestion } from './screening.repository.ts';
import type { ScreeningAnswerInput } from './screening.type.ts';

const LONGEST_NOTE = 200;
const LONGEST_NAME = 50;
/** of a thermometer, degrees Celsius */
const TEMPERATURES = { min: 34, max: 43 };

const COVERS: Record<Exclude<ScreeningScope, 'all'>, (vaccine: VaccineCode) => boolean> = {
  live: (v) => v.live,
  injected_live: (v) => v.injectedLive,
  injected_live_not_bcg: (v) => v.injectedLive && v.healthRow !== 'BCG',
  pertussis: (v) => v.pertussis,
};

/** A question as the rules take it: its scope becomes the vaccines of the schedule in force. */
export function ruleOf(question: StoredQuestion, schedule: Schedule): StoredQuestion & ScreeningRule {
  const { scope } = question;
  const vaccines =
    scope === 'all' ? null : [...schedule.vaccines.values()].filter(COVERS[scope]).map(({ code }) => code);
  return { ...question, vaccines };
}

/** A note in words, or none. @throws BAD_INPUT too_long or suspicious_characters */
function readNote(raw: string | null | undefined, field: string, longest = LONGEST_NOTE): string | null {
  const { text, suspicions } = normaliseProse(raw ?? '');
  if (suspicions.length > 0) throw badInput(field, 'suspicious_characters');
  if (text.length > longest) throw badInput(field, 'too_long', { max: longest });
  return text === '' ? null : text;
}

export interface Answered {
  answers: AnswerRow[];
  advice: ScreeningConclusion;
  /** ids of the questions that speak against going on */
  because: string[];
}

/**
 * What was answered, held against the questions for the person and the vaccines.
 * @throws BAD_INPUT answers unknown_code, duplicate or required, each with the question; note too_long
 */
export function readAnswers(
  form: FormRow,
  given: readonly ScreeningAnswerInput[],
  asked: { subject: SubjectRow; day: string; vaccines: readonly string[]; schedule: Schedule },
): Answered {
  const rules = form.content.questions.map((q) => ruleOf(q, asked.schedule));
  const known = new Set(rules.map((r) => r.id));
  const seen = new Set<string>();
  const answers = given.map(({ question, value, note, date }): AnswerRow => {
    if (!known.has(question)) throw badInput('answers', 'unknown_code', { question });
    if (seen.has(question)) throw badInput('answers', 'duplicate', { question });
    seen.add(question);
    if (date != null && date > asked.day) throw badInput('answers', 'date_in_future', { question });
    return { question, value, note: readNote(note, 'answers'), date: date ?? null };
  });
  const mine = questionsFor(rules, {
    sex: asked.subject.sex,
    birthDate: asked.subject.birth_date,
    day: asked.day,
    vaccines: asked.vaccines,
  });
  const [open] = unanswered(mine, answers);
  if (open) throw badInput('answers', 'required', { question: open });
  const { conclusion, because } = adviseScreening(mine, answers);
  return { answers, advice: conclusion, because };
}

/** @throws BAD_INPUT temperature out_of_range */
export function readTemperature(told: number | null | undefined): number | null {
  if (told == null) return null;
  if (!(told >= TEMPERATURES.min && told <= TEMPERATURES.max))
    throw badInput('temperature', 'out_of_range', TEMPERATURES);
  return told;
}

/**
 * What somebody concluded. The answers advise; who goes on against them says why.
 * @throws BAD_INPUT until required or out_of_range; note required when the conclusion is milder than the advice
 */
export function readConclusion(
  told: { conclusion: ScreeningConclusion; until?: string | null; note?: string | null },
  { advice, because }: Answered,
  day: string,
): { conclusion: ScreeningConclusion; until: string | null; note: string | null } {
  const { conclusion } = told;
  const until = conclusion === 'postpone' ? (told.until ?? null) : null;
  if (conclusion === 'postpone') {
    if (until === null) throw badInput('until', 'required');
    if (until <= day || until > addYears(day, 2)) throw badInput('until', 'out_of_range');
  }
  const note = readNote(told.note, 'note');
  if (isGraver(advice, conclusion) && note === null) throw badInput('note', 'required', { advice, because });
  return { conclusion, until, note };
}

/** The name somebody signs with. @throws BAD_INPUT signedName required, too_long or suspicious_characters */
export function readSignature(raw: string): string {
  const name = readNote(raw, 'signedName', LONGEST_NAME);
  if (name === null) throw badInput('signedName', 'required');
  return name;
}
