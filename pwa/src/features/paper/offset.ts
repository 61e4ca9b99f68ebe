import type { Carrier } from './form.ts';

/** How far this device's printer is to be corrected, in mm: right and down are positive. */
export interface Offset {
  x: number;
  y: number;
}
const NONE: Offset = { x: 0, y: 0 };
const FURTHEST = 20;
const key = (carrier: Carrier): string => `miaoben.paper.${carrier}`;

/** A length somebody typed; null when it is none. */
export function readMm(typed: string): number | null {
  const mm = typed.trim() === '' ? Number.NaN : Number(typed);
  return Number.isFinite(mm) && Math.abs(mm) <= FURTHEST ? mm : null;
}

export function loadOffset(carrier: Carrier): Offset {
  const [x, y] = (localStorage.getItem(key(carrier)) ?? '').split(',').map(readMm);
  return x == null || y == null ? NONE : { x, y };
}

export const keepOffset = (carrier: Carrier, { x, y }: Offset): void => localStorage.setItem(key(carrier), `${x},${y}`);
