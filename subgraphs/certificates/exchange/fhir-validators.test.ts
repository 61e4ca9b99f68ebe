import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toFhirBundle } from './fhir-bundle.ts';
import { cardBundle } from './health-card-bundle.ts';
import { anyRecord, childAt, outlookOf } from './record.test-kit.ts';
import type { ExchangeRecord } from './record.ts';
import { IDENTIFIER_KINDS } from './record.ts';
import { ballot, findings, medplum } from './validators.test-kit.ts';

const everything = { purpose: 'partner', identifiers: IDENTIFIER_KINDS } as const;
const statuses: ExchangeRecord = {
  ...childAt('2019-06-20'),
  forecasts: [
    ...outlookOf([], '2019-05-15'),
    ...outlookOf(['C03'], '2019-05-15'),
    ...outlookOf(['D01'], '2019-05-15'),
    ...outlookOf([], '2026-11-20'),
  ],
};

describe('two validators of FHIR R4', () => {
  it.each([
    ['a newborn', childAt('2019-03-20')],
    ['an infant', childAt('2019-09-20')],
    ['a child with 24 doses', childAt('2026-11-20')],
    ['every status of a series', statuses],
  ])('take the bundle of %s for partners and for travel', (_name, record) => {
    expect(findings(toFhirBundle(record, everything))).toEqual([]);
    expect(findings(toFhirBundle(record, { purpose: 'travel', identifiers: ['passport'] }))).toEqual([]);
  });

  it('take the bundle of any record whatever', () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(findings(toFhirBundle(record, everything))).toEqual([]);
        if (record.doses.some(({ state }) => state === 'given')) {
          expect(findings(cardBundle(record, 'full'))).toEqual([]);
          expect(findings(cardBundle(record, 'brief'))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  // What each is there for: were it blind to this, the other would have to see it.
  const broken = (change: (bundle: ReturnType<typeof toFhirBundle>) => void): object => {
    const bundle = structuredClone(toFhirBundle(childAt('2019-06-20'), everything));
    change(bundle);
    return bundle;
  };
  const dose = (bundle: ReturnType<typeof toFhirBundle>, change: object): void => {
    const found = bundle.entry.find(({ resource }) => resource.resourceType === 'Immunization');
    Object.assign(found!.resource, change);
  };
  it('medplum refuses a day that is none, an unknown element and a broken invariant', () => {
    expect(medplum(broken((b) => dose(b, { occurrenceDateTime: '20 March' })))).not.toEqual([]);
    expect(medplum(broken((b) => dose(b, { lot: 'A1' })))).not.toEqual([]);
    const noVaccine = broken((b) => {
      const last = b.entry.at(-1)!.resource;
      if (last.resourceType === 'ImmunizationRecommendation')
        Object.assign(last.recommendation[0]!, { vaccineCode: undefined });
    });
    expect(medplum(noVaccine)).not.toEqual([]);
  });
  it('fhir refuses a status outside its code list', () => {
    expect(ballot(broken((b) => dose(b, { status: 'given' })))).not.toEqual([]);
  });
});
