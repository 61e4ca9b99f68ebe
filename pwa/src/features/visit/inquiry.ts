import { addDays } from '@miaoben/schedule';
import {
  adviseScreening,
  isGraver,
  questionsFor,
  type ScreeningConclusion,
  unanswered,
} from '@miaoben/schedule/clinic-visit';
import type { ClinicCodesQuery, ScreeningAnswerInput, ScreeningAnswerValue, Sex } from '../../data/generated/clinic.ts';

export type Form = ClinicCodesQuery['screeningForm'];
export type Question = Form['questions'][number];

/** What the inquiry holds while somebody fills it in. */
export interface Inquiry {
  values: Readonly<Record<string, ScreeningAnswerValue>>;
  dates: Readonly<Record<string, string>>;
  temperature: string;
  conclusion: ScreeningConclusion | '';
  until: string;
  note: string;
}

export const emptyInquiry: Inquiry = { values: {}, dates: {}, temperature: '', conclusion: '', until: '', note: '' };

/** The questions for a person and the vaccines meant to be given. */
export const questionsOf = (
  form: Form,
  asked: { sex: Sex; birthDate: string; day: string; vaccines: readonly string[] },
): Question[] => questionsFor(form.questions.map(asRule), asked);

// The server's rule knows no `go`: what is answered yes always says something.
type Rule = Question & { onYes: Exclude<ScreeningConclusion, 'go'> };
const asRule = (question: Question): Rule => question as Rule;

export const answersOf = (questions: readonly Question[], { values, dates }: Inquiry): ScreeningAnswerInput[] =>
  questions.flatMap(({ id, asksDate }) => {
    const value = values[id];
    if (value === undefined) return [];
    return [{ question: id, value, ...(asksDate && value === 'yes' && dates[id] && { date: dates[id] }) }];
  });

export interface Advice {
  conclusion: ScreeningConclusion;
  /** the questions that speak against going on */
  because: Question[];
  /** how many have no answer yet */
  open: number;
  /** the day to begin with when it is postponed */
  until: string;
}

/** What the answers come to so far. */
export function adviceOf(questions: readonly Question[], inquiry: Inquiry, day: string): Advice {
  const answers = answersOf(questions, inquiry);
  const { conclusion, because } = adviseScreening(questions.map(asRule), answers);
  const grounds = questions.filter(({ id }) => because.includes(id));
  const days = Math.max(0, ...grounds.map(({ postponeDays }) => postponeDays ?? 0));
  return {
    conclusion,
    because: grounds,
    open: unanswered(questions.map(asRule), answers).length,
    until: days > 0 ? addDays(day, days) : '',
  };
}

export type InquiryFault = 'open' | 'temperature' | 'conclusion' | 'until' | 'note';

const TEMPERATURES = { min: 34, max: 43 };

export function temperatureOf(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const value = Number(text.replace('，', '.').replace(',', '.'));
  return value >= TEMPERATURES.min && value <= TEMPERATURES.max ? value : undefined;
}

/** What is wrong with an inquiry, worst first; the server checks the same. */
export function inquiryFaults(inquiry: Inquiry, advice: Advice, day: string): InquiryFault[] {
  const faults: InquiryFault[] = [];
  if (advice.open > 0) faults.push('open');
  if (temperatureOf(inquiry.temperature) === undefined) faults.push('temperature');
  if (inquiry.conclusion === '') faults.push('conclusion');
  else {
    if (inquiry.conclusion === 'postpone' && (inquiry.until <= day || inquiry.until > addDays(day, 730)))
      faults.push('until');
    if (isGraver(advice.conclusion, inquiry.conclusion) && inquiry.note.trim() === '') faults.push('note');
  }
  return faults;
}
