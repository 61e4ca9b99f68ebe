import { summaryOf } from '@miaoben/sync';
import {
  ClinicLine,
  type ClinicLineQuery,
  ClinicMissingReasons,
  type ClinicMissingReasonsQuery,
} from '../../data/generated/clinic.ts';
import { QualityCards } from '../../data/generated/quality.ts';
import { useData } from '../../data/use-data.ts';
import { Observations } from '../../features/dose/observations.tsx';
import { Tomorrow } from '../../features/outreach/tomorrow.tsx';
import { useClinic } from '../../features/packs/use-clinic.ts';
import { SearchBox } from '../../features/people-search/search-box.tsx';
import { titleOf } from '../../features/quality/rule-words.tsx';
import { useScannedTrace } from '../../features/scan/wedge.tsx';
import { Page } from '../../features/session/shell.tsx';
import { OpenVials } from '../../features/vial/open-vials.tsx';
import { useVials } from '../../features/vial/use-vials.ts';
import { scannedText } from '../../features/vial/vial-notice.tsx';
import { ClinicSettings } from '../../features/visit/clinic-settings.tsx';
import { useVisits } from '../../features/visit/use-visits.ts';
import { VisitQueue } from '../../features/visit/visit-queue.tsx';
import { t } from '../../i18n/clinic.ts';
import { t as consent } from '../../i18n/consent.ts';
import { t as device } from '../../i18n/device.ts';
import { formatAgo } from '../../i18n/format.ts';
import { t as paper } from '../../i18n/paper-reading.ts';
import { t as quality } from '../../i18n/quality.ts';
import { t as trace } from '../../i18n/trace.ts';
import { t as visitTexts } from '../../i18n/visit.ts';
import { journal } from '../../offline/outbox-store.ts';
import { pack } from '../../offline/packs-data.ts';
import { lockState } from '../../offline/unlock.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Notice } from '../../ui/feedback.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';

const SHOWN_CARDS = 4;

type ListPage = { nodes: readonly unknown[]; pageInfo: { hasNextPage: boolean } };
const countOf = (page: ListPage | undefined): string =>
  page === undefined
    ? '–'
    : page.pageInfo.hasNextPage
      ? t('count.many', { count: page.nodes.length })
      : String(page.nodes.length);

/** The line: find the child, keep an eye on those observed, see what waits. */
export const LineScreen: Screen = () => {
  const clinic = useClinic();
  const division = clinic?.areas[0]?.code ?? '';
  const { visits, running, refresh } = useVisits();
  const { vials, now, refresh: askVials } = useVials();
  useScannedTrace((trace) => {
    const vial = vials.find(({ traceCode }) => traceCode === trace);
    toast(
      vial ? `${vial.product.genericName} · ${scannedText(vial, false)}` : visitTexts('wedge.noUse', { code: trace }),
    );
  });
  const { data } = useData(ClinicLine, { division }, { keep: true, pause: division === '' });
  const { data: missing } = useData(ClinicMissingReasons, { division }, { keep: true, pause: division === '' });
  return (
    <Page
      title={t('line.title')}
      aside={
        <ButtonLink icon="plus" href="#/new">
          {t('search.new')}
        </ButtonLink>
      }
    >
      {clinic?.clinic && <p class="muted line-clinic">{clinic.clinic.name}</p>}
      <SearchBox />
      <ClinicSettings />
      <Tomorrow />
      <CheckCards />
      <div class="line-columns">
        <div class="line-column">
          <VisitQueue visits={visits} />
          <OpenVials vials={vials} now={now} onChanged={askVials} />
        </div>
        <div class="line-column">
          <Observations running={running} onEnded={refresh} />
          <Counts data={data} missing={missing} isMaster={clinic?.isMaster === true} />
        </div>
      </div>
    </Page>
  );
};

/** What the data check found in the clinic's own files: told at sign-in (J-06). */
function CheckCards() {
  const { data } = useData(QualityCards, { division: null }, { keep: true });
  const cards = data?.qualitySummary.cards ?? [];
  if (cards.length === 0) return null;
  const count = cards.reduce((sum, { files }) => sum + files, 0);
  return (
    <Notice tone="warn" title={quality('cards.own', { count })}>
      <ul class="row check-cards">
        {cards.slice(0, SHOWN_CARDS).map(({ rule, files }) => (
          <li key={rule.id}>
            <a href={`#/quality/${rule.id}`}>
              {titleOf(rule)} <strong class="number">{files}</strong>
            </a>
          </li>
        ))}
        <li>
          <a href="#/quality">{quality('cards.open')}</a>
        </li>
      </ul>
    </Notice>
  );
}

function Counts({
  data,
  missing,
  isMaster,
}: {
  data: ClinicLineQuery | undefined;
  missing: ClinicMissingReasonsQuery | undefined;
  /** the master account of the clinic */
  isMaster: boolean;
}) {
  const { waiting, attention } = summaryOf(journal.value);
  const held = pack.value?.generation.takenAt;
  const packText =
    held != null
      ? device('pack.short', { ago: formatAgo(held) })
      : lockState.value === 'none' || lockState.value === 'open'
        ? device('pack.shortNone')
        : device('pack.shortLocked');
  return (
    <nav class="tiles" aria-label={t('line.title')}>
      <Tile href="#/due?status=due" icon="calendar" figure={countOf(data?.due)} label={t('count.due')} />
      <Tile href="#/due?status=overdue" icon="clock" figure={countOf(data?.overdue)} label={t('count.overdue')} />
      <Tile href="#/missing" icon="question" figure={countOf(missing?.missingNotGiven)} label={t('count.missing')} />
      <Tile href="#/reviews" icon="alert" figure={countOf(data?.dosesToReview)} label={t('count.reviews')} />
      <Tile
        href="#/special-groups"
        icon="people"
        figure={countOf(data?.openGroupDeclarations)}
        label={t('count.declarations')}
      />
      <Tile href="#/consents" icon="record" figure="" label={consent('records.title')} />
      <Tile href="#/query" icon="search" figure="" label={t('count.query')} />
      <Tile href="#/trace" icon="barcode" figure="" label={trace('title')} />
      <Tile href="#/outbox" icon="upload" figure={String(waiting + attention)} label={t('count.waiting')} />
      {isMaster && <Tile href="#/kept" icon="alert" figure="" label={device('kept.title')} />}
      {isMaster && <Tile href="#/devices" icon="clinic" figure="" label={device('devices.title')} />}
      {isMaster && <Tile href="#/paper-readings" icon="record" figure="" label={paper('log.title')} />}
      <Tile href="#/pack" icon="download" figure="" label={packText} />
    </nav>
  );
}

function Tile({ href, icon, figure, label }: { href: string; icon: IconName; figure: string; label: string }) {
  return (
    <a class="tile" href={href}>
      <Icon name={icon} size={22} />
      {figure && <strong class="tile-figure number">{figure}</strong>}
      <span class="tile-label">{label}</span>
    </a>
  );
}
