import { type CodeBase, codeBaseOf, joinCode, splitCode, unifiedCodeKind } from '@miaoben/identifiers';
import { type Em, type Keyring, MiaobenError, query } from '@miaoben/kernel';
import type { PersonFile } from './person.file.ts';

/** Largest place in a multiple birth a code has room for. */
const MAX_BIRTH_ORDER = 9;

/** A code as it is stored: found by its base, unique among live files with its order. */
export interface IdentityCode {
  code: string;
  blind: string;
  order: number;
}

const blindOf = (keyring: Keyring, base: string): string => keyring.blind('person.identityCode', base);

/** The stored form of a code that was read or typed. */
export function storedCode(keyring: Keyring, code: string): IdentityCode {
  const { base, order } = splitCode(code);
  return { code, blind: blindOf(keyring, base), order };
}

/** What was typed into the search box, when it is a code of J-01 other than a bare number. */
export function codeOfText(keyring: Keyring, text: string): IdentityCode | null {
  const code = text.replace(/\s/g, '').toUpperCase();
  return /^[ABOT]/.test(code) && unifiedCodeKind(code).ok ? storedCode(keyring, code) : null;
}

type Coded = Omit<PersonFile, 'guardians'> & {
  guardians: readonly Pick<PersonFile['guardians'][number], 'relation' | 'documentNumber'>[];
};

const baseOf = (file: Coded, held: string | null): CodeBase =>
  codeBaseOf(
    {
      ...file,
      division: file.residence,
      motherNumber: file.guardians.find((g) => g.relation === 'mother')?.documentNumber ?? null,
    },
    held,
  );

/**
 * The codes of files from their data, each the only one among live files: one statement for any number of files. Where several would
 * share one, the next free order sets them apart.
 * @param held the code a file has had so far
 * @throws CONFLICT duplicate birthOrder when the stated place in a multiple birth is another live file's
 */
export async function identityCodes(
  em: Em,
  keyring: Keyring,
  files: readonly { file: Coded; held: string | null }[],
): Promise<IdentityCode[]> {
  const bases = files.map(({ file, held }) => baseOf(file, held));
  const blinds = bases.map(({ base }) => blindOf(keyring, base));
  const shared = blinds.filter((_, i) => isShared(bases[i]!));
  const taken = await takenOrders(em, shared);
  return files.map(({ file }, i) => {
    const [wanted, blind] = [bases[i]!, blinds[i]!];
    if (!isShared(wanted)) return { code: wanted.base, blind, order: 1 };
    const owners = taken.get(blind) ?? new Map<number, string>();
    taken.set(blind, owners);
    const isFree = (n: number) => (owners.get(n) ?? file.id) === file.id;
    if (wanted.order !== null && file.birthOrder !== null && !isFree(wanted.order)) throw orderInUse();
    let order = wanted.order ?? 1;
    while (!isFree(order)) order += 1;
    if (wanted.kind === 'newborn' && order > MAX_BIRTH_ORDER) throw orderInUse();
    if (file.registrationState !== 'cancelled') owners.set(order, file.id);
    return { code: joinCode(wanted, order), blind, order };
  });
}

const isShared = ({ kind }: CodeBase): boolean => kind === 'newborn' || kind === 'other';
const orderInUse = () => new MiaobenError('CONFLICT', { field: 'birthOrder', reason: 'duplicate' });

/** By base: which live file holds which order. */
async function takenOrders(em: Em, blinds: readonly string[]): Promise<Map<string, Map<number, string>>> {
  const taken = new Map<string, Map<number, string>>();
  if (blinds.length === 0) return taken;
  const rows = await query<{ id: string; identity_blind: string; identity_order: number }>(
    em,
    `select id, identity_blind, identity_order from person
     where identity_blind = any($1) and registration_state <> 'cancelled'`,
    [[...new Set(blinds)]],
  );
  for (const { id, identity_blind, identity_order } of rows)
    taken.set(identity_blind, (taken.get(identity_blind) ?? new Map()).set(identity_order, id));
  return taken;
}
