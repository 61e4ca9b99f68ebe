import { DeskSchedule } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';
import { t } from '../../i18n/desk.ts';
import { formatDate } from '../../i18n/format.ts';

/** What provinces lay on the national schedule, and since when the document is in use. */
export function Layers() {
  const { data } = useData(DeskSchedule, {}, { keep: true });
  if (!data) return null;
  const { layers, documentId } = data.schedule;
  return (
    <section class="card">
      <h2>{t('layers.title')}</h2>
      {layers.length === 0 && <p class="muted">{t('layers.none')}</p>}
      <ul class="diff-list">
        {layers.map((layer) => (
          <li key={layer.id}>
            <strong>{layer.name}</strong>
            <p class="small muted row">
              <span>{t('layers.divisions', { codes: layer.divisions.join(', ') })}</span>
              <span>
                {layer.effectiveTo
                  ? t('layers.period', { from: formatDate(layer.effectiveFrom), to: formatDate(layer.effectiveTo) })
                  : t('layers.from', { from: formatDate(layer.effectiveFrom) })}
              </span>
              <span>{t('schedule.marks', { marks: layer.source })}</span>
            </p>
          </li>
        ))}
      </ul>
      <p class="small muted mono">{t('layers.document', { id: documentId })}</p>
    </section>
  );
}
