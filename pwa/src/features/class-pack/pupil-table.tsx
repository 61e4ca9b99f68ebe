import { useState } from 'preact/hooks';
import { t } from '../../i18n/class-pack.ts';
import { formatInstant, todayInChina } from '../../i18n/format.ts';
import { t as school } from '../../i18n/school.ts';
import type { PackPupil } from '../../offline/class-packs.ts';
import { Button } from '../../ui/button.tsx';
import { Badge } from '../../ui/feedback.tsx';
import { TextArea } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { shrinkPhoto } from '../../ui/photo.ts';
import { type Column, Table } from '../../ui/table.tsx';
import { toast } from '../../ui/toast.tsx';
import { VerdictBadge } from '../school-check/verdict.tsx';
import { Detail } from '../school-round/follow-table.tsx';
import { type Done, sendConfirmed, sendPhoto, sendSeen } from './acts.ts';

/** The pupils of a class with what was done for each on this device, and what can be. */
export function PupilTable({ pupils, done }: { pupils: readonly PackPupil[]; done: ReadonlyMap<string, Done> }) {
  const [confirming, setConfirming] = useState<PackPupil | null>(null);
  const today = todayInChina();
  const columns: Column<PackPupil>[] = [
    { key: 'name', head: school('column.name'), lead: true, cell: ({ name }) => <bdi>{name}</bdi> },
    {
      key: 'verdict',
      head: school('column.verdict'),
      cell: (pupil) => (
        <div class="stack-tight">
          <VerdictBadge verdict={pupil.verdict} />
          {pupil.verdict !== 'complete' && <Detail pupil={pupil} today={today} />}
        </div>
      ),
    },
    {
      key: 'done',
      head: t('act.column'),
      cell: (pupil) => {
        const own = done.get(pupil.id);
        return (
          <div class="stack-tight" data-pupil={pupil.id}>
            {own && <DoneLine done={own} />}
            <div class="row">
              {!own?.isSeen && (
                <Button icon="certificate" onClick={() => void sendSeen(pupil)}>
                  {t('act.seen')}
                </Button>
              )}
              {!own?.isConfirmed && (
                <Button icon="check" onClick={() => setConfirming(pupil)}>
                  {t('act.confirm')}
                </Button>
              )}
              {pupil.verdict === 'no_file' && pupil.proofState !== 'waiting' && !own?.hasPhoto && (
                <PhotoButton pupil={pupil} />
              )}
            </div>
          </div>
        );
      },
    },
  ];
  return (
    <>
      <Table caption={t('pack.pupils')} hideCaption columns={columns} rows={pupils} rowKey={({ id }) => id} />
      {confirming && <ConfirmDialog pupil={confirming} onClose={() => setConfirming(null)} />}
    </>
  );
}

function DoneLine({ done }: { done: Done }) {
  return (
    <span class="row">
      {done.scannedAt !== null && (
        <Badge tone="good" icon="scan">
          {t('done.scanned', { time: formatInstant(done.scannedAt) })}
        </Badge>
      )}
      {done.isSeen && (
        <Badge tone="good" icon="certificate">
          {t('done.seen')}
        </Badge>
      )}
      {done.isConfirmed && (
        <Badge tone="good" icon="check">
          {t('done.confirmed')}
        </Badge>
      )}
      {done.hasPhoto && (
        <Badge tone="good" icon="camera">
          {t('done.photo')}
        </Badge>
      )}
      {done.isWaiting && (
        <Badge tone="warn" icon="upload">
          {t('done.waiting')}
        </Badge>
      )}
      {done.isToLook && (
        <Badge tone="bad" icon="alert">
          {t('done.look')}
        </Badge>
      )}
    </span>
  );
}

function ConfirmDialog({ pupil, onClose }: { pupil: PackPupil; onClose: () => void }) {
  const [note, setNote] = useState('');
  const save = async () => {
    await sendConfirmed(pupil, note);
    onClose();
  };
  return (
    <FormDialog
      title={t('act.confirmFor', { name: pupil.name, verdict: school(`verdict.${pupil.verdict}`) })}
      saveText={t('act.confirm')}
      busy={false}
      onSave={save}
      onClose={onClose}
    >
      <TextArea
        label={t('act.note')}
        hint={t('act.noteHint')}
        value={note}
        onInput={setNote}
        maxLength={200}
        rows={3}
      />
    </FormDialog>
  );
}

/** Takes a photo with the camera, or a picture file where there is none. */
function PhotoButton({ pupil }: { pupil: PackPupil }) {
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      await sendPhoto(pupil, await shrinkPhoto(file));
    } catch (error) {
      // What is no picture cannot be decoded; everything else is a fault.
      if (!(error instanceof DOMException)) throw error;
      toast(t('act.photoFailed'));
    }
  };
  return (
    <label class="button button-plain">
      <Icon name="camera" size={20} />
      {t('act.photo')}
      <input
        class="sr-only"
        type="file"
        accept="image/jpeg,image/png"
        capture="environment"
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
    </label>
  );
}
