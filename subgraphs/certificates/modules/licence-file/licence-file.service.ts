import { audit, type Em, isUuid, MiaobenError, newId, notFound, runCommand, type Services } from '@miaoben/kernel';
import type { CertificatesCtx } from '../../loaders.ts';
import { countFetch } from '../fetch/fetch.limit.ts';
import { openValues } from '../licence/licence.entry.ts';
import { ownLicence } from '../licence/licence.own.ts';
import { definitionsOf } from '../licence/licence.shape.ts';
import { encodeLicenceId } from '../licence/licence-key.ts';
import { askForFile, fileOf, type LicenceFileRow, licenceOfFile } from './licence-file.repository.ts';
import type { LicenceFile } from './licence-file.type.ts';
import { SEALED_FILE } from './licence-file.worker.ts';

const instant = (at: string | null): Date | null => (at === null ? null : new Date(at));

const shape = (row: LicenceFileRow): LicenceFile => ({
  id: row.id,
  licenceId: encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
  state: row.state,
  bytes: row.bytes,
  madeAt: instant(row.made_at),
  until: instant(row.until),
});

/** @throws NOT_FOUND of another account, the same as for none */
async function ownFile(ctx: CertificatesCtx, id: string): Promise<LicenceFileRow> {
  const row = isUuid(id) ? await fileOf(ctx.em, id, ctx.claims.account, ctx.clock.instant()) : undefined;
  if (!row) throw notFound();
  return row;
}

export const readLicenceFile = async (ctx: CertificatesCtx, id: string): Promise<LicenceFile> =>
  shape(await ownFile(ctx, id));

/** Mutation.requestLicenceFile: the kept file, or one that is made in the background. @throws NOT_FOUND; CONFLICT wrong_state */
export async function requestLicenceFile(
  ctx: CertificatesCtx,
  commandId: string,
  licenceId: string,
  reload: boolean,
): Promise<LicenceFile> {
  const licence = await ownLicence(ctx, licenceId);
  if (!licence) throw notFound();
  if (licence.state !== 'valid' && licence.state !== 'expired')
    throw new MiaobenError('CONFLICT', { field: 'licenceId', reason: 'wrong_state' });
  const { type_code, licence_id, identifier } = licence;
  const id = await runCommand(ctx, 'Mutation.requestLicenceFile', commandId, { licenceId, reload }, async (em) => {
    const wanted = { id: newId(), type_code, licence_id, identifier, account_id: ctx.claims.account };
    const outcome = await askForFile(em, wanted, reload, ctx.clock.instant());
    return { outcome, subject: licence_id, detail: { reload } };
  });
  return readLicenceFile(ctx, id);
}

/** Mutation.fetchLicenceFile: the address of the kept file, counted against the limits (J-57). @throws CONFLICT wrong_state; RATE_LIMITED */
export async function fetchLicenceFile(ctx: CertificatesCtx, commandId: string, id: string): Promise<string> {
  const row = await ownFile(ctx, id);
  const licence = row.state === 'ready' ? await licenceOfFile(ctx.em, row) : undefined;
  if (!licence) throw new MiaobenError('CONFLICT', { field: 'id', reason: 'wrong_state' });
  const definitions = await definitionsOf(ctx.em, [licence]);
  const { core } = definitions(licence);
  const values = openValues(ctx.keyring, licence.sealed);
  const text = (key: string | undefined): string | null =>
    key === undefined || values[key] === undefined ? null : String(values[key]);
  await runCommand(ctx, 'Mutation.fetchLicenceFile', commandId, { id }, async (em) => {
    await countFetch(em, ctx, {
      account: ctx.claims.account,
      licenceType: definitions.type(licence).slug,
      use: 'downloaded',
      certificateId: encodeLicenceId({ typeCode: row.type_code, licenceId: row.licence_id }),
      holder: {
        personId: null,
        name: text(core.holderName) ?? '',
        documentNumber: text(core.holderDocument),
        birthDate: text(core.holderBirthDate),
        division: licence.division,
      },
    });
    return { outcome: true, subject: row.licence_id };
  });
  return ctx.files.downloadUrl('licence-file', `${row.id}.${ctx.claims.account}`);
}

/** Hands out kept files; one whose licence was voided meanwhile is gone, whoever has its address. */
export function serveLicenceFiles({ files, orm, clock, keyring }: Services): void {
  files.onFetch('licence-file', async (address, response) => {
    const em = orm.em.fork() as Em;
    const [id = '', account = ''] = address.split('.');
    const row = await fileOf(em, id, account, clock.instant());
    if (!row?.file_id || row.state !== 'ready') throw new MiaobenError('NOT_FOUND', { reason: 'expired' });
    await audit(em, { account, role: 'guardian' }, 'download of licence file', row.licence_id);
    const bytes = Buffer.from(keyring.open((await files.read(row.file_id)).toString(), SEALED_FILE), 'base64');
    response
      .writeHead(200, {
        'content-type': 'application/pdf',
        'content-length': bytes.length,
        'content-disposition': `attachment; filename="licence.pdf"; filename*=UTF-8''${encodeURIComponent('证照.pdf')}`,
        'cache-control': 'no-store',
      })
      .end(bytes);
  });
}
