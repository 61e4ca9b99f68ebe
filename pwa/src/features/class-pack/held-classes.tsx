import { useEffect } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { t } from '../../i18n/class-pack.ts';
import { formatAgo } from '../../i18n/format.ts';
import { heldClasses, readHeldClasses } from '../../offline/class-packs.ts';
import { ButtonLink } from '../../ui/button.tsx';

/** The classes that are on this device: the way to them when there is no network. */
export function HeldClasses() {
  const id = account.value?.id;
  useEffect(() => {
    if (id) void readHeldClasses(id);
  }, [id]);
  const held = heldClasses.value;
  if (held.length === 0) return null;
  return (
    <section class="card stack-tight">
      <h2>{t('pack.held')}</h2>
      {held.map(({ roundId, classId, title, takenAt }) => (
        <div key={classId} class="row-between">
          <ButtonLink icon="offline" href={`#/offline/${roundId}/${classId}`}>
            {title}
          </ButtonLink>
          <span class="muted small">{formatAgo(takenAt)}</span>
        </div>
      ))}
    </section>
  );
}
