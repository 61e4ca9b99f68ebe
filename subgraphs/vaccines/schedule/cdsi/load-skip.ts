import type { Node } from '../reader.ts';
import { getOffset, oneOf, optCvxSet, optDate, optList, optText, readAgeSpan, readInForce } from './read.ts';
import type { ConditionalSkip, Logic, SkipCondition, SkipSet } from './supporting-data.ts';

const CONTEXTS = { evaluation: 'EVALUATION', forecast: 'FORECAST', both: 'BOTH' } as const;
const COMPARISONS = {
  'greater than': 'GREATER',
  greater: 'GREATER',
  equal: 'EQUAL',
  'equal to': 'EQUAL',
  'less than': 'LESS',
  less: 'LESS',
} as const;
const TYPES: Record<string, SkipCondition['type']> = {
  age: 'AGE',
  'completed series': 'COMPLETED_SERIES',
  interval: 'INTERVAL',
  'vaccine count by age': 'VACCINE_COUNT',
  'vaccine count by date': 'VACCINE_COUNT',
  'vaccine count by date and age': 'VACCINE_COUNT',
  'vaccine count by age and date': 'VACCINE_COUNT',
};

/** A conditional skip of a series dose (Table 6-4). */
export function readConditionalSkip(node: Node): ConditionalSkip {
  return {
    context: oneOf(node.get('context'), CONTEXTS),
    logic: readLogic(node, 'setLogic'),
    sets: optList(node, 'set').map(readSet),
  };
}

function readSet(node: Node): SkipSet {
  return {
    ...readInForce(node),
    logic: readLogic(node, 'conditionLogic'),
    conditions: optList(node, 'condition').map(readCondition),
  };
}

/** A single set or condition needs no logic; the data then say "n/a" or nothing. */
function readLogic(node: Node, key: string): Logic {
  const word = optText(node, key)?.toUpperCase() ?? 'AND';
  return word === 'AND' || word === 'OR' ? word : node.get(key).fail('AND or OR');
}

function readCondition(node: Node): SkipCondition {
  const type = oneOf(node.get('conditionType'), TYPES);
  switch (type) {
    case 'AGE':
      return { type, age: readAgeSpan(node) };
    case 'COMPLETED_SERIES':
      return {
        type,
        seriesGroups: node
          .get('seriesGroups')
          .text()
          .split(';')
          .map((g) => g.trim()),
      };
    case 'INTERVAL':
      return { type, interval: getOffset(node, 'interval') };
    case 'VACCINE_COUNT':
      return {
        type,
        age: readAgeSpan(node),
        startDate: optDate(node, 'startDate') ?? Number.NEGATIVE_INFINITY,
        endDate: optDate(node, 'endDate') ?? Number.POSITIVE_INFINITY,
        count: Number(node.get('doseCount').text()),
        compare: oneOf(node.get('doseCountLogic'), COMPARISONS),
        onlyValid: oneOf(node.get('doseType'), { valid: true, total: false }),
        cvx: optCvxSet(node, 'vaccineTypes'),
      };
  }
}
