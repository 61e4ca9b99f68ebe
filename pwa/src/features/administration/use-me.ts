import { Me } from '../../data/generated/desk.ts';
import { useData } from '../../data/use-data.ts';

/** The own account with organisation and area. */
export const useMe = () => useData(Me, {}, { keep: true });
