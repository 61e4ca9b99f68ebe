import '../school-check/school-check.css';
import '../school-round/round.css';
import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/class-pack.ts';
import { dropClass, heldClasses, type Pack, readHeldClasses } from '../../offline/class-packs.ts';
import { lockState } from '../../offline/unlock.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { DataAge, EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { SetPin } from '../packs/set-pin.tsx';
import { UnlockScreen } from '../packs/unlock-screen.tsx';
import { online } from '../session/online.ts';
import { Page } from '../session/shell.tsx';
import { PackCheck } from './pack-check.tsx';
import { PackNotices } from './pack-notices.tsx';
import { openClass, type TakeFailure, takeClass } from './signed-list.ts';

/** A class on this device, checked with or without a network. Stands behind the PIN. */
const ClassPackPage: Screen = ({ params }) => {
  const id = account.value?.id ?? '';
  const state = lockState.value;
  useEffect(() => {
    if (id) void readHeldClasses(id);
  }, [id]);
  // Whoever put the PIN off to work on line gives it here.
  if (state === 'locked' || state === 'expired') return <UnlockScreen account={id} />;
  const [roundId, classId] = [params.round ?? '', params.id ?? ''];
  const title = heldClasses.value.find((held) => held.classId === classId)?.title;
  return (
    <Page title={title ? t('pack.title', { class: title }) : t('pack.titleNone')} back={`/round/${roundId}/${classId}`}>
      {state === 'none' && (
        <>
          <p class="muted no-print">{t('pack.explain')}</p>
          <SetPin account={id} />
        </>
      )}
      {state === 'open' && <Held key={classId} account={id} roundId={roundId} classId={classId} />}
    </Page>
  );
};
export default ClassPackPage;

function Held({ account: id, roundId, classId }: { account: string; roundId: string; classId: string }) {
  const [opened, setOpened] = useState<Pack | 'altered' | 'unknown' | null>();
  const [failure, setFailure] = useState<TakeFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isPrinting, setPrinting] = useState(false);
  const takenAt = heldClasses.value.find((held) => held.classId === classId)?.takenAt;
  useEffect(() => {
    void openClass(id, classId).then(setOpened);
  }, [id, classId, takenAt]);
  const take = async () => {
    setBusy(true);
    const found = await takeClass(id, roundId, classId);
    setBusy(false);
    setFailure(found);
    if (!found) toast(t('pack.ready'));
  };
  if (opened === undefined) return <Skeleton lines={6} />;
  const pack = typeof opened === 'string' ? null : opened;
  const refused = failure ?? (typeof opened === 'string' ? opened : null);
  if (isPrinting && pack) return <PackNotices pack={pack} onBack={() => setPrinting(false)} />;
  return (
    <>
      <p class="muted small">{pack ? t('pack.kept') : t('pack.explain')}</p>
      {typeof refused === 'string' && (
        <Notice tone="bad" alert title={t(`list.${refused}`)}>
          {t(`list.${refused}.advice`)}
        </Notice>
      )}
      {refused && typeof refused !== 'string' && <ErrorBox problem={refused} />}
      {!pack && !refused && !online.value && <EmptyState icon="offline" title={t('pack.none')} />}
      <div class="row">
        <Button
          variant={pack ? 'plain' : 'primary'}
          icon={pack ? 'refresh' : 'download'}
          busy={isBusy}
          disabled={!online.value}
          onClick={() => void take()}
        >
          {t(pack ? 'pack.again' : 'pack.take')}
        </Button>
        {pack && (
          <>
            <Button icon="printer" onClick={() => setPrinting(true)}>
              {t('print.open')}
            </Button>
            <Button variant="quiet" onClick={() => void dropClass(id, classId)}>
              {t('pack.drop')}
            </Button>
            <DataAge takenAt={takenAt} />
          </>
        )}
      </div>
      {pack && <PackCheck pack={pack} />}
    </>
  );
}
