import { MyLicences } from '../../data/generated/family.ts';
import { useData } from '../../data/use-data.ts';
import { Face } from '../../features/licence/licence-face.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t as common } from '../../i18n/common.ts';
import { todayInChina } from '../../i18n/format.ts';
import { t } from '../../i18n/holding.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { OwnLicenceApplications } from './own-licence-applications.tsx';
import { OwnLicenceFile } from './own-licence-file.tsx';
import { type OwnLicence, standingOf } from './own-licence-look.ts';

/** One own licence with its face as the definition of its type lays it out; the list keeps it for when there is no network. */
const OwnLicenceScreen: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, takenAt, refresh } = useData(MyLicences, {}, { keep: true });
  const licence = data?.myLicences.find((one) => one.id === id);
  return (
    <Page
      title={licence?.typeName ?? t('licences.title')}
      back="/certificates"
      narrow
      aside={<DataAge takenAt={takenAt} />}
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={8} />}
      {data && !licence && (
        <EmptyState icon="certificate" title={t('licences.none')}>
          <p class="muted">{t('licences.none.hint')}</p>
        </EmptyState>
      )}
      {licence && (
        <>
          <StandingNotice licence={licence} />
          <Face licence={asItStands(licence)} />
          <div class="stack no-print">
            {MAY_BE_SAVED.has(licence.state) && <OwnLicenceFile key={licence.id} licenceId={licence.id} />}
            <div>
              <Button icon="printer" onClick={() => print()}>
                {common('action.print')}
              </Button>
            </div>
          </div>
          <OwnLicenceApplications key={`applications ${licence.id}`} licence={licence} />
        </>
      )}
    </Page>
  );
};
export default OwnLicenceScreen;

function asItStands(licence: OwnLicence): OwnLicence {
  const [standing] = standingOf(licence, todayInChina());
  return standing === 'expiring' ? licence : { ...licence, state: standing };
}

/** Of one out of use no file is made. */
const MAY_BE_SAVED: ReadonlySet<OwnLicence['state']> = new Set(['valid', 'expired']);

const TONE = { expiring: 'warn', expired: 'warn', suspended: 'info', revoked: 'bad' } as const;

/** What a standing means for the holder, and what to do. */
function StandingNotice({ licence }: { licence: OwnLicence }) {
  const [standing, days] = standingOf(licence, todayInChina());
  if (standing === 'valid') return null;
  const { issuerName: issuer } = licence;
  const mayExtend = licence.offers?.some(({ kind }) => kind === 'extension') ?? false;
  const isEnding = standing === 'expired' || standing === 'expiring';
  return (
    <div class="no-print">
      <Notice
        tone={TONE[standing]}
        title={t(isEnding && mayExtend ? `licence.${standing}.apply` : `licence.${standing}`, {
          issuer,
          days: days ?? 0,
        })}
      />
    </div>
  );
}
