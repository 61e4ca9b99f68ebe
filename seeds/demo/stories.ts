import { newbornName } from '@miaoben/identifiers';
import { addMonths, toIso } from '../province/days.ts';
import type { GeneratedGuardian, GeneratedPerson } from '../province/types.ts';
import { GUARDIAN_NAME } from './accounts.ts';
import { DEMO_CLINICS } from './organisations.ts';
import { inOrder, KEEPS_APPOINTMENTS, type StoryTeller, withoutLast } from './story-teller.ts';

export const STORY_KEYS = [
  'guardian_family',
  'twins',
  'duplicate',
  'lost_card',
  'catch_up',
  'refusal',
  'moved_in',
  'moved_out',
  'hbsag_positive_mother',
  'twenty_four_doses',
  'newborn',
  'foreign_child',
  'hmt_child',
  'skin_test',
  'immunoglobulin',
  'birth_doses',
  'outbreak_dose',
] as const;

export type StoryKey = (typeof STORY_KEYS)[number];

export interface Story {
  readonly key: StoryKey;
  /** What a visitor of the demo sees in these files. */
  readonly summary: string;
  readonly persons: readonly GeneratedPerson[];
}

const { qiaotou, maternal, chengguan, tar, changning, xinzhuang, shuobei } = DEMO_CLINICS;

/** The mother who signs in as the demo guardian. */
export function demoGuardian(stories: readonly Story[]): GeneratedGuardian {
  const mother = stories.find((s) => s.key === 'guardian_family')?.persons[0]?.guardians[0];
  if (mother === undefined) throw new Error('the guardian family has no mother');
  return mother;
}

export function tellStories(t: StoryTeller): readonly Story[] {
  return [
    guardianFamily(t),
    twins(t),
    duplicate(t),
    lostCard(t),
    catchUp(t),
    refusal(t),
    movedIn(t),
    movedOut(t),
    hbsagPositiveMother(t),
    twentyFourDoses(t),
    newborn(t),
    foreignChild(t),
    hmtChild(t),
    skinTest(t),
    immunoglobulin(t),
    birthDoses(t),
    outbreakDose(t),
  ];
}

function guardianFamily(t: StoryTeller): Story {
  const elder = t.bornAgo(6, 8);
  const family = t.family(qiaotou, 'tu', elder, { mother: GUARDIAN_NAME, father: '李生福' });
  const baby = { clinic: qiaotou, family, birth: t.bornAgo(0, 3), sex: 'M', until: t.today - 1 } as const;
  return {
    key: 'guardian_family',
    summary: 'Mother of two: the elder is complete for school entry, the baby has doses due today.',
    persons: [
      t.child({ clinic: qiaotou, family, birth: elder, sex: 'F', name: '李文婷' }),
      t.child({ ...baby, name: '李文轩' }),
    ],
  };
}

function twins(t: StoryTeller): Story {
  const birth = t.bornAgo(1, 7);
  const family = t.family(maternal, 'hui', birth, { mother: '冶秀花', father: '马成龙' });
  const twin = { clinic: maternal, family, birth, sex: 'F', until: t.today - 20 } as const;
  return {
    key: 'twins',
    summary: 'Twin sisters, same day, same mother, one syllable apart: never to be merged by machine.',
    persons: [
      t.child({ ...twin, name: '马晓丽' }),
      t.child({ ...twin, name: '马晓莉', habits: { ...KEEPS_APPOINTMENTS, delay: 8 } }),
    ],
  };
}

function duplicate(t: StoryTeller): Story {
  const birth = t.bornAgo(2, 4);
  const family = t.family(shuobei, 'tibetan', birth, { mother: '拉毛吉', father: '多杰扎西' });
  const whole = t.child({ clinic: shuobei, family, birth, sex: 'F', name: '才让卓玛' });
  const split = toIso(addMonths(birth, 8));
  const first = whole.doses.filter((d) => d.date < split);
  const shared = first.slice(-1);
  const later = whole.doses.filter((d) => d.date >= split).map((d) => ({ ...d, clinicCode: changning }));
  const second = t.secondFile(
    whole,
    {
      name: '才仁卓玛',
      documentType: 'BIRTH_CERTIFICATE',
      documentNumber: t.builder.birthCertificate(birth),
      managingClinicCode: changning,
    },
    inOrder([...shared, ...later]),
  );
  return {
    key: 'duplicate',
    summary: 'One girl, two files under two spellings in two clinics; one dose stands in both.',
    persons: [{ ...whole, doses: first }, second],
  };
}

function lostCard(t: StoryTeller): Story {
  const birth = t.bornAgo(9, 2);
  const family = t.family(chengguan, 'han', birth);
  const earlier = { day: addMonths(birth, 60), clinicCode: tar };
  return {
    key: 'lost_card',
    summary: 'The paper card is lost; the file is complete over two clinics and a new certificate can be issued.',
    persons: [t.child({ clinic: chengguan, family, birth, sex: 'M', name: '王梓豪', earlier })],
  };
}

function catchUp(t: StoryTeller): Story {
  const birth = t.bornAgo(4, 3);
  const family = t.family(xinzhuang, 'tibetan', birth);
  return {
    key: 'catch_up',
    summary: 'A herders’ child of four with the doses of its first three months only: a catch-up plan is needed.',
    persons: [t.child({ clinic: xinzhuang, family, birth, sex: 'M', name: '旦正加', until: addMonths(birth, 3) - 5 })],
  };
}

function refusal(t: StoryTeller): Story {
  const birth = t.bornAgo(2, 1);
  const family = t.family(tar, 'han', birth);
  return {
    key: 'refusal',
    summary: 'The parents refused everything after the birth doses.',
    persons: [
      t.child({
        clinic: tar,
        family,
        birth,
        sex: 'F',
        name: '张语涵',
        habits: { ...KEEPS_APPOINTMENTS, refuses: 'after_birth' },
      }),
    ],
  };
}

function movedIn(t: StoryTeller): Story {
  const birth = t.bornAgo(3, 6);
  const family = t.family(changning, 'hui', birth);
  const earlier = { day: addMonths(birth, 15), clinicCode: '777777777777' };
  return {
    key: 'moved_in',
    summary: 'Came from another province at 15 months; the doses before were entered later from the card.',
    persons: [t.child({ clinic: changning, family, birth, sex: 'M', name: '马俊杰', earlier })],
  };
}

function movedOut(t: StoryTeller): Story {
  const birth = t.bornAgo(5, 1);
  const family = t.family(chengguan, 'mongolian', birth);
  const until = addMonths(birth, 40);
  return {
    key: 'moved_out',
    summary: 'Left the county at three; the file stays readable and is in no due list.',
    persons: [t.child({ clinic: chengguan, family, birth, sex: 'F', name: '乌兰·其其格', state: 'moved_out', until })],
  };
}

function hbsagPositiveMother(t: StoryTeller): Story {
  const birth = t.bornAgo(0, 5);
  const family = t.family(maternal, 'han', birth);
  const child = t.child({
    clinic: maternal,
    family,
    birth,
    sex: 'M',
    name: '刘子睿',
    conditions: ['HBSAG_POS_MOTHER'],
    birthWeightG: 1900,
  });
  return {
    key: 'hbsag_positive_mother',
    summary: 'Mother HBsAg positive and birth weight 1900 g: four hepatitis B doses at 0, 1, 2 and 7 months.',
    persons: [child],
  };
}

function twentyFourDoses(t: StoryTeller): Story {
  const birth = t.bornAgo(9, 0, 40);
  const family = t.family(qiaotou, 'han', birth);
  const programme = t.child({ clinic: qiaotou, family, birth, sex: 'M', name: '赵一鸣' });
  const bought = [
    { key: 'VarV', months: 15, route: 'SC' },
    { key: 'VarV', months: 49, route: 'SC' },
    { key: 'EV71', months: 10, route: 'IM' },
    { key: 'EV71', months: 11, route: 'IM' },
  ] as const;
  const person = bought.reduce((p, b) => t.withDose(p, b.key, addMonths(birth, b.months), b.route, '2'), programme);
  return {
    key: 'twenty_four_doses',
    summary: 'All 20 programme doses and four bought ones: the longest usual certificate.',
    persons: [person],
  };
}

function newborn(t: StoryTeller): Story {
  const birth = t.today - 2;
  const family = t.family(maternal, 'tu', birth, { mother: '东玉梅' });
  const document = { type: 'BIRTH_CERTIFICATE', number: t.builder.birthCertificate(birth) } as const;
  return {
    key: 'newborn',
    summary: 'Two days old, not named yet, known by birth certificate.',
    persons: [t.child({ clinic: maternal, family, birth, sex: 'F', name: newbornName('东玉梅', 'F'), document })],
  };
}

function foreignChild(t: StoryTeller): Story {
  const birth = t.bornAgo(5, 4);
  const family = t.family(qiaotou, 'han', birth);
  const document = { type: 'PASSPORT', number: 'E00482913' } as const;
  const child = t.child({ clinic: qiaotou, family, birth, sex: 'F', name: 'Emily Wang', document });
  return {
    key: 'foreign_child',
    summary: 'A child with a foreign passport (H-02).',
    persons: [{ ...child, ethnicity: '97' }],
  };
}

function hmtChild(t: StoryTeller): Story {
  const birth = t.bornAgo(4, 9);
  const family = t.family(qiaotou, 'han', birth);
  const document = { type: 'HMT_RESIDENCE_PERMIT', number: t.builder.idNumber('810000', birth, 'M') } as const;
  return {
    key: 'hmt_child',
    summary: 'A child with a residence permit for Hong Kong residents (H-02).',
    persons: [t.child({ clinic: qiaotou, family, birth, sex: 'M', name: '陈嘉豪', document })],
  };
}

function skinTest(t: StoryTeller): Story {
  const birth = t.bornAgo(0, 7);
  const family = t.family(qiaotou, 'han', birth);
  const child = t.child({ clinic: qiaotou, family, birth, sex: 'F', name: '周雨桐' });
  return {
    key: 'skin_test',
    summary: 'No BCG at birth; the skin test of this week is negative, so BCG may be given today.',
    persons: [
      {
        ...withoutLast(child, '01'),
        facts: [{ code: 'PPD_NEGATIVE', date: toIso(t.today - 2) }],
        notGiven: [{ series: 'BCG', reason: 'born_outside' }],
      },
    ],
  };
}

function immunoglobulin(t: StoryTeller): Story {
  const birth = t.bornAgo(0, 9);
  const family = t.family(qiaotou, 'hui', birth);
  const child = t.child({ clinic: qiaotou, family, birth, sex: 'M', name: '马小龙' });
  return {
    key: 'immunoglobulin',
    summary: 'Immunoglobulin three weeks ago: MMR has to wait until three months after it.',
    persons: [{ ...withoutLast(child, '12'), facts: [{ code: 'IMMUNOGLOBULIN', date: toIso(t.today - 21) }] }],
  };
}

function birthDoses(t: StoryTeller): Story {
  const tiny = t.today - 4;
  const late = t.today - 20;
  const first = t.child({
    clinic: qiaotou,
    family: t.family(qiaotou, 'han', tiny),
    birth: tiny,
    sex: 'M',
    name: '李沐辰',
    conditions: ['HBSAG_POS_MOTHER'],
    birthWeightG: 1480,
  });
  const second = t.child({
    clinic: qiaotou,
    family: t.family(qiaotou, 'tibetan', late),
    birth: late,
    sex: 'F',
    name: '索南央金',
  });
  return {
    key: 'birth_doses',
    summary:
      'A newborn of 1480 g whose mother is HBsAg positive, BCG put off with a reason; and one without a first hepatitis B dose, of whom nobody has said why.',
    persons: [
      { ...withoutLast(first, '01'), notGiven: [{ series: 'BCG', reason: 'preterm_low_weight' }] },
      { ...withoutLast(second, '02'), notGiven: [] },
    ],
  };
}

function outbreakDose(t: StoryTeller): Story {
  const birth = t.bornAgo(1, 2);
  const family = t.family(qiaotou, 'tu', birth);
  const child = t.child({ clinic: qiaotou, family, birth, sex: 'F', name: '祁晓雪' });
  const early = t.withDose(child, 'MMR', addMonths(birth, 7) - 5, 'SC');
  return {
    key: 'outbreak_dose',
    summary:
      'MMR before eight months in an outbreak, against the advice of the schedule, with the reason; the dose at eight months followed.',
    persons: [
      {
        ...early,
        doses: early.doses.map((d) =>
          d.date === toIso(addMonths(birth, 7) - 5) ? { ...d, overrideReason: '麻疹暴发应急接种' } : d,
        ),
      },
    ],
  };
}
