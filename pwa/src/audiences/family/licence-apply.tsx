import { useState } from 'preact/hooks';
import { ApplyForLicence, MyLicences, type MyLicencesQuery } from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { Page } from '../../features/session/shell.tsx';
import { t } from '../../i18n/licence-application.ts';
import { locale } from '../../i18n/locale.ts';
import { fieldProblem, problemText } from '../../i18n/problem-text.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextArea, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import type { OwnLicence } from './own-licence-look.ts';

type Offer = NonNullable<MyLicencesQuery['myLicences'][number]['offers']>[number];
type OfferField = Offer['fields'][number];

const LONGEST_STATEMENT = 200;

/** The form of one application: the fields its type asks for, with what the licence says now (J-55). */
const LicenceApply: Screen = ({ params: { id = '', kind = '' } }) => {
  const { data, problem, isLoading, refresh } = useData(MyLicences, {}, { keep: true });
  const licence = data?.myLicences.find((one) => one.id === id);
  const offer = licence?.offers?.find((one) => one.kind === kind);
  return (
    <Page
      title={offer ? t(`own.apply.${offer.kind}`) : t('own.title')}
      back={`/licence/${encodeURIComponent(id)}`}
      narrow
    >
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && isLoading && <Skeleton lines={6} />}
      {data && !offer && <EmptyState icon="certificate" title={t('form.gone')} />}
      {licence && offer && <Form licence={licence} offer={offer} />}
    </Page>
  );
};
export default LicenceApply;

/** The problem in the words of this form, where it has some. */
function ownWords({ field, reason }: Problem): string | null {
  if (field === 'input.kind') return t(reason === 'duplicate' ? 'form.duplicate' : 'form.wrongState');
  if (field === 'input.licenceId' && reason === 'duplicate') return t('form.second');
  return field === 'input.values' ? t('form.unchanged') : null;
}

function Form({ licence, offer }: { licence: OwnLicence; offer: Offer }) {
  const { kind, fields, needsStatement } = offer;
  const [values, setValues] = useState(() => Object.fromEntries(fields.map(({ key, value }) => [key, value])));
  const [statement, setStatement] = useState('');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [commandId, setCommandId] = useState(newId);
  const changed = fields.filter(({ key, value }) => (values[key] ?? '').trim() !== value);
  useOpenForm(changed.length > 0 || statement !== '');
  const isMissing = (value: string | undefined) => isTried && !value?.trim();
  const required = () => problemText({ code: 'BAD_INPUT', reason: 'required' });
  const isUnchanged = kind === 'change' && changed.length === 0;

  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    const isGap = fields.some((field) => field.required && !values[field.key]?.trim());
    if (busy || isGap || isUnchanged || (needsStatement && !statement.trim())) return;
    setBusy(true);
    setProblem(undefined);
    const answer = await mutate(ApplyForLicence, {
      commandId,
      input: {
        licenceId: licence.id,
        kind,
        values: changed.map(({ key }) => ({ field: key, value: values[key] ?? '' })),
        statement: statement.trim() || null,
      },
    });
    setBusy(false);
    if (!answer.ok) {
      // Without an answer it may have arrived: sent again it must be the same command.
      if (answer.problem.code !== 'OFFLINE') setCommandId(newId());
      return setProblem(answer.problem);
    }
    toast(t('form.done'));
    navigate(`/licence/${encodeURIComponent(licence.id)}`, { replace: true });
  };
  const own = problem && ownWords(problem);
  const isOfField = problem?.field?.startsWith('input.values.') || problem?.field === 'input.statement';
  return (
    <form class="card" onSubmit={(event) => void submit(event)} noValidate>
      <div class="stack-tight">
        <strong>{licence.typeName}</strong>
        <p class="muted small number">{licence.number}</p>
        <p>{t(`form.${kind}.hint`)}</p>
      </div>
      {fields.map((field) => (
        <ValueField
          key={field.key}
          field={field}
          value={values[field.key] ?? ''}
          error={field.required && isMissing(values[field.key]) ? required() : fieldProblem(problem, field.key)}
          onInput={(value) => setValues((old) => ({ ...old, [field.key]: value }))}
        />
      ))}
      <TextArea
        label={t('form.statement')}
        optional={!needsStatement}
        rows={2}
        maxLength={LONGEST_STATEMENT}
        value={statement}
        onInput={setStatement}
        error={needsStatement && isMissing(statement) ? required() : fieldProblem(problem, 'statement')}
      />
      {isTried && isUnchanged && (
        <Notice tone="bad" alert>
          {t('form.unchanged')}
        </Notice>
      )}
      {own ? (
        <Notice tone="bad" alert>
          {own}
        </Notice>
      ) : (
        problem && !isOfField && <ErrorBox problem={problem} />
      )}
      <Button type="submit" variant={kind === 'cancellation' ? 'danger' : 'primary'} wide busy={busy}>
        {t('form.submit')}
      </Button>
    </form>
  );
}

/** A field of a licence as its type wants it filled in. */
function ValueField({
  field,
  value,
  error,
  onInput,
}: {
  field: OfferField;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
}) {
  const common = {
    label: locale.value === 'en' ? field.labelEn : field.label,
    optional: !field.required,
    error,
    value,
    onInput,
  };
  const limit = field.maxLength === null ? {} : { maxLength: field.maxLength };
  switch (field.type) {
    case 'code':
      return (
        <Select
          {...common}
          {...(!field.required && { placeholder: t('form.none') })}
          options={field.codes.map(({ code, zh, en }) => ({ value: code, label: locale.value === 'en' ? en : zh }))}
        />
      );
    case 'date':
      return <DateField {...common} />;
    case 'list':
      return <TextArea {...common} hint={t('form.list.hint')} rows={4} />;
    case 'number':
      return <TextField {...common} inputmode="numeric" autocomplete="off" />;
    case 'phone':
      return <TextField {...common} type="tel" autocomplete="tel" />;
    default:
      return <TextField {...common} {...limit} autocomplete="off" />;
  }
}
