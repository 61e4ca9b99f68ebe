import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/device.ts';
import { formatAgo, formatInstant } from '../../i18n/format.ts';
import { readSelf, renameSelf } from '../../offline/device-self.ts';
import { closePack, pack, packState } from '../../offline/packs-data.ts';
import { loadPack, packProgress } from '../../offline/packs-load.ts';
import { scheduleOutcome } from '../../offline/schedule-fetch.ts';
import { heldDocumentId, heldSchedule } from '../../offline/schedule-held.ts';
import { dropVault, lock, lockState } from '../../offline/unlock.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { Page } from '../session/shell.tsx';
import { askForPin } from './pin-gate.tsx';
import { SetPin } from './set-pin.tsx';
import { useClinic } from './use-clinic.ts';

/** The pack of this device: PIN, area, loading, age. */
const PackScreen: Screen = () => {
  const id = account.value?.id ?? '';
  const state = lockState.value;
  return (
    <Page title={t('pack.title')} narrow>
      <p class="muted">{t('pack.explain')}</p>
      {state === 'none' && <SetPin account={id} />}
      {(state === 'locked' || state === 'expired') && (
        <Button variant="primary" onClick={askForPin}>
          {t('unlock.open')}
        </Button>
      )}
      {state === 'open' && <PackCard account={id} />}
    </Page>
  );
};

export default PackScreen;

function PackCard({ account: id }: { account: string }) {
  const clinic = useClinic();
  const held = pack.value?.generation ?? null;
  const partial = packState.value?.loading ?? null;
  const [area, setArea] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const progress = packProgress.value;
  const areas = clinic?.areas ?? [];
  const chosen = areas.find(({ code }) => code === (area || partial?.division || held?.division)) ?? areas[0];
  const canResume = partial !== null && partial.division === chosen?.code;

  const load = async () => {
    if (!chosen) return;
    setProblem(null);
    const answer = await loadPack(id, chosen);
    if (answer.ok) toast(t('pack.ready'));
    else setProblem(answer.problem);
  };
  return (
    <>
      <section class="card" aria-live="polite">
        {held ? (
          <>
            <div class="row-between">
              <h2>{t('pack.of', { area: held.divisionName, persons: held.parts.persons.rows })}</h2>
              <Badge tone="good">{t('pack.complete')}</Badge>
            </div>
            {held.takenAt !== null && (
              <p class="muted small">
                {t('pack.age', { time: formatInstant(held.takenAt), ago: formatAgo(held.takenAt) })}
              </p>
            )}
          </>
        ) : (
          <h2>{t('pack.none')}</h2>
        )}
        <ScheduleLine made={held?.scheduleId} />
        {progress !== null && <Progress label={t('pack.loading')} value={progress} />}
        {problem && <ErrorBox problem={problem} />}
        {canResume && progress === null && <Notice tone="warn">{t('pack.partial')}</Notice>}
        <Select
          label={t('pack.area')}
          value={chosen?.code ?? ''}
          onInput={setArea}
          options={areas.map(({ code, name }) => ({ value: code, label: name }))}
        />
        <Button
          variant="primary"
          icon="download"
          wide
          busy={progress !== null}
          disabled={!chosen}
          onClick={() => void load()}
        >
          {canResume ? t('pack.resume') : held ? t('pack.reload') : t('pack.load')}
        </Button>
      </section>
      <DeviceName />
      <div class="row">
        <Button
          onClick={() => {
            lock();
            closePack();
            askForPin();
          }}
        >
          {t('pack.lock')}
        </Button>
        <DropPack account={id} />
      </div>
    </>
  );
}

/** What this device is called in the list of the unit. */
function DeviceName() {
  const [name, setName] = useState('');
  useEffect(() => {
    void readSelf().then((self) => setName(self?.name ?? ''));
  }, []);
  const save = async () => {
    await renameSelf(name.trim());
    toast(t('devices.renamed'));
  };
  return (
    <form
      class="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') void save();
      }}
    >
      <TextField label={t('devices.ownName')} value={name} maxLength={40} autocomplete="off" onInput={setName} />
      <Button type="submit" disabled={name.trim() === ''}>
        {common('action.save')}
      </Button>
    </form>
  );
}

/** Which schedule document this device judges by, and whether it is another one than when the pack was made. */
function ScheduleLine({ made }: { made: string | null | undefined }) {
  const documentId = heldDocumentId.value;
  useEffect(() => {
    void heldSchedule();
  }, []);
  if (documentId === undefined) return null;
  return (
    <>
      <p class="muted small">
        {documentId === null ? t('pack.scheduleOwn') : t('pack.schedule', { id: documentId.slice(0, 8) })}
        {made !== undefined && made !== documentId && ` ${t('pack.scheduleChanged')}`}
      </p>
      {scheduleOutcome.value === 'unreadable' && <Notice tone="warn">{t('pack.scheduleUnreadable')}</Notice>}
    </>
  );
}

function DropPack({ account: id }: { account: string }) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        {t('pack.drop')}
      </Button>
      {isAsking && (
        <Dialog
          title={t('pack.dropTitle')}
          onClose={() => setAsking(false)}
          actions={
            <Button
              variant="danger"
              onClick={() => {
                closePack();
                void dropVault(id).then(() => setAsking(false));
              }}
            >
              {t('pack.drop')}
            </Button>
          }
        >
          <p>{t('pack.dropExplain')}</p>
        </Dialog>
      )}
    </>
  );
}
