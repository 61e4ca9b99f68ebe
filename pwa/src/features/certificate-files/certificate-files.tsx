import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { CertificateFiles as CertificateFilesQuery, RequestFile } from '../../data/generated/files.ts';
import { newId } from '../../data/ids.ts';
import type { Problem } from '../../data/problem.ts';
import { mutate } from '../../data/use-data.ts';
import { usePolled } from '../../data/use-polled.ts';
import { t } from '../../i18n/sealing.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Badge, Notice, Progress } from '../../ui/feedback.tsx';
import { GivenFiles } from '../handover/given-files.tsx';
import { AnnotatedCopies } from './annotated-copies.tsx';
import { addressOfFile, type CertificateFile, fetchFile, isMoving, TONES } from './certificate-file.ts';
import { PreviewDialog } from './preview-dialog.tsx';

const POLL_MS = 1_000;

/** The sealed file of a certificate: made, downloaded, copied for one purpose. Staff get one with a masked document number. */
export default function CertificateFiles({
  certificateId,
  isMasked = false,
  mayMake = true,
  personId,
  acts,
}: {
  certificateId: string;
  /** the holder; of a family's own screen, where the file can be handed over */
  personId?: string;
  isMasked?: boolean;
  mayMake?: boolean;
  /** what else can be done with the files, the holder's and those for staff */
  acts?: (files: readonly CertificateFile[], onChanged: () => void) => ComponentChildren;
}) {
  const { data, problem, refresh } = usePolled(
    CertificateFilesQuery,
    { id: certificateId },
    (found) => (found.certificate?.documents ?? []).some(isMoving),
    POLL_MS,
  );
  const [failed, setFailed] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [isLooking, setLooking] = useState(false);
  if (problem) return <ErrorBox problem={problem} onRetry={refresh} />;
  const documents = data?.certificate?.documents;
  if (!documents) return null;
  // The holder's own shows the whole document number; masked ones were made for others.
  const own = documents.filter((d) => d.isMasked === isMasked);
  const file = own.find((d) => d.kind === 'certificate' && d.state !== 'withdrawn');
  const make = async () => {
    setBusy(true);
    const answer = await mutate(RequestFile, { commandId: newId(), certificateIds: [certificateId] });
    setBusy(false);
    setFailed(answer.ok ? null : answer.problem);
    if (answer.ok) refresh();
  };
  const load = (format: 'pdf' | 'ofd') => void fetchFile(addressOfFile(file?.id ?? ''), format).then(setFailed);
  return (
    <section class="card no-print" data-file={file?.state ?? 'none'} aria-live="polite">
      <div class="row-between">
        <h2>{t('file.title')}</h2>
        {file && <Badge tone={TONES[file.state]}>{t(`state.${file.state}`)}</Badge>}
      </div>
      <p class="muted small">{t('file.explain')}</p>
      {failed && isMasked && failed.code === 'FORBIDDEN' ? (
        <Notice tone="bad" alert>
          {t('failure.not_granted')}
        </Notice>
      ) : (
        failed && <ErrorBox problem={failed} />
      )}
      {!file && !mayMake && <p>{t('file.notMade')}</p>}
      {!file && mayMake && (
        <Button icon="certificate" wide busy={busy} onClick={() => void make()}>
          {t('file.make')}
        </Button>
      )}
      {file && isMoving(file) && <Progress label={t(`state.${file.state}`)} />}
      {file?.state === 'failed' && (
        <Notice tone="warn" title={t('state.failed')}>
          <p>{t(`failure.${file.failure ?? 'fault'}`)}</p>
          {mayMake && (
            <Button busy={busy} onClick={() => void make()}>
              {t('file.again')}
            </Button>
          )}
        </Notice>
      )}
      {file?.state === 'sealed' && (
        <>
          <div class="row">
            <Button variant="primary" icon="search" onClick={() => setLooking(true)}>
              {t('preview.open')}
            </Button>
            <Button icon="download" onClick={() => load('pdf')}>
              {t('file.pdf')}
            </Button>
            <Button icon="download" onClick={() => load('ofd')}>
              {t('file.ofd')}
            </Button>
          </div>
          <p class="muted small">
            {t('file.pages', { count: file.pages ?? 1 })} · {t('file.link.hint')} {t('file.ofd.hint')}
          </p>
          {isLooking && (
            <PreviewDialog
              addressOf={addressOfFile(file.id)}
              title={t('file.title')}
              onClose={() => setLooking(false)}
            />
          )}
          {file.submission?.platformState && (
            <p class="small" data-platform={file.submission.platformState}>
              {t('platform.line', { state: t(`platform.${file.submission.platformState}`) })}
              {file.submission.platformReason && <bdi> · {file.submission.platformReason}</bdi>}
              {file.submission.sealing && (
                <span class="muted"> · {t('sealing.receipt', { receipt: file.submission.sealing.receipt })}</span>
              )}
            </p>
          )}
          {personId && <GivenFiles personId={personId} certificateId={certificateId} documentId={file.id} />}
          <AnnotatedCopies
            certificateId={certificateId}
            copies={own.filter((d) => d.kind === 'annotated')}
            mayMake={mayMake}
            onMade={refresh}
          />
        </>
      )}
      {acts?.(documents, refresh)}
    </section>
  );
}
