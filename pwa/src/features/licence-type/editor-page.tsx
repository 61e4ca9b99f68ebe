import './licence-type.css';
import { useState } from 'preact/hooks';
import {
  DraftLicenceType,
  type DraftLicenceTypeMutation,
  LicenceTypeOf,
  LicenceTypes,
  LicenceTypeVersions,
} from '../../data/generated/desk.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate, useData } from '../../data/use-data.ts';
import { t } from '../../i18n/licence.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice, Skeleton } from '../../ui/feedback.tsx';
import { Select, TextArea, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { toast } from '../../ui/toast.tsx';
import { useOpenForm } from '../../ui/use-open-form.ts';
import { Page } from '../session/shell.tsx';
import { ApplicationsForm } from './applications-form.tsx';
import { type Hints, readDefinition } from './definition.ts';
import type { Edit } from './edit.ts';
import { tidied } from './edit-face.ts';
import { EditFields } from './edit-fields.tsx';
import { EditKeys } from './edit-keys.tsx';
import { FaceForm } from './face-form.tsx';
import { MetadataForm } from './metadata-form.tsx';
import { RulesForm } from './rules-form.tsx';

const PARTS = ['fields', 'core', 'face', 'rules', 'applications'] as const;
type Part = (typeof PARTS)[number];
type Findings = DraftLicenceTypeMutation['draftLicenceType']['findings'];

/** The editor of a definition: fields, keys, core and metadata, face, rules and applications; saved as a draft whose differences are then shown. */
const EditorPage: Screen = ({ params }) => {
  const slug = params.slug;
  const type = useData(LicenceTypeOf, { slug: slug ?? '' }, { pause: !slug });
  const found = type.data?.licenceType;
  const versions = useData(LicenceTypeVersions, { typeCode: found?.code ?? '' }, { pause: !found });
  const all = versions.data?.licenceTypeVersions;
  const waiting = all?.find(({ state }) => state === 'submitted' || state === 'approved');
  const draft = all?.find(({ state }) => state === 'draft');
  const base = draft ?? all?.find(({ state }) => state === 'active') ?? all?.[0];
  const problem = type.problem ?? versions.problem;
  if (!slug) return <NewType />;
  return problem ? (
    <Page title={t('types.title')} back={`/licence-types/${slug}`}>
      <ErrorBox problem={problem} onRetry={type.refresh} />
    </Page>
  ) : waiting || !base ? (
    <Page title={found?.name ?? ''} back={`/licence-types/${slug}`}>
      {waiting ? <Notice>{t('edit.waiting', { version: waiting.version })}</Notice> : <Skeleton lines={8} />}
    </Page>
  ) : (
    <Editor
      key={`${base.version} ${base.state}`}
      slug={slug}
      edit={{
        definition: readDefinition(base.definition),
        hints: base.state === 'draft' ? (JSON.parse(base.hints) as Hints) : {},
      }}
      note={draft?.note ?? ''}
    />
  );
};
export default EditorPage;

/** A new type begins as a copy of one that is there: what every licence has stands in it already. */
function NewType() {
  const { data, problem, refresh } = useData(LicenceTypes, {});
  const [like, setLike] = useState('');
  const types = data?.licenceTypes.nodes.filter(({ definition }) => definition) ?? [];
  const chosen = types.find(({ slug }) => slug === like)?.definition;
  if (chosen) {
    return <Editor edit={{ definition: { ...readDefinition(chosen), name: { zh: '', en: '' } }, hints: {} }} note="" />;
  }
  return (
    <Page title={t('edit.newTitle')} back="/licence-types" narrow>
      {problem && <ErrorBox problem={problem} onRetry={refresh} />}
      <Select
        label={t('edit.like')}
        hint={t('edit.likeHint')}
        value={like}
        placeholder={t('edit.choose')}
        options={types.map(({ slug, name }) => ({ value: slug, label: name }))}
        onInput={setLike}
      />
    </Page>
  );
}

function Editor({ slug: known, edit: start, note: startNote }: { slug?: string; edit: Edit; note: string }) {
  const [edit, setEdit] = useState(start);
  const [slug, setSlug] = useState(known ?? '');
  const [note, setNote] = useState(startNote);
  const [busy, setBusy] = useState(false);
  const [findings, setFindings] = useState<Findings>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [part, setPart] = useState<Part>('fields');
  const isDirty = !isSaved && (edit !== start || note !== startNote);
  useOpenForm(isDirty);
  const { definition } = edit;
  const title = known ? t('edit.title', { name: definition.name.zh }) : t('edit.newTitle');
  const name = (words: Partial<typeof definition.name>) =>
    setEdit({ ...edit, definition: { ...definition, name: { ...definition.name, ...words } } });
  const save = async () => {
    setBusy(true);
    setProblem(null);
    const answer = await mutate(DraftLicenceType, {
      commandId: newId(),
      input: {
        slug: slug.trim(),
        definition: JSON.stringify(tidied(definition)),
        hints: JSON.stringify(edit.hints),
        note: note.trim() || null,
      },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    setFindings(answer.data.draftLicenceType.findings);
    if (answer.data.draftLicenceType.findings.length > 0) return;
    setSaved(true);
    toast(t('edit.saved'));
    navigate(`/licence-types/${slug.trim()}?tab=versions`);
  };
  return (
    <Page title={title} back={known ? `/licence-types/${known}` : '/licence-types'}>
      <div class="edit-pair">
        {!known && (
          <TextField label={t('edit.slug')} hint={t('edit.slugHint')} value={slug} maxLength={60} onInput={setSlug} />
        )}
        <TextField label={t('edit.nameZh')} value={definition.name.zh} maxLength={60} onInput={(zh) => name({ zh })} />
        <TextField label={t('edit.nameEn')} value={definition.name.en} maxLength={120} onInput={(en) => name({ en })} />
      </div>
      {findings.length > 0 && (
        <Notice tone="bad" alert title={t('edit.wrong', { count: findings.length })}>
          <ul class="licence-script">
            {findings.map(({ code, path }) => (
              <li key={code + path}>
                <span class="mono small">{path}</span>：{t(`finding.${code}`)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {problem && <ErrorBox problem={problem} />}
      <Tabs
        label={title}
        tabs={PARTS.map((key) => ({ key, label: t(`edit.part.${key}`) }))}
        selected={part}
        onSelect={(key) => setPart(key as Part)}
      >
        {part === 'fields' && <EditFields edit={edit} isStored={known !== undefined} onEdit={setEdit} />}
        {part === 'core' && (
          <div class="stack">
            <EditKeys edit={edit} onEdit={setEdit} />
            <MetadataForm edit={edit} onEdit={setEdit} />
          </div>
        )}
        {part === 'face' && <FaceForm edit={edit} onEdit={setEdit} />}
        {part === 'rules' && <RulesForm edit={edit} onEdit={setEdit} />}
        {part === 'applications' && <ApplicationsForm edit={edit} onEdit={setEdit} />}
      </Tabs>
      <TextArea
        label={t('edit.note')}
        hint={t('edit.noteHint')}
        value={note}
        rows={2}
        maxLength={200}
        optional
        onInput={setNote}
      />
      <div class="edit-bar no-print">
        <span class="muted" role="status">
          {t(isDirty ? 'edit.unsaved' : 'edit.none')}
        </span>
        <Button variant="primary" busy={busy} disabled={!isDirty && known !== undefined} onClick={() => void save()}>
          {t('edit.save')}
        </Button>
      </div>
    </Page>
  );
}
