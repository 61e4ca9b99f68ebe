import { ageText } from '../../i18n/age.ts';
import { t } from '../../i18n/clinic.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { currentDay } from '../../offline/day.ts';
import { Badge } from '../../ui/feedback.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { Hit } from './search.ts';

const STATES = ['moved_out', 'lost_to_follow_up', 'nominal', 'dead', 'cancelled'] as const;

/** Name, sex, age and what tells two children of one name apart. */
export function PersonLine({ hit }: { hit: Hit }) {
  const state = STATES.find((known) => known === hit.state);
  return (
    <>
      <span class="person-line-head">
        <strong>
          <bdi>{hit.name}</bdi>
        </strong>
        <span>{common(`sex.${hit.sex}`)}</span>
        <span class="number">{ageText(hit.birthDate, currentDay())}</span>
        {state && <Badge tone="warn">{t(`person.state.${state}`)}</Badge>}
        {hit.isOwn && <Badge tone="warn">{t('person.notUploaded')}</Badge>}
      </span>
      <span class="muted small person-line-facts">
        <span class="number">{formatDate(hit.birthDate)}</span>
        {hit.guardian && <span>{t('person.guardian', { name: hit.guardian })}</span>}
        {hit.township && <span>{hit.township}</span>}
        {hit.documentNumber && <span class="mono">{hit.documentNumber}</span>}
      </span>
    </>
  );
}

/** Hits as a list of links, each a whole thumb high. */
export function HitList({ hits }: { hits: readonly Hit[] }) {
  return (
    <ul class="hits">
      {hits.map((hit) => (
        <li key={hit.id}>
          <a class="hit" href={`#/child/${hit.id}`}>
            <span class="grow stack-tight">
              <PersonLine hit={hit} />
            </span>
            <Icon name="next" size={20} />
          </a>
        </li>
      ))}
    </ul>
  );
}
