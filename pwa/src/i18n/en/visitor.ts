import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/visitor.ts';

export default {
  badge: 'Visitor from another province · {province}',
  ask: 'Ask the national platform',
  title: 'National platform',
  explain:
    'Look up somebody whose file is in another province, make a temporary file and vaccinate at once. Each search is recorded.',
  by: 'Search by',
  'by.documentNumber': 'Document number',
  'by.birthCertificateNumber': 'Birth certificate',
  'by.name': 'Name and birthday',
  number: 'Document number',
  birthCertificate: 'Number of the birth certificate',
  name: 'Name',
  birthDate: 'Birth date',
  needed: 'Please fill this in.',
  find: 'Search',
  offline:
    'The national platform needs a network. Without one make a new file and enter the doses of the other province from the booklet.',
  unreachable:
    'The national platform does not answer now; try again later. If the dose cannot wait, make a new file and enter the doses of the other province from the booklet.',
  limited: 'Too many searches; please wait a minute.',
  none: 'Nobody found on the national platform',
  noneHint: 'Check what you typed, or make a new file.',
  newFile: 'New file',
  tooMany: 'More than 10 people fit and are not listed. Search by the number of a document or birth certificate.',
  found: '{count:person|people} found: {count}. Check, then choose',
  numberEnd: 'document number ends in {end}',
  residence: 'Township of residence now',
  residenceNeeded: 'Choose the township.',
  take: 'Make a temporary file and vaccinate',
  takeOf: 'Make a temporary file for {name} ({province}) and vaccinate',
  likely: 'There may be a file already',
  likelyHint: 'These files may be of the same person; look at them first.',
  other: 'Another person, go on',
  inProvince: 'Another unit of this province manages the file. Find it under Moves, Ask for a file.',
  done: 'Temporary file made; doses taken over: {count}',
  doneLeftOut:
    'Temporary file made; doses taken over: {count}. {left} more have an unknown vaccine code or date: enter them from the booklet',
  existing: 'There is a file already; it was opened',
} satisfies Translation<typeof zh>;
