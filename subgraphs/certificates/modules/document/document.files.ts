import { audit, type Claims, type Em, MiaobenError, type Services } from '@miaoben/kernel';
import { handoverById } from '../handover/handover.repository.ts';
import { stateOf } from '../handover/handover.rules.ts';
import { HandoverState } from '../handover/handover.type.ts';
import { documentById, useLink } from './document.repository.ts';
import { SEALED_FILE } from './document.seal.ts';
import { DocumentState } from './document.type.ts';

const TYPES = { ofd: 'application/ofd', pdf: 'application/pdf' } as const;

/**
 * Hands out sealed files at addresses that work once (Q-52, Q-69). Each fetch is an audit line in the transaction that spends the
 * address; it was counted as a use when the address was given.
 */
export function serveDocuments(services: Services): void {
  const { files, orm, clock, keyring } = services;
  files.onFetch('certificate-file', async (id, response) => {
    const em = orm.em.fork() as Em;
    const fetched = await em.transactional(async (inner) => {
      const tx = inner as Em;
      const at = clock.instant();
      const link = await useLink(tx, id, at);
      const row = link && (await documentById(tx, link.document_id));
      const fileId = row && (link.format === 'ofd' ? row.ofd_file : row.pdf_file);
      if (!link || !fileId || row.state !== DocumentState.sealed)
        throw new MiaobenError('NOT_FOUND', { reason: 'expired' });
      // What the holder took back in the meantime is not given at an address from before.
      const handover = link.handover_id !== null ? await handoverById(tx, link.handover_id) : undefined;
      const isOpen = handover && stateOf(handover, clock.today(), at) === HandoverState.open;
      if (link.handover_id !== null && !isOpen) throw new MiaobenError('NOT_FOUND', { reason: 'expired' });
      const caller = { account: link.account_id, role: link.role as Claims['role'] };
      await audit(tx, caller, 'download of certificate file', row.id, { format: link.format });
      return { fileId, format: link.format };
    });
    const bytes = Buffer.from(keyring.open((await files.read(fetched.fileId)).toString(), SEALED_FILE), 'base64');
    response
      .writeHead(200, {
        'content-type': TYPES[fetched.format],
        'content-length': bytes.length,
        'content-disposition': `attachment; filename="certificate.${fetched.format}"; filename*=UTF-8''${encodeURIComponent(`预防接种证.${fetched.format}`)}`,
        'cache-control': 'no-store',
      })
      .end(bytes);
  });
}
