import { useState } from 'preact/hooks';
import { download } from '../../data/download.ts';
import { AnnounceDeathAttachment, DeathAttachmentUrl, type DeathStepsQuery } from '../../data/generated/coming.ts';
import { newId } from '../../data/new-id.ts';
import type { Problem } from '../../data/problem.ts';
import { uploadFile } from '../../data/upload.ts';
import { mutate } from '../../data/use-data.ts';
import { t } from '../../i18n/death.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Progress } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';

type Attachment = DeathStepsQuery['deaths']['nodes'][number]['attachments'][number];
const MOST = 5;

/** A file chosen, announced under a command of its own: sent again, it arrives once. */
export interface Chosen {
  commandId: string;
  file: File;
}

/** Sends the files chosen for an answer. @returns their ids, or what went wrong */
export async function sendAttachments(
  reportId: string,
  chosen: readonly Chosen[],
  onProgress: (share: number | null) => void,
): Promise<{ ids: string[] } | { problem: Problem }> {
  const ids: string[] = [];
  try {
    for (const [i, { commandId, file }] of chosen.entries()) {
      const told = (share: number) => onProgress((i + share) / chosen.length);
      told(0);
      const announced = await mutate(AnnounceDeathAttachment, {
        commandId,
        reportId,
        fileName: file.name,
        size: file.size,
      });
      if (!announced.ok) return { problem: announced.problem };
      const { attachmentId, uploadUrl } = announced.data.announceDeathAttachment;
      // Without an address the file is there: it was the answer that got lost.
      const sent = uploadUrl ? await uploadFile(uploadUrl, file, told) : announced;
      if (!sent.ok) return { problem: sent.problem };
      ids.push(attachmentId);
    }
  } finally {
    onProgress(null);
  }
  return { ids };
}

/** Papers given with the answers to a report. */
export function AttachmentList({ attachments }: { attachments: readonly Attachment[] }) {
  const [problem, setProblem] = useState<Problem | null>(null);
  if (attachments.length === 0) return null;
  return (
    <section class="stack-tight">
      <h3>{t('files.title')}</h3>
      <ul class="coming-files">
        {attachments.map(({ id, name }) => (
          <li key={id} class="row-between">
            <bdi>{name}</bdi>
            <Button
              icon="download"
              label={t('files.openOf', { name })}
              onClick={() =>
                void download(DeathAttachmentUrl, { attachmentId: id }, (d) => d.deathAttachmentUrl).then(setProblem)
              }
            >
              {t('files.open')}
            </Button>
          </li>
        ))}
      </ul>
      {problem && <ErrorBox problem={problem} />}
    </section>
  );
}

/** Chooses the papers of an answer, at most five. */
export function ChooseAttachments({
  chosen,
  share,
  onChoose,
}: {
  chosen: readonly Chosen[];
  /** sent so far, 0..1; null while nothing is */
  share: number | null;
  onChoose: (chosen: readonly Chosen[]) => void;
}) {
  return (
    <section class="stack-tight">
      <h3>{t('files.give')}</h3>
      {chosen.length > 0 && (
        <ul class="coming-files">
          {chosen.map(({ commandId, file }) => (
            <li key={commandId} class="row-between">
              <bdi>{file.name}</bdi>
              <Button
                variant="quiet"
                label={t('files.dropOf', { name: file.name })}
                onClick={() => onChoose(chosen.filter((one) => one.commandId !== commandId))}
              >
                {t('files.drop')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {chosen.length < MOST && (
        <FileDrop
          label={t('files.choose')}
          hint={t('files.hint', { most: MOST })}
          accept=".pdf,.jpg,.jpeg,.png"
          onFile={(file) => onChoose([...chosen, { commandId: newId(), file }])}
        />
      )}
      {share !== null && <Progress label={t('files.sending')} value={share} />}
    </section>
  );
}
