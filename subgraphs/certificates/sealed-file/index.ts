export * from './check.ts';
export { type CertificateRequest, issueCertificate } from './issue-certificate.ts';
export { issueSeal, localSealer, type Sealer, type SealingRequest, type SealRequest } from './issue-seal.ts';
export { writeOfd } from './ofd-write.ts';
export type {
  ImageItem,
  LineItem,
  MetadataField,
  Page,
  PageDocument,
  PageItem,
  QrItem,
  RecordAttachment,
  TextItem,
} from './page-model.ts';
export { type Sealing, type Stamp, sealOfd } from './seal-ofd.ts';
export { textWidth } from './text-metrics.ts';
