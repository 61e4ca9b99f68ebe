import { ClinicMerges } from '../../data/generated/clinic.ts';
import { useData } from '../../data/use-data.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/merge.ts';
import { MergedNotice, UndoMerge } from './merged-notice.tsx';

/** What merges did to a file: where its record stands now, or which files were merged into it. Nothing for nearly all. */
export function Merges({ personId, onChanged }: { personId: string; onChanged: () => void }) {
  const { data, refresh } = useData(ClinicMerges, { id: personId });
  const person = data?.person;
  if (!person) return null;
  const undone = () => {
    refresh();
    onChanged();
  };
  return (
    <>
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
