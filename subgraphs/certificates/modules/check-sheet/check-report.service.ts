import { audit, badInput, type Claims, type Em, isUuid, MiaobenError, type Services } from '@miaoben/kernel';
import { sendZip } from '@miaoben/kernel/zip';
import { writePdf } from '@miaoben/sealed-file';
import type { CertificatesCtx } from '../../loaders.ts';
import { certificateFont } from '../document/document.font.ts';
import { organisationNames } from '../organisation/organisation.repository.ts';
import { openPupilIdentity } from '../school-pupil/pupil-identity.ts';
import { drawReports } from './check-report.drawing.ts';
import { isRound, placeOf } from './check-sheet.place.ts';
import { type ReportClassRow, reportClasses, reportPupils } from './check-sheet.repository.ts';

const FILE = 'check-reports';
/** More than any class has; those above it are in no file, and no class is that large. */
const MOST_PUPILS = 1_000;
const NO_CLASS = '未分班';

/** Query.checkReportsUrl: the address is signed for the caller and names the place in full. */
export async function checkReportsUrl(
  ctx: CertificatesCtx,
  round: string,
  asked: string | null,
  classId: string | null,
): Promise<string> {
  if (!isRound(round)) throw badInput('round', 'format');
  const place = await placeOf(ctx, 'Query.checkReportsUrl', asked);
  if (classId !== null && !isUuid(classId)) throw badInput('classId', 'no_match');
  const id = 'schoolId' in place ? place.schoolId : place.division;
  return ctx.files.downloadUrl(FILE, [round, id, classId ?? '', ctx.claims.account, ctx.claims.role].join('~'));
}

/** A name in an archive, whatever the school called its class. */
const fileName = (text: string): string => text.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim();

/** Serves check sheets (接种查验单) to print, drawn when they are fetched: of one class, or an archive with a file per class. */
export function serveCheckReports(services: Services): void {
  const { files, orm, keyring, clock } = services;
  const em = () => orm.em.fork() as Em;

  files.onFetch(FILE, async (address, response) => {
    const [round = '', id = '', classId = '', account = '', role = ''] = address.split('~');
    if (!isRound(round) || id === '') throw new MiaobenError('NOT_FOUND');
    const place = isUuid(id) ? { schoolId: id } : { division: id };
    const classes = await reportClasses(em(), round, place, classId === '' ? null : classId);
    if (classes.length === 0) throw new MiaobenError('NOT_FOUND');
    await audit(em(), { account, role: role as Claims['role'] }, 'export of check reports', id, {
      round,
      classes: classes.length,
    });
    const names = await organisationNames(em());
    const drawable = await certificateFont.drawable();
    const titleOf = ({ grade, name }: ReportClassRow) => `${grade ?? ''}${name ?? ''}` || NO_CLASS;
    const make = async (of: ReportClassRow): Promise<Uint8Array> => {
      const pupils = (await reportPupils(em(), round, of, MOST_PUPILS)).map((row) => {
        const { name, birthDate } = openPupilIdentity(keyring, row.sealed);
        return { row, name: drawable(name), birthDate, clinic: drawable(names.get(row.clinic_id ?? '') ?? '') };
      });
      const school = drawable(names.get(of.school_id) ?? '');
      const document = drawReports({ round, school, name: drawable(titleOf(of)) }, pupils, clock.today());
      return writePdf(document, await certificateFont.of(document));
    };

    const [only] = classes;
    if (classId !== '' && only) {
      const pdf = Buffer.from(await make(only));
      const title = `接种查验单-${round}-${titleOf(only)}.pdf`;
      response
        .writeHead(200, {
          'content-type': 'application/pdf',
          'content-length': pdf.length,
          'content-disposition': `attachment; filename="reports.pdf"; filename*=UTF-8''${encodeURIComponent(title)}`,
          'cache-control': 'no-store',
        })
        .end(pdf);
      return;
    }
    // A number in front: two schools or classes may be called the same.
    const archived = classes.map((of, i) => {
      const school = fileName(names.get(of.school_id) ?? '');
      return {
        name: `${school}/${String(i + 1).padStart(3, '0')}-${fileName(titleOf(of))}.pdf`,
        make: () => make(of),
      };
    });
    await sendZip(response, `接种查验单-${round}.zip`, archived);
  });
}
