import { type DocumentType, newbornName, type Sex, uuidV7From } from '@miaoben/identifiers';
import { divisions } from '../reference/divisions.ts';
import { adultDoses } from './adult-doses.ts';
import { type ChildCourse, childDoses, type Habits } from './child-doses.ts';
import { addMonths, type Day, toDay, toIso } from './days.ts';
import { IdNumbers, PhoneNumbers } from './id-numbers.ts';
import { lotInUse, productOn, traceCode } from './lots.ts';
import { familyName, PEOPLES, type People, peopleOf, personName } from './names.ts';
import type { Rng } from './rng.ts';
import type { GeneratedDose, GeneratedGuardian, GeneratedPerson, GeneratorClinic, RegistrationState } from './types.ts';

/** What a child's parents bring to its file; siblings share it. */
export interface Family {
  readonly people: People;
  readonly surname: string;
  readonly mother: GeneratedGuardian;
  readonly father: GeneratedGuardian;
  readonly motherBirth: Day;
  readonly residenceDivision: string;
  readonly residenceAddress: string;
}

export interface ChildSpec {
  readonly clinic: GeneratorClinic;
  readonly birth: Day;
  readonly sex: Sex;
  readonly family: Family;
  readonly habits: Habits;
  readonly name?: string;
  readonly document?: { readonly type: DocumentType; readonly number: string };
  readonly conditions?: readonly string[];
  readonly birthWeightG?: number;
  readonly state?: RegistrationState;
  /** Last day on which doses can have been given; default today. */
  readonly until?: Day;
  /** Doses before `day` were given by `clinicCode`. */
  readonly earlier?: { readonly day: Day; readonly clinicCode: string };
  readonly hepA?: 'HepA-L' | 'HepA-I';
}

/** Hours 8 to 17 in China are 0 to 9 UTC, so the UTC day of an id is the day of the event. */
const WORKING_HOURS_MS = 9 * 3_600_000;
const FILES_FROM = toDay('2005-01-01');
const OTHER_PROVINCE = '777777777777';
const FOREIGN_COUNTIES = ['620102', '620502', '510107', '410102', '610104', '500112', '650102', '640104'];
const HAMLETS = '上 下 东 西 新 老 大 小 前 后 中 阳'.split(' ');
const HAMLET_KINDS = '庄 沟 滩 川 堡 台 营 窑 湾 坡 岭 寨'.split(' ');

/** Turns draws into persons. Keeps what must never repeat: ID numbers, phone numbers, barcodes. */
export class PersonBuilder {
  private readonly idNumbers = new IdNumbers();
  private readonly phones = new PhoneNumbers();
  private readonly townshipNames = new Map(divisions().map((d) => [d.code, d.name]));
  private files = 0;

  constructor(
    readonly today: Day,
    private readonly obstetricCode: (residence: string) => string | null,
    private readonly withDoses = true,
  ) {}

  idNumber(county: string, birth: Day, sex: Sex): string {
    return this.idNumbers.next(county, birth, sex);
  }

  phone(): string {
    return this.phones.next();
  }

  id(day: Day, rng: Rng): string {
    return uuidV7From(day * 86_400_000 + rng.int(0, WORKING_HOURS_MS), rng.word(), rng.word(), rng.word());
  }

  /** County of first registration: mostly the one of residence. */
  private registryCounty(residence: string, rng: Rng): string {
    return rng.chance(0.03) ? rng.pick(FOREIGN_COUNTIES) : residence.slice(0, 6);
  }

  private address(township: string, rng: Rng): string {
    const name = this.townshipNames.get(township);
    if (name === undefined) throw new Error(`no township ${township}`);
    if (name.endsWith('街道'))
      return `${name}${rng.int(1, 60)}号院${rng.int(1, 18)}号楼${rng.int(1, 6)}0${rng.int(1, 4)}室`;
    return `${name}${rng.pick(HAMLETS)}${rng.pick(HAMLET_KINDS)}村${rng.int(1, 260)}号`;
  }

  family(residence: string, eldestBirth: Day, rng: Rng, people = peopleOf(residence, rng)): Family {
    const motherBirth = eldestBirth - rng.int(19 * 365, 38 * 365);
    const fatherBirth = motherBirth - rng.int(-2 * 365, 7 * 365);
    const surname = familyName(people, rng);
    const parent = (relation: 'mother' | 'father'): GeneratedGuardian => {
      const sex: Sex = relation === 'mother' ? 'F' : 'M';
      return {
        relation,
        name: personName(people, sex, relation === 'mother' ? familyName(people, rng) : surname, rng),
        documentNumber: this.idNumber(
          this.registryCounty(residence, rng),
          relation === 'mother' ? motherBirth : fatherBirth,
          sex,
        ),
        phone: this.phone(),
      };
    };
    return {
      people,
      surname,
      mother: parent('mother'),
      father: parent('father'),
      motherBirth,
      residenceDivision: residence,
      residenceAddress: this.address(residence, rng),
    };
  }

  child(spec: ChildSpec, rng: Rng): GeneratedPerson {
    const { birth, sex, family, clinic } = spec;
    const until = spec.until ?? this.today;
    const birthWeightG = spec.birthWeightG ?? this.birthWeight(rng);
    const conditions = spec.conditions ?? [];
    const document = spec.document ?? this.childDocument(family, birth, sex, rng);
    const unnamed = birth > this.today - 15 && document.type === 'BIRTH_CERTIFICATE' && rng.chance(0.6);
    const name =
      spec.name ??
      (unnamed ? newbornName(family.mother.name, sex) : personName(family.people, sex, family.surname, rng));
    const course: ChildCourse = {
      birth,
      sex,
      until,
      habits: spec.habits,
      conditions,
      birthWeightG,
      hepA: spec.hepA ?? 'HepA-L',
    };
    const plan = this.withDoses ? childDoses(course, rng) : [];
    const obstetric = this.obstetricCode(family.residenceDivision);
    let previousDay = -1;
    let sameDay = 0;
    const doses = plan.map(({ day, slot }): GeneratedDose => {
      sameDay = day === previousDay ? sameDay + 1 : 0;
      previousDay = day;
      const atBirth = day <= birth + 3 && slot.dose === 1;
      const usual = spec.earlier && day < spec.earlier.day ? spec.earlier.clinicCode : clinic.code;
      const clinicCode = atBirth && obstetric !== null && usual !== OTHER_PROVINCE ? obstetric : usual;
      return this.dose(
        slot.vaccineKey,
        day,
        slot.route,
        site(slot.vaccineKey, slot.route, day - birth, sameDay),
        clinicCode,
        rng,
      );
    });
    return {
      id: this.id(Math.max(birth, FILES_FROM), rng),
      name,
      sex,
      birthDate: toIso(birth),
      documentType: document.type,
      documentNumber: document.number,
      ethnicity: PEOPLES[family.people],
      phone: family.mother.phone,
      guardians: [family.mother, family.father],
      residenceDivision: family.residenceDivision,
      residenceAddress: family.residenceAddress,
      managingClinicCode: clinic.code,
      registrationState: spec.state ?? 'active',
      conditions,
      birthWeightG,
      barcode: this.barcode(family.residenceDivision, birth),
      doses,
    };
  }

  adult(clinic: GeneratorClinic, residence: string, birth: Day, sex: Sex, rng: Rng): GeneratedPerson {
    const people = peopleOf(residence, rng);
    const given = adultDoses(birth, sex, this.today, rng);
    const doses = (this.withDoses ? given : []).map(({ day, vaccineKey }, index) =>
      this.dose(vaccineKey, day, 'IM', String(1 + (index % 2)), clinic.code, rng),
    );
    const made = given[0]?.day ?? this.today - rng.int(0, 8 * 365);
    return {
      id: this.id(Math.max(made, FILES_FROM), rng),
      name: personName(people, sex, familyName(people, rng), rng),
      sex,
      birthDate: toIso(birth),
      documentType: 'RESIDENT_ID',
      documentNumber: this.idNumber(this.registryCounty(residence, rng), birth, sex),
      ethnicity: PEOPLES[people],
      phone: this.phone(),
      guardians: [],
      residenceDivision: residence,
      residenceAddress: this.address(residence, rng),
      managingClinicCode: clinic.code,
      registrationState: birth < this.today - 75 * 365 && rng.chance(0.05) ? 'dead' : 'active',
      conditions: [],
      barcode: this.barcode(residence, made),
      doses,
    };
  }

  dose(vaccineKey: string, day: Day, route: string, siteCode: string, clinicCode: string, rng: Rng): GeneratedDose {
    const product = productOn(vaccineKey, day);
    const elsewhere = clinicCode === OTHER_PROVINCE;
    return {
      id: this.id(day, rng),
      vaccine: product.vaccineCode,
      productId: product.productId,
      date: toIso(day),
      lot: lotInUse(product.productId, clinicCode, day),
      site: siteCode,
      route,
      clinicCode,
      traceCode: elsewhere ? null : traceCode(product.productId, day, rng),
    };
  }

  private birthWeight(rng: Rng): number {
    // Twelve uniform draws make a bell of standard deviation one.
    let bell = -6;
    for (let i = 0; i < 12; i += 1) bell += rng.float();
    return Math.max(900, Math.round((3180 + bell * 430) / 10) * 10);
  }

  private childDocument(family: Family, birth: Day, sex: Sex, rng: Rng): { type: DocumentType; number: string } {
    if (birth > addMonths(this.today, -4) && rng.chance(0.7)) {
      return { type: 'BIRTH_CERTIFICATE', number: this.birthCertificate(birth) };
    }
    return {
      type: 'RESIDENT_ID',
      number: this.idNumber(this.registryCounty(family.residenceDivision, rng), birth, sex),
    };
  }

  /** Letter of the issue and nine digits: province and a running number, so none repeats. */
  birthCertificate(birth: Day): string {
    const letter = String.fromCharCode(65 + ((Number(toIso(birth).slice(0, 4)) - 2007) % 26));
    return `${letter}63${String(this.files).padStart(7, '0')}`;
  }

  barcode(residence: string, made: Day): string {
    this.files += 1;
    return `${residence.slice(0, 6)}${toIso(made).slice(0, 4)}${String(this.files).padStart(8, '0')}`;
  }
}

/** Dictionary code of the site: oral 5; BCG left arm; thighs until 18 months, then arms, alternating within a day. */
function site(vaccineKey: string, route: string, ageDays: number, sameDay: number): string {
  if (route === 'PO') return '5';
  if (vaccineKey === 'BCG') return '1';
  const limbs = route === 'IM' && ageDays < 548 ? ['3', '4'] : ['1', '2'];
  return limbs[sameDay % 2] ?? '6';
}
