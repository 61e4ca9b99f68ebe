import { normaliseText, parseName } from '@miaoben/identifiers';
import { endedFile } from '../file-state/file-state.rules.ts';
import type { PersonFile } from '../person/person.file.ts';
import { breaksRule, type CheckedFile, carriedByDocument, successorOf } from './quality.rules.ts';
import type { QualityRepair, QualityRule } from './quality.vocabulary.ts';

/** Why a file cannot be put right without a person looking at it. */
export const REPAIR_REFUSALS = [
  'name_unreadable',
  'document_says_nothing',
  'no_successor',
  'still_wrong',
  'gone',
  'changed',
] as const;
export type RepairRefusal = (typeof REPAIR_REFUSALS)[number];

type Proposed = Partial<PersonFile> | RepairRefusal;

const PROPOSE: Record<QualityRepair, (checked: CheckedFile) => Proposed> = {
  normalise_name({ file }) {
    // What draws nothing is dropped; whatever else is strange in a name needs a person.
    const name = parseName(normaliseText(file.name).text);
    return name.ok ? { name: name.value } : 'name_unreadable';
  },
  derive_sex(checked) {
    const { sex } = carriedByDocument(checked);
    return sex ? { sex } : 'document_says_nothing';
  },
  derive_birth_date(checked) {
    const { birthDate } = carriedByDocument(checked);
    return birthDate ? { birthDate } : 'document_says_nothing';
  },
  map_division({ file }) {
    const residence = successorOf(file.residence);
    return residence ? { residence } : 'no_successor';
  },
  clear_phone: () => ({ phone: null }),
  clear_ethnicity: () => ({ ethnicity: null }),
  clear_birth_weight: () => ({ birthWeightG: null }),
  close_file: ({ file, diedOn, today }) => endedFile(file, { reason: 'death_report', on: today, diedOn }),
};

/** What a repair changes of a file: the fields before and after. */
export interface Change {
  readonly before: Partial<PersonFile>;
  readonly after: Partial<PersonFile>;
}

/** What is proposed for a file that breaks the rule, or why nothing is. A file that would break the rule still is refused. */
export function proposed(rule: QualityRule, checked: CheckedFile): Change | RepairRefusal {
  if (!rule.repair || !breaksRule(rule, checked)) return 'gone';
  const after = PROPOSE[rule.repair](checked);
  if (typeof after === 'string') return after;
  if (breaksRule(rule, { ...checked, file: { ...checked.file, ...after } })) return 'still_wrong';
  const fields = (Object.keys(after) as (keyof PersonFile)[]).filter((f) => !standsAs(checked.file, { [f]: after[f] }));
  const pick = (of: Partial<PersonFile>) => Object.fromEntries(fields.map((f) => [f, of[f]]));
  return { before: pick(checked.file), after: pick(after) };
}

/** True when the fields of a file stand as they did. */
export const standsAs = (file: PersonFile, state: Partial<PersonFile>): boolean =>
  (Object.keys(state) as (keyof PersonFile)[]).every((f) => JSON.stringify(file[f]) === JSON.stringify(state[f]));
