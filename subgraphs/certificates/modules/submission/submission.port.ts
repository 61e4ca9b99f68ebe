import type { SubgraphConfig } from '@miaoben/kernel';
import { z } from 'zod';
import { KNOCK_PATH } from './platform.http.ts';
import type { WithdrawalCause } from './submission.repository.ts';

/** What leaves the house of a certificate: no document number, the name masked. */
export interface CertificateData {
  readonly kind: 'certificate';
  readonly submissionId: string;
  readonly identifier: string;
  readonly typeCode: string;
  readonly number: string;
  readonly issuerCode: string;
  readonly holderName: string;
  readonly issuedOn: string;
  readonly expiresOn: string;
  readonly ofdSm3: string;
  readonly pdfSm3: string;
  readonly sealNumber: string;
}
export interface SealData {
  readonly kind: 'seal';
  readonly submissionId: string;
  readonly number: string;
  readonly name: string;
  readonly issuerCode: string;
  readonly certificateSerial: string;
  readonly validTo: string;
}

/** Something handed over stands no more: a certificate that was revoked, a file or a seal that was withdrawn. */
export interface WithdrawalData {
  readonly kind: 'withdrawal';
  readonly submissionId: string;
  /** the submission that is taken back */
  readonly of: string;
  readonly cause: WithdrawalCause;
  readonly at: string;
}
export type SubmissionData = CertificateData | SealData | WithdrawalData;

const Answer = z.object({ receipt: z.string().min(1).max(64) });
/** `refused`: sent again it would be refused again. */
export type Outcome = { readonly receipt: string } | { readonly refused: string } | { readonly failure: string };

/** Hands data to the licence platform. Never throws; failures are sentences without personal data. */
export async function submit(config: SubgraphConfig, data: SubmissionData): Promise<Outcome> {
  try {
    const answer = await fetch(new URL('/submissions', config.licencePlatformUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...data, notifyUrl: new URL(KNOCK_PATH, config.publicUrl) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429)
      return { refused: `status ${answer.status}` };
    if (!answer.ok) return { failure: `status ${answer.status}` };
    return Answer.parse(await answer.json());
  } catch (error) {
    return { failure: error instanceof z.ZodError ? 'answer not understood' : 'no answer' };
  }
}
