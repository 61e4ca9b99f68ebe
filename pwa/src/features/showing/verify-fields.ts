import type { Definition, DefinitionField } from '../licence-type/definition.ts';

type Fields = Pick<Definition, 'fields' | 'core'>;

/** Fields one reads off a licence and types: no picture and no list; the holder's document is asked for by itself. */
export const asksFor = ({ fields, core }: Fields): DefinitionField[] =>
  fields.filter(({ key, type }) => type !== 'image' && type !== 'list' && key !== core.holderDocument);

/** What is asked for first: the number, which every licence bears. */
export const firstField = (definition: Fields): string | undefined =>
  asksFor(definition).find(({ key }) => key === definition.core.number)?.key ?? asksFor(definition)[0]?.key;

/** The fields that were filled in, as the verification takes them. */
export const givenOf = (keys: readonly string[], values: Readonly<Record<string, string>>) =>
  keys.flatMap((field) => {
    const value = values[field]?.trim();
    return value ? [{ field, value }] : [];
  });
