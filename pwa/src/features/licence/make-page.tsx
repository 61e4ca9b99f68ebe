import '../licence-type/licence-type.css';
import { useState } from 'preact/hooks';
import { GenerateLicences, type GenerateLicencesMutation, LicenceTypeOf } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { locale } from '../../i18n/locale.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { DateField, Select, TextArea, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { type DefinitionField, readDefinition } from '../licence-type/definition.ts';
import { labelOf } from '../licence-type/field-words.ts';
import { Page } from '../session/shell.tsx';

type Finding = GenerateLicencesMutation['generateLicences']['findings'][number];

/** One licence made from the base form of its type: the form is the definition. */
const MakePage: Screen = ({ params }) => {
  const slug = params.slug ?? '';
  const { data, problem, refresh } = useData(LicenceTypeOf, { slug });
  const type = data?.licenceType;
  return (
    <Page title={t('make.title', { name: type?.name ?? '' })} back={`/licences/of/${slug}`}>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      {!type && !problem && <Skeleton lines={10} />}
      {type?.definition && <Form slug={slug} fields={readDefinition(type.definition).fields} />}
    </Page>
  );
};
export default MakePage;

function Form({ slug, fields }: { slug: string; fields: readonly DefinitionField[] }) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [findings, setFindings] = useState<readonly Finding[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  useOpenForm(Object.keys(values).length > 0 && !busy);
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await mutate(GenerateLicences, { commandId: newId(), type: slug, rows: [JSON.stringify(values)] });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const { licences, findings: found } = answer.data.generateLicences;
    setFindings(found);
    const [made] = licences;
    if (!made) return;
    toast(t('make.done'));
    navigate(`/licences/${made}`);
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <p class="muted">{t('make.explain')}</p>
      {findings.length > 0 && (
        <Notice tone="bad" alert>
          {t('make.wrong', { count: findings.length })}
        </Notice>
      )}
      {problem && <ErrorBox problem={problem} />}
      <div class="edit-pair">
        {fields
          .filter(({ type }) => type !== 'image')
          .map((field) => (
            <Entry
              key={field.key}
              field={field}
              value={values[field.key] ?? ''}
              finding={findings.find((one) => one.field === field.key)}
              onInput={(value) => setValues({ ...values, [field.key]: value })}
            />
          ))}
      </div>
      <div class="row">
        <Button type="submit" variant="primary" busy={busy}>
          {t('make.save')}
        </Button>
      </div>
    </form>
  );
}

function Entry({
  field,
  value,
  finding,
  onInput,
}: {
  field: DefinitionField;
  value: string;
  finding: Finding | undefined;
  onInput: (value: string) => void;
}) {
  const props = {
    label: labelOf(field),
    optional: !field.required,
    value,
    onInput,
    error: finding ? t(`wrong.${finding.code}` as 'wrong.required') : undefined,
  };
  switch (field.type) {
    case 'date':
      return <DateField {...props} />;
    case 'code':
      return (
        <Select
          {...props}
          placeholder=""
          options={(field.codes ?? []).map((c) => ({ value: c.code, label: locale.value === 'en' ? c.en : c.zh }))}
        />
      );
    case 'list':
      return <TextArea {...props} rows={3} hint={t('make.listHint')} />;
    default:
      return (
        <TextField
          {...props}
          autocomplete="off"
          {...(field.type === 'number' && { inputmode: 'numeric' as const, hint: field.unit })}
        />
      );
  }
}
