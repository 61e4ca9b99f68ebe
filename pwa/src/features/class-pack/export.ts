import { XLSX } from '../../data/save-file.ts';
import { t } from '../../i18n/class-pack.ts';
import { formatInstant, todayInChina } from '../../i18n/format.ts';
import { t as school } from '../../i18n/school.ts';
import type { Pack, PackPupil } from '../../offline/class-packs.ts';
import { doseText, earliestText } from '../school-check/verdict-look.ts';
import { noticeText } from '../school-round/follow-table.tsx';
import type { Done } from './acts.ts';

interface ExportColumn {
  head: string;
  width: number;
  cell: (pupil: PackPupil, done: Done | undefined) => string;
}

const columns = (today: string): ExportColumn[] => [
  { head: school('column.name'), width: 12, cell: ({ name }) => name },
  { head: school('rosterColumn.sex'), width: 6, cell: ({ sex }) => (sex ? t(`sex.${sex === 'F' ? 'F' : 'M'}`) : '') },
  { head: school('column.birthDate'), width: 14, cell: ({ birthDate }) => birthDate },
  { head: school('column.verdict'), width: 10, cell: ({ verdict }) => school(`verdict.${verdict}`) },
  {
    head: t('export.missing'),
    width: 44,
    cell: ({ missing }) => missing.map((dose) => `${doseText(dose)}（${earliestText(dose, today)}）`).join('、'),
  },
  { head: t('export.clinic'), width: 24, cell: ({ managingClinic }) => managingClinic?.name ?? '' },
  { head: school('column.notice'), width: 24, cell: noticeText },
  { head: school('pupil.certificate'), width: 10, cell: (_, done) => (done?.isSeen ? school('pupil.seen') : '') },
  {
    head: school('column.scannedAt'),
    width: 18,
    cell: (_, done) => (done?.scannedAt == null ? '' : formatInstant(done.scannedAt)),
  },
  { head: t('act.confirm'), width: 10, cell: (_, done) => (done?.isConfirmed ? t('done.confirmed') : '') },
  { head: t('act.note'), width: 24, cell: (_, done) => done?.note ?? '' },
  { head: t('export.look'), width: 10, cell: (_, done) => (done?.isToLook ? t('done.look') : '') },
];

/** The verdicts of a class with what was done on this device, as an .xlsx made here: no network is asked. Every cell is text. */
export async function classWorkbook(
  { class: own, takenAt, pupils }: Pack,
  done: ReadonlyMap<string, Done>,
): Promise<Blob> {
  // A tenth of the app: only who exports needs it. The service worker holds it, so it comes without a network too.
  const { writeXlsx } = await import('../../data/write-sheet.ts');
  const shown = columns(todayInChina());
  const rows = [shown.map(({ head }) => head), ...pupils.map((p) => shown.map(({ cell }) => cell(p, done.get(p.id))))];
  const bytes = await writeXlsx({
    sheets: [
      {
        name: t('export.sheet'),
        columns: shown.map(({ width }) => ({ width })),
        rows,
        freezePane: { rows: 1 },
      },
    ],
    properties: { title: t('export.title', { class: `${own.grade}${own.name}`, time: formatInstant(takenAt) }) },
  });
  return new Blob([new Uint8Array(bytes)], { type: XLSX });
}
