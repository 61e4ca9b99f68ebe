import { useEffect, useMemo, useState } from 'preact/hooks';
import { ClinicVials } from '../../data/generated/clinic.ts';
import { currentInstant } from '../../offline/day.ts';
import { useJournaled } from '../outbox/use-journaled.ts';
import { useCodes } from '../packs/use-clinic.ts';
import { type VialView, vialsAt } from './vial-state.ts';

/** The opened vials of the clinic, each second anew: what the server knows with what this device did and has not sent yet. */
export function useVials(): {
  vials: readonly VialView[];
  /** ms since 1970, on the server's calendar */
  now: number;
  isLoading: boolean;
  refresh: () => void;
} {
  const { data, answeredAt, entries, isLoading, refresh } = useJournaled(ClinicVials, {});
  const { codes } = useCodes();
  const [now, setNow] = useState(currentInstant);
  useEffect(() => {
    const timer = setInterval(() => setNow(currentInstant()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const products = codes?.products;
  const vials = useMemo(
    () => vialsAt(data?.openVials ?? [], answeredAt, entries, products ?? [], now),
    [data, answeredAt, entries, products, now],
  );
  return { vials, now: Date.parse(now), isLoading, refresh };
}
