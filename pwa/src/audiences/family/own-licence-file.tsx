import { useEffect, useRef, useState } from 'preact/hooks';
import { client } from '../../data/client.ts';
import {
  FetchLicenceFile,
  LicenceFileOf,
  type LicenceFilePartsFragment,
  RequestLicenceFile,
} from '../../data/generated/family.ts';
import { newId } from '../../data/ids.ts';
import { type Problem, problemOf } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/holding.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Notice } from '../../ui/feedback.tsx';

type File = LicenceFilePartsFragment;
type Outcome = File | Problem;
const isFile = (outcome: Outcome): outcome is File => 'state' in outcome;

const POLL_MS = 1_000;

/** Has the file made, or takes the kept one, and waits for it. */
async function fileOf(licenceId: string, reload: boolean, isGone: () => boolean): Promise<Outcome> {
  const asked = await mutate(RequestLicenceFile, { commandId: newId(), licenceId, reload });
  if (!asked.ok) return asked.problem;
  let file: File = asked.data.requestLicenceFile;
  while (file.state === 'waiting' && !isGone()) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const result = await client.query(LicenceFileOf, { id: file.id }).toPromise();
    if (!result.data) return result.error ? problemOf(result.error) : { code: 'UNAVAILABLE' };
    file = result.data.licenceFile;
  }
  return file;
}

/** Hands the file to the browser. @returns what went wrong */
async function save({ id }: File): Promise<Problem | null> {
  const answer = await mutate(FetchLicenceFile, { commandId: newId(), id });
  if (!answer.ok) return answer.problem;
  const link = document.createElement('a');
  link.href = answer.data.fetchLicenceFile;
  link.download = '';
  link.click();
  return null;
}

/** The licence as PDF: made by the server in the background, kept there for a day, made anew by hand (J-56). */
export function OwnLicenceFile({ licenceId }: { licenceId: string }) {
  const [file, setFile] = useState<File>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const isGone = useRef(false);
  useEffect(
    () => () => {
      isGone.current = true;
    },
    [],
  );
  const load = async (reload: boolean) => {
    setBusy(true);
    setProblem(null);
    const outcome = await fileOf(licenceId, reload, () => isGone.current);
    if (isGone.current) return;
    if (isFile(outcome)) {
      setFile(outcome);
      if (outcome.state === 'ready') setProblem(await save(outcome));
    } else setProblem(outcome);
    setBusy(false);
  };
  const isFailed = file?.state === 'failed' || file?.state === 'dropped';
  return (
    <div class="stack-tight" aria-live="polite" data-file={file?.state}>
      {problem && <ErrorBox problem={problem} />}
      {isFailed && <Notice tone="warn">{t('licenceFile.failed')}</Notice>}
      <div class="row">
        <Button icon="download" busy={busy} onClick={() => void load(false)}>
          {t('licenceFile.save')}
        </Button>
        {file && (
          <Button variant="quiet" icon="refresh" busy={busy} onClick={() => void load(true)}>
            {t('licenceFile.again')}
          </Button>
        )}
      </div>
      {file?.madeAt && <p class="muted small">{t('licenceFile.made', { time: formatInstant(file.madeAt) })}</p>}
    </div>
  );
}
