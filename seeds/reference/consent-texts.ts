import { createHash } from 'node:crypto';
import data from './consent-texts.json' with { type: 'json' };

/** What a guardian reads, in one language. */
export interface ConsentContent {
  readonly title: string;
  readonly disease: string;
  readonly effect: string;
  readonly contraindications: readonly string[];
  readonly reactions: readonly string[];
  readonly precautions: readonly string[];
  readonly statement: string;
}

/** One version of a consent text (知情同意书). A published version never changes: what was signed can be read for ever. */
export interface ConsentTextSeed {
  readonly id: string;
  readonly version: number;
  /** first day on which it is the one to sign */
  readonly validFrom: string;
  /** SM3 of the rest, so that a signature is tied to the words */
  readonly hash: string;
  /** national codes it is read for; none: for every vaccine no other text names */
  readonly vaccines: readonly string[];
  readonly content: { readonly 'zh-CN': ConsentContent; readonly en: ConsentContent };
  readonly sources: readonly string[];
}

/** SM3 over the JSON text of what is read, in a fixed order. */
export function hashOfText(text: Omit<ConsentTextSeed, 'hash'>): string {
  const { id, version, validFrom, vaccines, content, sources } = text;
  return createHash('sm3')
    .update(JSON.stringify([id, version, validFrom, vaccines, content, sources]))
    .digest('hex');
}

function load(): readonly ConsentTextSeed[] {
  const seen = new Set<string>();
  for (const text of data) {
    const key = `${text.id} ${text.version}`;
    if (seen.has(key) || hashOfText(text) !== text.hash) {
      throw new Error(`consent-texts.json: ${key} is repeated or was changed after it was published`);
    }
    seen.add(key);
  }
  return data;
}

let loaded: readonly ConsentTextSeed[] | undefined;

/** All versions of all consent texts. */
export function consentTexts(): readonly ConsentTextSeed[] {
  loaded ??= load();
  return loaded;
}
