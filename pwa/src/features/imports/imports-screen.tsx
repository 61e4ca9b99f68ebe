import { useEffect, useState } from 'preact/hooks';
import type { Role } from '../../data/generated/session.ts';
import type { Problem } from '../../data/problem.ts';
import { account } from '../../data/session.ts';
import { uploadFile } from '../../data/upload.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/imports.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Progress, Skeleton, type Tone } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';
import { Icon } from '../../ui/icon.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Page } from '../session/shell.tsx';
import { type Batch, isKindName, KINDS, type KindName } from './kinds.ts';

/** What each role has lists of. */
const namesOf = (role: Role | undefined): readonly KindName[] =>
  role === 'cdc' ? ['deaths'] : ['recipients', 'doses', 'deaths'];
export const STATE_TONES: Record<Batch['state'], Tone> = {
  uploading: 'info',
  reading: 'info',
  ready: 'warn',
  committing: 'info',
  committed: 'good',
  undone: 'neutral',
  failed: 'bad',
};

/** Lists of the clinic: recipients, historic doses, deaths (J-13); of disease control: deaths. */
const ImportsScreen: Screen = () => {
  const names = namesOf(account.value?.role);
  const [kind, setKind] = useState<KindName>(names[0] ?? 'recipients');
  return (
    <Page title={t('imports.title')}>
      <Tabs
        label={t('imports.title')}
        selected={kind}
        tabs={names.map((key) => ({ key, label: t(`imports.${key}`) }))}
        onSelect={(key) => isKindName(key) && setKind(key)}
      >
        <div class="stack tab-body">
          <Start key={kind} kind={kind} />
          <Recent key={`${kind} recent`} kind={kind} />
        </div>
      </Tabs>
    </Page>
  );
};
export default ImportsScreen;

function Start({ kind }: { kind: KindName }) {
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const take = async (file: File) => {
    setProblem(null);
    setShare(0);
    const started = await KINDS[kind].start(newId(), file.name, file.size);
    const url = started.ok ? started.data.uploadUrl : null;
    const sent = started.ok && url ? await uploadFile(url, file, setShare) : started;
    setShare(null);
    if (sent.ok && started.ok) navigate(`/imports/${kind}/${started.data.id}`);
    else if (!sent.ok) setProblem(sent.problem);
  };
  return (
    <section class="stack">
      <div class="row-between">
        <p class="muted">{t(`imports.${kind}.explain`)}</p>
        <Button icon="download" onClick={() => void KINDS[kind].template().then(setProblem)}>
          {t('imports.template')}
        </Button>
      </div>
      {share === null ? (
        <FileDrop label={t('imports.drop')} accept=".xlsx" onFile={(file) => void take(file)} />
      ) : (
        <Progress label={t('imports.uploading')} value={share} />
      )}
      {problem && <ErrorBox problem={problem} />}
    </section>
  );
}

function Recent({ kind }: { kind: KindName }) {
  const [batches, setBatches] = useState<readonly Batch[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = () => {
    setProblem(null);
    void KINDS[kind].list().then((answer) => (answer.ok ? setBatches(answer.data) : setProblem(answer.problem)));
  };
  useEffect(load, [kind]);
  return (
    <section class="stack">
      <h2>{t('imports.recent')}</h2>
      {problem && <ErrorBox problem={problem} onRetry={load} />}
      {!batches && !problem && <Skeleton lines={3} />}
      {batches?.length === 0 && <p class="muted">{t('imports.none')}</p>}
      <ul class="hits">
        {batches?.map((batch) => (
          <li key={batch.id}>
            <a class="hit" href={`#/imports/${kind}/${batch.id}`}>
              <span class="grow stack-tight">
                <strong>{batch.fileName}</strong>
                <span class="muted small">{formatInstant(batch.createdAt)}</span>
              </span>
              <Badge tone={STATE_TONES[batch.state]}>{t(`state.${batch.state}`)}</Badge>
              <Icon name="next" size={20} />
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
