import { forecast, seriesName } from '@miaoben/schedule';
import type { SeriesStatus } from '../data/generated/clinic.ts';
import { locale } from '../i18n/locale.ts';
import { historyOf, scheduleOn, subjectOf } from './packs-engine.ts';
import type { PackDose, PackPerson } from './packs-rows.ts';

/** A dose somebody should come for. */
export interface DueRow {
  person: {
    id: string;
    name: string;
    sex: string;
    birthDate: string;
    township: string;
    guardian: string;
    phone: string;
  };
  series: string;
  seriesName: string;
  dose: number;
  status: Extract<SeriesStatus, 'due' | 'overdue'>;
  recommended: string;
  overdueFrom: string | null;
}

/** Files that are called for nothing: the person is elsewhere, dead, or the file was closed. */
const NOT_CALLED = new Set(['moved_out', 'dead', 'cancelled']);
/** Work between two breaths of the screen. */
const SLICE_MS = 12;

/**
 * The catch-up register of a pack on a day, most urgent first, computed here. It yields to the screen while it
 * works; `isStale` ends it early (the pack or the journal changed).
 */
export async function dueInPack(
  files: readonly { person: PackPerson; doses: readonly Pick<PackDose, 'id' | 'date' | 'vaccine'>[] }[],
  townshipName: (code: string) => string,
  day: string,
  isStale: () => boolean,
): Promise<DueRow[] | null> {
  const schedule = await scheduleOn(day);
  const rows: DueRow[] = [];
  let since = performance.now();
  for (const { person, doses } of files) {
    if (performance.now() - since > SLICE_MS) {
      await new Promise((resolve) => setTimeout(resolve));
      if (isStale()) return null;
      since = performance.now();
    }
    if (NOT_CALLED.has(person.registrationState)) continue;
    for (const f of forecast(subjectOf(person), historyOf(doses), schedule, day)) {
      if ((f.status !== 'due' && f.status !== 'overdue') || f.dose === null || f.recommended === null) continue;
      const [guardian] = person.guardians;
      rows.push({
        person: {
          id: person.id,
          name: person.name,
          sex: person.sex,
          birthDate: person.birthDate,
          township: townshipName(person.residence),
          guardian: guardian?.name ?? '',
          phone: guardian?.phone ?? '',
        },
        series: f.series,
        seriesName: seriesName(f.series, locale.peek()),
        dose: f.dose,
        status: f.status,
        recommended: f.recommended,
        overdueFrom: f.overdueFrom,
      });
    }
  }
  return rows.sort((a, b) => (a.recommended < b.recommended ? -1 : a.recommended > b.recommended ? 1 : 0));
}
