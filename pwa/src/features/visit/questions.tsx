import './inquiry.css';
import type { ScreeningAnswerValue } from '../../data/generated/clinic.ts';
import { locale } from '../../i18n/locale.ts';
import { t } from '../../i18n/visit.ts';
import { Button } from '../../ui/button.tsx';
import { DateField, Segmented } from '../../ui/field.tsx';
import type { Form, Inquiry, Question } from './inquiry.ts';

const VALUES: readonly ScreeningAnswerValue[] = ['no', 'yes', 'unknown'];

export const textOf = (question: Pick<Question, 'text' | 'textEn'>): string =>
  locale.value === 'en' ? question.textEn : question.text;

/** The questions of the health inquiry, one under the other, all answered "no" by one press of the thumb. */
export function Questions({
  questions,
  inquiry,
  day,
  onChange,
}: {
  questions: readonly Question[];
  inquiry: Inquiry;
  day: string;
  onChange: (part: Partial<Inquiry>) => void;
}) {
  const { values, dates } = inquiry;
  const isAsked = ({ id }: Question) => values[id] === undefined;
  return (
    <div class="stack">
      <ol class="questions">
        {questions.map((question) => (
          <li key={question.id} class="question" data-answer={values[question.id]}>
            <span class="grow">{textOf(question)}</span>
            <Segmented
              legend={textOf(question)}
              value={values[question.id] ?? ''}
              options={VALUES.map((value) => ({ value, label: t(`ask.${value as 'no' | 'yes' | 'unknown'}`) }))}
              onChange={(value) => onChange({ values: { ...values, [question.id]: value as ScreeningAnswerValue } })}
            />
            {question.asksDate && values[question.id] === 'yes' && (
              <DateField
                label={t('ask.date')}
                value={dates[question.id] ?? ''}
                max={day}
                optional
                onInput={(date) => onChange({ dates: { ...dates, [question.id]: date } })}
              />
            )}
          </li>
        ))}
      </ol>
      {questions.some(isAsked) && (
        <Button
          icon="check"
          wide
          onClick={() =>
            onChange({
              values: { ...values, ...Object.fromEntries(questions.filter(isAsked).map(({ id }) => [id, 'no'])) },
            })
          }
        >
          {t('ask.allNo')}
        </Button>
      )}
    </div>
  );
}

/** What is no contraindication, beside the questions: nobody is sent away for it. */
export function NotContraindications({ form }: { form: Form }) {
  return (
    <details class="not-contra-box">
      <summary>{t('ask.notContra', { count: form.notContraindications.length })}</summary>
      <ul class="not-contra small">
        {form.notContraindications.map(({ code, name }) => (
          <li key={code}>{name}</li>
        ))}
      </ul>
    </details>
  );
}
