import { useState } from 'preact/hooks';
import { ChangeOrganisation, CreateOrganisation, type OrganisationKind } from '../../data/generated/desk.ts';
import { newId } from '../../data/new-id.ts';
import { type Answer } from '../../data/post.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t as common } from '../../i18n/common.ts';
import { t } from '../../i18n/issuing.ts';
import { fieldProblem } from '../../i18n/problem-text.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { toast } from '../../ui/toast.tsx';
import type { Issuer } from './issuers-page.tsx';
import { KINDS } from './kinds.ts';

const FIELDS = ['name', 'code', 'divisionCode', 'address', 'phone', 'creditCode'] as const;
const OPTIONAL: readonly string[] = ['address', 'phone', 'creditCode'];

/** Creates an organisation, or changes one. */
export function IssuerDialog({
  issuer,
  onClose,
  onDone,
}: {
  issuer: Issuer | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const [form, setForm] = useState({
    kind: (issuer?.kind ?? 'issuer') as string,
    name: issuer?.name ?? '',
    code: issuer?.code ?? '',
    divisionCode: issuer?.division.code ?? '',
    address: issuer?.address ?? '',
    phone: issuer?.phone ?? '',
    creditCode: issuer?.creditCode ?? '',
  });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const set = (key: keyof typeof form) => (value: string) => setForm((old) => ({ ...old, [key]: value }));
  const save = async () => {
    setBusy(true);
    setProblem(undefined);
    const input = { ...form, kind: form.kind as OrganisationKind };
    const commandId = newId();
    const answer: Answer<unknown> = issuer
      ? await mutate(ChangeOrganisation, { commandId, id: issuer.id, input })
      : await mutate(CreateOrganisation, { commandId, input });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('issuers.saved'));
    onDone();
  };
  return (
    <FormDialog
      title={t(issuer ? 'issuers.change' : 'issuers.add')}
      saveText={common('action.save')}
      busy={busy}
      onSave={save}
      onClose={onClose}
    >
      <Select
        label={t('issuers.kind')}
        value={form.kind}
        onInput={set('kind')}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      {FIELDS.map((field) => (
        <TextField
          key={field}
          label={t(`issuers.${field}`)}
          optional={OPTIONAL.includes(field)}
          value={form[field]}
          onInput={set(field)}
          error={fieldProblem(problem, field)}
          autocomplete="off"
        />
      ))}
      {problem && <ErrorBox problem={problem} />}
    </FormDialog>
  );
}
