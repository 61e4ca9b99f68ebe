import './showing.css';
import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import {
  VerifiableTypes,
  type VerifiableTypesQuery,
  VerifyLicence,
  type VerifyLicenceQuery,
} from '../../data/generated/school.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { useData } from '../../data/use-data.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { t } from '../../i18n/showing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import type { Screen } from '../../ui/router.tsx';
import { type Definition, type DefinitionField, readDefinition } from '../licence-type/definition.ts';
import { FieldEntry } from '../licence-type/field-entry.tsx';
import { labelOf } from '../licence-type/field-words.ts';
import { Page } from '../session/shell.tsx';
import { asksFor, firstField, givenOf } from './verify-fields.ts';

type Type = VerifiableTypesQuery['licenceTypes']['nodes'][number];
const PURPOSES = ['entry', 'staff', 'other'] as const;
type Purpose = (typeof PURPOSES)[number];

/** Verification by given fields (证照信息验证, Q-59): holder, type and what stands on the licence; the answer is yes or no. */
const VerifyPage: Screen = () => {
  const { data, problem, refresh } = useData(VerifiableTypes, {}, { keep: true });
  const types = data?.licenceTypes.nodes.filter(({ definition }) => definition) ?? [];
  const [slug, setSlug] = useState('vaccination_certificate');
  const type = types.find((one) => one.slug === slug) ?? types[0];
  return (
    <Page title={t('verify.title')} back="/scan" narrow>
      <p class="muted">{t('verify.explain')}</p>
      {problem && !data && <ErrorBox problem={problem} onRetry={refresh} />}
      {!data && !problem && <Skeleton lines={8} />}
      {type && (
        <>
          <Select
            label={t('verify.type')}
            value={type.slug}
            options={types.map((one) => ({ value: one.slug, label: one.name }))}
            onInput={setSlug}
          />
          <Form key={type.code} type={type} definition={readDefinition(type.definition ?? '')} />
        </>
      )}
    </Page>
  );
};
export default VerifyPage;

function Form({ type, definition }: { type: Type; definition: Definition }) {
  const first = firstField(definition);
  const [keys, setKeys] = useState<readonly string[]>(first ? [first] : []);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [holder, setHolder] = useState('');
  const [purpose, setPurpose] = useState<Purpose>('entry');
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const [verdict, setVerdict] = useState<boolean | null>(null);
  const given = givenOf(keys, values);
  const change = (part: () => void) => {
    // An answer is of what was asked, not of what stands in the form now.
    setVerdict(null);
    part();
  };
  const verify = async () => {
    setTried(true);
    setVerdict(null);
    setProblem(undefined);
    if (holder.trim() === '' || given.length === 0) return;
    setBusy(true);
    const asked = { type: type.code, purpose: t(`verify.purpose.${purpose}`), holderCode: holder.trim(), given };
    // Asked anew each time, and kept nowhere: a licence may have ended since.
    const answer = await client.query(VerifyLicence, asked, { requestPolicy: 'network-only' }).toPromise();
    setBusy(false);
    setProblem(answer.error && problemOf(answer.error));
    setVerdict((answer.data as VerifyLicenceQuery | undefined)?.verifyLicence ?? null);
  };
  const left = asksFor(definition).filter(({ key }) => !keys.includes(key));
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void verify();
      }}
    >
      <TextField
        label={t('verify.holder')}
        hint={t('verify.holderHint')}
        value={holder}
        autocomplete="off"
        maxLength={40}
        error={isTried && holder.trim() === '' ? t('verify.required') : fieldProblem(problem, 'holderCode')}
        onInput={(value) => change(() => setHolder(value))}
      />
      {keys.flatMap((key) => {
        const field = definition.fields.find((one) => one.key === key);
        return field
          ? [
              <Given
                key={key}
                field={field}
                value={values[key] ?? ''}
                error={isTried && given.length === 0 ? t('verify.given') : undefined}
                onInput={(value) => change(() => setValues({ ...values, [key]: value }))}
                onRemove={keys.length > 1 ? () => change(() => setKeys(keys.filter((one) => one !== key))) : null}
              />,
            ]
          : [];
      })}
      {left.length > 0 && (
        <Select
          label={t('verify.field')}
          value=""
          placeholder
          options={left.map((field) => ({ value: field.key, label: labelOf(field) }))}
          onInput={(key) => key && change(() => setKeys([...keys, key]))}
        />
      )}
      <Select
        label={t('verify.purpose')}
        value={purpose}
        options={PURPOSES.map((value) => ({ value, label: t(`verify.purpose.${value}`) }))}
        onInput={(value) => change(() => setPurpose(value as Purpose))}
      />
      <div class="row">
        <Button type="submit" variant="primary" icon="check" busy={busy}>
          {t('verify.go')}
        </Button>
      </div>
      <div aria-live="polite">
        {problem && !fieldProblem(problem, 'holderCode') && <ErrorBox problem={problem} />}
        {verdict !== null && (
          <Notice tone={verdict ? 'good' : 'bad'} title={t(`verify.${verdict}`)}>
            <p>{verdict ? t('verify.true.hint', { type: type.name }) : t('verify.false.hint')}</p>
          </Notice>
        )}
      </div>
    </form>
  );
}

function Given({
  field,
  onRemove,
  ...entry
}: {
  field: DefinitionField;
  value: string;
  error: string | undefined;
  onInput: (value: string) => void;
  onRemove: (() => void) | null;
}) {
  return (
    <div class="given-field">
      <FieldEntry field={field} {...entry} />
      {onRemove && (
        <Button variant="quiet" icon="close" label={t('verify.remove', { field: labelOf(field) })} onClick={onRemove} />
      )}
    </div>
  );
}
