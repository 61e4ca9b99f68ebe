import type { Bytes } from '@miaoben/credential';
import { locate, type OfdStructure, partOf } from './ofd-structure.ts';
import type { SealSignature } from './ses-read.ts';
import { childrenOf, onlyChild, optionalChild, readXml } from './xml-read.ts';

/** What a genuine file says of itself and of its seal. */
export interface OfdContent {
  /** CustomData by name (证照名称, 证照编号, …), as written. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Attachments by file name, such as the structured record. */
  readonly attachments: ReadonlyMap<string, Bytes>;
  readonly sealId: string;
  readonly sealName: string;
  /** As the signer claims; ISO 8601 in UTC, to the second. */
  readonly signedAt: string;
  /** DER of the signer's and the maker's certificate. */
  readonly signerCertificate: Bytes;
  readonly makerCertificate: Bytes;
}

/** @throws Refusal `xml_malformed`, `part_missing` where the index of attachments leads nowhere. */
export function readContent(structure: OfdStructure, signature: SealSignature): OfdContent {
  const { seal, signed, signedAt } = signature;
  const datas = optionalChild(structure.docInfo, 'CustomDatas');
  return {
    metadata: new Map(
      (datas ? childrenOf(datas, 'CustomData') : []).map((data) => [data.attributes.Name ?? '', data.text]),
    ),
    attachments: readAttachments(structure),
    sealId: seal.id,
    sealName: seal.name,
    signedAt: new Date(signedAt ?? 0).toISOString().replace('.000Z', 'Z'),
    signerCertificate: signed.certificate,
    makerCertificate: seal.made.certificate,
  };
}

function readAttachments({ files, document, documentName }: OfdStructure): Map<string, Bytes> {
  const attachments = new Map<string, Bytes>();
  const index = optionalChild(document, 'Attachments');
  if (index === null) return attachments;
  const indexName = locate(documentName, index.text);
  for (const attachment of childrenOf(readXml(partOf(files, indexName), 'Attachments'), 'Attachment')) {
    const name = locate(indexName, onlyChild(attachment, 'FileLoc').text);
    attachments.set(name.split('/').at(-1)!, partOf(files, name));
  }
  return attachments;
}
