import { maskDocumentNumber, maskPhone } from '@miaoben/identifiers';
import { audit, type Claims, type Em, type Services } from '@miaoben/kernel';
import { sendSheets } from '@miaoben/kernel/imports/export';
import type { OutputCell } from '@miaoben/kernel/sheets/writer';
import type { CertificatesCtx } from '../../loaders.ts';
import { accountNames } from '../account/account.names.ts';
import { organisationNames } from '../organisation/organisation.repository.ts';
import {
  CHECK_TYPE_WORDS,
  dosesText,
  NOTICE_WORDS,
  SEX_WORDS,
  seenWord,
  VERDICT_WORDS,
} from '../school-pupil/pupil.words.ts';
import { openPupilIdentity } from '../school-pupil/pupil-identity.ts';
import type { PupilReach, PupilRow } from '../school-pupil/school-pupil.repository.ts';
import { findClasses, findRounds } from '../school-round/school-round.repository.ts';
import { type CheckRecordCriteria, checkersOf, listRecords } from './check-record.repository.ts';

const FILE = 'check-records';
const SEALED = 'check_record_file';
const PURPOSE = 'check_record_file';
const PAGE = 500;
const COLUMNS = [
  ['查验轮次', 10],
  ['学校', 28],
  ['年级', 10],
  ['班级', 10],
  ['姓名', 14],
  ['性别', 6],
  ['出生日期', 12],
  ['证件号码', 22],
  ['监护人手机', 14],
  ['查验类型', 10],
  ['有无接种证', 12],
  ['接种证号', 20],
  ['结论', 14],
  ['需补种疫苗剂次', 40],
  ['现管理单位', 28],
  ['通知单', 12],
  ['通知日期', 12],
  ['已补种疫苗剂次', 40],
  ['补种日期', 12],
  ['复验日期', 12],
  ['复验结论', 14],
  ['查验人', 12],
  ['查验日期', 12],
] as const;

interface Request {
  readonly reach: PupilReach;
  readonly criteria: CheckRecordCriteria;
  readonly account: string;
  readonly role: Claims['role'];
}

/** Short-lived address of the records as .xlsx: sealed, for what was searched may be a name. */
export function recordsAddress(
  { claims, files, keyring }: Pick<CertificatesCtx, 'claims' | 'files' | 'keyring'>,
  reach: PupilReach,
  criteria: CheckRecordCriteria,
): string {
  const request: Request = { reach, criteria, account: claims.account, role: claims.role };
  return files.downloadUrl(FILE, keyring.seal(JSON.stringify(request), SEALED));
}

/** Serves records of checks (查验记录) as .xlsx, streamed, masked as on the screen. */
export function serveCheckRecords(services: Services): void {
  const { files, orm, keyring, clock } = services;
  const em = () => orm.em.fork() as Em;

  files.onFetch(FILE, async (address, response) => {
    const { reach, criteria, account, role } = JSON.parse(keyring.open(address, SEALED)) as Request;
    // Asked before the first byte: a file that breaks off in the middle looks whole.
    const checkers = await accountNames(services, PURPOSE, await checkersOf(em(), reach, criteria));
    const organisations = await organisationNames(em());
    await audit(em(), { account, role }, 'export of check records');

    const cellsOf = (row: PupilRow, round: string, own: { grade: string; name: string } | undefined): OutputCell[] => {
      const pupil = openPupilIdentity(keyring, row.sealed);
      return [
        round,
        organisations.get(row.school_id) ?? '',
        own?.grade ?? '',
        own?.name ?? '',
        pupil.name,
        SEX_WORDS[row.sex] ?? '',
        pupil.birthDate,
        pupil.documentNumber && maskDocumentNumber(pupil.documentNumber),
        pupil.guardianPhone && maskPhone(pupil.guardianPhone),
        CHECK_TYPE_WORDS[row.check_type] ?? '',
        seenWord(row.certificate_seen),
        row.certificate_number,
        VERDICT_WORDS[row.verdict] ?? '',
        dosesText(row.missing),
        row.clinic_id === null ? '' : (organisations.get(row.clinic_id) ?? ''),
        row.notice_type === null ? '' : NOTICE_WORDS[row.notice_type],
        row.notice_on,
        dosesText(row.caught_up),
        row.caught_up_on,
        row.recheck_on,
        row.recheck_result === null ? '' : (VERDICT_WORDS[row.recheck_result] ?? ''),
        checkers.get(row.checker) ?? '',
        row.checked_on,
      ];
    };
    async function* rows(): AsyncGenerator<OutputCell[]> {
      yield COLUMNS.map(([value]) => ({ value, style: 'header' as const }));
      let before: string | null = null;
      do {
        const page: PupilRow[] = await listRecords(em(), reach, criteria, before, PAGE);
        const rounds = new Map(
          (
            await findRounds(
              em(),
              page.map((row) => row.round_id),
            )
          ).map((r) => [r.id, r.code]),
        );
        const classIds = page.flatMap((row) => row.class_id ?? []);
        const classes = new Map((await findClasses(em(), classIds)).map((c) => [c.id, c]));
        for (const row of page) yield cellsOf(row, rounds.get(row.round_id) ?? '', classes.get(row.class_id ?? ''));
        before = page.length < PAGE ? null : (page.at(-1)?.id ?? null);
      } while (before !== null);
    }
    const columns = COLUMNS.map(([, width]) => ({ width }));
    await sendSheets(response, `查验记录-${clock.today()}.xlsx`, [{ name: '查验记录', columns, rows: rows() }]);
  });
}
