import type { Catalogue } from './catalogue.ts';

export const en: Catalogue = {
  series: {
    HepB: 'hepatitis B vaccine',
    BCG: 'BCG vaccine',
    Polio: 'polio vaccine',
    DTaP: 'DTaP vaccine',
    DT: 'DT vaccine',
    MMR: 'MMR vaccine',
    JE: 'Japanese encephalitis vaccine',
    'MPSV-A': 'meningococcal A vaccine',
    'MPSV-AC': 'meningococcal A+C vaccine',
    HepA: 'hepatitis A vaccine',
    HPV: 'HPV vaccine',
  },
  conditions: {
    C01: 'severe allergic reaction to an earlier dose',
    C02: 'known severe allergy to a component',
    C03: 'immunodeficiency',
    C05: 'pregnancy',
    C06: 'progressive neurological disease or encephalopathy',
    D01: 'fever or acute illness',
    D02: 'recent blood product',
    D04: 'immunosuppressive treatment',
    HIV_INFECTED: 'HIV infection without symptoms or severe suppression',
    HIV_INFECTED_SYMPTOMATIC: 'HIV infection with symptoms or severe suppression',
    HIV_UNKNOWN_MOTHER_POSITIVE: 'HIV status unknown, mother positive, no symptoms',
    HIV_UNKNOWN_MOTHER_POSITIVE_SYMPTOMATIC: 'HIV status unknown, mother positive, with symptoms',
  },
  otherCondition: 'health state',
  anyVaccine: 'this vaccine',
  status: {
    due: {
      parent: 'Dose {dose} of {series} can be given now.',
      doctor: '{series} dose {dose}: due since {earliest}; timely before {overdueFrom}, latest {latest}.',
    },
    overdue: {
      parent: 'Dose {dose} of {series} is late. Please have it given soon.',
      doctor: '{series} dose {dose}: overdue; possible since {earliest}, late from {overdueFrom}, latest {latest}.',
    },
    not_yet: {
      parent: 'It is not yet time for dose {dose} of {series}; it can be given from {recommended}.',
      doctor: '{series} dose {dose}: not yet; earliest {earliest}, recommended {recommended}.',
    },
    complete: { parent: 'All doses of {series} are given.', doctor: '{series}: complete with {given} valid doses.' },
    contraindicated: {
      parent: 'The {series} cannot be given now. Please ask the clinic.',
      doctor: '{series} dose {dose}: contraindicated.',
    },
    deferred: {
      parent: 'Dose {dose} of {series} has to wait. Please come when the clinic asks you to.',
      doctor: '{series} dose {dose}: deferred; earliest {earliest}.',
    },
    aged_out: { parent: 'The age for {series} has passed; no more is given.', doctor: '{series}: past the upper age.' },
    not_applicable: { parent: 'The {series} is not needed.', doctor: '{series}: not applicable.' },
  },
  reasons: {
    NO_DATE: { parent: 'This dose has no date.', doctor: 'Date missing or not a calendar date: cannot be judged.' },
    DUPLICATE: { parent: 'This dose was entered twice.', doctor: 'Same vaccine and date recorded twice; one is kept.' },
    TOO_YOUNG: {
      parent: 'This dose was given {daysShort} days too early. The doctor decides whether to repeat it.',
      doctor: '{series} dose {dose}: {daysShort} days before the minimum age (not before {requiredDate}).',
    },
    INTERVAL_SHORT: {
      parent: 'This dose came {daysShort} days too soon after the one before. The doctor decides whether to repeat it.',
      doctor: '{series} dose {dose}: interval from {fromDate} short by {daysShort} days (not before {requiredDate}).',
    },
    LIVE_CONFLICT: {
      parent: 'This dose came {daysShort} days too soon after another live vaccine. Please ask the doctor.',
      doctor:
        'Within 28 days of injected live vaccine {otherVaccine}, short by {daysShort} days (not before {requiredDate}).',
    },
    WRONG_PRODUCT: {
      parent: 'This kind of vaccine does not count here.',
      doctor: '{series}: vaccine {otherVaccine} is not accepted (kind or age).',
    },
    EXCESS_DOSE: { parent: 'This dose is more than needed.', doctor: '{series}: beyond the doses of the schedule.' },
    CONTRAINDICATED: {
      parent: 'There was a health reason not to give this dose. Please ask the doctor.',
      doctor: 'Contraindicated or to be deferred on the day: {condition}.',
    },
    EXPIRED_LOT: {
      parent: 'The vaccine used was past its date or kept wrongly. Please ask the doctor whether to repeat it.',
      doctor: 'Lot expired, recalled or with a temperature excursion on the day of the dose.',
    },
    DOSE_TOO_SMALL: {
      parent: 'Less than a full dose was given. Please ask the doctor whether to repeat it.',
      doctor: 'Less than the full volume was given.',
    },
    IMMUNOGLOBULIN_INTERVAL: {
      parent: 'Immunoglobulin was given; possible from {requiredDate}.',
      doctor: 'Inactivated JE vaccine: not within 1 month after immunoglobulin ({requiredDate}).',
    },
    IMMUNOGLOBULIN_AFTER_MMR: {
      parent: 'Immunoglobulin came soon after this vaccine. Please ask the doctor.',
      doctor: 'Immunoglobulin within 2 weeks after MMR ({fromDate}): it should be avoided, weigh a repeat.',
    },
    BIRTH_DOSE_12H: {
      parent: 'The first dose should be given within 12 hours of birth.',
      doctor: 'Mother HBsAg positive or unknown: dose 1 within 12 hours of birth.',
    },
    HBIG_AT_BIRTH: {
      parent: 'A hepatitis B immunoglobulin is given with it.',
      doctor: 'Mother HBsAg positive: HBIG {amountIU} IU IM at the same time, another limb, on medical order.',
    },
    WHEN_STABLE: {
      parent: 'It is given as soon as the baby is stable.',
      doctor: 'Critically ill or very preterm newborn: as soon as vital signs are stable.',
    },
    HBV_TEST: {
      parent: 'A blood test for hepatitis B is due from {requiredDate}.',
      doctor: 'Mother HBsAg positive: HBsAg and anti-HBs 1-2 months after the last dose ({requiredDate} to {until}).',
    },
    HBV_REVACCINATION: {
      parent: 'The blood test shows too little protection: {needed} more doses, free of charge.',
      doctor: 'HBsAg negative and anti-HBs < 10 mIU/mL: {needed} more doses.',
    },
    LABEL_COURSE: {
      parent: 'The whole course by the label was given.',
      doctor: 'Full course by label of the product: nothing more.',
    },
    CONSENT_ONE_DOSE: {
      parent: 'One more dose of the free vaccine is given after you agree.',
      doctor: 'Fewer than 2 earlier doses: 1 dose of the programme vaccine with informed consent.',
    },
    SAME_MANUFACTURER: {
      parent: 'Both doses should be of the same maker.',
      doctor: 'Same manufacturer in principle; another bivalent product only when needed and with consent.',
    },
    TRAVEL_DOSE: {
      parent: 'One dose is given before the stay in a region with Japanese encephalitis.',
      doctor: 'Resident of an exempt division going to an endemic area in the season: 1 dose JE-L.',
    },
    NOT_ROUTINE_IN_DIVISION: {
      parent: 'The {series} is not given routinely where you live.',
      doctor: '{series}: no routine vaccination in the division of residence, not in coverage.',
    },
    NOT_ELIGIBLE: {
      parent: 'The {series} is not planned for this person.',
      doctor: '{series}: sex or birth date outside the programme.',
    },
    NOT_IN_VERSION: {
      parent: 'The {series} is not in this programme yet.',
      doctor: '{series}: not in this version of the programme.',
    },
    NOT_NEEDED: { parent: 'The {series} is not needed.', doctor: '{series}: not needed by age and earlier doses.' },
    AGE_LIMIT: {
      parent: 'The age for it has passed.',
      doctor: 'Dose {dose}: last possible day {requiredDate}; cannot be given by then.',
    },
    CONTRAINDICATION: {
      parent: 'For a health reason it cannot be given now.',
      doctor: 'Contraindication: {condition} (until: {until}).',
    },
    DEFERRAL: { parent: 'For a health reason it has to wait.', doctor: 'Deferral: {condition} (until: {until}).' },
    MIN_AGE: {
      parent: 'The age for it is reached on {requiredDate}.',
      doctor: 'Minimum age reached on {requiredDate}.',
    },
    MIN_INTERVAL: {
      parent: 'Time must pass since the dose before; possible from {requiredDate}.',
      doctor: 'Minimum interval from {fromDate} is reached on {requiredDate}.',
    },
    REPEAT_INTERVAL: {
      parent: 'The last dose did not count; ask the doctor whether to wait until {requiredDate}.',
      doctor: 'The dose of {fromDate} did not count; the text counts no interval from it, {requiredDate} keeps one.',
    },
    LIVE_INTERVAL: {
      parent: 'It must be 28 days apart from another live vaccine; possible from {requiredDate}.',
      doctor: '28 days after injected live vaccine {otherVaccine}: {requiredDate}.',
    },
    BLOOD_PRODUCT_INTERVAL: {
      parent: 'Immunoglobulin or a blood product was given; possible from {requiredDate}.',
      doctor: '3 months after a blood product: {requiredDate}.',
    },
    SKIN_TEST_REQUIRED: {
      parent: 'From 3 months of age BCG needs a negative skin test first.',
      doctor: 'From 3 months to before 4 years only after a negative TB-PPD or BCG-PPD.',
    },
    SKIN_TEST_POSITIVE: { parent: 'The skin test was positive: no BCG.', doctor: 'PPD positive: BCG is not given.' },
    TYPE2_FILL: {
      parent: '{needed} more dose(s) of inactivated polio vaccine are needed.',
      doctor: 'Too few type-II-containing doses: {needed} IPV whatever the number of bOPV.',
    },
    FOUR_DOSE_COURSE: {
      parent: 'Because of the low birth weight, hepatitis B vaccine takes 4 doses.',
      doctor: 'Mother HBsAg positive or unknown and birth weight < 2000 g: 4 doses at 0, 1, 2, 7 months.',
    },
    THREE_DOSE_COURSE: { parent: 'HPV vaccine takes 3 doses.', doctor: 'Weak immunity: 3 doses by label.' },
    DT_CATCH_UP: {
      parent: 'Caught up with DT vaccine.',
      doctor: 'DT catch-up at 7 to 11 years ({given} doses so far).',
    },
    CATCH_UP_WITHOUT_MPSV_A: {
      parent: 'Meningococcal A was not completed: have the A+C vaccine soon.',
      doctor: 'From 24 months with {given} MPSV-A: first MPSV-AC as early as possible.',
    },
    PRODUCT_REPLACED: {
      parent: 'For a health reason the inactivated vaccine is used.',
      doctor: 'Live product contraindicated: inactivated one instead.',
    },
  },
  rule: 'rule {ruleId}, source {source}',
  marks: { GK: 'GK (general knowledge, unverified)', derived: 'derived' },
  stop: '.',
  none: '—',
};
