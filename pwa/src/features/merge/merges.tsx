import { useEffect } from 'preact/hooks';
import { ClinicMerges, type ClinicMergesQuery } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/merge.ts';
import { Notice } from '../../ui/feedback.tsx';
import { MergedNotice, UndoMerge } from './merged-notice.tsx';

type File = NonNullable<ClinicMergesQuery['person']>;
const POLL_MS = 1_000;

/** Whether the record of doses stands as the files do: it follows a merge, and its undoing, a moment later. */
export const hasFollowed = ({ mergedInto, mergedFiles, recordLink }: File): boolean =>
  (mergedInto ?? null) === recordLink.into &&
  mergedFiles.length === recordLink.files.length &&
  mergedFiles.every(({ id }) => recordLink.files.includes(id));

/** What merges did to a file: where its record stands now, or which files were merged into it. Nothing for nearly all. */
export function Merges({ personId, onChanged }: { personId: string; onChanged: () => void }) {
  const { data, refresh } = useData(ClinicMerges, { id: personId });
  const person = data?.person;
  const isBehind = !!person && !hasFollowed(person);
  useEffect(() => {
    if (!isBehind) return;
    const timer = setInterval(refresh, POLL_MS);
    return () => {
      clearInterval(timer);
      // It has caught up: what is shown of the record is of before.
      onChanged();
    };
  }, [isBehind]);
  if (!person) return null;
  const undone = () => {
    refresh();
    onChanged();
  };
  return (
    <>
      {isBehind && (
        <Notice tone="warn" title={t('behind.title')}>
          {t('behind.text')}
        </Notice>
      )}
      {person.mergedInto && <MergedNotice personId={personId} survivorId={person.mergedInto} onChanged={undone} />}
      {person.mergedFiles.length > 0 && (
        <section class="card stack">
          <h2>{t('into.title')}</h2>
          <ul class="stack">
            {person.mergedFiles.map(({ id, name, mergedAt, reason }) => (
              <li key={id} class="row-between">
                <span class="stack-tight">
                  <a href={`#/child/${id}`}>
                    <bdi>{name}</bdi>
                  </a>
                  <span class="muted">{t('into.when', { date: formatInstant(mergedAt), reason })}</span>
                </span>
                <span class="no-print">
                  <UndoMerge mergedId={id} label={t('into.undoOf', { name })} onUndone={undone} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
