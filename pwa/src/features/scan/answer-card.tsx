import type { Answer } from '@miaoben/credential/verify';
import type { ComponentChildren } from 'preact';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/scan.ts';
import { vaccineName } from '../../i18n/vaccines.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import { lookOf } from './answer-look.ts';

const dateOf = (seconds: number): string => formatDate(todayInChina(seconds * 1000));

/** One answer, readable from an arm's length. `extra` stands beneath (a pupil's full name, a choice). */
export function AnswerCard({ answer, extra }: { answer: Answer; extra?: ComponentChildren }) {
  const look = lookOf(answer);
  return (
    <section
      class={`answer answer-${look.tone}`}
      data-answer={answer.kind}
      data-result={answer.result ?? undefined}
      aria-live="assertive"
    >
      <div class="answer-head">
        <span class="answer-shape">
          <Icon name={look.icon} size={44} />
        </span>
        <div class="grow">
          <h2 class="answer-word">{look.word}</h2>
          {answer.kind === 'genuine' && <p class="answer-genuine">{t('answer.genuine')}</p>}
        </div>
      </div>
      {answer.maskedName && (
        <p class="answer-name">
          <bdi>{answer.maskedName}</bdi>
          {answer.birthDate && (
            <span class="muted number">{t('answer.born', { date: formatDate(answer.birthDate) })}</span>
          )}
        </p>
      )}
      {extra}
      <p>{look.advice}</p>
      {answer.kind === 'genuine' && answer.missing.length > 0 && (
        <ul class="row">
          {answer.missing.map(({ vaccine, doses }) => (
            <li key={vaccine}>
              <Badge tone="warn">{t('answer.missing', { vaccine: vaccineName(vaccine), doses })}</Badge>
            </li>
          ))}
        </ul>
      )}
      <p class="small muted row">
        {answer.expiresAt !== null && <span>{t('answer.validUntil', { date: dateOf(answer.expiresAt) })}</span>}
        {answer.listDate !== null && (
          <span data-list-age={answer.listAge}>
            {t(answer.listAge === 'fresh' ? 'answer.listDate' : 'answer.listDateOld', {
              date: dateOf(answer.listDate),
            })}
          </span>
        )}
      </p>
    </section>
  );
}
