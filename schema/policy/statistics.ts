import type { SubgraphPolicy } from './rules.ts';

export const statisticsPolicy: SubgraphPolicy = {
  operations: {
    'Query.coverage': { cdc: 'area', inspector: 'area' },
    'Query.coverageChildren': { cdc: 'area', inspector: 'area' },
  },
  fields: {
    PageInfo: { hasNextPage: 'open', endCursor: 'open' },
    Division: { code: 'open' },
    Person: { id: 'open' },
    Definition: { name: 'open', numerator: 'open', denominator: 'open', source: 'open' },
    CoverageCell: {
      slot: 'open',
      slotName: 'open',
      due: 'open',
      done: 'open',
      timely: 'open',
      rate: 'open',
      timelyRate: 'open',
    },
    CoverageRow: {
      division: 'open',
      cohort: 'open',
      children: 'open',
      cells: 'open',
      fullyImmunised: 'open',
      fullCourseChildren: 'open',
      dosesAtTarget: 'open',
    },
    CoverageReport: {
      id: 'open',
      asOf: 'open',
      division: 'open',
      definition: 'open',
      slots: 'open',
      rows: 'open',
      total: 'open',
      exportUrl: 'open',
    },
    CoverageChild: {
      person: { cdc: 'full', inspector: 'full' },
      birthDate: { cdc: 'full', inspector: 'full' },
      done: { cdc: 'full', inspector: 'full' },
      date: { cdc: 'full', inspector: 'full' },
      timely: { cdc: 'full', inspector: 'full' },
    },
    CoverageChildPage: { nodes: { cdc: 'full', inspector: 'full' }, pageInfo: 'open' },
  },
};
