import { badInput } from '@miaoben/kernel';
import { consentTextOn } from '@miaoben/schedule/consent';
import { type ConsentTextSeed, consentTexts } from '@miaoben/seeds/reference/consent-texts';

/** The version of each text to be read on a day. */
export const textsOn = (date: string): ConsentTextSeed[] =>
  [...new Set(consentTexts().map((t) => t.id))].flatMap(
    (id) => consentTexts().findLast((t) => t.id === id && t.validFrom <= date) ?? [],
  );

/** A version by its number. @throws BAD_INPUT unknown_code */
export function textVersion(id: string, version: number): ConsentTextSeed {
  const text = consentTexts().find((t) => t.id === id && t.version === version);
  if (!text) throw badInput('textId', 'unknown_code');
  return text;
}

/**
 * The version somebody says they have read, checked against the vaccine, the words and the day.
 * @throws BAD_INPUT unknown_code; version when the words are not those of that version, or it was not in force yet
 */
export function readText(
  input: { textId: string; textVersion: number; textHash: string; vaccineCode: string },
  signedOn: string,
): ConsentTextSeed {
  const text = textVersion(input.textId, input.textVersion);
  if (text.hash !== input.textHash) throw badInput('textHash', 'version');
  const meant = consentTextOn(consentTexts(), input.vaccineCode, signedOn);
  if (meant.id !== text.id) throw badInput('textId', 'not_for_vaccine');
  // An older version is kept as what was signed; whether it is enough is judged when a dose is given.
  if (text.version > meant.version) throw badInput('textVersion', 'version');
  return text;
}
