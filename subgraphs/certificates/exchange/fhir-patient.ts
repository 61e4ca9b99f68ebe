import { IDENTIFIER, passportSystem } from './code-systems.ts';
import type { HumanName, Identifier, Patient } from './fhir-types.ts';
import type { ExchangePerson, IdentifierKind, PersonIdentifier } from './record.ts';
import { codeOf, compact, dateOf, textOf } from './record-text.ts';

const GENDER = { F: 'female', M: 'male', U: 'unknown' } as const;
const E_LICENCE_ROOT = '1.2.156.3005.2.';

/** The name as in the passport, in its parts. */
export function latinName(name: NonNullable<ExchangePerson['latinName']>): HumanName {
  const given = name.given.map((part, i) => textOf(part, `person.latinName.given[${i}]`));
  return compact({
    family: textOf(name.family, 'person.latinName.family'),
    given: given.length > 0 ? given : undefined,
  });
}

function identifierOf({ kind, value, country }: PersonIdentifier): Identifier {
  const { system, type } = IDENTIFIER[kind];
  const text = textOf(value, `person.identifiers.${kind}`);
  switch (kind) {
    case 'passport':
      return compact({
        system:
          country === undefined
            ? undefined
            : passportSystem(codeOf(country, /^[A-Z]{3}$/, 'person.identifiers.country')),
        type,
        value: text,
      });
    case 'certificate':
      // The root is the system; what follows it is the identifier within.
      return compact({
        system,
        type,
        value: text.startsWith(E_LICENCE_ROOT) ? text.slice(E_LICENCE_ROOT.length) : text,
      });
    default:
      return compact({ system, type, value: text });
  }
}

/** Patient with names, sex, birth date and the identifiers asked for; never an address or a telephone number. */
export function patientOf(person: ExchangePerson, asked: readonly IdentifierKind[]): Patient {
  const identifier = person.identifiers.filter(({ kind }) => asked.includes(kind)).map(identifierOf);
  const names: HumanName[] = [{ text: textOf(person.name, 'person.name') }];
  if (person.latinName) names.push(latinName(person.latinName));
  return compact<Patient>({
    resourceType: 'Patient',
    identifier: identifier.length > 0 ? identifier : undefined,
    name: names,
    gender: GENDER[person.sex],
    birthDate: dateOf(person.birthDate, 'person.birthDate'),
  });
}
