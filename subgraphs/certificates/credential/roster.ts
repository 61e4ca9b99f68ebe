import type { AnswerClaims } from './claims.ts';
import { matchesIdTag } from './id-tag.ts';
import { maskName } from './mask-name.ts';

/** A pupil of the checker's class list. */
export interface RosterEntry {
  /** The caller's own name for the row. */
  readonly ref: string;
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  /** Null when the list lacks it; the row then matches by name and birth date alone. */
  readonly idNumber: string | null;
}

/** Whose code it is: exactly one pupil, nobody of this list (another child's code), or several a person must choose from. */
export interface RosterMatch {
  readonly outcome: 'match' | 'not_on_roster' | 'several';
  readonly refs: readonly string[];
}

/** Binds a code to a pupil by masked name, birth date and the tag of the ID number. */
export function matchRoster(claims: AnswerClaims, roster: readonly RosterEntry[]): RosterMatch {
  const masked = claims.maskedName.normalize('NFKC');
  const refs = roster
    .filter(
      (entry) =>
        entry.birthDate === claims.birthDate &&
        maskName(entry.name.normalize('NFKC')) === masked &&
        (entry.idNumber === null || matchesIdTag(claims.idTag, entry.idNumber)),
    )
    .map((entry) => entry.ref);
  if (refs.length === 0) return { outcome: 'not_on_roster', refs };
  return { outcome: refs.length === 1 ? 'match' : 'several', refs };
}
