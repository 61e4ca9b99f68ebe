/** Facts of a template; null and undefined are absent. */
export type Facts = Readonly<Record<string, string | number | null | undefined>>;

const ISO_DATE = /^\d{4}-\d\d-\d\d$/;
const PART = /\[([^\]]*)\]/g;
const PLACE = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

/**
 * Fills a template of the catalogues (their rules: messages/words.ts). Throws RangeError when a fact is absent that
 * stands in no optional part: the template is wrong, not the fact.
 */
export function fill(template: string, facts: Facts, date: (day: string) => string): string {
  const put = (text: string) =>
    text.replace(PLACE, (_, name: string, one?: string, many?: string) => {
      const fact = facts[name];
      if (fact === undefined || fact === null) throw new RangeError(`a sentence needs the fact ${name}`);
      if (one !== undefined) return fact === 1 ? one : (many ?? '');
      return typeof fact === 'string' && ISO_DATE.test(fact) ? date(fact) : String(fact);
    });
  const absent = (part: string) => [...part.matchAll(PLACE)].some(([, name]) => (facts[name ?? ''] ?? null) === null);
  return put(template.replace(PART, (_, part: string) => (absent(part) ? '' : part)));
}

/** A sentence begins with a capital. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
