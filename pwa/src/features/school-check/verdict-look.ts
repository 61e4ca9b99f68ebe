import type { RowVerdict } from '../../data/generated/school.ts';
import { formatDate } from '../../i18n/format.ts';
import { locale } from '../../i18n/locale.ts';
import { problemText } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/school.ts';
import { seriesTitle } from '../../i18n/series.ts';
import texts from '../../i18n/zh-CN/school.ts';
import type { Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import type { Pupil } from './roster.ts';

/** Colour and shape of a verdict. Postponed and not yet due look alike: a school learns of no contraindication. */
export const VERDICT_LOOK: Readonly<Record<RowVerdict, { tone: Tone; icon: IconName }>> = {
  complete: { tone: 'good', icon: 'check' },
  missing_doses: { tone: 'warn', icon: 'alert' },
  no_file: { tone: 'info', icon: 'question' },
  postponed: { tone: 'neutral', icon: 'dash' },
  not_yet_due: { tone: 'neutral', icon: 'dash' },
  candidate: { tone: 'info', icon: 'people' },
  to_mend: { tone: 'bad', icon: 'cross' },
};

type Missing = Pupil['missing'][number];

/** e.g. 麻腮风疫苗第 2 剂. */
export const doseText = ({ series, seriesName: chinese, dose }: Missing): string =>
  t('missing.dose', { series: locale.value === 'en' ? seriesTitle(series) : chinese, dose });

/** From when the dose may be given, seen from the day of the check. */
export const earliestText = ({ earliest }: Missing, checkDate: string): string =>
  earliest && earliest > checkDate ? t('missing.from', { date: formatDate(earliest) }) : t('missing.now');

type Finding = Pupil['findings'][number];

/** What is wrong with a cell, in words. The server's sentence is Chinese and knows more; other languages have the code's. */
export const findingText = ({ column, code, message, suggestion }: Finding): string => {
  const sentence = locale.value === 'zh-CN' ? message : problemText({ code: 'BAD_INPUT', reason: code as FindingCode });
  const key = `rosterColumn.${column}`;
  const text = isColumn(key) ? t('finding.at', { column: t(key), text: sentence }) : sentence;
  return suggestion ? `${text} ${t('finding.suggestion', { text: suggestion })}` : text;
};
type ColumnKey = Extract<keyof typeof texts, `rosterColumn.${string}`>;
const isColumn = (key: string): key is ColumnKey => key in texts;
type FindingCode = NonNullable<Parameters<typeof problemText>[0]['reason']>;

/** The sentence of a verdict that needs no list. */
export function verdictSentence(verdict: RowVerdict): string | null {
  if (verdict === 'complete') return t('detail.complete');
  if (verdict === 'no_file') return t('detail.no_file');
  if (verdict === 'candidate') return t('detail.candidate');
  return verdict === 'postponed' || verdict === 'not_yet_due' ? t('detail.notNow') : null;
}
