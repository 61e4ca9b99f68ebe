import { useState } from 'preact/hooks';
import {
  type ApplicantRelation,
  type ApplicationInput,
  ApplyForCertificate,
  BindableChildren,
  type BindableChildrenQuery,
  MyHoldings,
  type MyHoldingsQuery,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { RealNameGate } from '../../features/session/real-name.tsx';
import { Page } from '../../features/session/shell.tsx';
import { refreshTrust } from '../../features/trust/trust.ts';
import { t } from '../../i18n/holding.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';

const RELATIONS: readonly ApplicantRelation[] = ['mother', 'father', 'self', 'spouse', 'child', 'other'];

/** Application for the certificate, for oneself or a bound member of the family. */
const Apply: Screen = ({ params: { id = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(MyHoldings, {});
  // Says what she is to each child; without it she chooses herself.
  const bound = useData(BindableChildren, {});
  const isReady = data && (bound.data || bound.problem);
  return (
    <Page title={t('apply.title')} back="/certificates" narrow>
      {!account.value?.realNameVerified && <RealNameGate />}
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!isReady && (isLoading || bound.isLoading) && <Skeleton lines={6} />}
      {data && data.myHoldings.length === 0 && (
        <EmptyState icon="people" title={t('holdings.empty')}>
          <ButtonLink variant="primary" icon="plus" href="#/bind">
            {t('holdings.bind')}
          </ButtonLink>
        </EmptyState>
      )}
      {isReady && data.myHoldings.length > 0 && account.value?.realNameVerified && (
        <Form data={data} family={bound.data?.bindableChildren ?? []} personId={id} />
      )}
    </Page>
  );
};
export default Apply;

/** The problem in the words of this form, where it has some. */
function applyProblem({ code, reason, field }: Problem): string | null {
  if (field === 'input.issuerId') return t('apply.issuerClosed');
  if (reason === 'duplicate') return t('apply.duplicate');
  if (reason === 'out_of_range') return t('apply.limit');
  const isFile = field === 'personId' && (reason === 'wrong_state' || reason === 'required');
  return code === 'BAD_INPUT' && isFile ? t('apply.wrongState') : null;
}

type Family = BindableChildrenQuery['bindableChildren'];

interface Holder {
  personId: string;
  holderName: string;
  relation: ApplicantRelation | '';
}

function Form({ data, family, personId }: { data: MyHoldingsQuery; family: Family; personId: string }) {
  const people = data.myHoldings.map(({ person }) => person);
  /** What the file already says of the holder; a relation nobody wrote down is left to the applicant. */
  const known = (id: string): Holder => {
    const person = people.find((p) => p.id === id) ?? people[0];
    const isSelf = person !== undefined && person.name === account.value?.displayName;
    const relation = isSelf ? 'self' : (family.find((c) => c.id === person?.id)?.relation ?? '');
    return { personId: person?.id ?? '', holderName: person?.name ?? '', relation };
  };
  const [form, setForm] = useState(() => ({ ...known(personId), document: '', phone: '' }));
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [commandId, setCommandId] = useState(newId);
  useOpenForm(form.document !== '');
  const set = (key: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [key]: value }));
  // A document number is of one person: it does not go along to the next.
  const choose = (id: string) => setForm((old) => ({ ...old, ...known(id), document: '' }));
  const required = (value: string, field: string) =>
    isTried && !value.trim() ? problemText({ code: 'BAD_INPUT', reason: 'required' }) : fieldProblem(problem, field);

  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (busy || !form.relation || !form.document.trim() || !form.holderName.trim()) return;
    setBusy(true);
    setProblem(undefined);
    const input: ApplicationInput = {
      personId: form.personId,
      relation: form.relation,
      holderName: form.holderName.trim(),
      holderDocumentNumber: form.document.trim(),
      contactPhone: form.phone.trim() || null,
    };
    const answer = await mutate(ApplyForCertificate, { commandId, input });
    setBusy(false);
    if (!answer.ok) {
      setCommandId(newId());
      return setProblem(answer.problem);
    }
    const isApproved = answer.data.applyForCertificate.state === 'approved';
    toast(t(isApproved ? 'apply.done.approved' : 'apply.done.submitted'));
    if (isApproved) void refreshTrust();
    navigate(isApproved ? `/child/${form.personId}/certificate` : '/certificates', { replace: true });
  };
  const own = problem && applyProblem(problem);
  return (
    <form class="card" onSubmit={(event) => void submit(event)} noValidate>
      <div class="stack-tight">
        <strong>
          {t('apply.applicant')}：<bdi>{account.value?.displayName}</bdi>
        </strong>
        <p class="muted small">{t('apply.applicant.hint')}</p>
      </div>
      <Select
        label={t('apply.for')}
        value={form.personId}
        onInput={choose}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Select
        label={t('apply.relation')}
        value={form.relation}
        onInput={(value) => setForm((old) => ({ ...old, relation: value as ApplicantRelation | '' }))}
        error={required(form.relation, 'relation')}
        placeholder={t('apply.relation.choose')}
        options={RELATIONS.map((value) => ({ value, label: t(`apply.relation.${value}`) }))}
      />
      <TextField
        label={t('apply.holderName')}
        value={form.holderName}
        onInput={set('holderName')}
        error={required(form.holderName, 'holderName')}
        autocomplete="off"
      />
      <TextField
        label={t('apply.holderDocument')}
        hint={t('apply.holderDocument.hint')}
        value={form.document}
        onInput={set('document')}
        error={required(form.document, 'holderDocumentNumber')}
        maxLength={32}
        autocomplete="off"
      />
      <TextField
        label={t('apply.phone')}
        hint={t('apply.phone.hint')}
        optional
        type="tel"
        value={form.phone}
        onInput={set('phone')}
        error={fieldProblem(problem, 'contactPhone')}
        autocomplete="tel"
      />
      {own ? (
        <Notice tone="bad" alert>
          {own}
        </Notice>
      ) : (
        problem && <ErrorBox problem={problem} />
      )}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('apply.submit')}
      </Button>
    </form>
  );
}
