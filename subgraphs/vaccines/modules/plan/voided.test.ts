import { forecast } from '@miaoben/schedule';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { children, version } from '../../schedule/random-child.test-kit.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { DoseRow } from '../dose/dose.repository.ts';
import { toHistory } from './engine.ts';

const catalogue: Catalogue = {
  vaccines: new Map(),
  products: new Map(),
  programme: new Set(),
  schedule: version('NIP-2026'),
  documentId: 'nip-schedule',
};

const row = (dose_id: string, given_on: string, vaccine: string, state: DoseRow['state']): DoseRow => ({
  person_id: 'person',
  birth_date: '',
  dose_id,
  division: '',
  given_on,
  vaccine,
  product_id: null,
  lot_number: null,
  trace_code: null,
  vial_id: null,
  vial_doubt: null,
  site: null,
  route: null,
  volume_ml: null,
  clinic_id: null,
  clinic_name: null,
  vaccinator_id: null,
  vaccinator_name: null,
  state,
  void_reason: state === 'voided' ? 'entered twice' : null,
  source: 'clinic',
  override_reason: null,
  reviewed: false,
  took_stock: false,
  visit_id: null,
  point: null,
  recorded_by: 'account',
  command_id: null,
  recorded_at: '2026-11-20T08:00:00Z',
  lot_expires_on: null,
  lot_is_void: false,
  origin_person: null,
});

it('a voided dose changes nothing, whatever it was and wherever it stands', () => {
  const codes = fc.constantFrom(...version('NIP-2026').vaccines.keys());
  const voided = fc.array(fc.tuple(fc.nat(), codes), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(children(), voided, ({ subject, history, asOf }, gone) => {
      const standing = history.map((d) => row(d.id, d.date, d.vaccine, 'given'));
      const all = [...standing];
      for (const [i, [place, code]] of gone.entries())
        all.splice(place % (all.length + 1), 0, row(`gone-${i}`, asOf, code, 'voided'));
      const kept = toHistory(all, catalogue);
      expect(kept).toEqual(toHistory(standing, catalogue));
      expect(forecast(subject, kept, catalogue.schedule, asOf)).toEqual(
        forecast(subject, history, catalogue.schedule, asOf),
      );
      expect(all.length - kept.length).toBe(gone.length);
    }),
    { numRuns: 500 },
  );
});
