import { signal } from '@preact/signals';

const KEY = 'miaoben.vaccinationPoint';

/** The vaccination point this device stands at (接种点, H-09); empty: the clinic has one only, or none was chosen. */
export const point = signal(localStorage.getItem(KEY) ?? '');

export function choosePoint(name: string): void {
  localStorage.setItem(KEY, name);
  point.value = name;
}
