import { badInput } from '@miaoben/kernel';
import { z } from 'zod';
import type { UpgradeHints } from './definition.difference.ts';

const Hints = z.strictObject({
  renamed: z.record(z.string(), z.string()).optional(),
  defaults: z.record(z.string(), z.union([z.string().max(4000), z.number()])).optional(),
  codes: z.record(z.string(), z.record(z.string(), z.string())).optional(),
});

/** What a proposal says of stored values, from JSON. @throws BAD_INPUT format */
export function readHints(text: string | null | undefined): UpgradeHints {
  if (text == null || text === '') return {};
  try {
    const read = Hints.safeParse(JSON.parse(text));
    if (read.success) return read.data as UpgradeHints;
  } catch {
    // falls through: what is no JSON is as wrong as what has another form
  }
  throw badInput('input.hints', 'format');
}
