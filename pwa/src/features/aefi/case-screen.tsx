import './aefi.css';
import type { ComponentChildren } from 'preact';
import { AefiCase, type AefiCaseQuery, AefiSameLot } from '../../data/generated/aefi.ts';
import { account } from '../../data/session.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/aefi.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate, formatInstant } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { PlaceName } from '../coming/place-picker.tsx';
import { Page } from '../session/shell.tsx';
import { Acts } from './case-acts.tsx';
import { AllDoses } from './case-doses.tsx';
import { Experts } from './case-experts.tsx';
import { Files } from './case-files.tsx';
import { FollowUps, History } from './case-history.tsx';
import { deskCode, SEVERITY_TONES, STATE_TONES, symptomTexts } from './words.ts';

export type Case = AefiCaseQuery['adverseEvent'];

/** One case (个案): the card, its limits, what was done, and what may be done now; prints as the case form. */
const CaseScreen: Screen = ({ params }) => {
  const { data, problem, isLoading, refresh } = useData(AefiCase, { id: params.id ?? '' });
  const of = data?.adverseEvent;
  return (
    <Page
      title={of?.number ? t('case.title', { number: of.number }) : t('case.unnumbered')}
      back="/aefi"
      aside={
        of && (
          <Button icon="printer" onClick={() => print()}>
            {t('case.print')}
          </Button>
        )
      }
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!of && isLoading && <Skeleton lines={8} />}
      {of && <Whole of={of} onChanged={refresh} />}
    </Page>
  );
};
export default CaseScreen;

function Whole({ of, onChanged }: { of: Case; onChanged: () => void }) {
  return (
    <>
      <p class="aefi-print-head">{t('case.printTitle')}</p>
      <div class="row" data-case={of.state}>
        <Badge tone={STATE_TONES[of.state]}>{t(`state.${of.state}`)}</Badge>
        <Badge tone={SEVERITY_TONES[of.severity]}>{t(`severity.${of.severity}`)}</Badge>
        {of.isOverdue && (
          <Badge tone="bad" icon="alert">
            {t('list.overdue')}
          </Badge>
        )}
      </div>
      <Acts of={of} onChanged={onChanged} />
      <div class="aefi-columns">
        <div class="stack">
          <Card of={of} />
          <Suspects of={of} />
          <Conclusion of={of} />
        </div>
        <div class="stack">
          <Limits of={of} />
          <FollowUps of={of} onChanged={onChanged} />
          <Experts of={of} onChanged={onChanged} />
          <Files of={of} onChanged={onChanged} />
          <SameLot of={of} />
          <History of={of} />
        </div>
      </div>
    </>
  );
}

const yesNo = (is: boolean) => t(is ? 'case.yes' : 'case.no');

function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="aefi-facts">
      {of.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Card({ of }: { of: Case }) {
  const optional = (label: string, value: string | null | undefined) => (value ? [[label, value] as const] : []);
  return (
    <section class="card">
      <h2>
        <bdi>{of.personName}</bdi>
      </h2>
      <Facts
        of={[
          [t('case.person'), `${common(`sex.${of.sex}`)} ${formatDate(of.birthDate)}`],
          [t('case.sources'), t(`source.${of.source}`)],
          [t('list.unit'), of.unit.name],
          [t('field.desk'), <PlaceName key="desk" code={deskCode(of.desk)} />],
          ...(of.reportedAt ? [[t('case.reported'), formatInstant(of.reportedAt)] as const] : []),
          [t('card.onset'), formatInstant(of.onsetAt)],
          [t('card.found'), formatInstant(of.foundAt)],
          ...(of.clockAheadMinutes > 0
            ? [[t('case.clockAhead'), t('case.clockAheadBy', { minutes: of.clockAheadMinutes })] as const]
            : []),
          [
            t('card.symptoms'),
            <ul key="symptoms" class="aefi-list">
              {of.symptoms.map(({ code, isWithinWindow }) => (
                <li key={code}>
                  {isWithinWindow ? symptomTexts([code]) : t('symptom.outside', { symptom: symptomTexts([code]) })}
                </li>
              ))}
            </ul>,
          ],
          ...(of.fever === 'none' ? [] : [[t('card.fever'), t(`fever.${of.fever}`)] as const]),
          ...(of.redness === 'none' ? [] : [[t('card.redness'), t(`size.${of.redness}`)] as const]),
          ...(of.induration === 'none' ? [] : [[t('card.induration'), t(`size.${of.induration}`)] as const]),
          ...(of.majorConcern ? [[t('field.majorConcern'), yesNo(true)] as const] : []),
          [t('card.outcome'), t(`outcome.${of.outcome}`)],
          ...optional(t('card.description'), of.description),
          ...optional(t('card.diagnosis'), of.diagnosis),
          [t('card.hospitalised'), yesNo(of.hospitalised)],
          ...optional(t('card.hospital'), of.hospital),
          ...optional(t('card.treatment'), of.treatment),
        ]}
      />
    </section>
  );
}

function Suspects({ of }: { of: Case }) {
  return (
    <section class="card">
      <h2>{t('case.doses')}</h2>
      <ol class="aefi-steps">
        {of.suspects.map((dose) => (
          <li key={dose.rank}>
            <strong>{dose.vaccine.name}</strong>{' '}
            <span class="muted small">
              <span class="number">{formatDate(dose.givenOn)}</span> {dose.product?.manufacturer}{' '}
              <span class="mono">{dose.lotNumber}</span>
            </span>
          </li>
        ))}
      </ol>
      <AllDoses personId={of.person.id} suspects={of.suspects.map(({ doseId }) => doseId)} />
      {account.value?.role === 'vaccinator' && (
        <p class="no-print">
          <a href={`#/child/${of.person.id}`}>{t('case.record')}</a>
        </p>
      )}
    </section>
  );
}

function Conclusion({ of }: { of: Case }) {
  return (
    <section class="card">
      <h2>{t('case.conclusion')}</h2>
      {!of.cause && !of.findings && <p class="muted">{t('case.notClassified')}</p>}
      <Facts
        of={[
          ...(of.findings ? [[t('case.findings'), of.findings] as const] : []),
          ...(of.cause ? [[t('list.cause'), <strong key="cause">{t(`cause.${of.cause}`)}</strong>] as const] : []),
          ...(of.causeReason ? [[t('case.causeReason'), of.causeReason] as const] : []),
          ...(of.compensation ? [[t('nav.claims'), t(`claims.state.${of.compensation.state}`)] as const] : []),
        ]}
      />
    </section>
  );
}

function Limits({ of }: { of: Case }) {
  return (
    <section class="card">
      <h2>{t('case.deadlines')}</h2>
      <ul class="aefi-list">
        {of.deadlines.map(({ kind, dueAt, metAt, isLate }) => (
          <li key={kind} class="row-between">
            <span class="small">
              {metAt
                ? t('deadline.met', { what: t(`deadline.${kind}`), at: formatInstant(metAt) })
                : t('deadline.due', { what: t(`deadline.${kind}`), at: formatInstant(dueAt) })}
            </span>
            <Badge tone={isLate ? 'bad' : metAt ? 'good' : 'warn'}>
              {t(isLate ? 'deadline.late' : metAt ? 'deadline.onTime' : 'deadline.open')}
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}

function SameLot({ of }: { of: Case }) {
  const isOffice = account.value?.role !== 'vaccinator';
  const { data, problem, refresh } = useData(AefiSameLot, { id: of.id });
  const others = data?.adverseEvent.sameLot;
  return (
    <section class="card no-print">
      <div class="row-between">
        <h2>{t('case.sameLot')}</h2>
        {isOffice && <a href="#/aefi-signals">{t('case.signals')}</a>}
      </div>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!others && !problem && <Skeleton lines={2} />}
      {others?.length === 0 && <p class="muted">{t('case.noSameLot')}</p>}
      <ul class="aefi-list">
        {others?.map((other) => (
          <li key={other.id}>
            <a href={`#/aefi/${other.id}`}>
              <span class="number">{other.number ?? t('list.unnumbered')}</span> <bdi>{other.personName}</bdi>
            </a>{' '}
            <span class="small muted">
              {formatInstant(other.onsetAt)} {t(`severity.${other.severity}`)}{' '}
              {other.cause ? t(`cause.${other.cause}`) : t(`state.${other.state}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
