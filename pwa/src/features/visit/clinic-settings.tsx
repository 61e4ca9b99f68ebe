import { useState } from 'preact/hooks';
import {
  type ClinicCodesQuery,
  SetFingerprintAsked,
  SetObservationMinutes,
  SetVaccinationPoints,
} from '../../data/generated/clinic.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate } from '../../data/use-data.ts';
import { t as outreach } from '../../i18n/outreach.ts';
import { t } from '../../i18n/visit.ts';
import { currentDay } from '../../offline/day.ts';
import { newId } from '../../offline/ids.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Checkbox, Select, TextArea, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import { placeOn, pointsOn, teamOf } from '../outreach/sessions.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { choosePoint, point } from './point.ts';

type Settings = ClinicCodesQuery['clinicSettings'];

/** At which vaccination point this device stands, and what the clinic has set. */
export function ClinicSettings() {
  const { codes, refresh } = useCodes();
  const [isOpen, setOpen] = useState(false);
  const settings = codes?.clinicSettings;
  if (!settings) return null;
  const points = pointsOn(codes, currentDay(), account.value?.id);
  const { session } = placeOn(codes, point.value, currentDay(), account.value?.id);
  return (
    <div class="row">
      {points.length > 0 && (
        <Select
          label={t('point.label')}
          value={points.includes(point.value) ? point.value : ''}
          placeholder={t('point.none')}
          options={points.map((name) => ({ value: name, label: name }))}
          onInput={choosePoint}
        />
      )}
      {session && <span class="muted">{outreach('here', { point: session.point, team: teamOf(session) })}</span>}
      <ButtonLink variant="quiet" icon="calendar" href="#/sessions">
        {outreach('points')}
      </ButtonLink>
      <Button variant="quiet" icon="settings" onClick={() => setOpen(true)}>
        {t('settings.open')}
      </Button>
      {isOpen && <SettingsDialog settings={settings} onClose={() => setOpen(false)} onSaved={refresh} />}
    </div>
  );
}

function SettingsDialog({
  settings,
  onClose,
  onSaved,
}: {
  settings: Settings;
  onClose: () => void;
  onSaved: () => void;
}) {
  const [minutes, setMinutes] = useState(String(settings.observationMinutes));
  const [names, setNames] = useState((settings.points ?? []).join('\n'));
  const [asks, setAsks] = useState(settings.asksFingerprint === true);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isBad = !/^\d{1,3}$/.test(minutes) || Number(minutes) < 5 || Number(minutes) > 120;
  const save = async () => {
    if (isBad || busy) return;
    setBusy(true);
    const points = names.split('\n').filter((name) => name.trim() !== '');
    const timed = await mutate(SetObservationMinutes, { commandId: newId(), minutes: Number(minutes) });
    const named = timed.ok ? await mutate(SetVaccinationPoints, { commandId: newId(), points }) : timed;
    const asked = named.ok ? await mutate(SetFingerprintAsked, { commandId: newId(), asked: asks }) : named;
    setBusy(false);
    if (!asked.ok) return setProblem(asked.problem);
    toast(t('settings.saved'));
    onSaved();
    onClose();
  };
  return (
    <FormDialog title={t('settings.open')} saveText={t('settings.save')} busy={busy} onSave={save} onClose={onClose}>
      <TextField
        label={t('settings.minutes')}
        value={minutes}
        inputmode="numeric"
        maxLength={3}
        error={isBad ? t('settings.minutes.bad') : undefined}
        onInput={setMinutes}
      />
      <TextArea
        label={t('settings.points')}
        hint={t('settings.points.hint')}
        value={names}
        rows={4}
        onInput={setNames}
      />
      <Checkbox checked={asks} onChange={setAsks}>
        {t('settings.fingerprint')}
      </Checkbox>
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
