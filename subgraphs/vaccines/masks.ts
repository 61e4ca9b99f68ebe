import { maskDocumentNumber, maskName } from '@miaoben/identifiers';

/** A name as those see it who need not know it. */
export const maskPersonName = (name: string): string => maskName(name);

/** The number of a booklet may be the barcode of its file: it is seen as that one is. */
export const maskBookletNumber = (number: string): string => maskDocumentNumber(number);

/** Words of colleagues to each other may name people: others get none. */
export const nothing = (): null => null;
