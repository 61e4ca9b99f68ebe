import { once } from '../once.ts';
import type { Schedule } from '../schedule.ts';
import { readOthers } from './load-others.ts';
import type { Others } from './rules.ts';

const read = new WeakMap<object, Others>();

/**
 * What the document of a schedule says of vaccines outside the programme, read when first asked for: a device that
 * forecasts the programme alone carries none of this. Throws ScheduleFormatError.
 */
export const othersOf = ({ document }: Schedule): Others => once(read, document, readOthers);
