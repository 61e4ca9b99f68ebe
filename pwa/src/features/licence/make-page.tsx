import '../licence-type/licence-type.css';
import { useState } from 'preact/hooks';
import { GenerateLicences, type GenerateLicencesMutation, LicenceTypeOf } from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { type DefinitionField, readDefinition } from '../licence-type/definition.ts';
import { FieldEntry } from '../licence-type/field-entry.tsx';
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

const wrongOf = (finding: Finding | undefined) => finding && t(`wrong.${finding.code}` as 'wrong.required');

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
            <FieldEntry
              key={field.key}
              field={field}
              optional={!field.required}
              value={values[field.key] ?? ''}
              error={wrongOf(findings.find((one) => one.field === field.key))}
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
