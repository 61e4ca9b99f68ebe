/** Whether a dose has the informed consent it needs (知情同意, H-18): the same rule on the server and on a device. */

/** A version of a text, as far as the rule needs it. */
export interface ConsentTextVersion {
  readonly id: string;
  readonly version: number;
  /** first day on which it is the one to sign */
  readonly validFrom: string;
  /** none: read for every vaccine that no other text names */
  readonly vaccines: readonly string[];
}

/** A signed decision. */
export interface SignedConsent {
  readonly id: string;
  readonly textId: string;
  readonly textVersion: number;
  readonly vaccine: string;
  readonly decision: 'agree' | 'refuse';
  /** ISO 8601 instant in UTC: the later one decides */
  readonly signedAt: string;
  /** calendar day of it */
  readonly signedOn: string;
  /** day on which it was withdrawn */
  readonly withdrawnOn: string | null;
}

/**
 * `agreed`: the dose may be given. `outdated`: agreed to an earlier version of the text. `used`: agreed to, and a dose was given on a
 * day since: each visit needs its own consent.
 */
export const CONSENT_STATES = ['agreed', 'missing', 'outdated', 'used', 'refused', 'withdrawn'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

export interface ConsentQuestion<Text extends ConsentTextVersion, Consent extends SignedConsent> {
  readonly vaccine: string;
  /** day of the dose */
  readonly date: string;
  readonly texts: readonly Text[];
  /** of the person */
  readonly consents: readonly Consent[];
  /** standing doses of the person, the one asked about may be among them */
  readonly doses: readonly { readonly vaccine: string; readonly date: string }[];
}

export interface ConsentAnswer<Text, Consent> {
  readonly state: ConsentState;
  /** the version to be read on that day */
  readonly text: Text;
  /** the decision that counts, if there is one */
  readonly consent: Consent | null;
}

/** Id of the text that is read for a vaccine. @throws when there is neither one of its own nor one for all others */
function textIdOf(texts: readonly ConsentTextVersion[], vaccine: string): string {
  const text = texts.find((t) => t.vaccines.includes(vaccine)) ?? texts.find((t) => t.vaccines.length === 0);
  if (!text) throw new Error(`no consent text for vaccine ${vaccine}`);
  return text.id;
}

/** The version of a vaccine's text to be read on a day: the latest valid one; before the first one, the first. */
export function consentTextOn<Text extends ConsentTextVersion>(
  texts: readonly Text[],
  vaccine: string,
  date: string,
): Text {
  const id = textIdOf(texts, vaccine);
  const versions = texts.filter((t) => t.id === id).sort((a, b) => a.version - b.version);
  return versions.findLast((t) => t.validFrom <= date) ?? versions[0]!;
}

const isLater = (a: SignedConsent, b: SignedConsent): boolean =>
  a.signedAt > b.signedAt || (a.signedAt === b.signedAt && a.id > b.id);

/** What consent there is for a dose of a vaccine on a day. */
export function consentOn<Text extends ConsentTextVersion, Consent extends SignedConsent>(
  question: ConsentQuestion<Text, Consent>,
): ConsentAnswer<Text, Consent> {
  const { vaccine, date, texts, consents, doses } = question;
  const text = consentTextOn(texts, vaccine, date);
  // Under the text of all others each vaccine stands for itself.
  const isCovered = (other: string) =>
    text.vaccines.length === 0 ? other === vaccine : text.id === textIdOf(texts, other);
  let consent: Consent | null = null;
  for (const one of consents) {
    if (one.textId !== text.id || !isCovered(one.vaccine) || one.signedOn > date) continue;
    if (consent === null || isLater(one, consent)) consent = one;
  }
  const answer = (state: ConsentState) => ({ state, text, consent });
  if (consent === null) return answer('missing');
  const { signedOn, withdrawnOn } = consent;
  if (withdrawnOn !== null && withdrawnOn <= date) return answer('withdrawn');
  if (consent.decision === 'refuse') return answer('refused');
  if (consent.textVersion < text.version) return answer('outdated');
  const isUsed = doses.some((d) => isCovered(d.vaccine) && d.date >= signedOn && d.date < date);
  return answer(isUsed ? 'used' : 'agreed');
}
