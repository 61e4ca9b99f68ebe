import { maskName } from '@miaoben/identifiers';

/** A name as those see it who need not know it. */
export const maskPersonName = (name: string): string => maskName(name);

/** Words of colleagues to each other may name people: others get none. */
export const nothing = (): null => null;
