import { saveFile, XLSX } from '../../data/save-file.ts';
import { t as common } from '../../i18n/common.ts';
import { formatInstant } from '../../i18n/format.ts';
import { t } from '../../i18n/sample.ts';
import type { Findings, Sample } from '../../offline/samples.ts';

/** The rows of the sheet with what was found; a file not compared leaves its place empty. */
function findingRows({ persons }: Sample, findings: Findings): (string | number)[][] {
  const head = [
    t('persons.place'),
    t('persons.name'),
    t('persons.sex'),
    t('persons.born'),
    t('persons.barcode'),
    t('strata.unit'),
    t('held.sheet.result'),
    t('held.note'),
  ];
  const rows = persons.map((person, index) => {
    const found = findings[person.id];
    return [
      index + 1,
      person.name,
      common(`sex.${person.sex}`),
      person.birthDate,
      person.barcode,
      person.managingClinic.name,
      found ? t(`held.result.${found.result}`) : '',
      found?.note ?? '',
    ];
  });
  return [head, ...rows];
}

/** The sheet as an .xlsx made on this device: no network is asked. */
export const exportFindings = (sample: Sample, findings: Findings): Promise<void> =>
  save(sample, t('persons.title'), findingRows(sample, findings));

/** What was sent of a sample, by everybody, as an .xlsx. */
export const exportFound = (sample: Sample): Promise<void> =>
  save(sample, t('found.title'), [
    [
      t('persons.name'),
      t('persons.born'),
      t('strata.unit'),
      t('held.sheet.result'),
      t('held.note'),
      t('found.by'),
      t('found.at'),
    ],
    ...sample.findings.map(({ person, result, note, by, foundAt }) => [
      person.name,
      person.birthDate,
      person.managingClinic.name,
      t(`held.result.${result}`),
      note ?? '',
      by.displayName ?? '',
      formatInstant(foundAt),
    ]),
  ]);

async function save({ seed }: Sample, name: string, rows: (string | number)[][]): Promise<void> {
  const { writeXlsx } = await import('../../data/write-sheet.ts');
  const bytes = await writeXlsx({ sheets: [{ name, rows, freezePane: { rows: 1 } }] });
  saveFile(`${t('page.title')} ${seed}.xlsx`, new Blob([new Uint8Array(bytes)], { type: XLSX }));
}
