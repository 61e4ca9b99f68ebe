export { serialNumberOf } from './certificate-fields.ts';
export * from './check.ts';
export type { PdfSigner } from './cms.ts';
export { charactersOf, type FontFace, loadFontFace, SONGTI, textWidth } from './font-face.ts';
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
export { writePdf } from './pdf-write.ts';
export { type Sealing, type Stamp, sealOfd } from './seal-ofd.ts';
export { type PdfSealing, sealPdf } from './seal-pdf.ts';
