import { account } from '../../data/session.ts';
import { useMe } from '../administration/use-me.ts';

const PROVINCE_DIGITS = 2;

/** True for disease control of the province, which decides what holds for all files. */
export function useIsProvince(): boolean {
  const { data } = useMe();
  return (
    account.value?.role === 'cdc' && (data?.me.divisions.some(({ code }) => code.length <= PROVINCE_DIGITS) ?? false)
  );
}
