import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/look-up.ts';

export default {
  title: 'Licence look-up',
  lead: 'Check that a licence is registered and valid now; no sign-in.',
  type: 'Licence type',
  number: 'Licence number',
  'number.hint': 'The whole number as printed',
  name: 'Name of the holder',
  'name.hint': 'The whole name as printed',
  submit: 'Look up',
  needed: 'Please fill in.',
  closed: 'No licence type is open for look-ups now.',
  none: 'Nothing found',
  'none.hint': 'Check number and name letter by letter. If it still is not found, ask the issuer.',
  wait: 'Too many look-ups; try again at {time}.',
  blocked:
    'The look-ups of today are used up; try again tomorrow. For checks in bulk ask the health authority for the interface.',
  'state.valid': 'Valid',
  'state.expired': 'Expired',
  'state.suspended': 'Suspended',
  'state.revoked': 'Voided',
  holder: 'Holder',
  institution: 'Institution',
  validity: 'Validity',
  until: '{from} to {to}',
  from: 'From {from}, without end',
  forever: 'Without end',
  issuer: 'Issuer',
  privacy: 'Only registered public facts are shown, names in part. Each look-up is logged.',
} satisfies Translation<typeof zh>;
