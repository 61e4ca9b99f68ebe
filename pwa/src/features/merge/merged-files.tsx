import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/merge.ts';
import type { ServerPerson } from '../record/view.ts';
import { UndoMerge } from './merged-notice.tsx';

/** On the file that stands: which files were merged into it, why, and the way back. */
export function MergedFiles({ files, onChanged }: { files: ServerPerson['mergedFiles']; onChanged: () => void }) {
  return (
    <section class="card stack">
      <h2>{t('into.title')}</h2>
      <ul class="stack">
        {files.map(({ id, name, mergedAt, reason }) => (
          <li key={id} class="row-between">
            <span class="stack-tight">
              <a href={`#/child/${id}`}>
                <bdi>{name}</bdi>
              </a>
              <span class="muted">{t('into.when', { date: formatInstant(mergedAt), reason })}</span>
            </span>
            <span class="no-print">
              <UndoMerge mergedId={id} label={t('into.undoOf', { name })} onUndone={onChanged} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
