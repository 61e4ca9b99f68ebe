import { demoClinics } from '@miaoben/seeds/demo/organisations';
import { generatePopulation } from '@miaoben/seeds/province/generator';
import type { GeneratedPerson } from '@miaoben/seeds/province/types';

/** A large school. */
export const PUPILS = 2_000;
export const ROSTER_DAY = '2026-11-21';
export const SEED = 20_261_129;
/** Pupils of a class. */
const CLASS = 45;

/** Children of the first seven years with their doses; the same for the same number. */
export const generatePupils = (count: number): GeneratedPerson[] => [
  ...generatePopulation({
    seed: SEED,
    today: ROSTER_DAY,
    clinics: demoClinics(),
    persons: count,
    adultShare: 0,
    childYears: 7,
    appetite: 0.08,
  }),
];

/** Class of the n-th pupil, 1班 and so on. */
export const classOf = (n: number): string => `${1 + Math.floor(n / CLASS)}班`;
