import type { MetadataField } from '@miaoben/sealed-file';
import type { CertificateRecord } from './document.record.ts';
import type { Annotation } from './face.ts';
import { maskNumber } from './record.rules.ts';

/** Values of a vaccination certificate by the field keys of its definition. */
function fieldsOf(record: CertificateRecord, isMasked: boolean): Readonly<Record<string, string>> {
  return {
    number: record.number,
    holderName: record.name,
    sex: record.sex === 'M' ? '1' : record.sex === 'F' ? '2' : '',
    birthDate: record.birthDate,
    documentType: record.documentType,
    documentNumber: isMasked ? maskNumber(record.documentNumber) : record.documentNumber,
    guardianName: record.guardians.map((g) => g.name).join('、'),
    issuer: record.issuer.name,
    issueDate: record.issuedOn,
    validTo: record.expiresOn,
    result: String(record.result),
  };
}

/**
 * Metadata of the file (GB/T 36903-2018) under the names the type's definition gives its fields; what every licence has beside them:
 * name and code of the type, identifier, code of the issuer; and of an annotated copy (加注件) purpose, dates and maker.
 * @param mapping name of the metadata → key of the field
 */
export function metadataOf(
  type: { code: string; name: string; mapping: Readonly<Partial<Record<string, string>>> },
  record: CertificateRecord,
  isMasked: boolean,
  annotation: Annotation | null,
): MetadataField[] {
  const fields = fieldsOf(record, isMasked);
  const mapped = Object.entries(type.mapping).map(([name, key]) => [name, fields[key ?? ''] ?? ''] as const);
  const values: readonly (readonly [name: string, value: string])[] = [
    ['ZZMC', type.name],
    ['ZZLXDM', type.code],
    ['ZZBS', record.identifier],
    ['ZZBFJGDM', record.issuer.code],
    ...mapped,
    ...(annotation
      ? ([
          ['KZ_JZJSYSY', annotation.purpose],
          ['KZ_JZJZZRQ', annotation.madeOn],
          ['KZ_JZJZZZ', annotation.maker],
          ['KZ_JZJYXQJZRQ', annotation.validUntil],
        ] as const)
      : []),
  ];
  return [...new Map(values)].map(([name, value]) => ({ name, value }));
}
