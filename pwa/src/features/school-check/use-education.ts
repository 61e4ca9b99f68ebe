import { SchoolMe } from '../../data/generated/school.ts';
import { useData } from '../../data/use-data.ts';

/** Whether the checker works for an education department, which looks on and lists no pupils of its own; false until it is known. */
export function useEducation(): boolean {
  const { data } = useData(SchoolMe, {}, { keep: true });
  return data?.me.organisation?.kind === 'education';
}
