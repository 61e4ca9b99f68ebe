import { useState } from 'preact/hooks';
import { t } from '../i18n/common.ts';
import { Icon } from './icon.tsx';

/** Takes one file: dropped, or picked by pointer or keyboard. */
export function FileDrop({
  label,
  hint,
  accept,
  onFile,
}: {
  label: string;
  hint?: string;
  /** As of `<input accept>`, e.g. `.xlsx`. What is dropped is checked by its reader, not by its name. */
  accept: string;
  onFile: (file: File) => void;
}) {
  const [isOver, setOver] = useState(false);
  return (
    <label
      class="drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer?.files[0];
        if (file) onFile(file);
      }}
    >
      <Icon name="upload" size={36} />
      <strong>{label}</strong>
      <span class="muted small">{hint ?? t('file.dropHint')}</span>
      <input
        class="sr-only"
        type="file"
        accept={accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // Emptied, so that choosing the same file again is a choice too.
          event.currentTarget.value = '';
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
