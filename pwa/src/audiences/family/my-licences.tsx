import { MyLicences } from '../../data/generated/family.ts';
import { useData } from '../../data/use-data.ts';
import { StateBadge } from '../../features/licence/licence-state.tsx';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/holding.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, Skeleton } from '../../ui/feedback.tsx';
import { type OwnLicence, standingOf } from './own-licence-look.ts';

/** The licences of the reader's own document number (J-55), whole: each opens without a network once this was seen. */
export function OwnLicences() {
  const { data, problem, isLoading, takenAt, refresh } = useData(MyLicences, {}, { keep: true });
  return (
    <section class="stack">
      <div class="row-between">
        <h2>{t('licences.title')}</h2>
        <DataAge takenAt={takenAt} />
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={4} />}
      {data?.myLicences.length === 0 && <p class="muted">{t('licences.hint')}</p>}
      <ul class="holdings">
        {data?.myLicences.map((licence) => (
          <LicenceCard key={licence.id} licence={licence} />
        ))}
      </ul>
    </section>
  );
}

function LicenceCard({ licence }: { licence: OwnLicence }) {
  const [standing] = standingOf(licence, todayInChina());
  return (
    <li class="card holding" data-standing={standing}>
      <div class="row-between">
        <h3>{licence.typeName}</h3>
        <StandingBadge licence={licence} />
      </div>
      <p class="muted small number">{t('holdings.number', { number: licence.number })}</p>
      <p class="muted small">
        <span class="number">
          {licence.validTo ? t('licences.until', { date: formatDate(licence.validTo) }) : t('licences.forever')}
        </span>{' '}
        · {licence.issuerName}
      </p>
      <div class="row">
        <ButtonLink icon="certificate" href={`#/licence/${encodeURIComponent(licence.id)}`}>
          {t('licences.open')}
        </ButtonLink>
      </div>
    </li>
  );
}

/** Each standing has words and a shape of its own. */
export function StandingBadge({ licence }: { licence: OwnLicence }) {
  const [standing, days] = standingOf(licence, todayInChina());
  if (standing !== 'expiring') return <StateBadge state={standing} />;
  return (
    <Badge tone="warn" icon="clock">
      {t('holdings.expiresSoon', { days: days ?? 0 })}
    </Badge>
  );
}
