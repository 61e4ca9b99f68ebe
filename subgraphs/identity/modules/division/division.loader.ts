import type { Em } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { divisionsByCode, divisionsByParent } from './division.repository.ts';
import type { Division } from './division.type.ts';

export const divisionLoader = (em: Em) =>
  new DataLoader<string, Division | null>(async (codes) => {
    const found = new Map((await divisionsByCode(em, codes)).map((d) => [d.code, d]));
    return codes.map((code) => found.get(code) ?? null);
  });

export const divisionChildrenLoader = (em: Em) =>
  new DataLoader<string, Division[]>(async (parents) => {
    const found = Map.groupBy(await divisionsByParent(em, parents), (d) => d.parentCode);
    return parents.map((parent) => found.get(parent) ?? []);
  });
