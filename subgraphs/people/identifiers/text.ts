/** Why a code point in a name or identifier is not to be trusted (spoofing of text: certificates, attacks 21 and 22). */
export type SuspicionKind =
  | 'invisible'
  | 'bidi'
  | 'control'
  | 'variation_selector'
  | 'radical'
  | 'compatibility'
  | 'unassigned'
  | 'combining'
  | 'mixed_script';

export interface Suspicion {
  readonly kind: SuspicionKind;
  /** `U+200B` form; safe to show and to log. */
  readonly codePoint: string;
  /** Position in code points (not UTF-16 units) of the text as it was given. */
  readonly index: number;
}

export interface NormalisedText {
  /** NFKC, 全角 folded to 半角, white space collapsed and trimmed, suspicious format characters dropped. */
  readonly text: string;
  /** Empty for honest text. Any entry means: refuse at issue, flag at match. */
  readonly suspicions: readonly Suspicion[];
}

const BIDI = /^[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]$/u;
const VARIATION_SELECTOR = /^[\uFE00-\uFE0F\u{E0100}-\u{E01EF}\u180B-\u180D\u180F]$/u;
// Letters and symbols that draw nothing: Hangul fillers, Braille blank, Khmer inherent vowels.
const BLANK = /^[\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0]$/u;
const RADICAL = /^[\u2E80-\u2EFF\u2F00-\u2FDF\u2FF0-\u2FFF\u31C0-\u31EF]$/u;
const SPACE = /^[\t\n\r\p{Zs}]$/u;
const HAN = /\p{Script=Han}/u;

export function formatCodePoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function suspicionOf(char: string, previous: string | undefined): SuspicionKind | null {
  if (SPACE.test(char)) return null;
  if (BIDI.test(char)) return 'bidi';
  if (VARIATION_SELECTOR.test(char)) return 'variation_selector';
  if (BLANK.test(char) || /^\p{Cf}$/u.test(char)) return 'invisible';
  if (/^[\p{Cc}\p{Zl}\p{Zp}]$/u.test(char)) return 'control';
  if (RADICAL.test(char)) return 'radical';
  if (/^[\p{Cs}\p{Cn}]$/u.test(char)) return 'unassigned';
  if (/^\p{M}$/u.test(char) && previous !== undefined && HAN.test(previous)) return 'combining';
  const folded = char.normalize('NFKC');
  // 全角 Latin folds silently; a sign that turns into a different Han character (⾦, ㊀, 金 U+F90A) does not.
  if (folded !== char && HAN.test(folded)) return 'compatibility';
  return null;
}

const DROPPED: ReadonlySet<SuspicionKind> = new Set([
  'invisible',
  'bidi',
  'control',
  'variation_selector',
  'unassigned',
]);

/** Printable ASCII and the common Han characters: nothing to fold, nothing to suspect. Most cells of a long list are this. */
const PLAIN = /^[\u0020-\u007E\u4E00-\u9FA5]*$/u;

const toNfkc = (text: string): string => text.normalize('NFKC');

/** The punctuation of Chinese sentences that NFKC would turn into that of Latin ones. */
const PROSE_MARKS = /([，；：！？（）…]+)/u;
const keepMarks = (text: string): string =>
  text
    .split(PROSE_MARKS)
    .map((part) => (PROSE_MARKS.test(part) ? part : toNfkc(part)))
    .join('');

/**
 * Folds text typed or pasted by people to one comparable form and reports every code point that could deceive a reader.
 * Never throws; honest text comes back without suspicions. Private-use characters are kept (see `name.ts`).
 */
export const normaliseText = (raw: string): NormalisedText => normalise(raw, toNfkc);

/** The same for sentences, which are read and not compared: the Chinese punctuation stays as it was written. */
export const normaliseProse = (raw: string): NormalisedText => normalise(raw, keepMarks);

function normalise(raw: string, fold: (text: string) => string): NormalisedText {
  if (PLAIN.test(raw)) return { text: raw.replace(/ {2,}/gu, ' ').trim(), suspicions: [] };
  const suspicions: Suspicion[] = [];
  let kept = '';
  let previous: string | undefined;
  let index = 0;
  for (const char of raw) {
    const kind = suspicionOf(char, previous);
    if (kind !== null) suspicions.push({ kind, codePoint: formatCodePoint(char), index });
    if (kind === null || !DROPPED.has(kind)) kept += char;
    previous = char;
    index += 1;
  }
  const text = fold(kept)
    .replace(/[\t\n\r\p{Zs}]+/gu, ' ')
    .trim();
  const foreign = /\p{Script=Latin}/u.test(text) ? /[\p{Script=Cyrillic}\p{Script=Greek}]/u.exec(text) : null;
  if (foreign) suspicions.push({ kind: 'mixed_script', codePoint: formatCodePoint(foreign[0]), index: foreign.index });
  return { text, suspicions };
}

/** The suspicious code points as one line, for an error text. */
export function describeSuspicions(suspicions: readonly Suspicion[]): string {
  return suspicions.map((s) => `${s.codePoint} ${s.kind} @${s.index + 1}`).join(', ');
}
