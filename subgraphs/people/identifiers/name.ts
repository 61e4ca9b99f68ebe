import { accept, type IdentifierResult, refuse } from './errors.ts';
import { fromPrivateUse } from './private-use.ts';
import type { Sex } from './resident-id.ts';
import { describeSuspicions, formatCodePoint, normaliseText, type Suspicion } from './text.ts';
import { toSimplified } from './traditional.ts';

/**
 * - `match` same name; - `no_match` another name; - `review` never matched by machine, shown to a person;
 * - `flag` refused as suspicious, code points shown.
 */
export type NameVerdict = 'match' | 'no_match' | 'review' | 'flag';

export interface NameComparison {
  readonly verdict: NameVerdict;
  /** Only with `flag`: what is wrong in either name. */
  readonly suspicions: readonly Suspicion[];
}

const MIDDLE_DOT = '·';
const DOT_FORMS = /\s*[·•・･‧∙⋅᛫・]\s*/gu;
// A full stop is a middle dot only between characters that are not Latin: "J. Smith" keeps its own.
const FULL_STOP_BETWEEN_HAN = /(?<=\p{Script=Han})\s*\.\s*(?=\p{Script=Han})/gu;
const HAN = /\p{Script=Han}/u;
const LATIN = /\p{Script=Latin}/u;

interface CanonicalName {
  readonly text: string;
  readonly suspicions: readonly Suspicion[];
  /** Held characters of the private use area that were replaced by their modern code points. */
  readonly privateUse: boolean;
}

function canonicalise(raw: string): CanonicalName {
  const { text, suspicions } = normaliseText(raw);
  const unknown: Suspicion[] = [];
  let privateUse = false;
  let modern = '';
  let index = 0;
  for (const char of text) {
    const replaced = /^\p{Co}$/u.test(char) ? fromPrivateUse(char) : char;
    if (replaced !== char) privateUse = true;
    if (replaced === null) unknown.push({ kind: 'unassigned', codePoint: formatCodePoint(char), index });
    modern += replaced ?? char;
    index += 1;
  }
  const dotted = modern.replace(DOT_FORMS, MIDDLE_DOT).replace(FULL_STOP_BETWEEN_HAN, MIDDLE_DOT);
  // Spaces inside a Han name are layout (张　伟); between Latin words they are part of the name.
  const spaced = dotted.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');
  return { text: spaced, suspicions: [...suspicions, ...unknown], privateUse };
}

const withoutDots = (text: string): string => text.replaceAll(MIDDLE_DOT, '');
const latinWords = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[\s'.-]+/u)
    .filter(Boolean)
    .sort()
    .join(' ');

/**
 * Compares two names of persons as written by people (certificates, attacks 21 and 22). Equal by machine only when
 * nothing but layout, 全角 and the spelling of the middle dot differs; traditional characters, a missing dot,
 * private-use characters and transcriptions are for a person to decide.
 */
export function compareNames(a: string, b: string): NameComparison {
  const left = canonicalise(a);
  const right = canonicalise(b);
  const suspicions = [...left.suspicions, ...right.suspicions];
  if (suspicions.length > 0) return { verdict: 'flag', suspicions };
  return { verdict: verdictOf(left, right), suspicions: [] };
}

function verdictOf(left: CanonicalName, right: CanonicalName): NameVerdict {
  const a = left.text.toLowerCase();
  const b = right.text.toLowerCase();
  if (a === '' || b === '') return 'no_match';
  const similar = nameKey(a) === nameKey(b);
  if (left.privateUse || right.privateUse) return similar ? 'review' : 'no_match';
  if (a === b) return 'match';
  if (similar) return 'review';
  const oneIsTranscribed = (LATIN.test(a) && !HAN.test(a)) !== (LATIN.test(b) && !HAN.test(b));
  return oneIsTranscribed ? 'review' : 'no_match';
}

/**
 * A key equal for all spellings of one name that `compareNames` answers with `match` or `review` (transcriptions apart):
 * for finding candidates, never for deciding.
 */
export function nameKey(name: string): string {
  const { text } = canonicalise(name);
  return HAN.test(text) ? toSimplified(withoutDots(text)).toLowerCase() : latinWords(text);
}

const NAME_LENGTH = 50;
const NAME_CHARACTERS = /^[\p{L}\p{M}·\s.'()-]+$/u;

/** Checks a name as typed or imported and gives the one spelling to store. At most 50 characters. */
export function parseName(raw: string): IdentifierResult<string> {
  const { text, suspicions } = canonicalise(raw);
  if (suspicions.length > 0) return refuse('TEXT_SUSPICIOUS', describeSuspicions(suspicions));
  if (text === '') return refuse('EMPTY');
  if (Array.from(text).length > NAME_LENGTH) return refuse('TOO_LONG', `${NAME_LENGTH}`);
  if (!NAME_CHARACTERS.test(text) || !/\p{L}/u.test(text)) return refuse('NAME_CHARACTERS');
  return accept(text);
}

/** Name of a child not yet named: mother's name with 之子 or 之女 (general practice). */
export function newbornName(motherName: string, sex: Sex): string {
  return `${motherName}${sex === 'M' ? '之子' : '之女'}`;
}

export function isNewbornName(name: string): boolean {
  return /.之[子女]$/u.test(name);
}
