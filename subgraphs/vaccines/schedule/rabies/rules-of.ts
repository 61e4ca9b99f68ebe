import { once } from '../once.ts';
import type { Schedule } from '../schedule.ts';
import { type RabiesRules, readRabies } from './rules.ts';

const read = new WeakMap<object, RabiesRules>();

/** The rules of rabies of the document of a schedule, read when first asked for. Throws ScheduleFormatError. */
export const rabiesRulesOf = ({ document }: Schedule): RabiesRules => once(read, document, readRabies);
