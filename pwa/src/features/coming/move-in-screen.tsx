import { useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import { MovableFile, type MovableFileQuery, StartMoveIn } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/coming.ts';
import { t as common } from '../../i18n/common.ts';
import { formatDate } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { EmptyState, Notice } from '../../ui/feedback.tsx';
import { Select, TextField } from '../../ui/field.tsx';
import { navigate, type Screen } from '../../ui/router.tsx';
import { toast } from '../../ui/toast.tsx';
import { useClinic } from '../packs/use-clinic.ts';
import { Page } from '../session/shell.tsx';
import { detailsInput, MoveFields, NO_DETAILS } from './move-fields.tsx';

interface Paper {
  name: string;
  number: string;
}
type Found = MovableFileQuery['movableFile'];

/** 办理迁入 (J-11): the child stands here, its paper names the file somewhere in the province. */
const MoveInScreen: Screen = () => {
  const [paper, setPaper] = useState<Paper>({ name: '', number: '' });
  /** undefined while nobody asked; null: no such person */
  const [found, setFound] = useState<Found | undefined>(undefined);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const change = (part: Partial<Paper>) => {
    setPaper({ ...paper, ...part });
    setFound(undefined);
  };
  const find = async () => {
    setTried(true);
    setProblem(null);
    if (!paper.name.trim() || !paper.number.trim() || busy) return;
    setBusy(true);
    const result = await client.query(MovableFile, paper).toPromise();
    setBusy(false);
    if (result.error) setProblem(problemOf(result.error));
    else setFound((result.data as MovableFileQuery).movableFile ?? null);
  };
  const missing = (text: string) => (isTried && text.trim() === '' ? t('in.needed') : undefined);
  return (
    <Page title={t('in.title')} back="/moves" narrow>
      <p class="muted">{t('in.explain')}</p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <TextField
          label={t('in.name')}
          autocomplete="off"
          maxLength={50}
          value={paper.name}
          error={missing(paper.name)}
          onInput={(name) => change({ name })}
        />
        <TextField
          label={t('in.number')}
          autocomplete="off"
          maxLength={40}
          value={paper.number}
          error={missing(paper.number)}
          onInput={(number) => change({ number })}
        />
        <Button type="submit" icon="search" variant={found ? 'plain' : 'primary'} wide busy={busy}>
          {t('in.find')}
        </Button>
      </form>
      {problem && <ErrorBox problem={problem} />}
      {found === null && (
        <EmptyState icon="search" title={t('in.none')}>
          {t('in.noneHint')}
        </EmptyState>
      )}
      {found && <FoundFile key={paper.number} found={found} paper={paper} />}
    </Page>
  );
};
export default MoveInScreen;

function FoundFile({ found, paper }: { found: NonNullable<Found>; paper: Paper }) {
  return (
    <section class="card stack">
      <p>
        <strong>{found.maskedName}</strong> {common(`sex.${found.sex}`)}{' '}
        <span class="number">{formatDate(found.birthDate)}</span>
        <br />
        {t('in.managedBy', { clinic: found.managingClinic.name })}
      </p>
      {found.isOwn ? (
        <Notice>{t('in.own')}</Notice>
      ) : found.isMoving ? (
        <Notice tone="warn">{t('in.moving')}</Notice>
      ) : (
        <Ask paper={paper} />
      )}
    </section>
  );
}

function Ask({ paper }: { paper: Paper }) {
  const clinic = useClinic();
  const [chosen, setChosen] = useState('');
  const [details, setDetails] = useState(NO_DETAILS);
  const [isTried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [commandId] = useState(newId);
  const toDivision = chosen || clinic?.home || '';
  const submit = async () => {
    setTried(true);
    setProblem(null);
    if (toDivision === '' || details.reason.trim() === '' || busy) return;
    setBusy(true);
    const answer = await mutate(StartMoveIn, {
      commandId,
      input: { ...paper, toDivision, ...detailsInput(details) },
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    toast(t('in.done'));
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
      <Select
        label={t('in.residence')}
        value={toDivision}
        placeholder={t('place.choose')}
        error={isTried && toDivision === '' ? t('in.residenceNeeded') : undefined}
        options={(clinic?.townships ?? []).map(({ code, name }) => ({ value: code, label: name }))}
        onInput={setChosen}
      />
      <MoveFields details={details} reasonLabel={t('in.reason')} isTried={isTried} onChange={setDetails} />
      {problem && <ErrorBox problem={problem} />}
      <Button type="submit" variant="primary" wide busy={busy}>
        {t('in.submit')}
      </Button>
    </form>
  );
}
