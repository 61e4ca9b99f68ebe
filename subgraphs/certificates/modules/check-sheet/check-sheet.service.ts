import { audit, badInput, type Claims, type Em, isUuid, MiaobenError, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell, OutputSheet } from '@miaoben/kernel/sheets/writer';
import type { CertificatesCtx } from '../../loaders.ts';
import { CHECK_TYPE_WORDS, dosesText, SEX_WORDS, seenWord, VERDICT_WORDS } from '../school-pupil/pupil.words.ts';
import { openPupilIdentity } from '../school-pupil/pupil-identity.ts';
import { isRound, placeOf } from './check-sheet.place.ts';
import { type SheetRow, schoolsOfRound, sheetRows } from './check-sheet.repository.ts';

const PAGE = 500;
/** More schools than a reader turns through go on one long sheet. */
const MAX_SHEETS = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

const HEADERS: [string, number][] = [
  ['学校', 28],
  ['年级', 10],
  ['班级', 10],
  ['姓名', 14],
  ['性别', 6],
  ['出生日期', 12],
  ['查验类型', 10],
  ['结论', 14],
  ['需补种疫苗剂次', 40],
  ['已补种疫苗剂次', 40],
  ['有无接种证', 12],
  ['复验日期', 12],
  ['查验日期', 12],
];

/** Query.checkSheetsUrl: the address is signed for the caller and names the place in full. */
export async function checkSheetsUrl(ctx: CertificatesCtx, round: string, asked: string | null): Promise<string> {
  const operation = 'Query.checkSheetsUrl';
  if (!isRound(round)) throw badInput('round', 'format');
  const place = await placeOf(ctx, operation, asked);
  const id = 'schoolId' in place ? place.schoolId : place.division;
  return ctx.files.downloadUrl('check-sheets', [round, id, ctx.claims.account, ctx.claims.role].join('~'));
}

function cellsOf(services: Services, school: string, row: SheetRow): OutputCell[] {
  const pupil = openPupilIdentity(services.keyring, row.sealed);
  return [
    school,
    row.grade,
    row.class_name,
    pupil.name,
    SEX_WORDS[row.sex] ?? '',
    pupil.birthDate,
    CHECK_TYPE_WORDS[row.check_type] ?? '',
    VERDICT_WORDS[row.verdict] ?? '',
    dosesText(row.missing),
    dosesText(row.caught_up),
    seenWord(row.certificate_seen),
    row.recheck_on,
    row.checked_on,
  ];
}

async function* rowsOf(
  services: Services,
  round: string,
  schools: readonly { id: string; name: string }[],
): AsyncGenerator<OutputCell[]> {
  yield HEADERS.map(([value]) => ({ value, style: 'header' as const }));
  for (const school of schools) {
    let after = BEFORE_ALL;
    for (;;) {
      const page = await sheetRows(services.orm.em.fork() as Em, round, school.id, after, PAGE);
      for (const row of page) yield cellsOf(services, school.name, row);
      if (page.length < PAGE) break;
      after = page.at(-1)?.id ?? after;
    }
  }
}

/** A spreadsheet takes 31 characters, none of seven signs, and no name twice. */
const sheetName = (name: string, number: number): string =>
  `${number}-${name.replace(/[\\/?*[\]:]/gu, ' ')}`.slice(0, 31);

/** Serves check sheets (接种查验单) of a round in bulk, streamed: a sheet per school, or one long one. */
export function serveCheckSheets(services: Services): void {
  services.files.onFetch('check-sheets', async (address, response) => {
    const [round = '', id = '', account = '', role = ''] = address.split('~');
    if (!isRound(round) || id === '') throw new MiaobenError('NOT_FOUND');
    const em = services.orm.em.fork() as Em;
    const schools = await schoolsOfRound(em, round, isUuid(id) ? { schoolId: id } : { division: id });
    await audit(em, { account, role: role as Claims['role'] }, 'export of check sheets', id, {
      round,
      schools: schools.length,
    });
    const columns = HEADERS.map(([, width]) => ({ width }));
    const isLong = schools.length > MAX_SHEETS || schools.length === 0;
    const sheets: OutputSheet[] = isLong
      ? [{ name: '接种查验单', columns, rows: rowsOf(services, round, schools) }]
      : schools.map((school, i) => ({
          name: sheetName(school.name, i + 1),
          columns,
          rows: rowsOf(services, round, [school]),
        }));
    await sendSheets(response, `接种查验单-${round}.xlsx`, sheets);
  });
}
