import type { Words } from '../words.ts';
import { date } from './date.ts';
import { otherSeries } from './other-series.ts';

/** For parents: plain, friendly, no jargon. */
export const parent: Words = {
  locale: 'en',
  audience: 'parent',
  gap: ' ',
  date,
  series: {
    HepB: 'hepatitis B vaccine',
    BCG: 'tuberculosis vaccine (BCG)',
    Polio: 'polio vaccine',
    DTaP: 'diphtheria, tetanus and whooping cough vaccine',
    DT: 'diphtheria and tetanus vaccine',
    MMR: 'measles, mumps and rubella vaccine',
    JE: 'Japanese encephalitis vaccine',
    'MPSV-A': 'meningitis A vaccine',
    'MPSV-AC': 'meningitis A and C vaccine',
    HepA: 'hepatitis A vaccine',
    HPV: 'HPV vaccine',
    ...otherSeries,
  },
  anyVaccine: 'this vaccine',
  status: {
    due: 'Dose {dose} of the {series} can be given now. Please find a time to come.',
    overdue: 'Dose {dose} of the {series} is past its recommended time. It is not too late: please come soon.',
    not_yet: 'It is not yet time for dose {dose} of the {series}. It can be given from {recommended}.',
    complete: 'All doses of the {series} have been given.',
    contraindicated: 'Dose {dose} of the {series} cannot be given at present. Please follow the advice of the clinic.',
    deferred: 'Dose {dose} of the {series} has to wait[ until {earliest}]. Please come when the clinic asks you to.',
    aged_out: 'The age for the {series} has passed. No more doses are needed.',
    not_applicable: 'The {series} is not needed at present.',
  },
  reasons: {
    NO_DATE: 'The date of this dose is not clear. Please bring the vaccination booklet to the clinic.',
    DUPLICATE: 'This dose was entered twice. It counts once.',
    TOO_YOUNG:
      'This dose was given[ {daysShort} {daysShort:day|days}] too early. Please ask the clinic whether to repeat it.',
    INTERVAL_SHORT:
      'This dose came[ {daysShort} {daysShort:day|days}] too soon after the one before. Please ask the clinic whether to repeat it.',
    LIVE_CONFLICT:
      'This dose came[ {daysShort} {daysShort:day|days}] too soon after a different vaccine. Please ask the clinic whether to repeat it.',
    WRONG_PRODUCT: 'This dose does not count: the vaccine or the age was not the right one. Please ask the clinic.',
    EXCESS_DOSE: 'This dose was more than needed. No further one is needed.',
    EXPIRED_LOT:
      'We cannot be sure that the vaccine used for this dose was good. Please ask the clinic whether to repeat it.',
    DOSE_TOO_SMALL: 'Less than a full dose was given. Please ask the clinic whether to repeat it.',
    CONTRAINDICATED:
      'When this dose was given there was a health reason not to give this vaccine. Please ask the clinic.',
    NOT_ROUTINE_IN_DIVISION: 'The {series} is not given routinely where you live.',
    NOT_ELIGIBLE: 'The free {series} is meant for another sex or other years of birth.',
    NOT_IN_VERSION: 'The {series} was not yet part of the programme at that time.',
    NOT_NEEDED: 'The {series} is not needed, given the age and the doses already received.',
    COMPLETE: 'All doses of the {series} that are needed have been given.',
    OVERDUE: '[The best time for this dose was before {requiredDate}. ]Giving it now still helps.',
    AGE_LIMIT: '[The last day for this dose is {requiredDate}. ]There is not enough time left for it.',
    CONTRAINDICATION: 'For a health reason it cannot be given at present[, not before {until}]. Please ask the clinic.',
    DEFERRAL: 'For a health reason it is better to wait[ until {until}].',
    MIN_AGE: 'The right age for it is reached[ on {requiredDate}].',
    MIN_INTERVAL: 'Some time must pass after the dose before[: it can be given from {requiredDate}].',
    REPEAT_INTERVAL:
      'The last dose did not count. It is best to wait[ until {requiredDate}] before it is repeated. Please ask the clinic.',
    LIVE_INTERVAL:
      'A different vaccine was given recently, so some time must pass[: it can be given from {requiredDate}].',
    BLOOD_PRODUCT_INTERVAL:
      'Immunoglobulin or a blood product was given, so some time must pass[: it can be given from {requiredDate}].',
    IMMUNOGLOBULIN_INTERVAL: 'Immunoglobulin was given, so some time must pass[: it can be given from {requiredDate}].',
    IMMUNOGLOBULIN_AFTER_MMR:
      'Immunoglobulin was given soon after the measles vaccine and may weaken it. Please ask the clinic.',
    SKIN_TEST_REQUIRED: 'From 3 months of age a skin test is done first. The vaccine is given if the test is negative.',
    SKIN_TEST_POSITIVE: 'The skin test was positive, so the tuberculosis vaccine is not given.',
    TYPE2_FILL: 'More injected polio vaccine is needed[: {needed} {needed:dose|doses}].',
    BIRTH_DOSE_12H: 'The first dose is given within 12 hours of birth.',
    HBIG_AT_BIRTH: 'At birth, on the order of the doctor, hepatitis B antibodies are injected as well.',
    WHEN_STABLE: 'It is given as soon as the baby is well enough.',
    FOUR_DOSE_COURSE: 'Your baby was light at birth, so there are 4 doses of the hepatitis B vaccine.',
    HBV_TEST:
      'Please have a blood test that shows how well the hepatitis B vaccine works[, best between {requiredDate} and {until}].',
    HBV_REVACCINATION:
      'The blood test shows too little protection. More doses are given free of charge[: {needed} in all].',
    THREE_DOSE_COURSE: 'For a health reason there are 3 doses of the HPV vaccine.',
    DT_CATCH_UP: 'At this age the diphtheria and tetanus vaccine is used to catch up.',
    CATCH_UP_WITHOUT_MPSV_A:
      'The meningitis A vaccine was not completed. Please have the meningitis A and C vaccine soon.',
    PRODUCT_REPLACED: 'For a health reason the inactivated vaccine is used, which suits better.',
    LABEL_COURSE: 'The full course has been given. No more doses are needed.',
    CONSENT_ONE_DOSE: 'One more dose can be given free of charge once you have been informed and agree.',
    SAME_MANUFACTURER: 'Both doses should come from the same maker.',
    TRAVEL_DOSE: 'One dose is given before going to a region with Japanese encephalitis.',
    ALTERNATIVE_COMPLETE: 'The {series} is not needed[ because the {otherSeries} is complete].',
    ALTERNATIVE_BEGUN: '[The {otherSeries} has been started. ]It is best to finish with the same vaccine.',
    BY_LABEL: 'Please ask the clinic whether the {series} is useful.',
    ON_OCCASION: 'The {series} is given only when there is a special reason.',
    SEASON: 'It is best given in the influenza season[: it can be given from {requiredDate}].',
    MAX_INTERVAL: 'This dose is later than recommended. It is simply given now; nothing has to start again.',
    REVACCINATION: 'One more dose is meant for people at continuing risk.',
    IMPORTED_ONLY: 'For boys and men only imported vaccines can be used.',
    RABIES_GRADE_I: 'After a contact like this no rabies vaccine is needed.',
    RABIES_PROTECTED: 'The earlier rabies vaccine still protects. No further dose is needed this time.',
    RABIES_GLOBULIN:
      'Besides the vaccine, rabies antibodies are needed[, {until} at the latest]. Please go to a rabies clinic at once.',
    RABIES_PRODUCT_CHANGED: 'The vaccine was changed. The remaining doses follow the schedule of the new one.',
  },
};
