import { useState } from 'preact/hooks';
import {
  BindableChildren,
  type BindableChildrenQuery,
  BindChild,
  type BindChildInput,
  type GuardianRelation,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { PaperReader, PERSON_PAPERS } from '../../features/paper-reading/paper-reader.tsx';
import type { Values } from '../../features/paper-reading/read-paper.ts';
import { RealNameGate } from '../../features/session/real-name.tsx';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/family.ts';
import { formatDate, todayInChina } from '../../i18n/format.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Checkbox, DateField, Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';

const RELATIONS: readonly GuardianRelation[] = ['mother', 'father', 'other'];

/** Binds a child's file to the guardian's account: found by phone and name (J-14), or by the data of the file. */
const Bind: Screen = () => (
  <Page title={t('bind.title')} back="/" narrow>
    {account.value?.realNameVerified ? <BindBody /> : <RealNameGate />}
  </Page>
);
export default Bind;

function BindBody() {
  const { data, problem, isLoading, refresh } = useData(BindableChildren, {});
  const [hasConsent, setConsent] = useState(false);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Problem>();

  /** @param which marks the button that is busy */
  const bind = async (which: string, input: Omit<BindChildInput, 'consent'>) => {
    setTried(true);
    setFailure(undefined);
    if (!hasConsent || busy) return;
    setBusy(which);
    const answer = await mutate(BindChild, { commandId: newId(), input: { ...input, consent: true } });
    setBusy(null);
    if (!answer.ok) return setFailure(answer.problem);
    toast(t('bind.done', { name: answer.data.bindChild.name }));
    navigate('/', { replace: true });
  };

  return (
    <>
      <section class="card">
        <Checkbox
          checked={hasConsent}
          onChange={setConsent}
          error={isTried && !hasConsent ? problemText({ code: 'BAD_INPUT', reason: 'consent' }) : undefined}
        >
          {t('bind.consent')}
        </Checkbox>
      </section>
      {failure &&
        (failure.reason === 'out_of_range' ? (
          <Notice tone="warn" alert>
            {t('bind.limit')}
          </Notice>
        ) : (
          <ErrorBox problem={failure} />
        ))}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {isLoading && <Skeleton lines={3} />}
      {data && (
        <Candidates
          candidates={data.bindableChildren}
          busy={busy}
          onBind={({ id, relation }) => void bind(id, { personId: id, relation })}
        />
      )}
      <ByData busy={busy === 'data'} problem={failure} onBind={(input) => void bind('data', input)} />
    </>
  );
}

type Candidate = BindableChildrenQuery['bindableChildren'][number];

function Candidates({
  candidates,
  busy,
  onBind,
}: {
  candidates: Candidate[];
  busy: string | null;
  onBind: (candidate: Candidate) => void;
}) {
  if (candidates.length === 0) return <p class="muted">{t('bind.found.none')}</p>;
  return (
    <section class="stack-tight">
      <h2>{t('bind.found')}</h2>
      <ul class="list">
        {candidates.map((candidate) => (
          <li key={candidate.id} class="list-item row">
            <div class="grow">
              <strong>
                <bdi>{candidate.maskedName}</bdi>
              </strong>
              <p class="muted small number">{t('child.born', { date: formatDate(candidate.birthDate) })}</p>
            </div>
            {candidate.bound ? (
              <Badge tone="good">{t('bind.bound')}</Badge>
            ) : (
              <Button variant="primary" busy={busy === candidate.id} onClick={() => onBind(candidate)}>
                {t('bind.this')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const EMPTY = { name: '', birthDate: '', documentNumber: '', barcode: '', relation: 'mother' as GuardianRelation };

/** What a paper of the child says, as parts of the form; what it does not say stays as it is. */
const partsOfPaper = ({ name, birth_date: birthDate, document_number: documentNumber, barcode }: Values) => ({
  ...(name && { name }),
  ...(birthDate && { birthDate }),
  ...(documentNumber && { documentNumber }),
  ...(barcode && { barcode }),
});

function ByData({
  busy,
  problem,
  onBind,
}: {
  busy: boolean;
  problem: Problem | undefined;
  onBind: (input: Omit<BindChildInput, 'consent'>) => void;
}) {
  const [form, setForm] = useState(EMPTY);
  const [isTried, setTried] = useState(false);
  useOpenForm(form !== EMPTY);
  const set = (key: keyof typeof EMPTY) => (value: string) => setForm((old) => ({ ...old, [key]: value }));
  const required = (key: 'name' | 'birthDate') =>
    isTried && !form[key].trim() ? problemText({ code: 'BAD_INPUT', reason: 'required' }) : fieldProblem(problem, key);
  const hasKey = Boolean(form.documentNumber.trim() || form.barcode.trim());

  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (!form.name.trim() || !form.birthDate || !hasKey) return;
    onBind({
      name: form.name.trim(),
      birthDate: form.birthDate,
      documentNumber: form.documentNumber.trim() || null,
      barcode: form.barcode.trim() || null,
      relation: form.relation,
    });
  };

  return (
    <form class="card" onSubmit={submit} noValidate>
      <h2>{t('bind.byData')}</h2>
      <p class="muted small">{t('bind.byData.hint')}</p>
      <PaperReader
        kinds={[...PERSON_PAPERS, 'vaccination_booklet']}
        of="person"
        onFill={(_, values) => setForm((old) => ({ ...old, ...partsOfPaper(values) }))}
      />
      <TextField
        label={t('bind.name')}
        value={form.name}
        onInput={set('name')}
        error={required('name')}
        autocomplete="off"
      />
      <DateField
        label={t('bind.birthDate')}
        value={form.birthDate}
        onInput={set('birthDate')}
        max={todayInChina()}
        error={required('birthDate')}
      />
      <TextField
        label={t('bind.documentNumber')}
        optional
        maxLength={32}
        autocomplete="off"
        value={form.documentNumber}
        onInput={set('documentNumber')}
        error={isTried && !hasKey ? t('bind.needOne') : fieldProblem(problem, 'documentNumber')}
      />
      <TextField
        label={t('bind.barcode')}
        optional
        maxLength={32}
        autocomplete="off"
        value={form.barcode}
        onInput={set('barcode')}
        error={fieldProblem(problem, 'barcode')}
      />
      <Select
        label={t('bind.relation')}
        value={form.relation}
        onInput={set('relation')}
        options={RELATIONS.map((value) => ({ value, label: t(`bind.relation.${value}`) }))}
      />
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('bind.submit')}
      </Button>
    </form>
  );
}
