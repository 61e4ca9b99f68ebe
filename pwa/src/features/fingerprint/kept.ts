import type { AnnounceFingerprintInput } from '../../data/generated/clinic.ts';

/** A fingerprint kept on the device until it can be sent: announced under a command of its own, so that it arrives once. */
export interface KeptFingerprint extends Omit<AnnounceFingerprintInput, 'visitId' | 'size'> {
  announce: string;
  /** the template, base64 */
  template: string;
}

/** The template as a file. */
export const templateFile = ({ template }: KeptFingerprint): File =>
  new File([Uint8Array.from(atob(template), (c) => c.charCodeAt(0))], 'fingerprint.fmr');
