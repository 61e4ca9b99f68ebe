import './licence.css';
import type { LicenceOfQuery } from '../../data/generated/desk.ts';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { Qr } from '../../ui/qr.tsx';
import { StateBadge, validityOf } from './licence-state.tsx';

type Found = Pick<
  LicenceOfQuery['licence'],
  'typeName' | 'number' | 'identifier' | 'state' | 'validFrom' | 'validTo' | 'face'
>;
type Shown = NonNullable<Found['face']>[number]['fields'][number];

/** The face of a licence as its definition lays it out. */
export function Face({ licence }: { licence: Found }) {
  const groups = licence.face ?? [];
  const photo = groups.flatMap(({ fields }) => fields).find(({ type, value }) => type === 'image' && value !== '');
  return (
    <article class="card licence-face" data-state={licence.state}>
      <header class="licence-head">
        <div class="stack-tight">
          <h2>{licence.typeName}</h2>
          <p class="mono">{licence.number}</p>
          {/* Paper must not vouch for itself; that it is out of use stays on it. */}
          <div class={licence.state === 'valid' ? 'row no-print' : 'row'}>
            <StateBadge state={licence.state} />
          </div>
          <p class="number small">
            {t('licence.validity')}：{validityOf(licence)}
          </p>
        </div>
        {photo && <img class="licence-photo" src={sourceOf(photo.value)} alt={t('licence.photo')} />}
        <div class="licence-qr">
          <Qr text={licence.identifier} label={t('licence.qr')} />
        </div>
      </header>
      {groups.map(({ title, titleEn, fields }) => (
        <section key={title} class="stack-tight">
          {title && <h3>{locale.value === 'en' ? titleEn : title}</h3>}
          <dl class="licence-facts">
            {fields
              .filter(({ type }) => type !== 'image')
              .map((field) => (
                <div key={field.key} data-wide={field.items != null || undefined}>
                  <dt>{locale.value === 'en' ? field.labelEn : field.label}</dt>
                  <dd>
                    <Value field={field} />
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
      <footer class="muted small">
        {t('licence.identifier')}：<span class="mono licence-identifier">{licence.identifier}</span>
      </footer>
    </article>
  );
}

const sourceOf = (base64: string): string =>
  `data:image/${base64.startsWith('/9j/') ? 'jpeg' : 'png'};base64,${base64}`;

function Value({ field }: { field: Shown }) {
  if (field.items && field.items.length > 0) {
    return (
      <ul class="licence-items">
        {field.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    );
  }
  return field.value === '' ? <span class="muted">{t('licence.empty')}</span> : <bdi>{field.value}</bdi>;
}
