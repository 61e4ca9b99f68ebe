import './consent.css';
import type { ConsentTextsQuery } from '../../data/generated/consents.ts';
import { t } from '../../i18n/consent.ts';
import { formatDate } from '../../i18n/format.ts';
import { locale } from '../../i18n/locale.ts';

export type ConsentText = ConsentTextsQuery['consentTexts'][number];
type Content = ConsentText['content'][number];

/** The words in the language on screen. */
export const contentOf = (text: ConsentText): Content =>
  text.content.find(({ language }) => language === locale.value) ?? text.content[0]!;

const LISTS = ['contraindications', 'reactions', 'precautions'] as const;

/** The whole text, for reading aloud. */
export function spokenText(text: ConsentText): string {
  const content = contentOf(text);
  return [
    content.title,
    t('disease'),
    content.disease,
    t('effect'),
    content.effect,
    ...LISTS.flatMap((part) => [t(part), ...content[part]]),
    t('statement'),
    content.statement,
  ].join('\n');
}

/** A consent text as a guardian reads it, with its version. */
export function ConsentTextView({ text }: { text: ConsentText }) {
  const content = contentOf(text);
  return (
    <article class="consent-text stack" lang={content.language}>
      <section>
        <h3>{t('disease')}</h3>
        <p>{content.disease}</p>
      </section>
      <section>
        <h3>{t('effect')}</h3>
        <p>{content.effect}</p>
      </section>
      {LISTS.map((part) => (
        <section key={part}>
          <h3>{t(part)}</h3>
          <ul>
            {content[part].map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ))}
      <section>
        <h3>{t('statement')}</h3>
        <p>{content.statement}</p>
      </section>
      <p class="muted small number">{t('version', { version: text.version, date: formatDate(text.validFrom) })}</p>
    </article>
  );
}
