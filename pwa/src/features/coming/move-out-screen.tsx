import './coming.css';
import { useState } from 'preact/hooks';
import { MovingPerson, type MovingPersonQuery, StartMoveOut } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { PROVINCES, t as province } from '../../i18n/provinces.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Segmented, Select } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { detailsInput, MoveFields, NO_DETAILS } from './move-fields.tsx';
import { ClinicSelect, PlacePicker } from './place-picker.tsx';

type Person = NonNullable<MovingPersonQuery['person']>;
const WAYS = ['inside', 'abroad'] as const;
type Way = (typeof WAYS)[number];
const PROVINCE_DIGITS = 2;
const TOWNSHIP_DIGITS = 9;

/** 办理迁出 of one file this unit manages (S-43, J-11). */
const MoveOutScreen: Screen = ({ params }) => {
  const id = params.id ?? '';
  const { data, problem, refresh } = useData(MovingPerson, { id });
  const own = useClinic()?.clinic?.id;
  const person = data?.person;
  return (
    <Page title={t('out.title')} back={`/child/${id}`} narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!person && !problem && <Skeleton lines={6} />}
      {person && own && <Checked person={person} own={own} />}
    </Page>
  );
};
export default MoveOutScreen;

function Checked({ person, own }: { person: Person; own: string }) {
  const isClosed = person.registrationState === 'dead' || person.registrationState === 'cancelled';
  return (
    <>
      <p>
        <strong>
          <bdi>{person.name}</bdi>
        </strong>{' '}
        {common(`sex.${person.sex}`)} <span class="number">{formatDate(person.birthDate)}</span>
      </p>
      {isClosed ? (
        <Notice tone="warn">{t('out.closed')}</Notice>
      ) : person.managingClinic.id !== own ? (
        <Notice tone="warn">{t('out.notOwn')}</Notice>
      ) : (
        <Form person={person} />
      )}
    </>
  );
}

function Form({ person }: { person: Person }) {
  const [way, setWay] = useState<Way>('inside');
  const [abroad, setAbroad] = useState('');
  const [path, setPath] = useState<readonly string[]>([]);
  const [unit, setUnit] = useState('');
  const [details, setDetails] = useState(NO_DETAILS);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const own = person.residence.code.slice(0, PROVINCE_DIGITS);
  const to = way === 'abroad' ? abroad : (path.at(-1) ?? '');
  const isPlaced = to.length === (way === 'abroad' ? PROVINCE_DIGITS : TOWNSHIP_DIGITS);
  useOpenForm(details !== NO_DETAILS);
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (!isPlaced || details.reason.trim() === '' || busy) return;
    setBusy(true);
    const input = {
      personId: person.id,
      toDivision: to,
      toUnit: (way === 'inside' && unit) || null,
      ...detailsInput(details),
    };
    const answer = await mutate(StartMoveOut, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t(way === 'abroad' ? 'out.doneAbroad' : unit ? 'out.done' : 'out.doneUnnamed'));
    setDetails(NO_DETAILS);
    navigate('/moves');
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Notice>{t(way === 'abroad' ? 'out.explainAbroad' : 'out.explain')}</Notice>
      <Segmented
        legend={t('out.way')}
        value={way}
        options={WAYS.map((value) => ({ value, label: t(`out.${value}`) }))}
        onChange={(value) => setWay(value as Way)}
      />
      <fieldset class="stack coming-place">
        <legend>{t('out.where')}</legend>
        {way === 'abroad' ? (
          <Select
            label={t('out.province')}
            value={abroad}
            placeholder={t('place.choose')}
            error={isTried && abroad === '' ? t('out.provinceNeeded') : undefined}
            options={PROVINCES.filter((code) => code !== own).map((code) => ({ value: code, label: province(code) }))}
            onInput={setAbroad}
          />
        ) : (
          <PlacePicker
            root={own}
            path={path}
            error={isTried ? t('out.whereNeeded') : undefined}
            onChoose={(next) => {
              setPath(next);
              setUnit('');
            }}
          />
        )}
        {way === 'inside' && isPlaced && (
          <ClinicSelect
            place={to}
            value={unit}
            without={person.managingClinic.id}
            emptyText={t('place.clinicByCdc')}
            onInput={setUnit}
          />
        )}
      </fieldset>
      <MoveFields details={details} reasonLabel={t('out.reason')} isTried={isTried} onChange={setDetails} />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('out.submit')}
      </Button>
    </form>
  );
}
