import { newId, query } from '@miaoben/kernel';
import { readCertificates } from '@miaoben/sealed-file';
import { expect } from 'vitest';
import type { CertificatesWorld, IssuedCertificate } from './certificates-world.ts';
import type { Caller } from './stack.ts';

export interface SealedFile {
  id: string;
  certificateId: string;
  kind: string;
  state: string;
  failure: string | null;
  isMasked: boolean;
  pages: number | null;
  ofdBytes: number | null;
  pdfBytes: number | null;
  purpose: string | null;
  validUntil: string | null;
  withdrawnReason: string | null;
}
const FILE = 'id certificateId kind state failure isMasked pages ofdBytes pdfBytes purpose validUntil withdrawnReason';

/** What the tests of seals and sealed files do over and over, on the world of certificates. */
export function sealSteps(world: CertificatesWorld) {
  const graph = world.graph;
  /** the mutation's own field, without errors */
  async function done<T>(caller: Caller, document: string, variables: Record<string, unknown>): Promise<T> {
    const answer = await graph<Record<string, T>>(caller, document, { commandId: newId(), ...variables });
    expect(answer.errors).toEqual([]);
    return Object.values(answer.data)[0]!;
  }
  const settled = (caller: Caller, id: string) =>
    expect.poll(async () => (await file(caller, id)).state, { timeout: 30_000, interval: 200 });
  async function file(caller: Caller, id: string): Promise<SealedFile> {
    const answer = await graph<{ certificateDocument: SealedFile }>(
      caller,
      `query ($id: ID!) { certificateDocument(id: $id) { ${FILE} } }`,
      { id },
    );
    return answer.data.certificateDocument;
  }
  return {
    done,
    file,
    settled,
    drawSeal: (caller: Caller, issuerId: string) =>
      done<{ id: string; state: string }>(
        caller,
        'mutation ($commandId: ID!, $issuerId: ID!) { drawSeal(commandId: $commandId, issuerId: $issuerId) { id state } }',
        { issuerId },
      ),
    request: (caller: Caller, certificateIds: string[], commandId = newId()) =>
      graph<{ requestDocuments: SealedFile[] }>(
        caller,
        `mutation ($commandId: ID!, $certificateIds: [ID!]!) {
           requestDocuments(commandId: $commandId, certificateIds: $certificateIds) { ${FILE} } }`,
        { commandId, certificateIds },
      ),
    link: (caller: Caller, documentId: string, format: 'ofd' | 'pdf') =>
      graph<{ fetchDocument: { url: string; expiresAt: string } }>(
        caller,
        `mutation ($commandId: ID!, $documentId: ID!, $format: FileFormat!) {
           fetchDocument(commandId: $commandId, documentId: $documentId, format: $format) { url expiresAt } }`,
        { commandId: newId(), documentId, format },
      ),
    /** the bytes of a sealed file, by a link of its own */
    async bytes(caller: Caller, documentId: string, format: 'ofd' | 'pdf'): Promise<Uint8Array> {
      const link = await this.link(caller, documentId, format);
      expect(link.errors).toEqual([]);
      const answer = await world.stack.file('certificates', link.data.fetchDocument.url);
      expect(answer.status).toBe(200);
      return new Uint8Array(await answer.arrayBuffer());
    },
    /** files of a certificate, the latest first */
    async filesOf(caller: Caller, certificateId: string): Promise<SealedFile[]> {
      const answer = await graph<{ certificate: { documents: SealedFile[] } }>(
        caller,
        `query ($id: ID!) { certificate(id: $id) { documents { ${FILE} } } }`,
        { id: certificateId },
      );
      return answer.data.certificate.documents;
    },
    async issued(caller: Caller, personId: string): Promise<IssuedCertificate> {
      const answer = await world.issue(caller, personId);
      expect(answer.errors).toEqual([]);
      return answer.data.issueCertificate;
    },
    async roots() {
      const rows = await query<{ alg: string; certificate: Uint8Array }>(
        world.em(),
        "select alg, certificate from seal_key where use = 'root'",
      );
      const der = (alg: string) => new Uint8Array(rows.find((r) => r.alg === alg)!.certificate);
      return { sm2: readCertificates(der('SM2')), es256: der('ES256') };
    },
    log: (documentId: string) =>
      query<{
        act: string;
        result: string;
        reason: string | null;
        format: string | null;
        file_sm3: string | null;
        operator: string;
        certificate_serial: string | null;
      }>(world.em(), 'select * from sealing_log where document_id = $1 order by seq', [documentId]),
  };
}
