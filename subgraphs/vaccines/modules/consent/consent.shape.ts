import type { ConsentTextSeed } from '@miaoben/seeds/reference/consent-texts';
import { shapeVaccine } from '../catalogue/catalogue.shape.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ConsentRow } from './consent.repository.ts';
import { Consent, type ConsentText } from './consent.type.ts';

export const shapeConsentText = ({ content, ...text }: ConsentTextSeed): ConsentText => ({
  ...text,
  content: [
    { language: 'zh-CN', ...content['zh-CN'] },
    { language: 'en', ...content.en },
  ],
});

/** Names and signatures stay sealed until a field asks for them. */
export const shapeConsent = (catalogue: Catalogue, row: ConsentRow): Consent =>
  Object.assign(new Consent(), {
    id: row.id,
    person: { id: row.person_id },
    vaccine: shapeVaccine(catalogue, row.vaccine),
    textId: row.text_id,
    textVersion: row.text_version,
    textHash: row.text_hash,
    decision: row.decision,
    reason: row.reason,
    relation: row.relation,
    signerAccount: row.signer_account === null ? null : { id: row.signer_account },
    signedAt: new Date(row.signed_at),
    signedOn: row.signed_on,
    device: row.device,
    clinic: row.clinic_id === null ? null : { id: row.clinic_id },
    recordedBy: { id: row.recorded_by },
    withdrawnAt: row.withdrawn_at === null ? null : new Date(row.withdrawn_at),
    withdrawnOn: row.withdrawn_on,
    withdrawnReason: row.withdrawn_reason,
    sealedName: row.signer_name,
    sealedSignature: row.signature,
  });
