import { signal } from '@preact/signals';
import { type Locale, locale, registerEnglish } from './locale.ts';

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}:${string}` ? Bare : Name) | Names<Rest>
  : never;
type Values<Text extends string> = [Names<Text>] extends [never] ? [] : [values: Record<Names<Text>, string | number>];

/** Texts of one room by key; `{name}` stands for a value. */
export type Texts = Readonly<Record<string, string>>;
/** The other language of a catalogue: the same keys. */
export type Translation<T extends Texts> = { readonly [Key in keyof T]: string };
export type Translate<T extends Texts> = <Key extends keyof T & string>(key: Key, ...values: Values<T[Key]>) => string;

const PLACE = /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g;

/** Fills `{name}`; `{count:dose|doses}` chooses by the language's plural rule. */
export function fill(text: string, values: Record<string, string | number>, language: Locale): string {
  return text.replace(PLACE, (_, name: string, one?: string, other?: string) => {
    const value = values[name] ?? '';
    if (one === undefined) return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
    return new Intl.PluralRules(language).select(Number(value)) === 'one' ? one : (other ?? '');
  });
}

/**
 * A catalogue: Chinese in the bundle, English fetched when chosen. The function it returns reads the language signal, so
 * a component that calls it follows a switch.
 */
export function catalogue<const T extends Texts>(
  zh: T,
  loadEnglish: () => Promise<{ default: Translation<T> }>,
): Translate<T> {
  const english = signal<Translation<T> | null>(null);
  void registerEnglish(async () => {
    english.value ??= (await loadEnglish()).default;
  });
  return (key, ...[values]) => {
    const language = locale.value;
    const text = (language === 'en' && english.value?.[key]) || zh[key] || key;
    return fill(text, values ?? {}, language);
  };
}
