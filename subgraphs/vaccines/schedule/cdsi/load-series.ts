import type { Node } from '../reader.ts';
import { readConditionalSkip } from './load-skip.ts';
import {
  getCvx,
  oneOf,
  optCvxSet,
  optDate,
  optFlag,
  optList,
  optOffset,
  optText,
  readAgeSpan,
  readInForce,
} from './read.ts';
import type {
  AgeRule,
  AllowableVaccine,
  AntigenSeries,
  Gender,
  Indication,
  IntervalReference,
  IntervalRule,
  PreferableVaccine,
  SeriesDose,
  SeriesType,
} from './supporting-data.ts';

const SERIES_TYPES: Record<string, SeriesType> = {
  standard: 'STANDARD',
  risk: 'RISK',
  'evaluation only': 'EVALUATION_ONLY',
};
const GENDERS: Record<string, Gender> = { female: 'FEMALE', male: 'MALE', unknown: 'UNKNOWN' };

/** One antigen series of an AntigenSupportingData file. */
export function readSeries(node: Node): AntigenSeries {
  const select = node.get('selectSeries');
  return {
    name: node.get('seriesName').text(),
    antigen: node.get('targetDisease').text(),
    vaccineGroup: node.get('vaccineGroup').text(),
    type: oneOf(node.get('seriesType'), SERIES_TYPES),
    requiredGenders: optList(node, 'requiredGender').map((g) => oneOf(g, GENDERS)),
    seriesGroup: select.get('seriesGroup').text(),
    seriesGroupName: select.get('seriesGroupName').text(),
    equivalentSeriesGroups: (optText(node, 'equivalentSeriesGroups') ?? '')
      .split(';')
      .map((g) => g.trim())
      .filter((g) => g !== ''),
    defaultSeries: optFlag(select, 'defaultSeries'),
    productPath: optFlag(select, 'productPath'),
    priority: select.get('seriesPriority').text(),
    preference: Number(optText(select, 'seriesPreference') ?? Number.MAX_SAFE_INTEGER),
    minimumAgeToStart: optOffset(select, 'minAgeToStart'),
    maximumAgeToStart: optOffset(select, 'maxAgeToStart'),
    indications: optList(node, 'indication').map(readIndication),
    doses: optList(node, 'seriesDose').map(readDose),
  };
}

function readIndication(node: Node): Indication {
  return {
    observation: node.get('observationCode').get('code').text(),
    description: node.get('description').text(),
    age: readAgeSpan(node),
  };
}

function readDose(node: Node): SeriesDose {
  const number = /^Dose (\d+)$/.exec(node.get('doseNumber').text());
  const season = node.opt('seasonalRecommendation');
  return {
    doseNumber: number ? Number(number[1]) : node.get('doseNumber').fail('"Dose" and a number'),
    ages: optList(node, 'age').map(readAge),
    preferableIntervals: optList(node, 'interval').map(readInterval),
    allowableIntervals: optList(node, 'allowableInterval').map(readInterval),
    preferableVaccines: optList(node, 'preferableVaccine').map(readPreferable),
    allowableVaccines: optList(node, 'allowableVaccine').map(readAllowable),
    inadvertentVaccines: new Set(optList(node, 'inadvertentVaccine').map(getCvx)),
    conditionalSkips: optList(node, 'conditionalSkip').map(readConditionalSkip),
    recurring: optFlag(node, 'recurringDose'),
    season: {
      start: season ? optDate(season, 'startDate') : null,
      end: season ? optDate(season, 'endDate') : null,
    },
  };
}

function readAge(node: Node): AgeRule {
  return {
    ...readInForce(node),
    absoluteMinimum: optOffset(node, 'absMinAge'),
    minimum: optOffset(node, 'minAge'),
    earliestRecommended: optOffset(node, 'earliestRecAge'),
    latestRecommended: optOffset(node, 'latestRecAge'),
    maximum: optOffset(node, 'maxAge'),
  };
}

function readInterval(node: Node): IntervalRule {
  return {
    ...readInForce(node),
    from: readReference(node),
    absoluteMinimum: optOffset(node, 'absMinInt'),
    minimum: optOffset(node, 'minInt'),
    earliestRecommended: optOffset(node, 'earliestRecInt'),
    latestRecommended: optOffset(node, 'latestRecInt'),
    priority: ['y', 'override'].includes(optText(node, 'intervalPriority')?.toLowerCase() ?? ''),
  };
}

function readReference(node: Node): IntervalReference {
  if (optFlag(node, 'fromPrevious')) return { kind: 'PREVIOUS_DOSE' };
  const target = optText(node, 'fromTargetDose');
  if (target !== null) return { kind: 'TARGET_DOSE', doseNumber: Number(target) };
  const cvx = optCvxSet(node, 'fromMostRecent');
  if (cvx) return { kind: 'MOST_RECENT', cvx };
  const code = node.opt('fromRelevantObs');
  return code
    ? { kind: 'OBSERVATION', code: code.get('code').text() }
    : node.fail('what the interval is measured from');
}

export function readAllowable(node: Node): AllowableVaccine {
  return { ...readAgeSpan(node), cvx: getCvx(node) };
}

function readPreferable(node: Node): PreferableVaccine {
  const tradeName = optText(node, 'tradeName');
  const volume = optText(node, 'volume');
  return {
    ...readAllowable(node),
    vaccineType: node.get('vaccineType').text(),
    product: tradeName === null ? null : { tradeName, mvx: optText(node, 'mvx') ?? '' },
    volume: volume === null ? null : Number(volume),
    forecastVaccineType: optFlag(node, 'forecastVaccineType'),
  };
}
