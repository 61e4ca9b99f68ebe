import { t } from '../../i18n/class-pack.ts';
import { formatDate } from '../../i18n/format.ts';
import type { Pack, PackPupil } from '../../offline/class-packs.ts';
import type { PlainEntry } from '../../offline/outbox-content.ts';
import { Badge } from '../../ui/feedback.tsx';

/** What of a class pack tells whether a pupil is in its list. */
type ClassList = Pick<Pack, 'takenAt'> & { class: Pick<Pack['class'], 'id'>; pupils: readonly Pick<PackPupil, 'id'>[] };

/** Pupils taken in on this device who are not in its list yet: typed in, or by a code nobody on the list has. */
export function addedHere(pack: ClassList, entries: readonly PlainEntry[]) {
  const listed = new Set(pack.pupils.map(({ id }) => id));
  return entries.flatMap((entry) => {
    if (entry.kind !== 'addSchoolPupil' && entry.kind !== 'addSchoolPupilByCode') return [];
    if (entry.state === 'discarded' || entry.content.input.classId !== pack.class.id || listed.has(entry.person))
      return [];
    // A list taken since then has the pupil.
    if (entry.state === 'done' && entry.createdAt < Date.parse(pack.takenAt)) return [];
    return [{ key: entry.commandId, state: entry.state, ...entry.content.label }];
  });
}

export function AddedHere({ pack, entries }: { pack: Pack; entries: readonly PlainEntry[] }) {
  const added = addedHere(pack, entries);
  if (added.length === 0) return null;
  return (
    <section class="card stack-tight">
      <h2>{t('added.title')}</h2>
      {added.map(({ key, name, birthDate, state }) => (
        <div key={key} class="row-between">
          <span>
            <bdi>{name}</bdi> <span class="muted small">{birthDate && formatDate(birthDate)}</span>
          </span>
          {state === 'done' ? (
            <Badge tone="good" icon="check">
              {t('added.sent')}
            </Badge>
          ) : state === 'attention' ? (
            <Badge tone="bad" icon="alert">
              {t('done.look')}
            </Badge>
          ) : (
            <Badge tone="warn" icon="upload">
              {t('done.waiting')}
            </Badge>
          )}
        </div>
      ))}
    </section>
  );
}
