import { ExchangeError } from './errors.ts';
import { IDENTIFIER_KINDS, type IdentifierKind } from './record.ts';

export const PURPOSES = ['travel', 'partner'] as const;
/** For whom the record is written: `travel`, shown by the holder abroad; `partner`, by interface to a health body. */
export type Purpose = (typeof PURPOSES)[number];

/** What a purpose lets out at most (个人信息保护法 art. 6: the least that serves the purpose). */
export interface Disclosure {
  readonly identifiers: readonly IdentifierKind[];
  /** where, how and how much was given, whence the row comes, the dose's own id */
  readonly doseDetails: boolean;
  /** what is still to be given; a contraindication shows in it */
  readonly recommendations: boolean;
}

const DISCLOSURE: Readonly<Record<Purpose, Disclosure>> = {
  travel: { identifiers: ['passport', 'certificate'], doseDetails: false, recommendations: false },
  partner: { identifiers: IDENTIFIER_KINDS, doseDetails: true, recommendations: true },
};

/**
 * What a purpose lets out, with the identifiers asked for: none unless named.
 * @throws ExchangeError `not_allowed` when the purpose does not cover an identifier.
 */
export function disclosureFor(purpose: Purpose, asked: readonly IdentifierKind[]): Disclosure {
  const allowed = DISCLOSURE[purpose];
  if (asked.some((kind) => !allowed.identifiers.includes(kind))) throw new ExchangeError('not_allowed', 'identifiers');
  return { ...allowed, identifiers: asked };
}
