import { t } from '../../i18n/collection.ts';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/feedback.tsx';
import { FileDrop } from '../../ui/file-drop.tsx';

const ACCEPT = '.csv,.ndjson,.xlsx,.gz';

/** The files of a batch: chosen one by one, each can be taken away again; then how far the upload is. */
export function FileList({
  files,
  going,
  onChange,
}: {
  files: readonly File[];
  going: { name: string; share: number } | null;
  onChange: (files: File[]) => void;
}) {
  if (going) return <Progress label={t('batch.uploading', { name: going.name })} value={going.share} />;
  return (
    <div class="stack">
      <FileDrop
        label={t('batch.drop')}
        hint={t('batch.dropHint')}
        accept={ACCEPT}
        onFile={(file) => onChange([...files, file])}
      />
      {files.length > 0 && (
        <ul class="hits">
          {files.map((file, i) => (
            <li key={`${file.name} ${i}`} class="row-between">
              <bdi>{file.name}</bdi>
              <Button
                icon="cross"
                variant="quiet"
                label={t('batch.remove', { name: file.name })}
                onClick={() => onChange(files.filter((_, at) => at !== i))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
