import { type Em, isUuid } from '@miaoben/kernel';
import DataLoader from 'dataloader';
import { organisationsById } from './organisation.repository.ts';
import type { Organisation } from './organisation.type.ts';

export const organisationLoader = (em: Em) =>
  new DataLoader<string, Organisation | null>(async (ids) => {
    const known = ids.filter((id) => isUuid(id));
    const rows = known.length > 0 ? await organisationsById(em, known) : [];
    const found = new Map(rows.map((o) => [o.id, o]));
    return ids.map((id) => found.get(id) ?? null);
  });
