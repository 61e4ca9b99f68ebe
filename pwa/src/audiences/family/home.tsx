import { useEffect } from 'preact/hooks';
import { ChildCertificate, ChildRecord, FamilyHome } from '../../data/generated/family.ts';
import { prefetch, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { ageText } from '../../i18n/age.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/family.ts';
import { formatDay } from '../../i18n/format.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, DataAge, EmptyState, Skeleton, type Tone } from '../../ui/feedback.tsx';
import type { IconName } from '../../ui/icon.tsx';
import { elder } from '../../ui/preferences.ts';
import type { Screen } from '../../ui/router.tsx';
import { ReadAloud } from './read-aloud.tsx';
import { byTurn, type Child, type Turn, turnOf } from './turn.ts';

const TONE: Record<Turn['state'], Tone> = { overdue: 'bad', due: 'warn', later: 'info', done: 'good' };

const ICON: Record<Turn['state'], IconName> = { overdue: 'clock', due: 'syringe', later: 'calendar', done: 'check' };

/** Whose turn is it, what is due, the certificate one tap away (design, section 11). */
export const Home: Screen = () => {
  const { data, problem, isLoading, takenAt, refresh } = useData(FamilyHome, {}, { keep: true });
  const children = data?.myChildren.slice().sort(byTurn) ?? [];
  useKeepForOffline(takenAt === undefined ? children : []);
  return (
    <Page title={children.length > 0 ? t('home.title') : t('home.title.none')} aside={<DataAge takenAt={takenAt} />}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && children.length === 0 && (
        <EmptyState icon="people" title={t('home.empty')}>
          <p class="muted">{t('home.empty.hint')}</p>
          <ButtonLink variant="primary" icon="plus" href="#/bind">
            {t('home.bind')}
          </ButtonLink>
        </EmptyState>
      )}
      <div class="grid">
        {children.map((child) => (
          <ChildCard key={child.id} child={child} />
        ))}
      </div>
      {data && (
        <div class="row">
          <ButtonLink icon="certificate" href="#/certificates">
            {t('home.certificates')}
          </ButtonLink>
          {children.length > 0 && (
            <ButtonLink variant="quiet" icon="plus" href="#/bind">
              {t('home.add')}
            </ButtonLink>
          )}
        </div>
      )}
    </Page>
  );
};

/** Fetches what the parent may need at the gate, where there may be no signal: record, certificate, lists. */
function useKeepForOffline(children: Child[]): void {
  const ids = children.map(({ id }) => id).join();
  useEffect(() => {
    if (!ids) return;
    const keep = async () => {
      for (const id of ids.split(',')) {
        await prefetch(ChildCertificate, { id });
        await prefetch(ChildRecord, { id });
      }
      const { keepTrust } = await import('../../features/trust/trust.ts');
      await keepTrust();
    };
    const timer = setTimeout(() => void keep(), 800);
    return () => clearTimeout(timer);
  }, [ids]);
}

const doseText = ({ seriesName, dose }: Turn['doses'][number]): string =>
  t('turn.dose', { series: seriesName, dose: dose ?? 1 });

function spoken(child: Child, turn: Turn): string {
  const doses = turn.doses.map(doseText).join(', ');
  return `${child.name}. ${t(`turn.${turn.state}`)}. ${doses}. ${turn.date ? formatDay(turn.date) : ''}`;
}

function ChildCard({ child }: { child: Child }) {
  const turn = turnOf(child);
  return (
    <article class="card child" data-turn={turn.state}>
      <div class="row-between">
        <h2 class="child-name">
          <bdi>{child.name}</bdi>
        </h2>
        <span class="muted small">{ageText(child.birthDate, child.plan.asOf)}</span>
      </div>
      <TurnText turn={turn} />
      <div class="child-actions">
        <ButtonLink variant="primary" icon="certificate" href={`#/child/${child.id}/certificate`}>
          {t('home.certificate')}
        </ButtonLink>
        <ButtonLink icon="school" href={`#/child/${child.id}/check`}>
          {t('child.entryCheck')}
        </ButtonLink>
        <ButtonLink icon="record" href={`#/child/${child.id}`}>
          {t('home.record')}
        </ButtonLink>
      </div>
      {elder.value && <ReadAloud text={spoken(child, turn)} />}
      <span class="sr-only">{common(`sex.${child.sex}`)}</span>
    </article>
  );
}

function TurnText({ turn }: { turn: Turn }) {
  const isNow = turn.state === 'due' || turn.state === 'overdue';
  const shown = turn.doses.slice(0, 3);
  return (
    <div class="stack-tight">
      <div>
        <Badge tone={TONE[turn.state]} icon={ICON[turn.state]}>
          {t(`turn.${turn.state}`)}
        </Badge>
      </div>
      {shown.map((dose) => (
        <p key={dose.series} class="child-dose">
          {doseText(dose)}
        </p>
      ))}
      {turn.doses.length > shown.length && <p class="muted small">{t('turn.more', { count: turn.doses.length })}</p>}
      {turn.date && <p class="muted number">{t(isNow ? 'turn.since' : 'turn.on', { date: formatDay(turn.date) })}</p>}
      {isNow && <p class="small">{t('turn.bring')}</p>}
      {turn.state === 'done' && <p class="muted">{t('turn.done.hint')}</p>}
    </div>
  );
}
