import { v7, validate, version } from 'uuid';

/** A new UUIDv7. */
export const newId = (): string => v7();

/** Any UUID; a text that is none would be an error of PostgreSQL. */
export const isUuid = (id: string): boolean => validate(id);

/** Ids made by devices must be UUIDv7 (design section 6). */
export const isUuidV7 = (id: string): boolean => validate(id) && version(id) === 7;
