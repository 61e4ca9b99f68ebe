import { formatDate, formatInstant } from '../../i18n/format.ts';
import type { TraceLine } from './trace-lines.ts';

/** The time of a stop, or its day where no more is known. */
export const whenText = ({ shown }: TraceLine): string =>
  shown.length === 10 ? formatDate(shown) : formatInstant(shown);
