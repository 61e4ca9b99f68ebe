export { makeAccessCode, readAccessCode } from './access-code.ts';
export { COSE_ALGORITHM } from './algorithms.ts';
export type { RandomSource } from './bytes.ts';
export {
  type CertificateIdParts,
  formatCertificateId,
  isCertificateId,
  type ParsedCertificateId,
  parseCertificateId,
} from './certificate-id.ts';
export { codeLink, codeText, MAX_CODE_BYTES } from './code-text.ts';
export { derToRawSignature, rawToDerSignature } from './der-signature.ts';
export { makeIdTag } from './id-tag.ts';
export { issueClassList } from './issue-class-list.ts';
export { type IssuedCode, issueCode } from './issue-code.ts';
export { issueStatusList, randomStatusIndex, type StatusListContent } from './issue-status-list.ts';
export { issueTrustList, type TrustListContent } from './issue-trust-list.ts';
export { readOwnClaims } from './own-claims.ts';
export { makeShortCode } from './short-code.ts';
export { generatePrivateKey, loadSigner, type Signer } from './signer.ts';
export { loadSm2PublicKey, SM2_USER_ID, type Sm2PublicKey } from './sm2.ts';
export { kidOf, pointFromSpki, spkiFromPoint } from './spki.ts';
export { MAX_STATUS_ENTRIES, MIN_STATUS_ENTRIES } from './status-list.ts';
export * from './verify.ts';
