import { describe, expect, inject, it } from 'vitest';
import { newId, partnerToken, send } from '../support/client.ts';

const product = inject('product');

const FIND = `query($text: String!) { searchPersons(text: $text, first: 5) { nodes { id name birthDate doses { id date vaccine { code name } } } } }`;

describe('a partner system', () => {
  it('gets a token from the token endpoint and nothing without the right secret', async () => {
    expect(await partnerToken(product)).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const partner = product.accounts.find((a) => a.role === 'partner')!;
    const refused = await fetch(product.token, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: partner.clientId!,
        client_secret: 'not it',
      }),
    });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ error: 'invalid_client' });
  });

  it('asks one question across four subgraphs: child, doses, certificate, clinic', async () => {
    const token = await partnerToken(product);
    const found = await send<{ searchPersons: { nodes: { id: string; doses: unknown[] }[] } }>(product, token, {
      query: FIND,
      variables: { text: '李文婷' },
    });
    expect(found.errors).toEqual([]);
    const child = found.data.searchPersons.nodes.find((n) => n.doses.length > 0)!;
    const answer = await send<{
      person: {
        name: string;
        managingClinic: { name: string };
        doses: { vaccine: { name: string }; clinic: { name: string } | null }[];
        certificate: unknown;
      };
    }>(product, token, {
      query: `query($id: ID!) { person(id: $id) {
        id name birthDate managingClinic { name code }
        doses { id date doseNumber vaccine { code name } clinic { name } }
        certificate { number state result expiresOn issuer { name } }
      } }`,
      variables: { id: child.id },
    });
    expect(answer.errors).toEqual([]);
    expect(answer.data.person.managingClinic.name).not.toBe('');
    expect(answer.data.person.doses.length).toBe(child.doses.length);
    expect(answer.data.person.doses.some((d) => d.clinic?.name)).toBe(true);
    expect(answer.data.person).toHaveProperty('certificate');
    expect(answer.data.person.name).toContain('*');
  });

  it('records a dose once, however often the command is sent', async () => {
    const token = await partnerToken(product);
    const found = await send<{
      searchPersons: { nodes: { id: string; birthDate: string; doses: { id: string }[] }[] };
    }>(product, token, { query: FIND, variables: { text: '马俊杰' } });
    const child = found.data.searchPersons.nodes[0]!;
    const variables = {
      commandId: newId(),
      input: {
        doseId: newId(),
        personId: child.id,
        date: child.birthDate,
        vaccineCode: '2101',
        outside: true,
        clinicName: '省人民医院',
      },
    };
    const record = `mutation($commandId: ID!, $input: RecordDoseInput!) { recordDose(commandId: $commandId, input: $input) { dose { id date } conflict } }`;
    const first = await send<{ recordDose: { dose: { id: string } } }>(product, token, { query: record, variables });
    expect(first.errors).toEqual([]);
    const again = await send<{ recordDose: { dose: { id: string } } }>(product, token, { query: record, variables });
    expect(again.data).toEqual(first.data);
    const after = await send<{ person: { doses: { id: string }[] } }>(product, token, {
      query: 'query($id: ID!) { person(id: $id) { doses { id } } }',
      variables: { id: child.id },
    });
    expect(after.data.person.doses.filter((d) => d.id === first.data.recordDose.dose.id)).toHaveLength(1);
    expect(after.data.person.doses).toHaveLength(child.doses.length + 1);

    const changed = await send(product, token, {
      query: record,
      variables: { ...variables, input: { ...variables.input, vaccineCode: '2102' } },
    });
    expect(changed.errors[0]?.extensions.code).toBe('COMMAND_REUSED');
  });

  it('may read the schema; a signed-in person may not', async () => {
    const token = await partnerToken(product);
    const seen = await send<{ __schema: { queryType: { name: string } } }>(product, token, {
      query: '{ __schema { queryType { name } } }',
    });
    expect(seen.data.__schema.queryType.name).toBe('Query');
  });
});
