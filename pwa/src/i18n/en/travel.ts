import type { Translation } from '../catalogue.ts';
import type zh from '../zh-CN/travel.ts';

export default {
  title: 'Travel card',
  what: 'What is this',
  'what.text':
    'The vaccination record as a SMART Health Card, which schools, clinics and border posts abroad can scan and check. Whether they accept it is up to them; for schools in China use the certificate.',
  'what.content':
    'The code holds the name as in the passport, the birth date, and the name and day of each dose; neither the ID nor the passport number. Whoever scans it can read it: show it only where it is needed.',
  none: 'No travel card yet',
  'form.title': 'As in the passport',
  'form.family': 'Surname (as in the passport)',
  'form.given': 'Given names (as in the passport)',
  'form.number': 'Passport number',
  'form.number.hint': 'Goes into the FHIR file only, not into the code; kept encrypted.',
  'form.submit': 'Make the travel card',
  again: 'Make a new one',
  'again.hint': 'After a further dose, or with a new passport, make it again.',
  done: 'The travel card is ready',
  'card.issued': 'Made on',
  'card.doses': '{count:dose|doses}: {count}',
  'card.dosesName': 'Record',
  'card.brief': 'A long record: the code holds vaccine and day only; lots and clinics are in the file.',
  'card.noQr': 'The record is too long for one code; please download the file.',
  'card.qr': 'QR code of the travel card',
  'card.file': 'Download the card file',
  'card.fhir': 'Download the FHIR file',
  revoked: 'This travel card was revoked',
  'revoked.record_changed': 'A dose of the record was corrected; please make a new card.',
  'revoked.person_changed': 'Name or document changed; please make a new card.',
} satisfies Translation<typeof zh>;
