import { badInput } from '@miaoben/kernel';
import type { IssueTravelCardInput } from './travel-card.type.ts';

/** What the holder copies from the passport; sealed with the card. */
export interface Passport {
  readonly family: string;
  readonly given: readonly string[];
  readonly number: string | null;
}

/** Letters as machine-readable passports print them (ICAO 9303). */
const NAME = /^[A-Z](?:[A-Z' -]{0,37}[A-Z])?$/;
const NUMBER = /^[A-Z0-9]{6,12}$/;

function name(field: string, text: string): string {
  const upper = text.trim().replace(/\s+/g, ' ').toUpperCase();
  if (upper === '') throw badInput(field, 'required');
  if (upper.length > 39) throw badInput(field, 'too_long', { max: 39 });
  if (!NAME.test(upper)) throw badInput(field, 'format');
  return upper;
}

/** @throws BAD_INPUT input.familyName, input.givenName (required, too_long, format), input.passportNumber (format) */
export function passportOf({ familyName, givenName, passportNumber }: IssueTravelCardInput): Passport {
  const number = passportNumber?.trim().toUpperCase() || null;
  if (number !== null && !NUMBER.test(number)) throw badInput('input.passportNumber', 'format');
  return {
    family: name('input.familyName', familyName),
    given: name('input.givenName', givenName).split(' '),
    number,
  };
}

/** The address of the issuer: that of the platform, as `https`, the only kind the framework knows; its keys are found under it. */
export const issuerOf = (publicUrl: string): string => publicUrl.replace(/^http:/, 'https:').replace(/\/+$/, '');
