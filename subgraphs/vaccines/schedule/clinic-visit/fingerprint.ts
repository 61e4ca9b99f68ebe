/** The fingerprint that confirms a sign-off (指纹确认, H-10): what server and device agree on. */

/** Below this a template says too little to tell anybody by; the finger is laid on again. 0 to 100, as ISO/IEC 29794-1 counts. */
export const LOWEST_QUALITY = 40;

/** Whose finger it is, and who agreed that it is kept. */
export const FINGER_OWNERS = ['recipient', 'guardian'] as const;
export type FingerOwner = (typeof FINGER_OWNERS)[number];

/** Why a sign-off has neither a photo nor a fingerprint. */
export const UNCONFIRMED_REASONS = ['declined', 'device_fault', 'unreadable', 'urgent'] as const;
export type UnconfirmedReason = (typeof UNCONFIRMED_REASONS)[number];

/** The words of the separate consent that are read today (个人信息保护法 art. 29); other words are another version. */
export const CONSENT_WORDS = 1;

const AGE_OF_OWN_CONSENT = 14;

/** Whether that person may agree: for a child under 14 the guardian does (个人信息保护法 art. 31). */
export function mayAgree(by: FingerOwner, birthDate: string, day: string): boolean {
  const [year = '', ...rest] = birthDate.split('-');
  return by === 'guardian' || day >= [Number(year) + AGE_OF_OWN_CONSENT, ...rest].join('-');
}

/** Where the bridge of a fingerprint reader answers on the computer of a clinic (docs/fingerprint-bridge.md). */
export const FINGERPRINT_BRIDGE = 'http://127.0.0.1:47114';
