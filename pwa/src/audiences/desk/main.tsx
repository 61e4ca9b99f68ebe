import { useEffect, useState } from 'preact/hooks';
import type { Role } from '../../data/generated/session.ts';
import { account } from '../../data/session.ts';
import { Bell } from '../../features/notices/bell.tsx';
import type { JournalKeeper } from '../../features/outbox/journal-keeper.tsx';
import { isWithin, type NavItem, Shell, useInSight } from '../../features/session/shell.tsx';
import { start } from '../../features/session/start.tsx';
import { t as checks } from '../../i18n/checks.ts';
import { t as coming } from '../../i18n/coming.ts';
import { t } from '../../i18n/desk.ts';
import { t as device } from '../../i18n/device.ts';
import { t as handover } from '../../i18n/handover.ts';
import { t as own } from '../../i18n/own-file.ts';
import { t as paper } from '../../i18n/paper-reading.ts';
import { t as quality } from '../../i18n/quality.ts';
import { t as trace } from '../../i18n/trace.ts';
import { t as vaccinations } from '../../i18n/vaccinations.ts';
import type { IconName } from '../../ui/icon.tsx';
import { lazyScreen, Routes, type Screen } from '../../ui/router.tsx';
import '../../ui/hits.css';
import '../../ui/areas.css';

const RoundsPage = lazyScreen(() => import('../../features/school-round/rounds-page.tsx'));

const CoveragePage = lazyScreen(() => import('../../features/coverage/coverage-page.tsx'));
const ChildrenPage = lazyScreen(() => import('../../features/coverage/children-page.tsx'));
const CatchUpPage = lazyScreen(() => import('../../features/catch-up/catch-up-page.tsx'));
const SummaryPage = lazyScreen(() => import('../../features/school-summary/summary-page.tsx'));
const OwnChecksPage = lazyScreen(() => import('../../features/own-check/list-page.tsx'));
const OwnCheckPage = lazyScreen(() => import('../../features/own-check/report-page.tsx'));
const RecordsPage = lazyScreen(() => import('../../features/check-record/records-page.tsx'));
const RecordPage = lazyScreen(() => import('../../features/check-record/record-page.tsx'));
const SchedulePage = lazyScreen(() => import('../../features/schedule-chart/schedule-page.tsx'));
const ChangePage = lazyScreen(() => import('../../features/schedule-change/change-page.tsx'));
const CollectionPage = lazyScreen(() => import('../../features/collection/collection-page.tsx'));
const BatchPage = lazyScreen(() => import('../../features/collection/batch-page.tsx'));
const RightsPage = lazyScreen(() => import('../../features/showing/rights-page.tsx'));
const LicenceSearchPage = lazyScreen(() => import('../../features/showing/search-page.tsx'));
const ReceivedPage = lazyScreen(() => import('../../features/handover/received-page.tsx'));
const StaffPage = lazyScreen(() => import('../../features/employer/staff-page.tsx'));
const TracesPage = lazyScreen(() => import('../../features/showing/traces-page.tsx'));
const SealPage = lazyScreen(() => import('../../features/seals/seal-page.tsx'));
const SealsPage = lazyScreen(() => import('../../features/seals/seals-page.tsx'));
const AccountsPage = lazyScreen(() => import('../../features/administration/accounts-page.tsx'));
const DevicesScreen = lazyScreen(() => import('../../features/devices/devices-screen.tsx'));
const AuditPage = lazyScreen(() => import('../../features/administration/audit-page.tsx'));
const LicenceTypesPage = lazyScreen(() => import('../../features/licence-type/types-page.tsx'));
const LicenceTypePage = lazyScreen(() => import('../../features/licence-type/type-page.tsx'));
const LicenceEditorPage = lazyScreen(() => import('../../features/licence-type/editor-page.tsx'));
const LicencesPage = lazyScreen(() => import('../../features/licence/licences-page.tsx'));
const HolderPage = lazyScreen(() => import('../../features/licence/holder-page.tsx'));
const LicencePage = lazyScreen(() => import('../../features/licence/licence-page.tsx'));
const LicenceMakePage = lazyScreen(() => import('../../features/licence/make-page.tsx'));
const LicenceTotalsPage = lazyScreen(() => import('../../features/licence/totals-page.tsx'));
const LicenceLogPage = lazyScreen(() => import('../../features/licence/log-page.tsx'));
const LicenceApplicationsPage = lazyScreen(() => import('../../features/licence-application/applications-page.tsx'));
const LicenceApplicationPage = lazyScreen(() => import('../../features/licence-application/application-page.tsx'));
const StatisticsPage = lazyScreen(() => import('../../features/certificate-statistics/report-page.tsx'));
const StatisticsItemsPage = lazyScreen(() => import('../../features/certificate-statistics/items-page.tsx'));
const VaccinationsPage = lazyScreen(() => import('../../features/vaccinations/report-page.tsx'));
const VaccinationPeoplePage = lazyScreen(() => import('../../features/vaccinations/people-page.tsx'));
const NoticesScreen = lazyScreen(() => import('../../features/notices/notices-screen.tsx'));
const ReviewPage = lazyScreen(() => import('../../features/issuing/review-page.tsx'));
const CertificatesPage = lazyScreen(() => import('../../features/issuing/certificates-page.tsx'));
const IssuerPage = lazyScreen(() => import('../../features/issuing/issuer-page.tsx'));
const IssuersPage = lazyScreen(() => import('../../features/issuing/issuers-page.tsx'));
const SettingsPage = lazyScreen(() => import('../../features/issuing/settings-page.tsx'));
const FetchesPage = lazyScreen(() => import('../../features/issuing/fetches-page.tsx'));
const RecallsPage = lazyScreen(() => import('../../features/lot-recall/recalls-page.tsx'));
const FilesPage = lazyScreen(() => import('../../features/file-blocks/files-page.tsx'));
const SpecialGroupsPage = lazyScreen(() => import('../../features/special-group/list-page.tsx'));
const FilePage = lazyScreen(() => import('../../features/file-blocks/file-screen.tsx'));
const TracePage = lazyScreen(() => import('../../features/person-trace/trace-page.tsx'));
const TraceFindPage = lazyScreen(() => import('../../features/person-trace/find-page.tsx'));
const FamilyPage = lazyScreen(() => import('../../features/household/family-screen.tsx'));
const FileStatePage = lazyScreen(() => import('../../features/person-file/state-screen.tsx'));
const FileHistoryPage = lazyScreen(() => import('../../features/person-file/history-screen.tsx'));
const QualityPage = lazyScreen(() => import('../../features/quality/quality-page.tsx'));
const MergePage = lazyScreen(() => import('../../features/merge/merge-screen.tsx'));
const RepairPage = lazyScreen(() => import('../../features/quality/repair-page.tsx'));
const QualityRulePage = lazyScreen(() => import('../../features/quality/rule-page.tsx'));
const AefiCasesPage = lazyScreen(() => import('../../features/aefi/cases-screen.tsx'));
const AefiReportPage = lazyScreen(() => import('../../features/aefi/report-screen.tsx'));
const AefiCasePage = lazyScreen(() => import('../../features/aefi/case-screen.tsx'));
const AefiFiguresPage = lazyScreen(() => import('../../features/aefi-figures/report-page.tsx'));
const AefiSignalsPage = lazyScreen(() => import('../../features/aefi/signals-page.tsx'));
const AefiClaimsPage = lazyScreen(() => import('../../features/aefi/claims-page.tsx'));
const PaperReadingsPage = lazyScreen(() => import('../../features/paper-reading/log-screen.tsx'));
const DivisionsPage = lazyScreen(() => import('../../features/divisions/divisions-page.tsx'));
const QueryPage = lazyScreen(() => import('../../features/combined-query/query-page.tsx'));
const HeldSamplePage = lazyScreen(() => import('../../features/sample/held-sample-page.tsx'));
const OutboxPage = lazyScreen(() => import('../../features/outbox/outbox-screen.tsx'));
const KeptPage = lazyScreen(() => import('../../features/outbox/kept-screen.tsx'));
const SamplePage = lazyScreen(() => import('../../features/sample/sample-page.tsx'));
const RecallPage = lazyScreen(() => import('../../features/lot-recall/recall-page.tsx'));
const MovesScreen = lazyScreen(() => import('../../features/coming/moves-screen.tsx'));
const NewbornsScreen = lazyScreen(() => import('../../features/coming/newborns-screen.tsx'));
const BirthsScreen = lazyScreen(() => import('../../features/coming/births-screen.tsx'));
const DeathsScreen = lazyScreen(() => import('../../features/coming/deaths-screen.tsx'));
const ImportsScreen = lazyScreen(() => import('../../features/imports/imports-screen.tsx'));
const ImportScreen = lazyScreen(() => import('../../features/imports/preview-screen.tsx'));
const KeysPage = lazyScreen(() => import('../../features/signing-keys/keys-page.tsx'));
const MePage = lazyScreen(() => import('../../features/administration/me-page.tsx'));

type Area = Pick<NavItem, 'route' | 'label' | 'also'>;
/** An entry of the head; one that stands for several areas lists them under it. */
interface DeskItem extends NavItem {
  areas?: readonly Area[];
}
interface Desk {
  routes: Record<string, Screen>;
  nav: DeskItem[];
}
const routesOf = ({ route, also = [] }: Area): string[] => [route, ...also];
const grouped = (label: string, icon: IconName, areas: Area[]): DeskItem => ({
  route: areas[0]!.route,
  label,
  icon,
  also: areas.flatMap(routesOf),
  areas,
});

const LICENCE_TYPES: Record<string, Screen> = {
  '/licence-types': LicenceTypesPage,
  '/licence-types/:slug': LicenceTypePage,
};

/** What each role finds on its desk; the server decides what it may see. */
function deskOf(role: Role | undefined): Desk {
  const me: NavItem = { route: '/me', label: t('nav.me'), icon: 'person' };
  switch (role) {
    case 'cdc':
    case 'inspector':
      return {
        routes: {
          '/rounds': RoundsPage,
          '/': CoveragePage,
          '/coverage': CoveragePage,
          '/coverage/:code': CoveragePage,
          '/coverage/:division/:cohort/:slot': ChildrenPage,
          '/statistics': StatisticsPage,
          '/statistics/:code': StatisticsPage,
          '/statistics/:division/:measure': StatisticsItemsPage,
          '/vaccinations': VaccinationsPage,
          '/vaccinations/:code': VaccinationsPage,
          '/vaccinations/:division/:column': VaccinationPeoplePage,
          '/catch-up': CatchUpPage,
          '/catch-up/:code': CatchUpPage,
          '/summary': SummaryPage,
          '/summary/:round': SummaryPage,
          '/summary/:round/:place': SummaryPage,
          '/own-checks': OwnChecksPage,
          '/own-checks/:id': OwnCheckPage,
          '/schedule': SchedulePage,
          '/schedule/change': ChangePage,
          '/seals': SealsPage,
          '/seals/:id': SealPage,
          '/query': QueryPage,
          '/files': FilesPage,
          '/special-groups': SpecialGroupsPage,
          '/child/:id': FilePage,
          '/child/:id/file': FilePage,
          '/child/:id/family': FamilyPage,
          '/child/:id/history': FileHistoryPage,
          '/sample': SamplePage,
          '/sample/held/:seed': HeldSamplePage,
          '/outbox': OutboxPage,
          '/kept': KeptPage,
          '/quality': QualityPage,
          '/quality/:rule': QualityRulePage,
          '/aefi': AefiCasesPage,
          '/aefi-figures': AefiFiguresPage,
          '/aefi-figures/:code': AefiFiguresPage,
          '/aefi-signals': AefiSignalsPage,
          '/aefi-claims': AefiClaimsPage,
          '/aefi/:id': AefiCasePage,
          ...(role === 'cdc' && {
            '/quality/repairs/:id': RepairPage,
            '/child/:id/aefi': AefiReportPage,
            '/child/:id/merge': MergePage,
            '/child/:id/state': FileStatePage,
            '/child/:id/trace': TracePage,
            '/trace': TraceFindPage,
          }),
          '/recalls': RecallsPage,
          '/recalls/:id': RecallPage,
          '/licence-types/new': LicenceEditorPage,
          '/licence-types/:slug/edit': LicenceEditorPage,
          ...LICENCE_TYPES,
          '/licences': LicencesPage,
          '/licences/log': LicenceLogPage,
          '/licences/totals': LicenceTotalsPage,
          '/licences/of/:slug': LicencesPage,
          '/licences/make/:slug': LicenceMakePage,
          '/licences/:id': LicencePage,
          '/licence-applications': LicenceApplicationsPage,
          '/licence-applications/:id': LicenceApplicationPage,
          '/certificates': CertificatesPage,
          '/holder': HolderPage,
          ...(role === 'cdc' && {
            '/moves': MovesScreen,
            '/births': BirthsScreen,
            '/newborns': NewbornsScreen,
            '/deaths': DeathsScreen,
            '/divisions': DivisionsPage,
            '/paper-readings': PaperReadingsPage,
            '/imports': ImportsScreen,
            '/imports/:kind/:id': ImportScreen,
            '/records': RecordsPage,
            '/records/:round/:school': RecordsPage,
            '/record/:id': RecordPage,
            '/review': ReviewPage,
            '/issuers': IssuersPage,
            '/issuers/:id': IssuerPage,
            '/settings': SettingsPage,
            '/fetches': FetchesPage,
            '/traces': TracesPage,
          }),
          '/collection': CollectionPage,
          '/collection/:id': BatchPage,
          '/me': MePage,
        },
        nav: [
          grouped(t('nav.groupStatistics'), 'desk', [
            { route: '/coverage', label: t('nav.coverage'), also: ['/'] },
            { route: '/vaccinations', label: vaccinations('nav') },
            { route: '/aefi-figures', label: t('nav.aefiFigures') },
            { route: '/catch-up', label: t('nav.catchUp') },
            { route: '/statistics', label: t('nav.statistics') },
            { route: '/query', label: t('nav.query') },
            { route: '/files', label: t('nav.files'), also: ['/child'] },
            ...(role === 'cdc' ? [{ route: '/trace', label: trace('title') }] : []),
            { route: '/special-groups', label: own('groups.title') },
            { route: '/sample', label: t('nav.sample') },
            { route: '/quality', label: quality('nav.quality') },
          ]),
          grouped(t('nav.groupSchools'), 'school', [
            { route: '/summary', label: checks('nav.summary') },
            ...(role === 'cdc'
              ? [
                  { route: '/rounds', label: t('nav.rounds') },
                  { route: '/records', label: checks('nav.records'), also: ['/record'] },
                  { route: '/own-checks', label: checks('nav.own') },
                ]
              : []),
          ]),
          ...(role === 'cdc'
            ? [
                grouped(t('nav.coming'), 'people', [
                  { route: '/moves', label: coming('nav.moves') },
                  { route: '/births', label: coming('nav.births') },
                  { route: '/newborns', label: coming('nav.newborns') },
                  { route: '/deaths', label: coming('nav.deaths') },
                  { route: '/imports', label: coming('nav.lists') },
                  { route: '/divisions', label: t('nav.divisions') },
                  { route: '/paper-readings', label: paper('log.title') },
                ]),
              ]
            : []),
          grouped(t('nav.groupLicences'), 'certificate', [
            role === 'cdc'
              ? {
                  route: '/review',
                  label: t('nav.review'),
                  also: ['/certificates', '/holder', '/issuers', '/fetches', '/settings'],
                }
              : { route: '/certificates', label: t('nav.certificates'), also: ['/holder'] },
            { route: '/licences', label: t('nav.licences'), also: ['/licence-types'] },
            { route: '/licence-applications', label: t('nav.licenceApplications') },
            { route: '/seals', label: t('nav.seals') },
            { route: '/collection', label: t('nav.collection') },
            ...(role === 'cdc' ? [{ route: '/traces', label: t('nav.traces') }] : []),
          ]),
          grouped(t('nav.groupAefi'), 'alert', [
            { route: '/aefi', label: t('nav.aefi') },
            { route: '/aefi-signals', label: t('nav.aefiSignals') },
            { route: '/aefi-claims', label: t('nav.aefiClaims') },
          ]),
          grouped(t('nav.groupVaccines'), 'calendar', [
            { route: '/schedule', label: t('nav.schedule') },
            { route: '/recalls', label: t('nav.recalls') },
          ]),
          me,
        ],
      };
    case 'system_admin':
      return {
        routes: {
          '/': AccountsPage,
          '/devices': DevicesScreen,
          ...LICENCE_TYPES,
          '/licence-search': LicenceSearchPage,
          '/issuers': IssuersPage,
          '/issuers/:id': IssuerPage,
          '/divisions': DivisionsPage,
          '/fetches': FetchesPage,
          '/settings': SettingsPage,
          '/collection': CollectionPage,
          '/collection/:id': BatchPage,
          '/me': MePage,
        },
        nav: [
          { route: '/', label: t('nav.accounts'), icon: 'people' },
          { route: '/devices', label: device('devices.title'), icon: 'clinic' },
          { route: '/licence-types', label: t('nav.licenceTypes'), icon: 'settings' },
          { route: '/licence-search', label: t('nav.licenceSearch'), icon: 'search' },
          { route: '/issuers', label: t('nav.issuers'), icon: 'clinic' },
          { route: '/divisions', label: t('nav.divisions'), icon: 'home' },
          { route: '/fetches', label: t('nav.fetches'), icon: 'download' },
          { route: '/settings', label: t('nav.settings'), icon: 'settings' },
          { route: '/collection', label: t('nav.collection'), icon: 'upload' },
          me,
        ],
      };
    case 'security_admin':
      return {
        routes: { '/': AccountsPage, '/keys': KeysPage, '/rights': RightsPage, '/traces': TracesPage, '/me': MePage },
        nav: [
          { route: '/', label: t('nav.accounts'), icon: 'people' },
          { route: '/keys', label: t('nav.keys'), icon: 'settings' },
          { route: '/rights', label: t('nav.rights'), icon: 'certificate' },
          { route: '/traces', label: t('nav.traces'), icon: 'record' },
          me,
        ],
      };
    case 'employer':
      return {
        routes: { '/': StaffPage, '/received': ReceivedPage, '/me': MePage },
        nav: [
          { route: '/', label: t('nav.staff'), icon: 'people' },
          { route: '/received', label: handover('received.nav'), icon: 'certificate' },
          me,
        ],
      };
    case 'audit_admin':
      return {
        routes: { '/': AuditPage, '/traces': TracesPage, '/me': MePage },
        nav: [
          { route: '/', label: t('nav.audit'), icon: 'record' },
          { route: '/traces', label: t('nav.traces'), icon: 'certificate' },
          me,
        ],
      };
    default:
      return { routes: { '/': MePage }, nav: [] };
  }
}

function App() {
  const { routes, nav } = deskOf(account.value?.role);
  return (
    <Shell audience="desk" bell={<Bell />} nav={nav}>
      <AreasOfGroup nav={nav} />
      {'/outbox' in routes && <Journal />}
      <Routes routes={{ ...routes, '/notices': NoticesScreen }} />
    </Shell>
  );
}

/** What was found on site is sent from whatever page is open (S-47); those who keep no journal do not fetch its code. */
function Journal() {
  const [Keeper, setKeeper] = useState<typeof JournalKeeper | null>(null);
  useEffect(() => {
    let isGone = false;
    void import('../../features/outbox/journal-keeper.tsx').then((module) => {
      if (!isGone) setKeeper(() => module.JournalKeeper);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return Keeper && <Keeper />;
}

/** The areas of the entry one is in, as a line of links over the screen. */
function AreasOfGroup({ nav }: { nav: readonly DeskItem[] }) {
  const group = nav.find((item) => routesOf(item).some(isWithin));
  if (!group?.areas || group.areas.length < 2) return null;
  return <AreaLine key={group.route} label={group.label} areas={group.areas} />;
}

function AreaLine({ label, areas }: { label: string; areas: readonly Area[] }) {
  const here = areas.findIndex((area) => routesOf(area).some(isWithin));
  const line = useInSight(here);
  return (
    <nav class="areas no-print" ref={line} aria-label={label}>
      {areas.map((area, index) => (
        <a key={area.route} href={`#${area.route}`} aria-current={index === here ? 'page' : undefined}>
          {area.label}
        </a>
      ))}
    </nav>
  );
}

void start('desk', App);
