import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/clinic.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { t as death } from '../../i18n/death.ts';
import { t as file } from '../../i18n/file.ts';
import { t as blocks } from '../../i18n/file-blocks.ts';
import { formatDate } from '../../i18n/format.ts';
import { healthFactText } from '../../i18n/health.ts';
import { t as household } from '../../i18n/household.ts';
import { t as merge } from '../../i18n/merge.ts';
import { t as trace } from '../../i18n/trace.ts';
import { t as visitor } from '../../i18n/visitor.ts';
import { currentDay } from '../../offline/day.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Gaps } from '../person-file/gaps.tsx';
import type { PersonHead } from './view.ts';

/** Who the child is: what to check aloud first, the rest one tap away. */
export function PersonHeader({ person, isOwn }: { person: PersonHead; isOwn: boolean }) {
  const [guardian] = person.guardians;
  const facts: [string, string | null | undefined, boolean?][] = [
    [t('record.document'), person.documentNumber, true],
    [file('code.label'), person.identityCode, true],
    [t('record.barcode'), person.barcode, true],
    [t('record.residence'), person.residence.name],
    [t('record.clinic'), person.managingClinic.name],
    [t('record.weight'), person.birthWeightG == null ? null : t('record.grams', { grams: person.birthWeightG })],
    ...person.guardians.map((g): [string, string] => [
      t(`relation.${g.relation}`),
      g.phone ? `${g.name} ${g.phone}` : g.name,
    ]),
  ];
  return (
    <section class="card person-card">
      <div class="row">
        <strong class="number">{ageText(person.birthDate, currentDay())}</strong>
        <span>{common(`sex.${person.sex}`)}</span>
        <span class="number">{formatDate(person.birthDate)}</span>
        {guardian && <span class="muted">{t('person.guardian', { name: guardian.name })}</span>}
        {person.registrationState !== 'active' && (
          <Badge tone="warn">{t(`person.state.${person.registrationState}`)}</Badge>
        )}
        {person.visitor && <Badge>{visitor('badge', { province: person.visitor.provinceName })}</Badge>}
        {isOwn && <Badge tone="warn">{t('person.notUploaded')}</Badge>}
      </div>
      {person.conditions.length > 0 && (
        <ul class="row" aria-label={t('record.conditions')}>
          {person.conditions.map((code) => (
            <li key={code}>
              <Badge tone="bad" icon="alert">
                {healthFactText(code)}
              </Badge>
            </li>
          ))}
        </ul>
      )}
      {!isOwn && person.registrationState !== 'cancelled' && <Gaps personId={person.id} gaps={person.gaps} />}
      <details>
        <summary>{t('record.details')}</summary>
        <dl class="facts">
          {facts
            .filter(([, value]) => value)
            .map(([label, value, isCode]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd class={isCode ? 'mono' : undefined}>{value}</dd>
              </div>
            ))}
        </dl>
        {!isOwn && (
          <div class="row no-print">
            {person.registrationState !== 'cancelled' && (
              <>
                <a href={`#/child/${person.id}/edit`}>{file('edit.title')}</a>
                <a href={`#/child/${person.id}/merge`}>{merge('page.looking')}</a>
                <a href={`#/child/${person.id}/move`}>{coming('out.link')}</a>
                <a href={`#/child/${person.id}/death`}>{death('report.link')}</a>
              </>
            )}
            <a href={`#/child/${person.id}/file`}>{blocks('page.title')}</a>
            <a href={`#/child/${person.id}/trace`}>{trace('title')}</a>
            <a href={`#/child/${person.id}/family`}>{household('page.title')}</a>
            <a href={`#/child/${person.id}/state`}>{file('state.title')}</a>
            <a href={`#/child/${person.id}/history`}>{file('history.title')}</a>
          </div>
        )}
      </details>
    </section>
  );
}
