import { useEffect, useState } from 'preact/hooks';
import { account } from '../../data/session.ts';
import { openStore, seal, unseal } from '../../offline/store.ts';

/** Row numbers of the pupils scanned at the gate, each with its time (ms since 1970). */
export type GateScans = ReadonlyMap<number, number>;

const keyOf = (checkId: string): string => `${account.peek()?.id ?? ''} ${checkId}`;

async function readScans(key: string): Promise<GateScans> {
  const held = await (await openStore()).get('gateScans', key);
  return new Map(held ? await unseal<[number, number][]>(held) : []);
}

/** One change at a time over all tabs: two scanning tabs must not undo each other's marks. */
const changeScans = (key: string, change: (scans: Map<number, number>) => void): Promise<GateScans> =>
  navigator.locks.request(`miaoben-gate ${key}`, async () => {
    const scans = new Map(await readScans(key));
    change(scans);
    await (await openStore()).put('gateScans', await seal([...scans]), key);
    return scans;
  });

/**
 * Who of a check was scanned on this device. Kept over reloads, for this account alone.
 * @returns `scans` is undefined until the device was asked
 */
export function useGateScans(checkId: string) {
  const [scans, setScans] = useState<GateScans>();
  useEffect(() => {
    void readScans(keyOf(checkId)).then(setScans);
  }, [checkId]);
  return {
    scans,
    /** The first scan counts; a second one leaves its time. */
    mark: async (row: number, at: number = Date.now()) =>
      setScans(await changeScans(keyOf(checkId), (held) => held.set(row, held.get(row) ?? at))),
    unmark: async (row: number) => setScans(await changeScans(keyOf(checkId), (held) => held.delete(row))),
  };
}
